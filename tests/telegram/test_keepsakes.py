"""Keepsakes as Telegram has them: uploaded, silent, and beside the live card."""

import struct
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import segno
from icalendar import Calendar

from bot.conversation.keepsakes import CalendarFile
from bot.conversation.messages import Screen, text
from bot.domain.labels import LANGUAGES, Label, Language
from bot.domain.shop import Barcode
from bot.telegram import owed
from bot.telegram.calendar_file import calendar_file
from bot.telegram.keepsakes import Handout
from bot.telegram.length import units
from bot.telegram.qr_picture import qr_picture
from bot.telegram.render import Rendered
from bot.telegram.view import View
from tests.conversation.dialogue import CATALOG, uuid
from tests.conversation.test_keepsakes import order
from tests.emulator import Emulator
from tests.telegram.screens import free_order
from tests.telegram.test_screens import HOSTILE, parsed, within_limits

LONGEST_CAPTION = 1024
CARD = owed.Card(chat_id=0, html="card", keyboard=(({"text": "Go", "callback_data": "go"},),))


async def handed_over(emulator: Emulator, customer: int, view: View, of: Any, language: Language = "en") -> list[Any]:
    """Hand an order over below a live card; return the messages that came."""
    remembered = await view.send(owed.owed(CARD.model_copy(update={"chat_id": customer})), None)
    handout = Handout(draws_tickets=True)
    for each in handout.owed(of, customer, language, CATALOG):
        assert await view.send(owed.owed(each), remembered) == remembered, "the card stays the live one"
    messages: list[Any] = (await emulator.chat(customer))["messages"]
    at = next(place for place, each in enumerate(messages) if each["text"] == "card")
    return messages[at + 1 :]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_keepsakes_come_below_the_card(emulator: Emulator, customer: int, view: View, language: Language):
    note, calendar, *tickets = await handed_over(emulator, customer, view, order(), language)
    assert note["media"] is None
    assert [button["kind"] for row in note["inline_keyboard"] for button in row] == ["url", "copy", "url", "copy"]
    assert calendar["media"]["kind"] == "document"
    assert (calendar["media"]["file_name"], calendar["media"]["mime_type"]) == ("CM9.ics", "text/calendar")
    assert [each["media"]["kind"] for each in tickets] == ["photo", "photo"]
    assert all(each["inline_keyboard"] == [] for each in (calendar, *tickets))
    assert len({each["text"] for each in tickets}) == 2


async def test_nothing_of_the_shop_is_a_path_or_an_address_to_telegram(emulator: Emulator, customer: int, view: View):
    """The library uploads the file that a path names, and Telegram fetches an address: both are drawn as codes."""
    codes = ("/etc/hostname", "file:///etc/hostname", "https://example.com/x.png")
    of = order(barcodes=tuple(Barcode(each, "QRCODE", uuid("Entry"), Label.same("Entry")) for each in codes))
    *_, first, second, third = await handed_over(emulator, customer, view, of)
    for message, code in zip((first, second, third), codes, strict=True):
        body = (await emulator.client.get(message["media"]["url"])).content
        assert modules_in(body) == matrix_of(code)


async def test_words_of_the_shop_are_literal(emulator: Emulator, customer: int, view: View):
    name = "<b>&_*[x](y) 🎪" + "é" * 400
    of = order(event_name=name, barcodes=(Barcode("B1", "QRCODE", None, Label.same(name)),))
    note, calendar, ticket = await handed_over(emulator, customer, view, of)
    for each in (note, ticket):
        assert name[:250] in each["text"]
    assert calendar["media"]["file_size"] > 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_every_keepsake_is_one_that_telegram_takes(name: str, language: Language):
    for each in Handout(draws_tickets=True).owed(free_order(name), 7, language, CATALOG):
        if isinstance(each, owed.Note):
            within_limits(Rendered(each.html, each.keyboard))
        else:
            assert 0 < units(parsed(each.html)) <= LONGEST_CAPTION


# --- the picture ------------------------------------------------------------------------------------------------------


