"""The state of a chat, as people see it who look on: redacted, and in the words of the conversation."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from bot.conversation.session import Details, Session
from bot.domain.customer import Field
from bot.i18n.catalog import GettextCatalog
from bot.rehearsal.player import Player
from bot.rehearsal.stage import stage
from bot.rehearsal.state import chat_state
from bot.rehearsal.story import Story
from bot.simulator.shop.documents import identifier
from tests.conversation.dialogue import NOW

ORDERED = {
    "name": "ordered",
    "words": {"adult": {"en": "Day ticket"}},
    "dialogue": [
        {"start": ""},
        {"tap": "Polderlicht Festival"},
        {"tap": "<Get tickets>"},
        {"tap": "+ <adult>", "shows": {"buttons": "1 × <adult>"}},
        {"tap": "<Continue>"},
        {"say": "Robin de Vries, robin@example.com", "shows": {"text": "<How would you like to pay?>"}},
        {"tap": "iDEAL: {total}", "shows": {"buttons": "<Order and pay>"}},
        {"tap": "<Order and pay>", "shows": {"buttons": "<Pay now>"}},
    ],
}


@pytest.mark.usefixtures("redis")
async def test_it_tells_where_a_chat_is_and_nothing_that_anybody_could_use(redis_url: str):
    async with (
        stage(redis_url, begins_at=datetime.fromisoformat("2026-12-01T09:00:00+01:00")) as standing,
        httpx.AsyncClient(base_url=standing.address, timeout=15.0, trust_env=False) as client,
    ):
        await Player(client, GettextCatalog()).play(Story.model_validate(ORDERED), "en")
        [customer] = (await client.get("/simulator/customers")).json()
        answer = await client.get(f"/simulator/customers/{customer['id']}/state")
        [order] = (await client.get("/simulator/shop/orders")).json()
    state: dict[str, Any] = answer.json()
    assert (state["step"], state["sheet"], state["language"], state["plain"]) == ("payment", None, "en", False)
    assert state["event"] == {"uuid": identifier("festival"), "name": "Polderlicht Festival"}
    assert state["cart"] == [{"uuid": identifier("festival.day"), "name": "Day ticket", "amount": 1}]
    assert state["fields"] == {"first_name": "R***", "last_name": "d***", "email": "r***@example.com"}
    hold = state["hold"]
    assert (hold["order_id"], hold["payment_page"], hold["reported"]) == (order["order_id"], "open", None)
    assert 1100 < hold["ends_in_s"] <= 1200
    assert {"Tap ORDER", "Returned", "TimeUp SOON"} & set(state["next"])
    assert "Command HELP" in state["anytime"]
    for secret in ("robin@", "/pay/", "start=", "Vries"):
        assert secret not in answer.text


def test_of_somebody_unknown_it_tells_so():
    state = chat_state(None, Details(), NOW)
    assert (state["known"], state["step"], state["cart"], state["hold"]) == (False, "event", [], None)


def test_a_code_and_a_key_are_only_said_to_be_there():
    session = Session()
    bought = session.purchase.model_copy(update={"code": "FRIENDS", "key": "KADE2026", "event": UUID(int=1)})
    told = str(chat_state(session.with_purchase(bought).begin(session.purchase), Details(), NOW))
    assert "FRIENDS" not in told
    assert "KADE2026" not in told
    assert chat_state(session.with_purchase(bought), Details(), NOW)["code"] == "not tried"


def test_personal_values_are_masked_unless_they_are_asked_for_and_end_when_they_do():
    given = Details(values={Field.MOBILE: "+31612345678"}, until=NOW + timedelta(minutes=1))
    assert chat_state(Session(), given, NOW)["fields"] == {"mobile": "+31 6 ** ** 56 78"}
    assert chat_state(Session(), given, NOW, unmasked=True)["fields"] == {"mobile": "+31612345678"}
    assert chat_state(Session(), given, NOW + timedelta(minutes=1))["fields"] == {}
