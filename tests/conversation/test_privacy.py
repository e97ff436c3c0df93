"""/privacy says what is kept and for how long: by the times that the store goes by."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation import kept
from bot.conversation.messages import Command, CommandName, SheetName, StepName
from bot.conversation.sheets.privacy import time_of
from bot.store import retention
from tests.conversation.dialogue import CATALOG, FESTIVAL, PlainShop, at_payment, at_review, at_tickets

PRIVACY = Command(CommandName.PRIVACY)
TIMES = [name for name in vars(kept) if isinstance(getattr(kept, name), timedelta)]
STATEMENT = "https://example.com/privacy"


async def test_it_says_what_is_kept_and_leads_back():
    dialogue = await (await at_review()).give(PRIVACY)
    assert "after your last message: for 30 minutes" in dialogue.text
    assert "only if you asked for that: for 12 months" in dialogue.text
    await dialogue.say("hm")
    assert dialogue.notice == "Close this to go on where you were."
    await dialogue.tap("Close")
    assert (dialogue.at, dialogue.session.sheet) == (StepName.REVIEW, None)


@pytest.mark.parametrize("name", TIMES)
async def test_each_time_is_said_as_it_is(monkeypatch: pytest.MonkeyPatch, name: str):
    """A time that is changed is said as it was changed: the text cannot lie."""
    monkeypatch.setattr(kept, name, timedelta(days=17))
    dialogue = await (await at_tickets()).give(PRIVACY)
    assert ": for 17 days" in dialogue.text


async def test_control_no_time_is_seventeen_days():
    dialogue = await (await at_tickets()).give(PRIVACY)
    assert "17 days" not in dialogue.text


@pytest.mark.parametrize("name", ["SESSION", "LANGUAGE", "PROFILE", "DEAD_LETTERS", "JOURNAL"])
def test_the_store_goes_by_the_same_times(name: str):
    assert getattr(retention, name) is getattr(kept, name)


@pytest.mark.parametrize(
    ("lasts", "words"),
    [
        (timedelta(days=365), "for 12 months"),
        (timedelta(days=7), "for 7 days"),
        (timedelta(hours=24), "for 24 hours"),
        (timedelta(minutes=30), "for 30 minutes"),
        (timedelta(minutes=1), "for 1 minute"),
    ],
)
def test_a_time_is_said_in_its_unit(lasts: timedelta, words: str):
    assert CATALOG.words(time_of(lasts), "en") == words


@pytest.mark.parametrize(("address", "is_shown"), [(STATEMENT, True), ("javascript:alert(1)", False), ("", False)])
async def test_the_organisers_own_statement_is_one_tap_away(address: str, is_shown: bool):
    shop = PlainShop(listed=[replace(FESTIVAL, privacy_policy_url=address)])
    dialogue = await (await at_tickets(shop)).give(PRIVACY)
    assert (STATEMENT in [each.url for each in dialogue.buttons]) is is_shown


async def test_a_shop_that_is_away_or_a_hold_keeps_nobody_from_it():
    for dialogue in (await at_payment(), await at_review()):
        dialogue.shop.fails = "unavailable"
        await dialogue.give(PRIVACY)
        assert dialogue.session.sheet is SheetName.PRIVACY
        await dialogue.tap("Delete everything we keep about you")
        assert dialogue.session.sheet is SheetName.DELETE
