"""Situations: what changes in the shop by itself, and what its text leaves open, brought about by name."""

import json
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from bot.simulator.shop.documents import identifier
from bot.simulator.shop.info_messages import Shape, info_message
from bot.simulator.shop.situations import KINDS, Situation, SituationName
from bot.ticketshop.protocol import info_message as read_info_message
from tests.simulator.sandbox import Sandbox, path_of, reservation, words

DOCS = Path(__file__).parents[2] / "docs" / "simulator.md"


async def test_what_is_sold_out_or_not_in_sale_is_so_at_once(sandbox: Sandbox):
    await sandbox.bring_about("places", "festival.day", "0")
    assert await sandbox.status_of("festival.day") == "SOLD_OUT"
    assert words(await sandbox.hold("festival", {"festival.day": 1})) == "Not enough tickets left."
    await sandbox.bring_about("status", "festival.child", "NOT_IN_SALE")
    assert await sandbox.status_of("festival.child") == "NOT_IN_SALE"
    assert words(await sandbox.hold("festival", {"festival.child": 1})) == "This ticket is not in sale."


async def test_a_situation_can_wait_for_a_call(sandbox: Sandbox):
    """Sold out between the tap and the reservation: what was read a moment ago still said on sale."""
    await sandbox.bring_about("places", "festival.day", "0", on="reserve")
    assert await sandbox.status_of("festival.day") == "ONLINE"
    assert words(await sandbox.hold("festival", {"festival.day": 1})) == "Not enough tickets left."
    assert await sandbox.status_of("festival.day") == "SOLD_OUT"


async def test_a_price_and_a_fee_can_change(sandbox: Sandbox):
    await sandbox.bring_about("price", "festival.day", "31.00")
    await sandbox.bring_about("fee", "festival.day", "0.99")
    await sandbox.held("festival", {"festival.day": 2})
    [order] = await sandbox.told("orders")
    assert order["total"] == "63.98"
    event = await sandbox.event("Polderlicht")
    [ticket] = [each for each in event.ticket_types if str(each.uuid) == identifier("festival.day")]
    assert (str(ticket.price), str(ticket.fixed_fee)) == ("31.00", "0.99")


async def test_slots_can_be_nearly_full_and_a_day_can_close(sandbox: Sandbox):
    async def slots() -> list[dict[str, Any]]:
        return (await sandbox.ask("GET", f"{path_of('museum')}/calendar/2026/12/02")).json()  # type: ignore[no-any-return]

    await sandbox.bring_about("places", "museum", "1")
    assert {slot["stock"] for slot in await slots()} == {1}
    await sandbox.bring_about("closed", "museum", "2026-12-01")
    await sandbox.bring_about("closed", "museum", "2026-12-02")
    assert {slot["status_id"] for slot in await slots()} == {"CLOSED"}
    days = (await sandbox.ask("GET", f"{path_of('museum')}/calendar/2026/12")).json()
    assert [day["status_id"] for day in days[:3]] == ["CLOSED", "CLOSED", "OPEN"]


async def test_a_situation_can_be_about_everything_and_the_newest_counts(sandbox: Sandbox):
    await sandbox.bring_about("places", "festival.day", "7")
    await sandbox.bring_about("places", "*", "0")
    for name in ("festival.day", "festival.child"):
        assert await sandbox.status_of(name) == "SOLD_OUT"
    slots = (await sandbox.ask("GET", f"{path_of('museum')}/calendar/2026/12/02")).json()
    assert {slot["stock"] for slot in slots} == {0}
    await sandbox.bring_about("places", "festival.day", "1")
    assert (await sandbox.status_of("festival.day"), await sandbox.status_of("festival.child")) == (
        "ONLINE",
        "SOLD_OUT",
    )


async def test_an_event_of_the_sandbox_can_be_added(sandbox: Sandbox):
    assert identifier("stadium") not in (await sandbox.ask("GET", "/events")).text
    await sandbox.bring_about("added", "stadium")
    assert identifier("stadium") in (await sandbox.ask("GET", "/events")).text
    await sandbox.held("stadium", {"stadium.a": 1})
    await sandbox.http.delete(f"{sandbox.address}/simulator/shop/situations")
    assert words(await sandbox.ask("GET", path_of("stadium"))) == "Event not found."


