"""Deep links: what they begin, and what they leave alone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from bot.conversation.links import Link, StoredLink
from bot.conversation.messages import Action, Followed, StepName
from bot.domain.labels import Label
from bot.domain.shop import VoucherCode
from tests.conversation.dialogue import (
    FESTIVAL,
    MUSEUM,
    Dialogue,
    PlainShop,
    at_payment,
    at_review,
    at_tickets,
    slot,
    uuid,
)


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


async def test_a_prefilled_cart_is_there_and_a_lost_one_is_simply_asked():
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
    dialogue = await follow(Link(FESTIVAL.uuid, stored="0-gone"))
    assert dialogue.at is StepName.CARD


async def test_the_same_poster_again_leaves_the_open_cart_as_it_is():
    dialogue = await at_review()
    await follow(Link(FESTIVAL.uuid), dialogue)
    assert dialogue.at is StepName.REVIEW


async def test_another_event_wins_and_the_open_cart_is_one_tap_away():
    dialogue = await at_review()
    await follow(Link(MUSEUM.uuid), dialogue)
    assert (dialogue.at, len(dialogue.session.purchases)) == (StepName.CARD, 2)
    await dialogue.do(Action.SWITCH, FESTIVAL.uuid)
    assert dialogue.at is StepName.REVIEW


async def test_a_hold_comes_first_and_the_links_event_is_one_tap_away():
    dialogue = await at_payment()
    await follow(Link(FESTIVAL.uuid), dialogue)
    assert (dialogue.at, len(dialogue.session.purchases)) == (StepName.PAYMENT, 1)
    await follow(Link(MUSEUM.uuid), dialogue)
    assert dialogue.at is StepName.PAYMENT
    assert "You still hold tickets" in dialogue.notice
    await dialogue.do(Action.SWITCH, MUSEUM.uuid)
    assert dialogue.at is StepName.CARD


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