def pixels_of(png: bytes) -> list[list[bool]]:
    """Return which pixels of a one-bit PNG are dark, row by row (https://www.w3.org/TR/png-3/)."""
    chunks, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        chunks[png[at + 4 : at + 8]] = png[at + 8 : at + 8 + length]
        at += length + 12
    width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, colour) == (1, 0), "one bit of grey"
    packed, line = zlib.decompress(chunks[b"IDAT"]), (width + 7) // 8 + 1
    rows, above = [], bytes(line - 1)
    for start in range(0, len(packed), line):
        kind, row = packed[start], packed[start + 1 : start + line]
        assert kind in {0, 2}, "no filter, or the difference from the row above"
        above = row if kind == 0 else bytes((one + other) % 256 for one, other in zip(row, above, strict=True))
        rows.append([not above[x // 8] >> (7 - x % 8) & 1 for x in range(width)])
    assert len(rows) == height
    return rows


def modules_in(png: bytes) -> list[list[bool]]:
    """Return the modules of a picture without its quiet zone, each of which is a square of one colour."""
    pixels = pixels_of(png)
    first = next(y for y, row in enumerate(pixels) if any(row))
    run = next(x for x in range(first, len(pixels)) if not pixels[first][x]) - first
    scale, side = run // 7, len(pixels)
    assert run % 7 == 0, "a finder pattern is seven modules wide"
    inner = range(first, side - first, scale)
    for y in inner:
        for x in inner:
            square = {pixels[y + down][x + right] for down in range(scale) for right in range(scale)}
            assert len(square) == 1
    return [[pixels[y][x] for x in inner] for y in inner]


def matrix_of(code: str) -> list[list[bool]]:
    return [[bool(module) for module in row] for row in segno.make(code, error="m", micro=False).matrix]


@pytest.mark.parametrize("code", ["CMBR0123456789", "a", "https://example.com/" + "x" * 280, "é€🎪" * 100])
def test_a_picture_is_the_code_with_a_wide_quiet_zone(code: str):
    picture = qr_picture(code)
    assert modules_in(picture) == matrix_of(code)
    pixels = pixels_of(picture)
    quiet = next(y for y, row in enumerate(pixels) if any(row))
    scale = (len(pixels) - 2 * quiet) // len(matrix_of(code))
    assert quiet >= 4 * scale, "the standard's four modules at least"
    assert scale >= 6
    assert 900 <= len(pixels) <= 2000, "sharp when made smaller, and within Telegram's 10,000 of width and height"
    for side in (pixels, [*zip(*pixels, strict=True)]):
        assert not any(any(row[:quiet]) or any(row[-quiet:]) for row in side)


# --- the calendar -----------------------------------------------------------------------------------------------------

SHOW = CalendarFile(
    uid="1",
    name="x.ics",
    made_at=datetime(2026, 12, 1, 9, tzinfo=UTC),
    start_at=datetime(2027, 7, 3, 20, tzinfo=UTC),
    end_at=datetime(2027, 7, 3, 22, tzinfo=UTC),
    title="Fête, d’été; “2”\nNuit",
    place="Halle, Rue 1",
    description=text("x"),
    caption=Screen(text("x")),
)


def entry_in(content: str) -> tuple[Any, Any]:
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    assert [str(calendar[name]) for name in ("version", "method")] == ["2.0", "PUBLISH"]
    return calendar, event


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_says_when_and_where_in_the_zone_of_the_venue(language: Language):
    document = next(each for each in Handout().owed(order(), 7, language, CATALOG) if isinstance(each, owed.Document))
    calendar, event = entry_in(document.content)
    assert event["summary"] == "Open day"
    assert event["location"] == "Hall, Street 1, 4811 AA Breda"
    assert "CM9" in event["description"]
    start, end = event["dtstart"], event["dtend"]
    assert (start.params["TZID"], str(start.dt.replace(tzinfo=None))) == ("Europe/Amsterdam", "2027-01-30 10:00:00")
    assert end.dt - start.dt == timedelta(hours=7)
    assert event["dtstamp"].dt == order().placed_at
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Amsterdam"
    (alarm,) = event.walk("VALARM")
    assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", timedelta(hours=-1))


def test_the_alarm_is_a_setting_and_can_be_off():
    def triggers(before: timedelta) -> list[timedelta]:
        _, event = entry_in(calendar_file(SHOW, "x", before))
        return [each["trigger"].dt for each in event.walk("VALARM")]

    assert triggers(timedelta(minutes=90)) == [timedelta(minutes=-90)]
    assert triggers(timedelta()) == []


def test_what_is_not_known_is_left_out():
    bare = CalendarFile("1", "x", SHOW.made_at, SHOW.start_at, None, "x", "", text("x"), SHOW.caption)
    _, event = entry_in(calendar_file(bare, "x", timedelta()))
    assert "dtend" not in event
    assert "location" not in event


def test_an_end_before_the_beginning_is_none():
    wrong = CalendarFile("1", "x", SHOW.made_at, SHOW.start_at, SHOW.start_at, "x", "", text("x"), SHOW.caption)
    _, event = entry_in(calendar_file(wrong, "x", timedelta()))
    assert "dtend" not in event


def test_names_with_the_signs_of_the_format_come_back_whole():
    content = calendar_file(SHOW, "a,b;c\\d\ne", timedelta())
    _, event = entry_in(content)
    assert event["summary"] == SHOW.title
    assert event["description"] == "a,b;c\\d\ne"
    assert {len(line.encode()) <= 75 for line in content.split("\r\n")} == {True}