async def test_an_event_can_ask_everything(sandbox: Sandbox):
    await sandbox.bring_about("asks", "*", "everything")
    asked = (await sandbox.ask("GET", path_of("festival"))).json()["customer_data"]
    assert asked == (await sandbox.ask("GET", path_of("workshop"))).json()["customer_data"]
    assert "mobile is required" in words(await sandbox.hold("festival", {"festival.day": 1}, mobile=None))


@pytest.mark.parametrize(
    ("so", "leads_to"), [("failed", "?start=failed"), ("expired", "?start=expired"), ("never-returns", "")]
)
async def test_a_payment_can_end_otherwise_than_the_customer_chose(sandbox: Sandbox, so: str, leads_to: str):
    await sandbox.bring_about("payment", to=so)
    held = await sandbox.held("festival", {"festival.day": 1})
    page = (await sandbox.check_out("festival", held["order_id"])).json()["redirect_url"]
    ended = await sandbox.http.post(page, data={"outcome": "success"})
    assert ended.headers.get("Location", "").endswith(leads_to)
    [order] = await sandbox.told("orders")
    assert order["state"] == {"never-returns": "paid"}.get(so, so)


async def test_an_event_can_go_and_come_back(sandbox: Sandbox):
    await sandbox.bring_about("gone", "festival")
    assert words(await sandbox.ask("GET", path_of("festival"))) == "Event not found."
    assert identifier("festival") not in (await sandbox.ask("GET", "/events")).text
    await sandbox.http.delete(f"{sandbox.address}/simulator/shop/situations")
    assert (await sandbox.ask("GET", path_of("festival"))).status_code == 200


async def test_an_event_can_stop_taking_methods(sandbox: Sandbox):
    held = await sandbox.held("festival", {"festival.day": 1})
    await sandbox.bring_about("method-gone", "festival", "iDEAL")
    await sandbox.bring_about("method-gone", "festival", "PayPal")
    event = await sandbox.event("Polderlicht")
    assert [method.name for method in event.payment_methods] == ["Bancontact", "Creditcard"]
    refused = await sandbox.check_out("festival", held["order_id"])
    assert words(refused) == "This payment method is not available."
    assert (await sandbox.check_out("festival", held["order_id"], "Bancontact")).status_code == 201


async def test_an_event_can_be_locked_and_another_opened(sandbox: Sandbox):
    await sandbox.bring_about("locked", "festival", "GEHEIM")
    await sandbox.bring_about("unlocked", "dinner")
    listed = (await sandbox.ask("GET", "/events")).text
    assert (identifier("festival") in listed, identifier("dinner") in listed) == (False, True)
    assert words(await sandbox.ask("GET", path_of("festival"))) == "This event is locked."
    assert (await sandbox.ask("GET", path_of("festival"), query={"key": "GEHEIM"})).status_code == 200


@pytest.mark.parametrize(
    ("answer", "of_list", "of_event"), [("", 400, 400), ("401", 401, 401), ("403", 403, 403), ("empty", 200, 400)]
)
async def test_a_locked_shop_answers_as_is_chosen(sandbox: Sandbox, answer: str, of_list: int, of_event: int):
    """Trap 23: how a lock answers is undocumented."""
    await sandbox.bring_about("locked", "shop", "GEHEIM")
    if answer:
        await sandbox.bring_about("lock-answer", to=answer)
    for query in ({}, {"key": "guessed"}):
        listed = await sandbox.ask("GET", "/events", query=query)
        assert listed.status_code == of_list
        assert listed.is_error or listed.json() == []
        assert (await sandbox.ask("GET", path_of("festival"), query=query)).status_code == of_event
    assert len((await sandbox.ask("GET", "/events", query={"key": "GEHEIM"})).json()) > 3
    own = (await sandbox.ask("GET", "/events", query={"key": "KADE2026"})).json()
    assert [line["name"] for line in own] == ["Diner aan de Kade"]


