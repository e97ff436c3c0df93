"""Access keys: what seems locked asks for one, and a key is kept with what it opened."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest

from bot.conversation.cannot_read import CannotRead, CannotReadReason
from bot.conversation.links import Link
from bot.conversation.messages import Action, Command, CommandName, Followed, SheetName, StepName
from bot.domain.shop import Event, EventSummary
from tests.conversation.dialogue import FESTIVAL, MUSEUM, Dialogue, PlainShop, at_review, at_tickets, uuid

DINNER = replace(FESTIVAL, uuid=uuid("Dinner"), name="Dinner")
GALA = replace(FESTIVAL, uuid=uuid("Gala"), name="Gala")


@dataclass
class LockingShop(PlainShop):
    """Shows and sells events by their `locks`, and all of it by its `lock`; notes the key that each event was asked with."""

    lock: str | None = None
    locks: dict[UUID, str] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def opens(self, event: UUID, key: str | None) -> bool:
        return self.locks.get(event, self.lock) in {None, key}

    async def events(self, *, key: str | None = None, fresh: bool = False) -> Sequence[EventSummary]:
        shown = [each for each in await super().events(key=key, fresh=fresh) if self.opens(each.uuid, key)]
        if not shown:
            raise CannotRead("locked")
        return shown

    async def event(self, uuid: UUID, *, key: str | None = None, fresh: bool = False) -> Event:
        known = {each.uuid: each.name for each in self.listed}
        self.asked.append((known.get(uuid, "?"), key))
        if uuid not in known or not self.opens(uuid, key):
            raise CannotRead("locked")
        return await super().event(uuid, key=key, fresh=fresh)


def private_dinner(*others: Event) -> LockingShop:
    return LockingShop(listed=[FESTIVAL, MUSEUM, DINNER, *others], locks={DINNER.uuid: "EAT"})


async def at_the_key(shop: PlainShop) -> Dialogue:
    dialogue = await Dialogue(shop).start()
    await dialogue.tap("I have an access key")
    assert dialogue.session.sheet is SheetName.KEY
    return dialogue


# --- from the list ----------------------------------------------------------------------------------------------------


async def test_a_key_that_opens_one_event_leads_to_it_and_goes_with_its_order():
    shop = private_dinner()
    dialogue = await at_the_key(shop)
    await dialogue.say(" EAT ")
    assert (dialogue.at, dialogue.session.purchase.event) == (StepName.CARD, DINNER.uuid)
    assert (dialogue.session.purchase.key, dialogue.session.list_key) == ("EAT", "EAT")
    await dialogue.do(Action.NEXT)
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    await dialogue.do(Action.NEXT)
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    await dialogue.say("ideal")
    await dialogue.do(Action.ORDER)
    assert shop.orders[0].key == "EAT"


async def test_a_key_that_opens_several_shows_them_below_the_open_ones_and_is_sent_for_those_alone():
    shop = private_dinner(GALA)
    shop.locks[GALA.uuid] = "EAT"
    dialogue = await at_the_key(shop)
    await dialogue.say("EAT")
    assert dialogue.labels[:4] == ["Festival", "Museum", "Dinner", "Gala"]
    assert "The key fits" in dialogue.notice
    await dialogue.tap("Gala")
    assert dialogue.session.purchase.key == "EAT"
    await dialogue.give(Command(CommandName.EVENTS))
    shop.asked.clear()
    await dialogue.tap("Festival")
    assert dialogue.session.purchase.key is None
    assert set(shop.asked) == {("Festival", None)}


async def test_a_key_that_is_good_no_more_closes_nothing_that_is_open():
    shop = private_dinner()
    dialogue = await at_the_key(shop)
    await dialogue.say("EAT")
    shop.locks[DINNER.uuid] = "DRINK"
    await dialogue.start()
    assert dialogue.labels[:2] == ["Festival", "Museum"]
    shop.lock = "SHOP"
    await dialogue.start()
    assert dialogue.session.sheet is SheetName.LOCKED
    shop.fails = "unavailable"
    await dialogue.tap("Try again")
    assert "The shop is unavailable right now" in dialogue.text


async def test_a_key_that_opens_nothing_new_is_not_accepted_and_too_many_are_not_tried():
    dialogue = await at_the_key(private_dinner())
    for _ in range(5):
        await dialogue.say("CLOSED")
        assert "not accepted" in dialogue.notice
    assert dialogue.limits.wrong == 5
    await dialogue.say("EAT")
    assert "Too many tries" in dialogue.notice
    await dialogue.do(Action.NEXT)
    assert "Type the access key" in dialogue.notice
    await dialogue.tap("Close")
    assert (dialogue.session.sheet, dialogue.at) == (None, StepName.EVENT)


@pytest.mark.parametrize("reason", ["unavailable", "misconfigured"])
async def test_a_shop_that_does_not_answer_says_nothing_of_a_key(reason: CannotReadReason):
    dialogue = await at_the_key(private_dinner())
    dialogue.shop.fails = reason
    await dialogue.say("EAT")
    assert "does not answer" in dialogue.notice
    assert dialogue.limits.wrong == 0
    dialogue = await at_tickets(private_dinner())
    await dialogue.do(Action.OPEN, "key")
    dialogue.shop.event_fails = reason
    await dialogue.say("EAT")
    assert "does not answer" in dialogue.notice


async def test_a_key_for_an_event_that_is_open_anyway_is_not_accepted():
    dialogue = await at_tickets()
    await dialogue.do(Action.OPEN, "key")
    await dialogue.say("ANY")
    assert "not accepted" in dialogue.notice


# --- what is locked ---------------------------------------------------------------------------------------------------


async def test_a_locked_shop_asks_for_the_key_and_never_ends_there():
    dialogue = await Dialogue(LockingShop(lock="SHOP")).start()
    assert dialogue.session.sheet is SheetName.LOCKED
    assert "Nothing to see yet. Do you have an access key?" in dialogue.text
    assert "come back later" in dialogue.text
    assert dialogue.labels == ["Try again"]
    for _ in range(2):
        await dialogue.tap("Try again")
        assert dialogue.session.sheet is SheetName.LOCKED
        assert "still nothing to see" in dialogue.notice
    await dialogue.say("WRONG")
    assert "not accepted" in dialogue.notice
    await dialogue.do(Action.NEXT)
    assert "or try again later" in dialogue.notice
    await dialogue.say("SHOP")
    assert dialogue.session.sheet is None
    assert dialogue.labels[:2] == ["Festival", "Museum"]
    await dialogue.tap("Festival")
    assert dialogue.session.purchase.key == "SHOP"


async def test_a_shop_that_opens_meanwhile_is_there_at_the_next_try():
    shop = LockingShop(lock="SHOP")
    dialogue = await Dialogue(shop).start()
    shop.lock = None
    await dialogue.tap("Try again")
    assert dialogue.labels[:2] == ["Festival", "Museum"]


async def test_a_locked_event_asks_for_its_key_and_keeps_it_for_that_event_alone():
    shop = private_dinner()
    dialogue = await Dialogue(shop).give(Followed(Link(DINNER.uuid)))
    assert dialogue.session.sheet is SheetName.LOCKED
    assert dialogue.labels == ["Try again", "Other events"]
    await dialogue.say("WRONG")
    wrong = dialogue.notice
    await dialogue.say("EAT")
    assert dialogue.at is StepName.CARD
    assert dialogue.session.purchase.key == "EAT"
    unknown = await Dialogue(shop).give(Followed(Link(uuid("Nothing"))))
    assert unknown.session.sheet is SheetName.LOCKED
    await unknown.say("EAT2")
    assert unknown.notice == wrong


async def test_a_key_that_opens_an_event_and_no_list_stays_with_the_event():
    shop = private_dinner()
    shop.list_fails = "locked"
    dialogue = await Dialogue(shop).give(Followed(Link(DINNER.uuid)))
    await dialogue.say("EAT")
    assert (dialogue.session.purchase.key, dialogue.session.list_key) == ("EAT", None)
    assert dialogue.at is StepName.CARD


async def test_a_key_of_the_whole_shop_opens_a_linked_event_and_the_list_at_once():
    dialogue = await Dialogue(LockingShop(lock="SHOP")).give(Followed(Link(FESTIVAL.uuid)))
    await dialogue.say("SHOP")
    assert (dialogue.at, dialogue.session.purchase.key) == (StepName.CARD, "SHOP")
    await dialogue.give(Command(CommandName.EVENTS))
    assert dialogue.labels[:2] == ["Festival", "Museum"]


async def test_a_key_that_opens_others_than_the_locked_event_shows_those():
    shop = private_dinner(GALA)
    shop.locks[GALA.uuid] = "DANCE"
    dialogue = await Dialogue(shop).give(Followed(Link(DINNER.uuid)))
    await dialogue.say("DANCE")
    assert (dialogue.session.purchase.event, dialogue.session.purchase.key) == (GALA.uuid, "DANCE")


async def test_from_a_locked_event_the_others_are_one_tap_away_as_long_as_there_are_any():
    shop = private_dinner()
    dialogue = await Dialogue(shop).give(Followed(Link(DINNER.uuid)))
    await dialogue.tap("Other events")
    assert (dialogue.at, dialogue.session.sheet) == (StepName.EVENT, None)
    shop.lock = "SHOP"
    await dialogue.give(Followed(Link(DINNER.uuid)))
    await dialogue.tap("Other events")
    assert (dialogue.session.sheet, dialogue.session.purchase.event) == (SheetName.LOCKED, None)


async def test_an_event_that_is_locked_by_now_keeps_its_cart_and_takes_its_key():
    shop = LockingShop()
    dialogue = await at_review(shop)
    shop.locks[FESTIVAL.uuid] = "LIGHT"
    await dialogue.say("hm")
    assert dialogue.session.sheet is SheetName.LOCKED
    await dialogue.say("LIGHT")
    assert dialogue.at is StepName.REVIEW
    assert dialogue.session.purchase.quantities == {uuid("Adult"): 2}


async def test_an_open_cart_is_one_tap_away_from_what_is_locked():
    shop = private_dinner()
    dialogue = await at_review(shop)
    await dialogue.give(Followed(Link(DINNER.uuid)))
    assert dialogue.labels == ["Try again", "Other events", "Back to Festival: 2 tickets"]
    await dialogue.tap("Back to")
    assert dialogue.at is StepName.REVIEW
