"""The way through a purchase, step by step, with what the customer reads."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from bot.conversation.messages import Action, StepName
from bot.domain.availability import Availability
from bot.domain.customer import Field
from bot.domain.labels import Label
from bot.domain.shop import Category, TicketType, Venue
from tests.conversation.dialogue import (
    FESTIVAL,
    METHODS,
    MUSEUM,
    NOW,
    PlainShop,
    at_museum_slot,
    at_payment,
    at_review,
    at_tickets,
    slot,
    ticket,
    uuid,
)


def shop_with(event=FESTIVAL, **changed) -> PlainShop:
    return PlainShop(listed=[replace(event, **changed), MUSEUM])


def types(*ticket_types: TicketType) -> tuple[Category, ...]:
    return (Category(None, Label.same("Tickets"), ticket_types),)


async def test_a_whole_purchase_reserves_once_and_shows_the_link():
    dialogue = await at_payment()
    assert dialogue.shop.heard == ["reserve", "checkout"]
    order = dialogue.shop.orders[0]
    assert order.quantities == {uuid("Adult"): 2}
    assert order.customer == {Field.FIRST_NAME: "Robin", Field.EMAIL: "robin@example.com"}
    assert "Pay now" in dialogue.labels
    assert "held until 10:20" in dialogue.text


async def test_the_review_shows_the_total_of_the_chosen_method():
    dialogue = await at_review()
    assert "€66.01" in dialogue.text
    assert "Festival B.V." in dialogue.text
    assert "cannot be returned within 14 days" in dialogue.text
    assert dialogue.labels[:2] == ["Terms", "Order and pay"]
    assert [button.url for button in dialogue.buttons if button.url] == ["https://example.com/terms"]


async def test_a_total_is_in_the_currency_of_its_method():
    """Trap 10 of the notes on the API: the currency stands on the payment method alone."""
    euros, pounds = METHODS[0], replace(METHODS[1], currency_id="GBP")
    dialogue = await at_review(shop_with(payment_methods=(euros, pounds)))
    assert "£66.01" in dialogue.text


# --- day and slot -----------------------------------------------------------------------------------------------------


async def test_changing_the_day_keeps_the_slot_only_for_the_same_day():
    dialogue = await at_museum_slot()
    await dialogue.tap("10:00")
    chosen = dialogue.session.purchase.slot
    await dialogue.do(Action.BACK)
    await dialogue.do(Action.BACK)
    await dialogue.do(Action.CHOOSE, date(2026, 12, 2))
    assert dialogue.session.purchase.slot == chosen
    await dialogue.do(Action.BACK)
    await dialogue.do(Action.BACK)
    await dialogue.do(Action.CHOOSE, date(2026, 12, 3))
    assert dialogue.session.purchase.slot is None


async def test_the_only_slot_of_a_day_is_chosen_at_once():
    dialogue = await at_museum_slot(PlainShop(slots=[slot(10)]))
    assert dialogue.at is StepName.TICKETS
    assert "Wednesday, 2 December 2026, 10:00 to 10:30" in dialogue.text


async def test_a_slot_without_an_end():
    dialogue = await at_museum_slot(PlainShop(slots=[slot(10, ends=False)]))
    assert "Wednesday, 2 December 2026, 10:00\n" in dialogue.text


# --- tickets ----------------------------------------------------------------------------------------------------------


async def test_quantities_are_absolute_and_a_fast_second_tap_changes_nothing_more():
    dialogue = await at_tickets()
    visit = dialogue.visit
    for _ in range(2):
        await dialogue.do(Action.SET, uuid("Adult"), 1)
    assert dialogue.visit == visit
    assert dialogue.session.purchase.quantities == {uuid("Adult"): 1}


async def test_steppers_from_none_to_the_most_and_back():
    dialogue = await at_tickets(shop_with(categories=types(ticket("Adult", min_order_amount=2, max_order_amount=3))))
    await dialogue.tap("+ Adult")
    assert dialogue.session.purchase.quantities == {uuid("Adult"): 2}
    await dialogue.tap("+")
    assert "+" not in dialogue.labels
    await dialogue.tap("−")
    await dialogue.tap("−")
    assert dialogue.session.purchase.quantities == {}
    await dialogue.do(Action.NEXT)
    assert "at least one ticket" in dialogue.notice


@pytest.mark.parametrize(
    ("words", "cart"),
    [
        ("2 adult, 1 child", {"Adult": 2, "Child": 1}),
        ("3x child", {"Child": 3}),
        ("two adults and a child", {"Adult": 2, "Child": 1}),
        ("adult: 2\nchild: 1", {"Adult": 2, "Child": 1}),
        ("3 chlid", {"Child": 3}),
        ("2 adults", {"Adult": 2}),
        ("2", {}),
        ("2 opera", {}),
        ("some", {}),
    ],
)
async def test_typed_quantities(words, cart):
    dialogue = await at_tickets()
    await dialogue.say(words)
    assert dialogue.session.purchase.quantities == {uuid(name): amount for name, amount in cart.items()}
    assert ("2 Adult" in dialogue.notice) is not bool(cart)


@pytest.mark.parametrize("words", ["3", "three"])
async def test_a_number_alone_is_enough_where_there_is_one_ticket(words):
    dialogue = await at_tickets(shop_with(categories=types(ticket("Adult"))))
    await dialogue.say(words)
    assert dialogue.session.purchase.quantities == {uuid("Adult"): 3}


@pytest.mark.parametrize(
    ("name", "amount", "words"),
    [
        ("Few", 1, "at least 3 tickets"),
        ("Few", 9, "at most 5 tickets"),
        ("Gone", 1, "“Gone” is not available"),
        ("X", 1, "not available any more"),
    ],
)
async def test_amounts_that_cannot_be(name, amount, words):
    few = ticket("Few", min_order_amount=3, max_order_amount=5)
    dialogue = await at_tickets(shop_with(categories=types(few, ticket("Gone", status_id="SOLD_OUT"))))
    await dialogue.do(Action.SET, uuid(name), amount)
    assert words in dialogue.notice
    assert dialogue.session.purchase.quantities == {}


async def test_a_slots_places_are_shared_by_its_ticket_types():
    both = types(*(ticket(name, is_selectable_on_calendar=True) for name in ("Adult", "Child")))
    one = replace(slot(10, 3), ticket_types=(uuid("Adult"), uuid("Child")))
    dialogue = await at_museum_slot(
        PlainShop(listed=[FESTIVAL, replace(MUSEUM, categories=both)], slots=[one, slot(11)])
    )
    await dialogue.tap("10:00")
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    await dialogue.do(Action.SET, uuid("Child"), 2)
    assert "Only 3 places are left" in dialogue.notice


async def test_a_ticket_that_sold_out_meanwhile_is_named_and_can_be_taken_out():
    dialogue = await at_tickets()
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    dialogue.shop.listed[0] = replace(
        FESTIVAL, categories=types(ticket("Adult", status_id="SOLD_OUT"), ticket("Child"))
    )
    await dialogue.do(Action.NEXT)
    assert "“Adult” is not available" in dialogue.notice
    assert "“Adult” is not available" in dialogue.text
    await dialogue.do(Action.SET, uuid("Adult"), 0)
    assert dialogue.session.purchase.quantities == {}


async def test_a_ticket_that_vanished_or_grew_scarce_after_the_review_pulls_back_to_the_tickets():
    dialogue = await at_review()
    dialogue.shop.listed[0] = replace(FESTIVAL, categories=types(ticket("Adult", max_order_amount=1)))
    await dialogue.say("hm")
    assert dialogue.at is StepName.TICKETS
    assert "at most 1 ticket" in dialogue.text


async def test_statuses_are_in_the_shops_words_and_subtitles_stand_by_the_price():
    event = shop_with(
        categories=(
            *types(
                ticket("Adult", subtitle=Label.same("from 18")),
                ticket("Gone", status_id="SOLD_OUT"),
                ticket("Later", online_from=NOW + timedelta(days=1)),
                ticket("Odd", status_id="ODD"),
            ),
            Category(None, Label.same("Nothing"), (ticket("Hidden", is_visible=False),)),
        ),
        ticket_statuses={"SOLD_OUT": Label.same("All gone")},
    )
    dialogue = await at_tickets(event)
    assert "Adult: €32.00 · from 18" in dialogue.text
    assert "Gone: All gone" in dialogue.text
    assert "Later: on sale from Wednesday, 2 December 2026, 10:00" in dialogue.text
    assert "Odd: not available now" in dialogue.text
    assert "Hidden" not in dialogue.text
    assert "Nothing" not in dialogue.text


async def test_nothing_left_to_buy_at_the_tickets():
    dialogue = await at_museum_slot(
        PlainShop(
            slots=[slot(10)],
            listed=[FESTIVAL, replace(MUSEUM, categories=types(ticket("Adult", is_selectable_on_calendar=True)))],
        )
    )
    dialogue.shop.slots = [replace(slot(10), ticket_types=(uuid("Child"),))]
    await dialogue.say("2 adult")
    assert "No tickets are available here now" in dialogue.notice
    await dialogue.do(Action.PAGE)
    assert "did not understand" in dialogue.notice


async def test_an_undated_event_has_no_date_line_and_no_note_on_withdrawal():
    dialogue = await at_review(shop_with(start_at=None, venue=Venue(), organiser_entity=""))
    assert "14 days" not in dialogue.text
    assert "Seller" not in dialogue.text


# --- customer ---------------------------------------------------------------------------------------------------------


async def test_an_event_that_asks_nothing_skips_the_details():
    dialogue = await at_review(shop_with(customer_data={}))
    assert "Change details" not in dialogue.labels
    assert dialogue.shop.heard == []


async def test_details_are_forgotten_after_half_an_hour_and_asked_again():
    dialogue = await at_review()
    dialogue.clock.move(timedelta(minutes=31))
    await dialogue.say("hm")
    assert dialogue.at is StepName.CUSTOMER
    assert "robin@example.com" not in dialogue.text


# --- method -----------------------------------------------------------------------------------------------------------


async def test_methods_show_the_total_each_leads_to():
    dialogue = await at_review()
    await dialogue.tap("Change payment method")
    assert dialogue.labels[:2] == ["iDEAL: €64.68", "Bancontact: €66.01"]
    await dialogue.do(Action.CHOOSE, uuid("Cash"))
    assert "no longer offered" in dialogue.notice
    await dialogue.say("cash")
    assert "did not understand" in dialogue.notice
    await dialogue.say("ideal")
    assert dialogue.at is StepName.REVIEW
    assert "€64.68" in dialogue.text


async def test_the_only_method_is_chosen_at_once_and_none_is_said():
    dialogue = await at_review(shop_with(payment_methods=METHODS[:1]))
    assert "Change payment method" not in dialogue.labels
    none = await at_tickets(shop_with(payment_methods=()))
    await none.do(Action.SET, uuid("Adult"), 1)
    await none.do(Action.NEXT)
    await none.say("Robin")
    await none.say("robin@example.com")
    assert "offers no way to pay" in none.text


async def test_progress_counts_on_and_ends_before_the_payment():
    dialogue = await at_tickets()
    positions = [dialogue.screen.position or (0, 0)]
    await dialogue.do(Action.SET, uuid("Adult"), 1)
    await dialogue.do(Action.NEXT)
    positions.append(dialogue.screen.position or (0, 0))
    assert positions == [(3, 7), (4, 7)]
    assert all(later[0] > earlier[0] for earlier, later in pairwise(positions))


def test_a_zero_price_is_a_price():
    assert ticket("Free", "0.00", "0.00").price == Decimal("0.00")
    assert Availability.ON_SALE == "on sale"