async def test_a_code_can_be_used_up_meanwhile(sandbox: Sandbox):
    for code in ("FRIENDS", "VOUCHER25"):
        await sandbox.bring_about("used-up", code, on="reserve")
        assert words(await sandbox.hold("festival", {"festival.day": 1}, code=code)) == "This code is used up."


async def test_the_shops_clock_can_be_wrong(sandbox: Sandbox):
    """Trap 15: its Date header and its ends of holds are wrong alike, so that one sets the other right."""
    await sandbox.bring_about("skew", to="-90")
    answer = await sandbox.ask("GET", "/events")
    behind = sandbox.clock.now() - parsedate_to_datetime(answer.headers["Date"])
    assert timedelta(seconds=89) < behind < timedelta(seconds=92)
    reserved = await sandbox.reserve(await sandbox.festival())
    ends_at = reserved.due_at - timedelta(seconds=reserved.clock_skew_s)
    assert abs(ends_at - sandbox.clock.now() - timedelta(minutes=20)) < timedelta(seconds=3)


async def test_a_checkout_can_extend_a_hold_and_never_shortens_it(sandbox: Sandbox):
    """Trap 15: a checkout has its own end."""
    held = await sandbox.held("festival", {"festival.day": 1})
    ends = []
    for minutes in ("5", "45"):
        await sandbox.bring_about("checkout-minutes", to=minutes)
        opened = await sandbox.check_out("festival", held["order_id"])
        ends.append(datetime.fromisoformat(opened.json()["due_at"]) - datetime.fromisoformat(held["due_at"]))
    assert ends[0] == timedelta()
    assert ends[1] >= timedelta(minutes=25)
    sandbox.clock.move(timedelta(minutes=40))
    assert (await sandbox.check_out("festival", held["order_id"])).status_code == 201


async def test_what_the_text_leaves_open_can_be_refused(sandbox: Sandbox):
    for name in ("second-checkout", "null-gender", "free-slot"):
        await sandbox.bring_about(name, to="refused")
    held = await sandbox.held("festival", {"festival.day": 1})
    assert (await sandbox.check_out("festival", held["order_id"])).status_code == 201
    assert "checkout" in words(await sandbox.check_out("festival", held["order_id"]))
    assert "gender" in words(await sandbox.hold("workshop", {"workshop.single": 1}, gender=None))
    body = reservation({"open-day.entry": 1}, slot="2026-12-02T09:00:00+00:00")
    answer = await sandbox.ask("POST", f"{path_of('open-day')}/reservations/generate", body)
    assert words(answer) == "time_slot_id is not known here."
    for name in ("second-checkout", "null-gender"):
        await sandbox.bring_about(name, to="allowed")
    assert (await sandbox.check_out("festival", held["order_id"])).status_code == 201
    assert (await sandbox.hold("workshop", {"workshop.single": 1}, gender=None)).status_code == 201


async def test_a_free_order_can_have_a_time_slot(sandbox: Sandbox):
    """Trap 16: undefined by the text."""
    await sandbox.bring_about("price", "museum.child", "0.00")
    await sandbox.bring_about("fee", "museum.child", "0.00")
    slots = (await sandbox.ask("GET", f"{path_of('museum')}/calendar/2026/12/02")).json()
    slot = next(each for each in slots if each["status_id"] == "OPEN")
    path = f"{path_of('museum')}/reservations/generate"
    assert "time slot" in words(await sandbox.ask("POST", path, reservation({"museum.child": 1})))
    answer = await sandbox.ask("POST", path, reservation({"museum.child": 1}, slot=slot["id"]))
    assert answer.status_code == 201
    after = (await sandbox.ask("GET", f"{path_of('museum')}/calendar/2026/12/02")).json()
    assert {each["id"]: each["stock"] for each in after}[slot["id"]] == slot["stock"] - 1


