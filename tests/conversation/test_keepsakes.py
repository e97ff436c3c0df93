"""What is handed over with an order: words, a date for the calendar, and pictures of tickets where these are wanted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.conversation.keepsakes import CalendarFile, Keepsake, Note, TicketPicture, keepsakes
from bot.conversation.messages import Screen
from bot.conversation.orders import OrderedTickets, OrderRecord, OrderState
from bot.domain.labels import Label
from bot.domain.shop import Barcode, Venue
from bot.telegram.render import render
from tests.conversation.dialogue import CATALOG, FESTIVAL, NOW, uuid


def barcodes(count: int, kind: str = "QRCODE") -> tuple[Barcode, ...]:
    return tuple(Barcode(f"B{number}", kind, uuid("Entry"), Label.same("Entry")) for number in range(1, count + 1))


def order(**more: Any) -> OrderRecord:
    free: dict[str, Any] = {
        "order_id": "CM9",
        "event": FESTIVAL.uuid,
        "event_name": "Open day",
        "state": OrderState.FREE,
        "placed_at": NOW,
        "zone": "Europe/Amsterdam",
        "start_at": datetime(2027, 1, 30, 9, 0, tzinfo=UTC),
        "end_at": datetime(2027, 1, 30, 16, 0, tzinfo=UTC),
        "tickets": (OrderedTickets(name=Label.same("Entry"), amount=2),),
        "venue": Venue("Hall", "Street 1", "", "4811 AA", "Breda", "NL"),
        "support_email": "help@example.com",
        "download_url": "https://cm.com/x",
        "barcodes": barcodes(2),
    }
    return OrderRecord(**{**free, **more})


def made(of: OrderRecord, *, draws_tickets: bool = True) -> list[Keepsake]:
    return list(keepsakes(of, draws_tickets=draws_tickets))


def kinds(of: OrderRecord, *, draws_tickets: bool = True) -> list[str]:
    return [type(each).__name__ for each in made(of, draws_tickets=draws_tickets)]


def words(screen: Screen) -> str:
    return render(screen, 0, None, "en", CATALOG).html


def note(of: OrderRecord, *, draws_tickets: bool = True) -> Screen:
    first = made(of, draws_tickets=draws_tickets)[0]
    assert isinstance(first, Note)
    return first.screen


def labels(of: OrderRecord) -> list[str]:
    return [CATALOG.words(each.label, "en") for row in note(of).rows for each in row]


def test_an_order_of_free_tickets_is_words_a_date_and_a_picture_for_each():
    assert kinds(order()) == ["Note", "CalendarFile", "TicketPicture", "TicketPicture"]
    pictures = [each for each in made(order()) if isinstance(each, TicketPicture)]
    assert [each.code for each in pictures] == ["B1", "B2"]
    assert words(pictures[1].caption) == (
        "<b>Open day</b>\n\n<b>Entry, 2 of 2</b>\nSaturday, 30 January 2027, 10:00 to 17:00"
    )


def test_without_the_setting_no_ticket_is_drawn_and_the_link_is_enough():
    assert kinds(order(), draws_tickets=False) == ["Note", "CalendarFile"]
    assert "B1" not in words(note(order(), draws_tickets=False))


def test_the_words_say_all_of_an_order_and_lead_on():
    said = words(note(order()))
    for part in ("Open day", "10:00 to 17:00", "Hall\nStreet 1\n4811 AA Breda", "2 × Entry", "Order CM9"):
        assert part in said
    assert "Download your tickets with the button below." in said
    assert "Questions? Write to help@example.com." in said
    assert labels(order()) == [
        "Download your tickets",
        "Copy the order number",
        "Show on the map",
        "Copy a message to the organiser",
    ]


def test_no_button_of_a_keepsake_presses_anything():
    for each in (order(), order(state=OrderState.REPORTED_PAID), order(state=OrderState.HELD)):
        assert [button.press for row in note(each).rows for button in row if button.press is not None] == []


def test_the_letter_to_the_organiser_names_the_order():
    buttons = [button for row in note(order()).rows for button in row if button.copy_words is not None]
    assert [CATALOG.words(each.copy_words, "en") for each in buttons if each.copy_words] == [
        "Hello, this is about order CM9 for Open day."
    ]


def test_what_the_shop_did_not_give_is_left_out():
    bare = order(order_id="", venue=Venue(), support_email="", tickets=(), download_url="", barcodes=())
    assert labels(bare) == []
    assert words(note(bare)) == "<b>Your order</b>\n\n<b>Open day</b>\nSaturday, 30 January 2027, 10:00 to 17:00"


@pytest.mark.parametrize(("count", "pictures"), [(10, 10), (11, 0)])
def test_of_many_tickets_the_link_alone_is_sent(count: int, pictures: int):
    many = order(barcodes=barcodes(count))
    assert kinds(many).count("TicketPicture") == pictures
    assert "B1" not in words(note(many))


def test_other_barcodes_are_letters():
    mixed = order(barcodes=(*barcodes(1), *barcodes(1, "EAN13")))
    assert kinds(mixed).count("TicketPicture") == 1
    assert "Entry, 2 of 2: B1 (EAN13)" in words(note(mixed))


def test_a_code_too_long_for_a_picture_is_letters():
    long = Barcode("x" * 301, "QRCODE", uuid("Entry"), Label.same("Entry"))
    assert kinds(order(barcodes=(long,))) == ["Note", "CalendarFile"]
    assert "Entry, 1 of 1: xxx" in words(note(order(barcodes=(long,))))


@pytest.mark.parametrize("count", [2, 11])
def test_without_a_link_the_codes_are_there_as_letters(count: int):
    said = words(note(order(download_url="", barcodes=barcodes(count)), draws_tickets=False))
    assert f"Entry, {count} of {count}: B{count} (QRCODE)" in said
    assert "button below" not in said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"masked_email": "r***@example.com"}, "Your tickets come by e-mail to r***@example.com."),
        ({}, "The payment page reports success. Your tickets come by e-mail."),
    ],
)
def test_of_a_paid_order_no_more_is_said_than_is_known(more: dict[str, str], said: str):
    paid = order(state=OrderState.REPORTED_PAID, download_url="", barcodes=(), **more)
    assert kinds(paid) == ["Note", "CalendarFile"]
    assert said in words(note(paid))


def test_of_a_held_order_nothing_is_said_of_its_tickets():
    assert "e-mail" not in words(note(order(state=OrderState.HELD, download_url="", barcodes=())))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"end_at": None}, "Saturday, 30 January 2027, 10:00"),
        (
            {"end_at": datetime(2027, 1, 31, 16, 0, tzinfo=UTC)},
            "Saturday, 30 January 2027, 10:00 to Sunday, 31 January 2027, 17:00",
        ),
        ({"zone": "Europe/London"}, "09:00 to 16:00"),
    ],
)
def test_when_it_is_is_said_as_the_clock_shows_it_there(more: dict[str, Any], said: str):
    assert said in words(note(order(**more)))


# --- the calendar -----------------------------------------------------------------------------------------------------


def dated(of: OrderRecord) -> CalendarFile:
    (found,) = (each for each in made(of) if isinstance(each, CalendarFile))
    return found


def test_an_order_for_no_date_is_nothing_for_the_calendar():
    undated = order(start_at=None, end_at=None)
    assert kinds(undated, draws_tickets=False) == ["Note"]
    assert "10:00" not in words(note(undated))


def test_an_order_is_the_same_entry_however_often_it_is_handed_over():
    again = order(placed_at=NOW + timedelta(days=1), event_name="Renamed")
    assert dated(order()).uid == dated(again).uid
    assert dated(order()).uid != dated(order(order_id="CM8")).uid
    assert dated(order(order_id="")).uid != dated(order(order_id="", placed_at=NOW + timedelta(seconds=1))).uid


@pytest.mark.parametrize(
    ("order_id", "name"), [("CM9", "CM9.ics"), ("../../etc/x y", "etcxy.ics"), ("€", "order.ics"), ("", None)]
)
def test_the_file_is_named_after_the_order(order_id: str, name: str | None):
    assert dated(order(order_id=order_id)).name == (name or f"{NOW:%Y-%m-%dT%H%M%S}0000.ics")


def test_the_entry_says_which_order_it_is_and_where():
    entry = dated(order())
    assert CATALOG.words(entry.description, "en") == "2 × Entry. Order CM9."
    assert CATALOG.words(dated(order(order_id="")).description, "en") == "2 × Entry"
    assert entry.place == "Hall, Street 1, 4811 AA Breda"
    assert (entry.start_at.isoformat(), entry.start_at.tzname()) == ("2027-01-30T10:00:00+01:00", "CET")
    assert entry.end_at is not None
    assert entry.end_at.isoformat() == "2027-01-30T17:00:00+01:00"
    assert dated(order(end_at=None)).end_at is None
