"""How many of which ticket: what is offered, what can be typed, what is wrong with a cart and what it costs."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.conversation.messages import Action, StepName
from bot.domain.labels import Label
from bot.domain.shop import Category, PaymentMethod
from tests.conversation.dialogue import (
    FESTIVAL,
    MUSEUM,
    NOW,
    Dialogue,
    PlainShop,
    at_museum_slot,
    at_review,
    at_tickets,
    slot,
    ticket,
    uuid,
)


def selling(*categories, **changed) -> PlainShop:
    return PlainShop(listed=[replace(FESTIVAL, categories=categories, **changed), MUSEUM])


def category(name, *ticket_types, **more) -> Category:
    return Category(uuid(name), Label.same(name), ticket_types, **more)


def chosen(dialogue: Dialogue) -> dict[str, int]:
    quantities = dialogue.session.purchase.quantities
    return {name: quantities[uuid(name)] for name in ("Adult", "Child", "Pair", "Guide") if uuid(name) in quantities}


# --- what is offered --------------------------------------------------------------------------------------------------


async def test_categories_and_types_stand_in_their_order_and_hidden_ones_do_not():
    shop = selling(
        category("Weekend", ticket("Both days"), ticket("Crew", is_visible=False)),
        category("Backstage", ticket("Guest"), is_visible=False),
        category("Extras", ticket("Locker", "6.00", "0.00")),
    )
    dialogue = await at_tickets(shop)
    assert "Weekend\nBoth days: €32.00\n\nExtras\nLocker: €6.00" in dialogue.text.replace("<b>", "").replace("</b>", "")
    assert not {"Crew", "Guest", "Backstage"} & set(dialogue.text.split())
    assert dialogue.labels[:2] == ["+ Both days", "+ Locker"]


async def test_a_category_without_a_name_has_no_heading():
    dialogue = await at_tickets(selling(Category(None, Label(), (ticket("Adult"),))))
    assert "Hall, Breda\n\nAdult: €32.00" in dialogue.text


async def test_a_type_tells_its_description_in_a_line_and_how_few_can_be_ordered():
    pair = ticket("Pair", description=Label.same("<p>For <b>two</b></p><p>who share</p>"), min_order_amount=2)
    dialogue = await at_tickets(selling(category("Tickets", pair)))
    assert "Pair: €32.00\n<i>For two who share</i>\n<i>At least 2 per order</i>" in dialogue.text
    await dialogue.tap("+ Pair")
    assert dialogue.labels[:3] == ["−", "2 × Pair", "+"]
    await dialogue.tap("−")
    assert chosen(dialogue) == {}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"status_id": "SOLD_OUT"}, "Adult: All gone"),
        ({"status_id": "IN_RESERVATION"}, "Adult: All reserved. Try again in a few minutes."),
        ({"online_from": NOW + timedelta(hours=2)}, "Adult: on sale from Tuesday, 1 December 2026, 12:00"),
        ({"online_till": NOW}, "Adult: no longer on sale"),
        ({"min_order_amount": 3, "max_order_amount": 2}, "Adult: sold out"),
        ({"price": None}, "Adult: not available now"),
    ],
)
async def test_what_is_not_sold_says_why(changed, words):
    statuses = {"SOLD_OUT": Label.same("All gone"), "IN_RESERVATION": Label.same("All reserved")}
    types = (replace(ticket("Adult"), **changed), ticket("Child"))
    dialogue = await at_tickets(selling(category("Tickets", *types), ticket_statuses=statuses))
    assert words in dialogue.text
    assert dialogue.labels[0] == "+ Child"


async def test_a_status_that_the_shop_has_no_words_for():
    types = (ticket("Adult", status_id="IN_RESERVATION"), ticket("Child"))
    dialogue = await at_tickets(selling(category("Tickets", *types)))
    assert "Adult: all in other people’s orders. Try again in a few minutes." in dialogue.text


async def test_when_all_of_it_is_reserved_meanwhile_one_can_try_again():
    dialogue = await at_tickets()
    reserved = category("Tickets", ticket("Adult", status_id="IN_RESERVATION"), ticket("Child", status_id="SOLD_OUT"))
    await dialogue.do(Action.SET, uuid("Adult"), 1)
    dialogue.shop.listed = [replace(FESTIVAL, categories=(reserved,))]
    await dialogue.do(Action.NEXT)
    # Nothing can be bought of the event, so it is not asked how many: the event says so.
    assert dialogue.at is StepName.CARD
    assert "Try again in a few minutes" in dialogue.text


async def test_a_slot_whose_tickets_are_all_reserved_can_be_tried_again():
    bound = ticket("Adult", is_selectable_on_calendar=True, status_id="IN_RESERVATION")
    other = ticket("Child", is_selectable_on_calendar=True)
    museum = replace(MUSEUM, categories=(category("Tickets", bound, other),))
    dialogue = await at_museum_slot(PlainShop(listed=[museum, FESTIVAL]))
    await dialogue.tap("10:00")
    assert "No tickets are available here now" in dialogue.text
    await dialogue.tap("Try again")
    assert dialogue.at is StepName.TICKETS


async def test_types_of_the_same_name_are_told_apart_by_their_category():
    saturday, sunday = (
        replace(ticket("Sat"), name=Label.same("Adult")),
        replace(ticket("Sun"), name=Label.same("Adult")),
    )
    dialogue = await at_tickets(selling(category("Saturday", saturday), category("Sunday", sunday)))
    assert dialogue.labels[:2] == ["+ Adult (Saturday)", "+ Adult (Sunday)"]
    await dialogue.say("2 adult")
    assert "“adult” matches “Adult (Saturday)” and “Adult (Sunday)”" in dialogue.notice
    await dialogue.say("2 adult sunday")
    assert dialogue.session.purchase.quantities == {uuid("Sun"): 2}


async def test_many_types_are_shown_page_by_page_and_what_is_chosen_stays_in_sight():
    many = category("Tickets", *(ticket(f"Row {number}") for number in range(1, 25)))
    dialogue = await at_tickets(selling(many))
    assert "Page 1 of 3" in dialogue.text
    assert "+ Row 10" in dialogue.labels
    assert "+ Row 11" not in dialogue.labels
    await dialogue.tap("+ Row 3")
    await dialogue.tap("More tickets")
    await dialogue.tap("More tickets")
    assert {"+ Row 24", "Previous tickets"} <= set(dialogue.labels)
    assert "More tickets" not in dialogue.labels
    assert "1 × Row 3" in dialogue.text
    await dialogue.tap("Previous tickets")
    assert "Page 2 of 3" in dialogue.text
    await dialogue.do(Action.PAGE, amount=99)
    assert "Page 3 of 3" in dialogue.text
    await dialogue.say("2 x row 1")
    assert dialogue.session.purchase.quantities == {uuid("Row 3"): 1, uuid("Row 1"): 2}


# --- shared places ----------------------------------------------------------------------------------------------------


def museum(*, stock: int, **changed) -> PlainShop:
    types = [ticket(name, is_selectable_on_calendar=True) for name in ("Adult", "Child")]
    pair = ticket("Pair", is_selectable_on_calendar=True, min_order_amount=2)
    bound = (uuid("Adult"), uuid("Child"), uuid("Pair"))
    guide = ticket("Guide", "4.00", "0.00")
    event = replace(MUSEUM, categories=(category("Visit", *types, pair), category("Extras", guide)), **changed)
    slots = [replace(slot(10, stock), ticket_types=bound), replace(slot(11, 16), ticket_types=bound)]
    return PlainShop(listed=[event, FESTIVAL], slots=slots)


async def test_no_button_leads_past_the_places_that_the_types_of_a_slot_share():
    dialogue = await at_museum_slot(museum(stock=3))
    await dialogue.tap("10:00")
    assert "3 places are left at this time." in dialogue.text
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    await dialogue.do(Action.SET, uuid("Guide"), 5)
    assert dialogue.labels[:8] == ["−", "2 × Adult", "+", "+ Child", "−", "5 × Guide", "+", "Continue"]
    assert "No room is left for it at this time beside what you chose." in dialogue.text
    await dialogue.tap("+ Child")
    assert "2 × Adult (no more)" in dialogue.labels
    assert "1 × Child (no more)" in dialogue.labels
    await dialogue.say("2 children")
    assert "Only 3 places are left at this time." in dialogue.notice
    assert chosen(dialogue) == {"Adult": 2, "Child": 1, "Guide": 5}


async def test_what_cannot_be_ordered_any_more_is_taken_out_in_one_tap():
    dialogue = await at_tickets()
    await dialogue.say("4 adult, 1 child")
    fewer = category("Tickets", ticket("Adult", max_order_amount=2), ticket("Child"))
    dialogue.shop.listed = [replace(FESTIVAL, categories=(fewer,))]
    await dialogue.do(Action.NEXT)
    assert "You can order at most 2 tickets of “Adult”." in dialogue.notice
    assert "Continue" not in dialogue.labels
    await dialogue.tap("Take out what cannot be ordered")
    assert "Taken out: 2 × Adult." in dialogue.notice
    assert chosen(dialogue) == {"Adult": 2, "Child": 1}


async def test_a_ticket_that_is_gone_altogether_is_taken_out_without_a_name():
    dialogue = await at_tickets()
    await dialogue.say("1 adult, 1 child")
    dialogue.shop.listed = [replace(FESTIVAL, categories=(category("Tickets", ticket("Child")),))]
    await dialogue.do(Action.NEXT)
    await dialogue.tap("Take out what cannot be ordered")
    assert "What is not sold any more was taken out." in dialogue.notice
    assert chosen(dialogue) == {"Child": 1}
    await dialogue.do(Action.ACCEPT)
    assert chosen(dialogue) == {"Child": 1}


# --- what is typed ----------------------------------------------------------------------------------------------------


async def test_what_is_clear_is_taken_and_the_rest_asked_back():
    dialogue = await at_tickets()
    await dialogue.say("2 adult, 1 opera")
    assert chosen(dialogue) == {"Adult": 2}
    assert "There is no ticket “opera” here. Type for example: 2 Adult" in dialogue.notice
    await dialogue.say("1 child and 2 child")
    assert chosen(dialogue) == {"Adult": 2}
    assert "You named “Child” twice" in dialogue.notice
    await dialogue.say("3")
    assert "3 of which ticket? Type for example: 3 Adult" in dialogue.notice
    await dialogue.say("no adults")
    assert chosen(dialogue) == {}


async def test_two_names_that_fit_are_asked_back():
    types = (ticket("Adult regular"), ticket("Adult 65+"), ticket("Child"))
    dialogue = await at_tickets(selling(category("Tickets", *types)))
    await dialogue.say("2 adult, 1 child")
    assert (
        "“adult” matches “Adult regular” and “Adult 65+”. Type the whole name, for example: 2 Adult regular"
        in dialogue.notice
    )
    assert dialogue.session.purchase.quantities == {uuid("Child"): 1}
    await dialogue.say("2 adult reg")
    assert dialogue.session.purchase.quantities == {uuid("Child"): 1, uuid("Adult regular"): 2}


async def test_a_name_of_what_is_not_on_sale():
    types = (ticket("Adult"), ticket("Early bird", status_id="SOLD_OUT"))
    dialogue = await at_tickets(selling(category("Tickets", *types)))
    await dialogue.say("2 early bird")
    assert "“Early bird” is not available" in dialogue.notice


async def test_the_quantity_between_fewer_and_more_tells_how_it_is_changed():
    dialogue = await at_tickets()
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    assert dialogue.notice == ""
    await dialogue.tap("2 × Adult")
    assert dialogue.notice == "You have 2 × Adult. Change that with the buttons for fewer and more."
    assert chosen(dialogue) == {"Adult": 2}


async def test_in_plain_mode_every_button_says_what_it_is_for():
    dialogue = await at_tickets()
    await dialogue.say("/plain")
    await dialogue.tap("+ Adult")
    assert dialogue.labels[:3] == ["Fewer: Adult", "1 × Adult", "More: Adult"]


# --- what it costs ----------------------------------------------------------------------------------------------------


async def test_the_running_total_names_the_fee_that_paying_can_cost():
    dialogue = await at_tickets()
    await dialogue.tap("+ Adult")
    assert "Together: €32.00" in dialogue.text
    assert "A payment fee of €0.68 to €1.18 comes on top, depending on how you pay." in dialogue.text


@pytest.mark.parametrize(
    ("fee", "words"), [("0.50", "A payment fee of €0.50 comes on top."), ("0.00", "Together: €32.00")]
)
async def test_one_way_to_pay_has_one_fee_or_none(fee, words):
    one = PaymentMethod(uuid("Cash"), "Cash", Decimal(fee))
    dialogue = await at_tickets(selling(category("Tickets", ticket("Adult")), payment_methods=(one,)))
    await dialogue.tap("+ Adult")
    assert words in dialogue.text
    assert ("comes on top" in dialogue.text) is (fee == "0.50")


async def test_tickets_are_changed_from_the_review_and_lead_back_to_it():
    dialogue = await at_review()
    await dialogue.tap("Change tickets")
    await dialogue.say("1 adult, 3 kids")
    assert chosen(dialogue) == {"Adult": 1}
    await dialogue.say("3 child")
    await dialogue.tap("Continue")
    assert dialogue.at is StepName.REVIEW
    assert chosen(dialogue) == {"Adult": 1, "Child": 3}
