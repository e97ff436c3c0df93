"""Deep links: what they begin, and what they leave alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.conversation.cannot_read import CannotRead, CannotReadReason
from bot.conversation.links import Link, StoredLink
from bot.conversation.messages import Action, Followed, SheetName, StepName
from bot.domain.labels import Label
from bot.domain.shop import Event, VoucherCode
from bot.domain.zones import Zones
from tests.conversation.dialogue import (
    FESTIVAL,
    MUSEUM,
    ZONE,
    Dialogue,
    PlainShop,
    at_payment,
    at_review,
    at_tickets,
    slot,
    uuid,
)


class ShopWithout(PlainShop):
    """A shop that answers so for an event that it does not show."""

    def __init__(self, answer: CannotReadReason, **more: Any) -> None:
        super().__init__(**more)
        self.answer = answer

    async def event(self, uuid: UUID, *, key: str | None = None, fresh: bool = False) -> Event:
        try:
            return await super().event(uuid, key=key, fresh=fresh)
        except LookupError:
            raise CannotRead(self.answer) from None


async def follow(link: Link, dialogue: Dialogue | None = None) -> Dialogue:
    return await (dialogue or Dialogue()).give(Followed(link))


async def test_a_link_to_an_event_leads_to_its_card():
    dialogue = await follow(Link(FESTIVAL.uuid, source="poster"))
    assert dialogue.at is StepName.CARD
    assert dialogue.session.purchase.source == "poster"


async def test_a_link_to_a_day_goes_past_the_day_and_one_to_a_slot_past_the_slot():
    dialogue = await follow(Link(MUSEUM.uuid, day=date(2026, 12, 2)))
    await dialogue.do(Action.NEXT)
    assert dialogue.at is StepName.SLOT
    dialogue = await follow(Link(MUSEUM.uuid, slot=slot(11).start_at))
    await dialogue.do(Action.NEXT)
    assert dialogue.at is StepName.TICKETS
    assert dialogue.session.purchase.slot == slot(11).id


async def test_a_link_to_a_slot_that_is_gone_asks_for_another():
    dialogue = await follow(Link(MUSEUM.uuid, slot=datetime(2026, 12, 2, 18, tzinfo=UTC)))
    await dialogue.do(Action.NEXT)
    assert dialogue.at is StepName.SLOT


async def test_an_absurd_day_or_time_is_left_out():
    for link in (
        Link(MUSEUM.uuid, day=date(9999, 12, 31)),
        Link(MUSEUM.uuid, day=date.min),
        Link(MUSEUM.uuid, slot=datetime(1970, 1, 1, tzinfo=UTC)),
        Link(MUSEUM.uuid, slot=datetime(6000, 1, 1, tzinfo=UTC)),
    ):
        dialogue = await follow(link)
        await dialogue.do(Action.NEXT)
        assert dialogue.at is StepName.DAY
        assert (dialogue.session.purchase.day, dialogue.session.purchase.slot_at) == (None, None)


async def test_a_links_slot_lies_on_the_day_of_its_events_own_zone():
    zones = Zones(ZONE, {MUSEUM.uuid: ZoneInfo("Pacific/Auckland")})
    late = datetime(2026, 12, 2, 20, tzinfo=UTC)
    dialogue = await follow(Link(MUSEUM.uuid, slot=late), Dialogue(zones=zones))
    assert dialogue.session.purchase.day == date(2026, 12, 3)


async def test_a_prefilled_cart_is_there_with_all_that_was_stored():
    dialogue = Dialogue(PlainShop(codes={"GIFT": VoucherCode("GIFT", Decimal(25))}))
    stored = StoredLink(event=FESTIVAL.uuid, quantities={uuid("Adult"): 2}, code="GIFT", key="K", source="mail")
    dialogue.links.stored["0-abc"] = stored
    await follow(Link(FESTIVAL.uuid, stored="0-abc"), dialogue)
    assert dialogue.at is StepName.CUSTOMER
    purchase = dialogue.session.purchase
    assert (purchase.quantities, purchase.code, purchase.key, purchase.source) == (
        stored.quantities,
        "GIFT",
        "K",
        "mail",
    )


async def test_what_is_stored_no_longer_is_said_to_be_gone_and_asked_here():
    dialogue = await follow(Link(FESTIVAL.uuid, stored="0-gone"))
    assert dialogue.at is StepName.CARD
    assert "no longer there" in dialogue.notice


async def test_what_is_stored_for_another_event_counts_as_gone():
    dialogue = Dialogue()
    dialogue.links.stored["0-abc"] = StoredLink(event=MUSEUM.uuid, quantities={uuid("Guide"): 2}, key="K")
    await follow(Link(FESTIVAL.uuid, stored="0-abc"), dialogue)
    assert dialogue.at is StepName.CARD
    assert "no longer there" in dialogue.notice
    assert (dialogue.session.purchase.quantities, dialogue.session.purchase.key) == ({}, None)


async def test_a_links_code_is_tried_and_what_is_gone_is_said_beside_it():
    dialogue = Dialogue(PlainShop(codes={"GIFT": VoucherCode("GIFT", Decimal(25))}))
    await follow(Link(FESTIVAL.uuid, code="GIFT", stored="0-gone"), dialogue)
    assert (dialogue.at, dialogue.session.purchase.code_accepted) == (StepName.CARD, True)
    assert "no longer there" in dialogue.notice
    assert "“GIFT” has been added" in dialogue.notice


async def test_a_links_code_that_is_refused_leaves_the_rest_of_the_link():
    dialogue = await follow(Link(MUSEUM.uuid, slot=slot(11).start_at, code="WRONG", source="poster"))
    assert "not accepted" in dialogue.notice
    assert (dialogue.session.purchase.code, dialogue.limits.wrong) == (None, 1)
    await dialogue.do(Action.NEXT)
    assert (dialogue.at, dialogue.session.purchase.source) == (StepName.TICKETS, "poster")


async def test_the_tag_of_a_link_outlives_starting_over():
    dialogue = await follow(Link(FESTIVAL.uuid, source="poster"))
    await dialogue.do(Action.START_OVER)
    assert (dialogue.at, dialogue.session.purchase.source) == (StepName.TICKETS, "poster")


async def test_an_event_that_the_shop_does_not_have_leads_to_the_list():
    dialogue = await follow(Link(uuid("Opera")), Dialogue(ShopWithout("refused")))
    assert dialogue.at is StepName.EVENT
    assert "not in this shop" in dialogue.notice
    assert dialogue.labels[:2] == ["Festival", "Museum"]


async def test_an_event_that_seems_locked_asks_for_its_key_and_keeps_the_rest_of_the_link():
    dialogue = await follow(Link(uuid("Opera"), source="mail"), Dialogue(ShopWithout("locked")))
    assert dialogue.session.sheet is SheetName.LOCKED
    assert dialogue.session.purchase.source == "mail"
    await dialogue.tap("Other events")
    assert dialogue.at is StepName.EVENT


async def test_a_link_is_not_lost_while_the_shop_rests():
    dialogue = Dialogue(PlainShop(fails="unavailable"))
    await follow(Link(FESTIVAL.uuid, source="poster"), dialogue)
    assert "shop is unavailable right now" in dialogue.text
    dialogue.shop.fails = None
    await dialogue.tap("Try again")
    assert (dialogue.at, dialogue.session.purchase.source) == (StepName.CARD, "poster")


async def test_trying_the_list_again_shows_the_list():
    dialogue = Dialogue(PlainShop(fails="unavailable"))
    await dialogue.start()
    dialogue.shop.fails = None
    await dialogue.tap("Try again")
    assert dialogue.at is StepName.EVENT
    assert dialogue.labels[:2] == ["Festival", "Museum"]


async def test_a_known_key_opens_the_event_of_the_next_link_too():
    opera = replace(FESTIVAL, uuid=uuid("Opera"), name="Opera")
    dialogue = Dialogue(ShopWithout("locked", keys={"KEY": [opera]}))
    dialogue.links.stored["0-abc"] = StoredLink(event=opera.uuid, key="KEY")
    await follow(Link(opera.uuid, stored="0-abc"), dialogue)
    assert dialogue.at is StepName.CARD
    await follow(Link(opera.uuid, source="mail", code="GIFT"), dialogue)
    assert (dialogue.at, dialogue.session.purchase.source) == (StepName.CARD, "mail")


async def test_the_same_poster_again_leaves_the_open_cart_as_it_is():
    dialogue = await at_review()
    await dialogue.say("/help")
    await follow(Link(FESTIVAL.uuid), dialogue)
    assert (dialogue.at, dialogue.session.sheet) == (StepName.REVIEW, None)


async def test_a_poster_of_a_cart_that_is_open_beside_goes_on_with_that():
    dialogue = await at_review()
    await follow(Link(MUSEUM.uuid), dialogue)
    await follow(Link(FESTIVAL.uuid), dialogue)
    assert dialogue.at is StepName.REVIEW


async def test_a_poster_followed_from_the_list_shows_its_event():
    dialogue = await follow(Link(FESTIVAL.uuid))
    await dialogue.do(Action.BACK)
    assert dialogue.at is StepName.EVENT
    await follow(Link(FESTIVAL.uuid), dialogue)
    assert dialogue.at is StepName.CARD


async def test_a_link_that_brings_something_new_begins_anew():
    dialogue = await at_review()
    await follow(Link(FESTIVAL.uuid, source="mail", code="GIFT"), dialogue)
    assert (dialogue.at, len(dialogue.session.purchases)) == (StepName.CARD, 1)


async def test_another_event_wins_and_the_open_cart_is_one_tap_away():
    dialogue = await at_review()
    await follow(Link(MUSEUM.uuid), dialogue)
    assert (dialogue.at, len(dialogue.session.purchases)) == (StepName.CARD, 2)
    await dialogue.say("back to festival")
    assert dialogue.at is StepName.REVIEW
    assert "Go to Museum" in dialogue.labels


async def test_a_cart_without_its_events_name_is_another_event():
    dialogue = await at_review()
    nameless = dialogue.session.purchase.model_copy(update={"event_name": ""})
    dialogue.session = dialogue.session.with_purchase(nameless)
    await follow(Link(MUSEUM.uuid), dialogue)
    await dialogue.tap("Go to the other event")
    assert dialogue.at is StepName.REVIEW


async def test_a_hold_comes_first_and_the_links_event_is_one_tap_away():
    dialogue = await at_payment()
    await follow(Link(FESTIVAL.uuid, code="GIFT"), dialogue)
    assert (dialogue.at, len(dialogue.session.purchases)) == (StepName.PAYMENT, 1)
    assert "Tickets for this event are already held for you" in dialogue.notice
    await follow(Link(MUSEUM.uuid), dialogue)
    assert dialogue.at is StepName.PAYMENT
    assert "Tickets are still held for you" in dialogue.notice
    await dialogue.tap("Go to Museum")
    assert dialogue.at is StepName.CARD
    await dialogue.tap("Your held tickets: Festival")
    assert dialogue.at is StepName.PAYMENT


async def test_a_hold_that_is_not_the_current_purchase_comes_first_too():
    dialogue = await at_payment()
    await follow(Link(MUSEUM.uuid), dialogue)
    await dialogue.tap("Go to Museum")
    await follow(Link(MUSEUM.uuid, day=date(2026, 12, 2)), dialogue)
    assert (dialogue.at, dialogue.session.purchase.event) == (StepName.PAYMENT, FESTIVAL.uuid)


async def test_a_link_to_nothing_leaves_a_hold_as_it_is():
    dialogue = await at_payment(ShopWithout("refused"))
    await follow(Link(uuid("Opera")), dialogue)
    assert (dialogue.at, len(dialogue.session.purchases)) == (StepName.PAYMENT, 1)
    assert "not in this shop" in dialogue.notice


async def test_a_hold_that_ended_or_was_paid_stands_in_no_links_way():
    dialogue = await at_payment()
    dialogue.clock.move(timedelta(minutes=21))
    await follow(Link(FESTIVAL.uuid), dialogue)
    assert dialogue.at is StepName.CARD
    dialogue = await at_payment()
    await dialogue.come_back("success")
    await follow(Link(MUSEUM.uuid), dialogue)
    assert dialogue.at is StepName.CARD
    assert not any("Festival" in label for label in dialogue.labels)


async def test_a_switch_to_an_event_that_is_not_there_changes_nothing():
    dialogue = await at_tickets()
    await dialogue.do(Action.SWITCH, uuid("Opera"))
    assert dialogue.at is StepName.TICKETS
    await dialogue.do(Action.NOTHING)
    assert dialogue.at is StepName.TICKETS


async def test_a_card_describes_its_event_and_takes_no_words():
    described = replace(FESTIVAL, description=Label.same("<p>Two days</p><ul><li>of light</li></ul>"))
    dialogue = await follow(Link(FESTIVAL.uuid), Dialogue(PlainShop(listed=[described])))
    assert "Two days\n\n• of light" in dialogue.text
    await dialogue.say("what is this?")
    assert "did not understand" in dialogue.notice


async def test_plain_mode_goes_on_and_off():
    dialogue = await at_tickets()
    await dialogue.say("/plain")
    assert dialogue.session.plain
    await dialogue.say("/plain")
    assert not dialogue.session.plain


async def test_a_cart_beside_is_shown_where_it_stood():
    dialogue = await at_tickets()
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    await follow(Link(MUSEUM.uuid), dialogue)
    await dialogue.tap("Back to Festival")
    assert (dialogue.at, dialogue.session.purchase.quantities) == (StepName.TICKETS, {uuid("Adult"): 2})
