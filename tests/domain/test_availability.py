"""What is sold at this moment."""

from datetime import datetime

import pytest

from bot.domain.availability import Availability, is_day_open, is_slot_open, of_event, of_ticket_type, offers, visible
from bot.domain.labels import Label
from bot.domain.shop import CalendarDay, Category, Event
from tests.domain.samples import HOUR, NOON, event, slot, ticket_type, uuid

BEFORE, AFTER = NOON - HOUR, NOON + HOUR


@pytest.mark.parametrize(
    ("status", "opens_at", "closes_at", "expected"),
    [
        ("ONLINE", None, None, Availability.ON_SALE),
        ("ONLINE", BEFORE, AFTER, Availability.ON_SALE),
        ("ONLINE", NOON, None, Availability.ON_SALE),
        ("ONLINE", AFTER, None, Availability.NOT_YET),
        ("ONLINE", None, NOON, Availability.NO_LONGER),
        ("SOLD_OUT", None, None, Availability.SOLD_OUT),
        ("IN_RESERVATION", None, None, Availability.IN_RESERVATION),
        ("NOT_IN_SALE", None, None, Availability.NOT_IN_SALE),
        ("DOOR_SALE", None, None, Availability.NOT_IN_SALE),
        ("SOMETHING_NEW", None, None, Availability.NOT_IN_SALE),
        ("", None, None, Availability.NOT_IN_SALE),
    ],
)
def test_a_ticket_type_is_sold_by_its_status_and_its_window(
    status: str, opens_at: datetime | None, closes_at: datetime | None, expected: Availability
):
    offered = ticket_type(status_id=status, online_from=opens_at, online_till=closes_at)
    assert of_ticket_type(offered, NOON) is expected


def test_what_has_no_price_is_not_sold():
    assert of_ticket_type(ticket_type(price=None), NOON) is Availability.NOT_IN_SALE


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("SOLD_OUT", "ONLINE"), Availability.ON_SALE),
        (("SOLD_OUT", "IN_RESERVATION"), Availability.IN_RESERVATION),
        (("SOLD_OUT", "NOT_IN_SALE"), Availability.SOLD_OUT),
        (("DOOR_SALE",), Availability.NOT_IN_SALE),
        ((), Availability.NOT_IN_SALE),
    ],
)
def test_an_event_is_as_good_as_its_best_ticket(statuses: tuple[str, ...], expected: Availability):
    fair = event(*(ticket_type(number, status_id=status) for number, status in enumerate(statuses)))
    assert of_event(fair, NOON) is expected


def test_an_event_has_a_window_and_an_end_of_its_own():
    assert of_event(event(ticket_type(), end_at=NOON), NOON) is Availability.ENDED
    assert of_event(event(ticket_type(), online_from=AFTER), NOON) is Availability.NOT_YET
    assert of_event(event(ticket_type(), online_till=BEFORE), NOON) is Availability.NO_LONGER


def test_what_is_hidden_is_not_offered():
    shown, hidden = ticket_type(1), ticket_type(2, is_visible=False)
    closed = Category(None, Label.same("backstage"), (ticket_type(3),), is_visible=False)
    fair = Event(uuid(9), "Fair", (Category(None, Label.same("all"), (shown, hidden)), closed))
    assert visible(fair) == (shown,)


def test_with_a_calendar_the_slots_types_and_those_that_need_no_slot_are_offered():
    """Trap 7 of the notes on the API."""
    adult, child = (ticket_type(number, is_selectable_on_calendar=True) for number in (1, 2))
    museum = event(adult, child, ticket_type(3), is_calendar_enabled=True)
    assert [offer.ticket_type.uuid for offer in offers(museum, slot(5, 1), NOON)] == [uuid(1), uuid(3)]
    assert [offer.ticket_type.uuid for offer in offers(museum, None, NOON)] == [uuid(3)]
    assert len(offers(event(adult, child), None, NOON)) == 2


def test_an_offer_never_promises_more_than_the_slot_has():
    adult = ticket_type(1, is_selectable_on_calendar=True, min_order_amount=2, max_order_amount=8)
    museum = event(adult, is_calendar_enabled=True)
    assert [(offer.least, offer.most, offer.is_on_sale) for offer in offers(museum, slot(3, 1), NOON)] == [(2, 3, True)]
    [too_few] = offers(museum, slot(1, 1), NOON)
    assert too_few.availability is Availability.SOLD_OUT


@pytest.mark.parametrize(
    ("status", "stock", "open_"),
    [("OPEN", 1, True), ("OPEN", 0, False), ("CLOSED", 9, False), ("NEW_STATUS", 9, False)],
)
def test_a_day_and_a_slot_are_sold_from_open_with_stock_alone(status: str, stock: int, open_: bool):
    """Trap 5 of the notes on the API."""
    assert is_day_open(CalendarDay(NOON.date(), None, status, stock)) is open_
    assert is_slot_open(slot(stock, status=status), 0, NOON) is open_


def test_a_slot_that_has_begun_or_is_too_small_is_not_open():
    assert not is_slot_open(slot(9, starts_at=NOON), 1, NOON)
    assert not is_slot_open(slot(2), 3, NOON)
    assert is_slot_open(slot(3), 3, NOON)
