"""The calendar: the month, days and times by button and in words, and what is offered for what is gone."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.cannot_read import CannotRead
from bot.conversation.links import Link, StoredLink
from bot.conversation.messages import Action, Counted, Followed, StepName, Typed
from bot.conversation.session import Session
from bot.conversation.steps.wanted_day import is_day_or_hour
from bot.domain.shop import CalendarDay, TimeSlot
from bot.domain.zones import Zones
from bot.simulator.clock import MovableClock
from tests.conversation.dialogue import MUSEUM, NOW, ZONE, Dialogue, PlainShop, slot, uuid

TUESDAY = NOW.date()


def on(day: int, month: int = 12, year: int = 2026) -> date:
    return date(year, month, day)


def day(when: date, stock: int = 50, status: str = "OPEN") -> CalendarDay:
    return CalendarDay(when, None, status, stock)


def month(of: date, *open_on: int, stock: int = 50) -> list[CalendarDay]:
    """Return the days of a month of thirty days at most; those that are not named are closed."""
    last = 28 if of.month == 2 else 30
    return [
        day(of.replace(day=on), *((stock, "OPEN") if on in open_on else (0, "CLOSED"))) for on in range(1, last + 1)
    ]


@dataclass
class CalendarShop(PlainShop):
    """A shop in which days differ, and which counts the months it is asked for."""

    by_day: dict[date, list[TimeSlot]] = field(default_factory=dict)
    months_read: list[date] = field(default_factory=list)
    months_that_fail: set[date] = field(default_factory=set)

    async def month(self, event: UUID, of: date, *, key: str | None = None, fresh: bool = False) -> list[CalendarDay]:
        self.months_read.append(of)
        if of in self.months_that_fail:
            raise CannotRead("unavailable")
        return await super().month(event, of, key=key, fresh=fresh)

    async def day(self, event: UUID, on: date, *, key: str | None = None, fresh: bool = False) -> list[TimeSlot]:
        return self.by_day.get(on, self.slots)


def shop_of(*months: Sequence[CalendarDay], **more) -> CalendarShop:
    return CalendarShop(months={(each[0].on.year, each[0].on.month): list(each) for each in months}, **more)


async def at_day(shop: PlainShop | None = None, **more) -> Dialogue:
    dialogue = Dialogue(shop or PlainShop(), **more)
    await dialogue.start()
    await dialogue.do(Action.CHOOSE, MUSEUM.uuid)
    return await dialogue.do(Action.NEXT)


async def at_slot(shop: PlainShop | None = None, **more) -> Dialogue:
    return await (await at_day(shop, **more)).do(Action.CHOOSE, on(2))


async def at_tickets(shop: PlainShop | None = None, people: int = 0) -> Dialogue:
    dialogue = await at_slot(shop)
    await dialogue.tap("10:00")
    return await dialogue.do(Action.SET, uuid("Adult"), people) if people else dialogue


def chosen(dialogue: Dialogue) -> tuple[StepName, date | None, str | None]:
    purchase = dialogue.session.purchase
    return dialogue.at, purchase.day, purchase.slot


def grid(dialogue: Dialogue) -> list[str]:
    """Return the weeks of the month as they are read."""
    assert dialogue.turn is not None
    weeks = [[dialogue.words_of(button) for button in row] for row in dialogue.screen.rows if len(row) == 7]
    return [" ".join(week) for week in weeks]


# --- the month --------------------------------------------------------------------------------------------------------


async def test_a_month_is_a_grid_from_monday_on_without_the_weeks_that_are_over():
    days = [day(on(number), stock) for number, stock in ((9, 3), (10, 50), (11, 0), (12, 10))]
    dialogue = await at_day(
        shop_of([*days, day(on(13), 50, "CLOSED"), day(on(14), 50, "ON_REQUEST")]),
        clock=MovableClock(datetime(2026, 12, 9, 9, tzinfo=UTC)),
    )
    assert grid(dialogue) == [
        "Mo Tu We Th Fr Sa Su",
        "· · 9* 10 – 12* –",
        "– – – – – – –",
        "– – – – – – –",
        "– – – – · · ·",
    ]
    assert "Open days in December 2026:\n<i>* few places left</i>\n<i>– full or closed</i>" in dialogue.text


async def test_signs_that_are_not_there_are_not_explained():
    dialogue = await at_day(shop_of(*([day(on(number)) for number in range(1, 32)],)))
    assert "few places" not in dialogue.text
    assert "closed" not in dialogue.text


async def test_heads_and_days_that_are_over_do_nothing_and_say_so():
    dialogue = await at_day()
    for label in ("Mo", "·"):
        await dialogue.tap(label)
        assert (dialogue.at, dialogue.notice) == (StepName.DAY, "This button only shows something. Tap another one.")


async def test_a_day_is_chosen_and_a_closed_one_says_why_and_what_is_near():
    dialogue = await at_day()
    await dialogue.do(Action.CHOOSE, on(7))
    assert dialogue.notice == (
        "Monday, 7 December 2026 is not open. The nearest open days: Sun 6 Dec, Tue 8 Dec and Sat 5 Dec"
    )
    await dialogue.do(Action.CHOOSE, on(30, 11))
    assert "is over. The nearest open days: Tue 1 Dec" in dialogue.notice
    await dialogue.do(Action.CHOOSE, on(8))
    assert chosen(dialogue)[:2] == (StepName.SLOT, on(8))


async def test_a_day_that_went_while_nothing_else_is_open():
    shop = shop_of(month(on(1), 2))
    dialogue = await at_day(shop)
    shop.months[2026, 12] = month(on(1))
    await dialogue.do(Action.CHOOSE, on(2))
    assert dialogue.notice == "Wednesday, 2 December 2026 is not open."


@pytest.mark.parametrize("thing", [None, uuid("Adult"), "other"])
async def test_a_button_of_nothing_is_met_kindly(thing):
    dialogue = await at_day()
    await dialogue.do(Action.CHOOSE, thing)
    assert (dialogue.at, "did not understand" in dialogue.notice) == (StepName.DAY, True)


# --- other months -----------------------------------------------------------------------------------------------------


async def test_there_is_a_way_to_the_months_with_an_open_day_and_to_no_others():
    shop = shop_of(month(on(1), 5), month(on(1, 1, 2027)), month(on(1, 2, 2027), 6))
    dialogue = await at_day(shop)
    assert "January 2027 »" not in dialogue.labels
    assert not any("«" in label for label in dialogue.labels)
    await dialogue.tap("February 2027 »")
    assert "Open days in February 2027:" in dialogue.text
    assert not any("»" in label for label in dialogue.labels)
    assert "« December 2026" in dialogue.labels
    # The month before is empty and those before it are not known any more: the way back leads to the first.
    await dialogue.say("some day")
    await dialogue.tap("« Earlier")
    assert "Open days in December 2026:" in dialogue.text


async def test_a_page_is_turned_there_and_back_and_never_out_of_the_calendar():
    dialogue = await at_day(shop_of(month(on(1), 5), month(on(1, 1, 2027), 6)))
    await dialogue.tap("January 2027 »")
    assert "Open days in January 2027:" in dialogue.text
    await dialogue.do(Action.PAGE, date(2020, 1, 1))
    await dialogue.do(Action.PAGE, date(2090, 1, 1))
    assert "Open days in January 2027:" in dialogue.text
    assert "did not understand" in dialogue.notice
    await dialogue.say("december 2026")
    assert "Open days in December 2026:" in dialogue.text


async def test_the_first_month_with_an_open_day_is_shown_first():
    dialogue = await at_day(shop_of(month(on(1)), month(on(1, 1, 2027), 5)))
    assert "Open days in January 2027:" in dialogue.text
    assert "First free: Tue 5 Jan" in dialogue.labels
    assert not any("«" in label for label in dialogue.labels)


async def test_the_calendar_lies_between_the_first_and_the_last_day_of_the_event():
    event = replace(MUSEUM, start_at=datetime(2027, 1, 10, tzinfo=UTC), end_at=datetime(2027, 2, 10, tzinfo=UTC))
    shop = shop_of(month(on(1, 1, 2027), 12), month(on(1, 2, 2027), 6), listed=[event])
    await at_day(shop)
    assert set(shop.months_read) == {on(1, 1, 2027), on(1, 2, 2027)}


async def test_where_nothing_open_is_found_nearby_one_can_look_further():
    shop = shop_of(month(on(1)), month(on(1, 4, 2027), 6))
    dialogue = await at_day(shop)
    assert "No open days in December 2026." in dialogue.text
    assert grid(dialogue) == []
    await dialogue.say("some day")
    assert "did not understand" in dialogue.notice
    await dialogue.tap("Later »")
    assert "Open days in April 2027:" in dialogue.text
    over = replace(MUSEUM, end_at=NOW + timedelta(days=3))
    assert not any("»" in label for label in (await at_day(shop_of(month(on(1)), listed=[over]))).labels)


async def test_a_turn_reads_at_most_two_months_beside_the_one_it_shows():
    shop = shop_of(month(on(1), 5), month(on(1, 1, 2027), 5), month(on(1, 3, 2027), 5), month(on(1, 4, 2027), 5))
    dialogue = await at_day(shop)
    for words in ("january 2027", "some day", "5 mar"):
        shop.months_read.clear()
        await dialogue.say(words)
        assert len(shop.months_read) == len(set(shop.months_read)) <= 4


async def test_a_month_around_that_cannot_be_read_is_simply_not_there():
    shop = shop_of(month(on(1), 5), month(on(1, 1, 2027), 5), months_that_fail={on(1, 1, 2027)})
    dialogue = await at_day(shop)
    assert "Open days in December 2026:" in dialogue.text
    assert not any("»" in label for label in dialogue.labels)


# --- shortcuts --------------------------------------------------------------------------------------------------------


async def test_today_or_else_the_first_free_day_is_one_tap_away():
    assert (await at_day()).labels[:2] == ["Today", "This weekend"]
    dialogue = await at_day(shop_of(month(on(1), 9, 10)))
    assert dialogue.labels[0] == "First free: Wed 9 Dec"
    assert "This weekend" not in dialogue.labels
    await dialogue.tap("First free")
    assert chosen(dialogue)[:2] == (StepName.SLOT, on(9))


async def test_this_weekend_is_chosen_where_it_has_one_open_day_and_asked_back_where_two():
    dialogue = await at_day(shop_of(month(on(1), 6, 9)))
    await dialogue.tap("This weekend")
    assert chosen(dialogue)[:2] == (StepName.SLOT, on(6))
    dialogue = await at_day()
    await dialogue.say("this weekend")
    assert "Which day do you mean?" in dialogue.text
    assert dialogue.labels[:2] == ["Sat 5 Dec", "Sun 6 Dec"]
    await dialogue.tap("Sun 6 Dec")
    assert chosen(dialogue)[:2] == (StepName.SLOT, on(6))


async def test_on_a_sunday_today_is_the_weekend():
    dialogue = await at_day(clock=MovableClock(datetime(2026, 12, 6, 9, tzinfo=UTC)))
    assert dialogue.labels[0] == "Today"
    assert "This weekend" not in dialogue.labels


# --- days in words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("nl", "za 12 dec", 12),
        ("nl", "morgen", 2),
        ("en", "12/12", 12),
        ("en", "Saturday the 12th", 12),
        ("fr", "demain", 2),
        ("fr", "samedi 12 décembre", 12),
        ("de", "Samstag, 12. Dezember", 12),
        ("de", "übermorgen", 3),
        ("en", "12", 12),
        ("nl", "vandaag", 1),
    ],
)
async def test_a_day_on_offer_is_chosen_in_words(language, words, expected):
    dialogue = await at_day(session=Session(language=language, language_chosen=True))
    await dialogue.say(words)
    assert chosen(dialogue)[:2] == (StepName.SLOT, on(expected))


async def test_several_days_on_offer_are_asked_back_and_of_one_alone_there_is_no_doubt():
    dialogue = await at_day()
    await dialogue.say("next saturday")
    assert "Which day do you mean?" in dialogue.text
    assert dialogue.labels[:2] == ["Sat 5 Dec", "Sat 12 Dec"]
    await dialogue.say("sat 12 dec")
    assert chosen(dialogue)[:2] == (StepName.SLOT, on(12))
    dialogue = await at_day(shop_of(month(on(1), 2, 12)))
    await dialogue.say("next saturday")
    assert chosen(dialogue)[:2] == (StepName.SLOT, on(12))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("7 dec", "Monday, 7 December 2026 is not open."),
        ("8 dec", "Tuesday, 8 December 2026 is full."),
        ("1-11-2026", "Sunday, 1 November 2026 is over."),
        ("31 dec", "There are no tickets for Thursday, 31 December 2026."),
        ("1-1-2031", "There are no tickets for Wednesday, 1 January 2031."),
    ],
)
async def test_a_day_that_is_not_on_offer_says_why_and_which_are_near(words, why):
    days = [*month(on(1), 2, 3, 9, 12), day(on(8), 0)]
    dialogue = await at_day(shop_of([each for each in days if (each.on, each.status_id) != (on(8), "CLOSED")]))
    await dialogue.say(words)
    assert dialogue.at is StepName.DAY
    assert f"{why}\nThe nearest open days:" in dialogue.text
    assert len(dialogue.labels[:3]) == 3
    await dialogue.tap(dialogue.labels[0])
    assert dialogue.at is StepName.SLOT


async def test_a_day_too_small_for_those_who_come_says_how_many_places_it_has():
    dialogue = await at_tickets(shop_of([*month(on(1), 2, 5)[:8], day(on(9), 1)]), people=2)
    for _ in range(2):
        await dialogue.do(Action.BACK)
    assert "Now chosen: Wednesday, 2 December 2026" in dialogue.text
    await dialogue.say("9 dec")
    assert "Only 1 place is left on Wednesday, 9 December 2026." in dialogue.text
    assert dialogue.labels[0] == "Sat 5 Dec"
    assert "Now chosen" not in dialogue.text


async def test_a_day_that_is_not_on_offer_while_nothing_is():
    dialogue = await at_day(shop_of(month(on(1))))
    await dialogue.say("12 dec")
    assert "Saturday, 12 December 2026 is not open." in dialogue.text
    assert "nearest" not in dialogue.text


async def test_a_day_of_another_month_turns_the_page():
    shop = shop_of(month(on(1), 5), month(on(1, 3, 2027), 20))
    dialogue = await at_day(shop)
    await dialogue.say("19 march")
    assert "Friday, 19 March 2027 is not open." in dialogue.text
    assert "Open days in March 2027:" in dialogue.text
    await dialogue.say("20")
    assert chosen(dialogue)[:2] == (StepName.SLOT, on(20, 3, 2027))


async def test_a_number_is_a_day_of_the_month_that_is_shown_also_a_closed_one():
    dialogue = await at_day(shop_of(month(on(1), 5, 13), month(on(1, 1, 2027), 6)))
    await dialogue.tap("January 2027 »")
    await dialogue.say("13")
    assert "Wednesday, 13 January 2027 is not open." in dialogue.text


async def test_a_day_may_be_in_either_of_two_months():
    dialogue = await at_day(shop_of(month(on(1, 3, 2027), 4), month(on(1, 4, 2027), 3)))
    await dialogue.say("3/4")
    assert dialogue.labels[:2] == ["Thu 4 Mar", "Sat 3 Apr"]
    dialogue = await at_day(shop_of(month(on(1, 4, 2027), 3)))
    await dialogue.say("3/4")
    assert chosen(dialogue)[:2] == (StepName.SLOT, on(3, 4, 2027))


async def test_words_that_are_no_day_get_an_example():
    dialogue = await at_day()
    await dialogue.say("some day")
    assert dialogue.notice == "Tap a day, or type one, for example: Tue 1 Dec"


# --- day and time at once ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "zaterdag 12 dec om half drie"),
        ("en", "sat 12 dec 2.30pm"),
        ("fr", "samedi 12 décembre à 14h30"),
        ("de", "Samstag, 12. Dezember, halb drei"),
    ],
)
async def test_day_and_time_in_one_message(language, words):
    half_past_two = replace(slot(14, on=12), id="half", start_at=datetime(2026, 12, 12, 13, 30, tzinfo=UTC))
    shop = CalendarShop(by_day={on(12): [slot(14, on=12), half_past_two]})
    dialogue = await at_day(shop, session=Session(language=language, language_chosen=True))
    await dialogue.say(words)
    assert chosen(dialogue) == (StepName.TICKETS, on(12), "half")


async def test_a_time_without_a_day_waits_for_it():
    dialogue = await at_day()
    await dialogue.say("at 11:00")
    assert dialogue.notice == "Choose the day first."
    await dialogue.do(Action.CHOOSE, on(2))
    assert chosen(dialogue) == (StepName.TICKETS, on(2), slot(11).id)


async def test_a_day_in_words_with_a_time_that_is_not_there():
    dialogue = await at_day()
    await dialogue.say("2 dec at 15:00")
    assert dialogue.at is StepName.SLOT
    assert "There is no time slot at 15:00.\nThe nearest times:" in dialogue.text
    assert [label[:5] for label in dialogue.labels[:3]] == ["12:00", "11:00", "10:00"]


async def test_another_day_in_words_where_the_time_is_asked():
    dialogue = await at_slot()
    await dialogue.say("5 dec")
    assert chosen(dialogue)[:2] == (StepName.SLOT, on(5))
    await dialogue.say("6 dec 11:00")
    assert chosen(dialogue)[:2] == (StepName.TICKETS, on(6))
    await dialogue.do(Action.BACK)
    await dialogue.say("sat 5")
    assert chosen(dialogue)[:2] == (StepName.SLOT, on(5))
    await dialogue.say("7 dec")
    assert dialogue.at is StepName.DAY
    assert "Monday, 7 December 2026 is not open." in dialogue.text


@pytest.mark.parametrize(
    ("typed", "is_either"),
    [
        (Typed("14", (on(14),), (time(14),), (Counted(14),)), True),
        (Typed("12.10", (on(12),), (time(12, 10),)), True),
        (Typed("za 12", (on(12),), (time(0), time(12)), (Counted(12, "za"),)), True),
        (Typed("samedi 12 à 14h", (on(12),), (time(14),), (Counted(12, "samedi"),)), False),
        (Typed("zaterdag om 3 uur", (on(5),), (time(3), time(15))), False),
        (Typed("12-12 3", (on(12),), (time(3), time(15)), (Counted(3),)), False),
        (Typed("14:30", (), (time(14, 30),)), False),
        (Typed("12 dec", (on(12),)), False),
    ],
)
def test_a_number_can_be_a_day_or_an_hour(typed, is_either):
    assert is_day_or_hour(typed) is is_either


# --- times ------------------------------------------------------------------------------------------------------------


async def test_slots_show_what_is_left_where_that_is_little_and_only_those_that_can_be_had():
    slots = [slot(10, 11), slot(11, 10), slot(12, 1), slot(13, 0), slot(14, 5, status="CLOSED")]
    dialogue = await at_slot(PlainShop(slots=slots))
    assert dialogue.labels[:4] == ["10:00", "11:00 · 10 left", "12:00 · 1 left", "Back"]


async def test_slots_of_other_tickets_and_slots_that_are_too_small_are_shown_as_such():
    others = replace(slot(13, 50), ticket_types=())
    dialogue = await at_tickets(PlainShop(slots=[slot(10, 50), slot(11, 1), slot(12, 50), others]), people=2)
    await dialogue.do(Action.BACK)
    assert dialogue.labels[:4] == ["10:00", "11:00 · only 1 left", "12:00", "13:00 · other tickets"]
    assert "Now chosen: 10:00" in dialogue.text
    await dialogue.tap("11:00")
    assert (dialogue.at, dialogue.notice) == (StepName.SLOT, "Only 1 place is left at 11:00.")


async def test_what_does_not_fit_another_slot_is_taken_out_and_said():
    others = replace(slot(13, 50), ticket_types=())
    dialogue = await at_tickets(PlainShop(slots=[slot(10, 50), others]), people=2)
    await dialogue.do(Action.SET, uuid("Guide"), 1)
    await dialogue.do(Action.BACK)
    await dialogue.tap("13:00")
    assert dialogue.notice == "Not sold at this time, so taken out: 2 × Adult."
    assert dialogue.session.purchase.quantities == {uuid("Guide"): 1}


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "half drie"), ("en", "2.30pm"), ("fr", "14h30"), ("de", "halb drei"), ("en", "14:30"), ("nl", "14.30")],
)
async def test_times_in_words(language, words):
    half_past_two = replace(slot(14), id="half", start_at=datetime(2026, 12, 2, 13, 30, tzinfo=UTC))
    shop = PlainShop(slots=[slot(14), half_past_two, slot(15)])
    dialogue = await at_slot(shop, session=Session(language=language, language_chosen=True))
    await dialogue.say(words)
    assert chosen(dialogue) == (StepName.TICKETS, on(2), "half")


async def test_a_number_where_the_time_is_asked_is_an_hour():
    dialogue = await at_slot()
    await dialogue.say("11")
    assert chosen(dialogue) == (StepName.TICKETS, on(2), slot(11).id)


async def test_two_times_that_can_be_meant_are_asked_back():
    dialogue = await at_slot(PlainShop(slots=[slot(9, 50), slot(20, 50), slot(21, 50)]))
    await dialogue.say("9 o'clock")
    assert "Which time do you mean?" in dialogue.text
    assert dialogue.labels[:3] == ["09:00", "21:00", "20:00"]
    await dialogue.tap("21:00")
    assert chosen(dialogue) == (StepName.TICKETS, on(2), slot(21).id)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (slot(15, 0), "15:00 is full."),
        (slot(15, 0, status="CLOSED"), "15:00 is full or closed."),
        (slot(15, 5, status="CLOSED"), "15:00 is closed."),
        (slot(13), "There is no time slot at 15:00."),
    ],
)
async def test_a_time_that_cannot_be_had_says_why_and_which_are_near(asked, why):
    dialogue = await at_slot(PlainShop(slots=[slot(10, 50), slot(14, 50), asked, slot(16, 50)]))
    await dialogue.say("3 o'clock")
    assert f"{why}\nThe nearest times:" in dialogue.text
    assert dialogue.labels[:2] == ["14:00", "16:00"]
    await dialogue.say("half past ten")
    assert "There is no time slot at 10:30." in dialogue.text
    await dialogue.tap("16:00")
    assert chosen(dialogue) == (StepName.TICKETS, on(2), slot(16).id)


async def test_a_time_that_is_over_or_sold_for_others():
    dialogue = await at_day(PlainShop(slots=[slot(9, 50, on=1), slot(15, 50, on=1)]))
    await dialogue.tap("Today")
    await dialogue.say("9:00")
    assert "It is past 09:00." in dialogue.text
    others = replace(slot(13, 50), ticket_types=())
    dialogue = await at_tickets(PlainShop(slots=[slot(10, 50), others]), people=1)
    await dialogue.do(Action.BACK)
    await dialogue.say("1pm")
    assert "Not all of your tickets are sold at 13:00.\nThe nearest times:" in dialogue.text
    await dialogue.tap("13:00 · other tickets")
    assert (dialogue.at, dialogue.session.purchase.quantities) == (StepName.TICKETS, {})


async def test_no_time_at_all_near_the_one_that_is_asked():
    dialogue = await at_slot(PlainShop(slots=[]))
    await dialogue.say("at 3")
    assert "There is no time slot at 03:00." in dialogue.text
    assert "The nearest times" not in dialogue.text
    await dialogue.say("whenever")
    assert "did not understand" in dialogue.notice


async def test_words_that_are_no_time_and_buttons_of_nothing():
    dialogue = await at_slot()
    await dialogue.say("whenever")
    assert dialogue.notice == "Tap a time, or type one, for example: 10:00"
    await dialogue.do(Action.NEXT)
    assert "did not understand" in dialogue.notice


# --- gone -------------------------------------------------------------------------------------------------------------


async def test_a_slot_that_fills_between_card_and_tap_comes_back_with_the_nearest():
    dialogue = await at_slot(PlainShop(slots=[slot(10, 50), slot(11, 50), slot(13, 50)]))
    dialogue.shop.slots[1] = slot(11, 0)
    await dialogue.do(Action.CHOOSE, slot(11).start_at)
    assert "11:00 is full.\nThe nearest times:" in dialogue.text
    assert dialogue.labels[:2] == ["10:00", "13:00"]
    await dialogue.do(Action.CHOOSE, slot(17).start_at)
    assert "There is no time slot at 17:00." in dialogue.text


async def test_a_chosen_slot_that_shrinks_pulls_the_customer_back_to_those_that_take_everybody():
    dialogue = await at_tickets(PlainShop(slots=[slot(10, 50), slot(11, 50)]), people=4)
    dialogue.shop.slots = [slot(10, 2), slot(11, 8)]
    await dialogue.do(Action.NEXT)
    assert dialogue.at is StepName.SLOT
    assert "Only 2 places are left at 10:00.\nThe nearest times:" in dialogue.text
    assert "Times with room for 4 people:" in dialogue.text
    assert dialogue.labels[:2] == ["11:00 · 8 left", "10:00 · only 2 left"]
    await dialogue.tap("11:00")
    assert dialogue.session.purchase.quantities == {uuid("Adult"): 4}


async def test_a_chosen_slot_that_vanishes_is_named_and_one_of_the_same_time_takes_its_place():
    dialogue = await at_tickets(PlainShop(slots=[slot(10, 50), slot(11, 50)]), people=2)
    dialogue.shop.slots = [slot(11, 50), slot(12, 50)]
    await dialogue.do(Action.NEXT)
    assert "There is no time slot at 10:00.\nThe nearest times:" in dialogue.text
    dialogue.shop.slots = [replace(slot(10, 50), id="anew"), slot(12, 50)]
    await dialogue.do(Action.NOTHING)
    await dialogue.do(Action.GOTO, StepName.SLOT)
    await dialogue.tap("10:00")
    assert dialogue.session.purchase.slot == "anew"


async def test_a_day_without_room_for_everybody_offers_the_nearest_days_and_to_choose_tickets_anew():
    shop = CalendarShop(slots=[slot(10, 50)])
    dialogue = await at_day(shop)
    await dialogue.do(Action.CHOOSE, on(2))
    await dialogue.do(Action.SET, uuid("Adult"), 4)
    shop.by_day[on(2)] = [slot(10, 2)]
    await dialogue.do(Action.NEXT)
    assert "No time on this day has room for 4 people.\nThe nearest open days:" in dialogue.text
    assert dialogue.labels[:5] == ["10:00 · only 2 left", "Tue 1 Dec", "Thu 3 Dec", "Fri 4 Dec", "Choose tickets again"]
    visit = dialogue.session
    await dialogue.tap("Thu 3 Dec")
    assert (dialogue.at, dialogue.session.purchase.quantities) == (StepName.CUSTOMER, {uuid("Adult"): 4})
    dialogue.session = visit
    await dialogue.do(Action.REMOVE)
    assert (dialogue.at, dialogue.session.purchase.quantities) == (StepName.SLOT, {})
    assert "taken out" in dialogue.notice


async def test_a_day_that_sells_none_of_the_tickets_in_the_cart():
    shop = CalendarShop(slots=[slot(10, 50), slot(11, 50)])
    dialogue = await at_tickets(shop, people=2)
    shop.by_day[on(3)] = [replace(slot(10, 50, on=3), ticket_types=()), replace(slot(11, 50, on=3), ticket_types=())]
    for _ in range(2):
        await dialogue.do(Action.BACK)
    await dialogue.do(Action.CHOOSE, on(3))
    assert "Not all of your tickets are sold on this day." in dialogue.text
    assert dialogue.labels[:2] == ["10:00 · other tickets", "11:00 · other tickets"]


async def test_a_full_day_with_nothing_near_says_so():
    dialogue = await at_slot(shop_of(month(on(1), 2), slots=[slot(10, 0)]))
    assert "No times are left on this day.\nGo back and choose another day." in dialogue.text


async def test_the_nearest_day_may_be_in_a_month_that_is_read_first_when_it_is_tapped():
    shop = shop_of(month(on(1), 2), month(on(1, 1, 2027), 5), slots=[slot(10, 0)])
    dialogue = await at_slot(shop)
    shop.slots = [slot(10, 50), slot(11, 50)]
    await dialogue.tap("Tue 5 Jan")
    assert chosen(dialogue)[:2] == (StepName.SLOT, on(5, 1, 2027))


async def test_the_only_slot_is_chosen_only_where_no_other_was_asked_for():
    dialogue = await at_day(PlainShop(slots=[slot(10)]))
    await dialogue.say("2 dec at 15:00")
    assert dialogue.at is StepName.SLOT
    assert "There is no time slot at 15:00." in dialogue.text


# --- links ------------------------------------------------------------------------------------------------------------


async def follow(link: Link, shop: PlainShop, stored: StoredLink | None = None) -> Dialogue:
    dialogue = Dialogue(shop)
    if stored is not None:
        dialogue.links.stored[link.stored] = stored
    await dialogue.give(Followed(link))
    return await dialogue.do(Action.NEXT) if dialogue.at is StepName.CARD else dialogue


async def test_a_full_slot_of_a_link_is_said_with_the_nearest():
    shop = PlainShop(slots=[slot(10, 50), slot(11, 0), slot(12, 50), slot(13, 50)])
    dialogue = await follow(Link(MUSEUM.uuid, slot=slot(11).start_at), shop)
    assert "11:00 is full.\nThe nearest times:" in dialogue.text
    assert dialogue.labels[:4] == ["10:00", "12:00", "13:00", "Back"]


async def test_a_day_of_a_link_that_is_over_or_full_is_said_with_the_nearest():
    dialogue = await follow(Link(MUSEUM.uuid, day=on(30, 11)), PlainShop())
    assert "Monday, 30 November 2026 is over.\nThe nearest open days:" in dialogue.text
    assert dialogue.labels[:2] == ["Tue 1 Dec", "Wed 2 Dec"]
    dialogue = await follow(Link(MUSEUM.uuid, day=on(2)), PlainShop(slots=[slot(10, 0), slot(11, 0)]))
    assert "No times are left on this day.\nThe nearest open days:" in dialogue.text


async def test_a_prefilled_cart_keeps_what_its_slot_sells():
    stored = StoredLink(event=MUSEUM.uuid, slot=slot(11).start_at, quantities={uuid("Adult"): 2, uuid("gone"): 1})
    dialogue = await follow(Link(MUSEUM.uuid, stored="0-a"), PlainShop(), stored)
    assert (dialogue.at, dialogue.session.purchase.quantities) == (StepName.CUSTOMER, {uuid("Adult"): 2})
    assert dialogue.notice == "Some of your tickets are not sold any more and were taken out."


# --- editing ----------------------------------------------------------------------------------------------------------


async def test_another_day_from_the_review_keeps_the_tickets_and_comes_back():
    dialogue = await at_tickets(CalendarShop(slots=[slot(10, 50), slot(11, 50)]), people=2)
    await dialogue.do(Action.NEXT)
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    await dialogue.do(Action.CHOOSE, uuid("iDEAL"))
    assert dialogue.at is StepName.REVIEW
    await dialogue.tap("Change day")
    await dialogue.say("13 dec, 11:00")
    assert chosen(dialogue) == (StepName.REVIEW, on(13), slot(11).id)
    assert dialogue.session.purchase.quantities == {uuid("Adult"): 2}
    await dialogue.tap("Change time")
    await dialogue.say("10:00")
    assert chosen(dialogue) == (StepName.REVIEW, on(13), slot(10).id)
    await dialogue.tap("Change day")
    await dialogue.say("14 dec")
    assert dialogue.at is StepName.DAY
    await dialogue.tap("Sun 13 Dec")
    assert chosen(dialogue) == (StepName.REVIEW, on(13), slot(10).id)


# --- plain ------------------------------------------------------------------------------------------------------------


async def test_in_plain_mode_days_and_times_are_lists():
    plain = Session(language="en", language_chosen=True, plain=True)
    shop = shop_of([day(on(2), 3), day(on(3), 0), day(on(4))], month(on(1, 1, 2027), 6), slots=[slot(10, 50), slot(11)])
    dialogue = await at_day(shop, session=plain)
    assert dialogue.turn is not None
    rows = [[dialogue.words_of(button) for button in row] for row in dialogue.screen.rows]
    assert rows[:4] == [["First free: Wed 2 Dec"], ["Wed 2 Dec, few left"], ["Fri 4 Dec"], ["Later: January 2027"]]
    assert "few places" not in dialogue.text
    await dialogue.say("4")
    assert "Open days in January 2027:" in dialogue.text
    await dialogue.tap("Earlier: December 2026")
    await dialogue.tap("Fri 4 Dec")
    assert chosen(dialogue)[:2] == (StepName.SLOT, on(4))
    assert [len(row) for row in dialogue.screen.rows[:2]] == [1, 1]
    await dialogue.say("2")
    assert dialogue.session.purchase.slot == slot(11).id


# --- the clock --------------------------------------------------------------------------------------------------------


def instants(*starts: datetime) -> list[TimeSlot]:
    return [replace(slot(10, 50), id=at.isoformat(), start_at=at, end_at=None) for at in starts]


async def test_when_summer_time_ends_the_hour_that_comes_twice_is_told_apart():
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    later = datetime(2026, 10, 25, 2, 30, tzinfo=UTC)
    sunday = on(25, 10)
    shop = shop_of([day(sunday)], by_day={sunday: instants(first, second, later)})
    dialogue = await at_day(shop, clock=MovableClock(datetime(2026, 10, 20, 9, tzinfo=UTC)))
    await dialogue.say("25 oct")
    assert dialogue.labels[:3] == ["02:30 (GMT+02:00)", "02:30 (GMT+01:00)", "03:30"]
    await dialogue.say("2:30")
    assert "Which time do you mean?" in dialogue.text
    await dialogue.tap("02:30 (GMT+01:00)")
    assert chosen(dialogue) == (StepName.TICKETS, sunday, second.isoformat())
    assert "Sunday, 25 October 2026, 02:30 (GMT+01:00)" in dialogue.text


async def test_when_summer_time_begins_the_hour_that_never_comes_has_no_slot():
    sunday = on(28, 3, 2027)
    starts = [datetime(2027, 3, 28, hour, 30, tzinfo=UTC) for hour in (0, 1, 2)]
    shop = shop_of([day(sunday)], by_day={sunday: instants(*starts)})
    dialogue = await at_day(shop, clock=MovableClock(datetime(2027, 3, 20, 9, tzinfo=UTC)))
    await dialogue.say("28 march")
    assert dialogue.labels[:3] == ["01:30", "03:30", "04:30"]
    await dialogue.say("02:30")
    assert "There is no time slot at 02:30." in dialogue.text
    await dialogue.say("03:30")
    assert chosen(dialogue) == (StepName.TICKETS, sunday, starts[1].isoformat())


async def test_a_slot_past_midnight_is_of_the_day_that_lists_it():
    saturday = on(5)
    night = [datetime(2026, 12, 5, 22, 30, tzinfo=UTC), datetime(2026, 12, 5, 23, 30, tzinfo=UTC)]
    dialogue = await at_day(shop_of([day(saturday)], by_day={saturday: instants(*night)}))
    await dialogue.do(Action.CHOOSE, saturday)
    await dialogue.tap("00:30")
    assert "Saturday, 5 December 2026, 00:30" in dialogue.text


async def test_today_is_the_date_at_the_venue():
    tokyo = Zones(ZONE, {MUSEUM.uuid: ZoneInfo("Asia/Tokyo")})
    dialogue = await at_day(clock=MovableClock(datetime(2026, 12, 1, 16, tzinfo=UTC)), zones=tokyo)
    await dialogue.tap("Today")
    assert dialogue.session.purchase.day == on(2)