# --- Info Messages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", Shape)
async def test_refusals_can_have_each_shape(sandbox: Sandbox, shape: Shape):
    """Trap 9."""
    await sandbox.bring_about("info", to=shape)
    answer = await sandbox.ask("GET", "/events/nothing")
    assert answer.status_code == 400
    body, kind = info_message("Event not found.", shape)
    assert (answer.content, answer.headers.get("Content-Type", "").partition(";")[0]) == (body, kind or "")


async def test_refusals_can_have_the_shapes_in_turn(sandbox: Sandbox):
    await sandbox.bring_about("info", to="rotate")
    answers = [(await sandbox.ask("GET", "/events/nothing")).content for _ in range(len(Shape) + 1)]
    assert len(set(answers)) == len(Shape)
    assert answers[-1] == answers[0]


def test_the_shapes_are_all_different_kinds_of_body():
    bodies = {shape: info_message("Sold <out>", shape)[0] for shape in Shape}
    assert json.loads(bodies[Shape.STRING]) == "Sold <out>"
    assert json.loads(bodies[Shape.LIST]) == ["Sold <out>"]
    assert bodies[Shape.EMPTY] == b""
    assert b"Sold &lt;out&gt;" in bodies[Shape.HTML]
    assert len(bodies[Shape.LONG]) > 20_000
    assert isinstance(json.loads(bodies[Shape.NESTED])["inner"][0]["inner"], list)
    with pytest.raises(UnicodeDecodeError):
        bodies[Shape.NOT_UTF_8].decode()


@pytest.mark.parametrize("shape", sorted(set(Shape) - {Shape.EMPTY}))
def test_the_client_reads_the_words_out_of_each_shape(shape: Shape):
    assert "Sold out" in read_info_message(info_message("Sold out", shape)[0])


# --- names -------------------------------------------------------------------------------------------------------------


def test_a_situation_is_written_in_a_word():
    assert Situation.read("places:festival.day:0:on=reserve") == Situation(
        name=SituationName.PLACES, of="festival.day", to="0", on="reserve"
    )
    assert Situation.read("gone:festival").to == ""
    for wrong in ("gone", "gone:a:b:c", "places:festival.day:many", "lost:festival", "gone:festival:on=tap", ""):
        with pytest.raises(ValueError, match="is no situation"):
            Situation.read(wrong)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "gone", "of": "circus"}, 422),
        ({"name": "added", "of": "circus"}, 422),
        ({"name": "added", "of": "*"}, 422),
        ({"name": "skew", "of": "*", "to": "1"}, 422),
        ({"name": "gone", "of": "festival.day"}, 422),
        ({"name": "price", "of": "festival", "to": "1"}, 422),
        ({"name": "used-up", "of": "GUESSED"}, 422),
        ({"name": "skew", "of": "festival", "to": "1"}, 422),
        ({"name": "skew", "of": "shop", "to": "soon"}, 422),
        ({"name": "skew", "more": 1}, 422),
    ],
)
async def test_what_is_no_situation_of_this_shop_is_refused_with_words(
    sandbox: Sandbox, body: dict[str, Any], status: int
):
    answer = await sandbox.http.post(f"{sandbox.address}/simulator/shop/situations", json=body)
    assert answer.status_code == status
    assert answer.json()["error"]
    told = await sandbox.told("situations")
    assert told["names"] == list(SituationName)
    assert told["so"] == []


async def test_situations_are_listed_with_those_that_wait(sandbox: Sandbox):
    await sandbox.bring_about("price", "festival.day", "1")
    await sandbox.bring_about("price", "festival.day", "2")
    await sandbox.bring_about("gone", "museum", on="reserve")
    listed = (await sandbox.told("situations"))["so"]
    assert [(each["name"], each["to"], each["on"]) for each in listed] == [
        ("price", "2", None),
        ("gone", "", "reserve"),
    ]


def test_every_situation_has_a_kind_and_a_row_in_the_documentation():
    assert set(KINDS) == set(SituationName)
    told = DOCS.read_text()
    assert [name for name in SituationName if f"| `{name}` |" not in told] == []
