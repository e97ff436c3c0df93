"""Finding an event: the list with its pages, search, and the card of each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.links import Link, StoredLink
from bot.conversation.messages import Action, Command, CommandName, Followed, StepName
from bot.domain.labels import Label
from bot.domain.shop import Category, Event, TicketType, Venue
from bot.domain.zones import Zones
from tests.conversation.dialogue import (
    FESTIVAL,
    MUSEUM,
    NOW,
    ZONE,
    Dialogue,
    PlainShop,
    at_payment,
    at_review,
    at_tickets,
    ticket,
    uuid,
)

HALL = Venue("Hall", "Markt 1", "", "4811 AB", "Breda", "NL")


def event(name: str, venue: str = "Hall", **changed: Any) -> Event:
    return replace(FESTIVAL, uuid=uuid(name), name=name, venue=Venue(venue, city="Breda"), **changed)


def season(count: int) -> PlainShop:
    return PlainShop(listed=[event(f"Concert {number}", "Barn") for number in range(1, count + 1)])


def types(*ticket_types: TicketType) -> tuple[Category, ...]:
    return (Category(None, Label.same("Tickets"), ticket_types),)


async def at_list(listed: Sequence[Event] = (FESTIVAL, MUSEUM)) -> Dialogue:
    return await Dialogue(PlainShop(listed=list(listed))).start()


async def at_card(**changed: Any) -> Dialogue:
    dialogue = await at_list((replace(FESTIVAL, **changed), MUSEUM))
    return await dialogue.tap("Festival")


def urls(dialogue: Dialogue) -> dict[str, str]:
    return {dialogue.words_of(button): button.url for button in dialogue.buttons if button.url}


# --- the list ---------------------------------------------------------------------------------------------------------


async def test_events_are_listed_with_number_day_and_place():
    dialogue = await at_list()
    assert dialogue.labels == ["Festival", "Museum", "I have an access key"]
    assert "1. Festival · Saturday, 30 January 2027 · Hall\n2. Museum · Hall" in dialogue.text


async def test_an_event_without_place_or_date_is_listed_by_name():
    dialogue = await at_list((replace(FESTIVAL, venue=Venue()), replace(MUSEUM, venue=Venue())))
    assert "1. Festival · Saturday, 30 January 2027\n2. Museum" in dialogue.text


async def test_each_event_is_shown_in_the_time_zone_of_its_own_venue():
    """Trap 4 of the notes on the API."""
    late = datetime(2027, 1, 30, 23, 30, tzinfo=UTC)
    zones = Zones(ZONE, {FESTIVAL.uuid: ZoneInfo("Europe/London")})
    shop = PlainShop(listed=[replace(FESTIVAL, start_at=late), replace(MUSEUM, start_at=late)])
    dialogue = await Dialogue(shop, zones=zones).start()
    assert "Festival · Saturday, 30 January 2027" in dialogue.text
    assert "Museum · Sunday, 31 January 2027" in dialogue.text
    await dialogue.tap("Festival")
    assert "23:30" in dialogue.text


async def test_an_event_that_has_begun_is_listed_until_its_end_and_then_left_out():
    fair = event("Fair", start_at=NOW - timedelta(days=2), end_at=NOW + timedelta(days=2))
    over = event("Past", start_at=NOW - timedelta(days=2), end_at=NOW)
    dialogue = await at_list((fair, over, MUSEUM))
    assert "Fair · until Thursday, 3 December 2026 · Hall" in dialogue.text
    assert "Past" not in dialogue.text
    dialogue.clock.move(timedelta(days=2))
    await dialogue.start()
    assert dialogue.at is StepName.CARD
    assert dialogue.session.purchase.event == MUSEUM.uuid


async def test_a_list_of_which_all_is_over_says_so_and_can_be_tried_again():
    dialogue = await at_list((event("Past", end_at=NOW),))
    assert "nothing on sale" in dialogue.text
    assert dialogue.labels == ["Try again", "I have an access key"]
    await dialogue.tap("Try again")
    assert dialogue.notice == "Nothing has changed yet."
    dialogue.shop.listed = [FESTIVAL, MUSEUM]
    await dialogue.tap("Try again")
    assert dialogue.labels[0] == "Festival"
    assert dialogue.notice == ""


async def test_an_event_that_is_called_as_its_venue_names_it_once():
    house = replace(event("House"), venue=Venue("House", "Quay 1", "", "3011 AA", "Rotterdam", "NL"))
    dialogue = await at_list((house, FESTIVAL))
    assert "1. House · Saturday, 30 January 2027\n" in dialogue.text
    await dialogue.tap("House")
    assert "Saturday, 30 January 2027, 10:00\nQuay 1\n3011 AA Rotterdam" in dialogue.text
    await dialogue.tap("Get tickets")
    assert "<b>House</b>\nSaturday, 30 January 2027, 10:00\nRotterdam\n" in dialogue.text


async def test_many_events_are_turned_by_pages_and_a_page_stands_when_one_comes_back():
    dialogue = await Dialogue(season(20)).start()
    assert dialogue.labels == [
        *(f"Concert {number}" for number in range(1, 9)),
        "1/3",
        "Page 2 »",
        "I have an access key",
    ]
    await dialogue.tap("1/3")
    assert "Concert 8" in dialogue.labels
    assert dialogue.notice == "This button only shows something. Tap another one."
    await dialogue.tap("Page 2")
    assert dialogue.labels[8:11] == ["« Page 1", "2/3", "Page 3 »"]
    await dialogue.say("page 3")
    assert dialogue.labels[:6] == ["Concert 17", "Concert 18", "Concert 19", "Concert 20", "« Page 2", "3/3"]
    await dialogue.tap("Concert 18")
    await dialogue.tap("Back")
    assert "Concert 18" in dialogue.labels
    dialogue.shop.listed = season(10).listed
    await dialogue.start()
    await dialogue.do(Action.PAGE, amount=3)
    assert dialogue.labels[:3] == ["Concert 9", "Concert 10", "« Page 1"]
    await dialogue.do(Action.PAGE, amount=0)
    assert dialogue.labels[0] == "Concert 1"


async def test_events_of_one_name_are_told_apart_by_their_dates():
    later = replace(FESTIVAL, uuid=uuid("Later"), start_at=NOW + timedelta(days=61))
    undated = replace(FESTIVAL, uuid=uuid("Undated"), start_at=None)
    dialogue = await at_list((FESTIVAL, later, undated))
    assert dialogue.labels[:3] == ["Sat 30 Jan, 10:00: Festival", "Sun 31 Jan, 10:00: Festival", "Festival"]


async def test_a_typed_number_chooses_what_stands_beside_it():
    dialogue = await Dialogue(season(20)).start()
    await dialogue.tap("Page 2")
    await dialogue.say("2")
    assert dialogue.session.purchase.event == uuid("Concert 10")


# --- search -----------------------------------------------------------------------------------------------------------

PROGRAMME = (
    event("Jazz in the Park", "Park"),
    event("Jazz Night", "Barn"),
    event("Blues Night", "Barn"),
    event("Opera Gala", "Theatre"),
)


@pytest.mark.parametrize("words", ["opera gala", "opera", "Opra Gala", "gala!"])
async def test_one_name_that_is_meant_is_chosen_at_once(words):
    dialogue = await at_list(PROGRAMME)
    await dialogue.say(words)
    assert (dialogue.at, dialogue.session.purchase.event) == (StepName.CARD, uuid("Opera Gala"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("jazz", ["Jazz Night", "Jazz in the Park"]),
        ("night", ["Jazz Night", "Blues Night"]),
        ("barn", ["Jazz Night", "Blues Night"]),
        ("jazz or not", []),
        ("theatre", ["Opera Gala"]),
        ("park jazz park", None),
    ],
)
async def test_several_are_shown_the_best_first(words, found):
    dialogue = await at_list(PROGRAMME)
    await dialogue.say(words)
    if found is None:
        assert dialogue.at is StepName.CARD
    elif found:
        assert dialogue.labels == [*found, "All events", "I have an access key"]
        assert f"Found for “{words}”:" in dialogue.text
        await dialogue.tap("All events")
        assert dialogue.labels[:4] == [each.name for each in PROGRAMME]
    else:
        assert f"Nothing found for “{words}”" in dialogue.notice
        assert dialogue.labels[:4] == [each.name for each in PROGRAMME]


async def test_a_search_within_many_is_paged_and_searched_anew():
    dialogue = await Dialogue(season(20)).start()
    await dialogue.tap("Page 2")
    await dialogue.say("concert")
    assert "1/3" in dialogue.labels
    await dialogue.tap("Page 2")
    assert "Found for “concert”:" in dialogue.text
    await dialogue.say("\x07 ")
    assert "Nothing found" in dialogue.notice
    assert "Concert 1" in dialogue.labels


async def test_what_was_searched_for_and_is_gone_shows_all():
    dialogue = await at_list(PROGRAMME)
    await dialogue.say("jazz")
    dialogue.shop.listed = list(PROGRAMME[2:])
    await dialogue.do(Action.NEXT)
    assert dialogue.labels[:2] == ["Blues Night", "Opera Gala"]


async def test_an_event_that_is_gone_and_what_is_no_answer():
    dialogue = await at_list()
    await dialogue.do(Action.CHOOSE, uuid("Opera"))
    assert "no longer listed" in dialogue.notice
    await dialogue.do(Action.SKIP)
    assert "did not understand" in dialogue.notice


# --- one event, another open cart -------------------------------------------------------------------------------------


async def test_the_only_event_is_chosen_at_once_and_a_key_may_open_more():
    dialogue = await at_list((FESTIVAL,))
    assert dialogue.at is StepName.CARD
    assert "Back" not in dialogue.labels
    assert "I have an access key" in dialogue.labels


async def test_choosing_the_same_event_again_keeps_the_cart_and_another_one_stands_beside_it():
    dialogue = await at_tickets()
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    await dialogue.do(Action.BACK)
    await dialogue.do(Action.BACK)
    await dialogue.tap("Festival")
    assert dialogue.session.purchase.quantities == {uuid("Adult"): 2}
    assert dialogue.at is StepName.CUSTOMER
    for _ in range(3):
        await dialogue.do(Action.BACK)
    await dialogue.tap("Museum")
    assert dialogue.session.purchase.quantities == {}
    assert "Back to Festival: 2 tickets" in dialogue.labels
    await dialogue.tap("Back to Festival")
    assert (dialogue.at, dialogue.session.purchase.quantities) == (StepName.CUSTOMER, {uuid("Adult"): 2})


async def test_an_open_cart_is_one_tap_away_from_the_list_and_chosen_there_it_goes_on():
    dialogue = await at_review()
    await dialogue.give(Command(CommandName.EVENTS))
    assert dialogue.labels == ["Festival", "Museum", "I have an access key", "Back to Festival: 2 tickets"]
    await dialogue.tap("Festival")
    assert dialogue.at is StepName.REVIEW


async def test_a_hold_is_one_tap_away_until_it_ends():
    dialogue = await at_payment()
    await dialogue.give(Command(CommandName.EVENTS))
    assert "Your held tickets: Festival" in dialogue.labels
    await dialogue.tap("Festival")
    assert dialogue.at is StepName.PAYMENT
    await dialogue.give(Command(CommandName.EVENTS))
    dialogue.clock.move(timedelta(minutes=30))
    await dialogue.start()
    assert not any(label.startswith("Your held") for label in dialogue.labels)
    await dialogue.tap("Festival")
    assert dialogue.at is StepName.CARD


async def test_in_a_shop_of_one_event_the_way_back_to_the_cart_and_to_the_hold_is_kept():
    dialogue = await at_review(PlainShop(listed=[FESTIVAL]))
    await dialogue.give(Command(CommandName.EVENTS))
    assert (dialogue.at, dialogue.session.purchase.quantities) == (StepName.REVIEW, {uuid("Adult"): 2})
    await dialogue.do(Action.ORDER)
    assert dialogue.at is StepName.PAYMENT
    await dialogue.give(Command(CommandName.EVENTS))
    assert dialogue.at is StepName.CARD
    await dialogue.tap("Your held tickets: Festival")
    assert dialogue.at is StepName.PAYMENT


async def test_a_cancelled_cart_is_gone():
    dialogue = await at_review(PlainShop(listed=[FESTIVAL]))
    await dialogue.tap("Cancel")
    assert dialogue.at is StepName.CARD
    assert dialogue.session.purchase.quantities == {}
    assert len(dialogue.session.purchases) == 1


# --- the card ---------------------------------------------------------------------------------------------------------


async def test_a_card_tells_all_of_an_event():
    dialogue = await at_card(
        start_at=NOW + timedelta(days=60),
        end_at=NOW + timedelta(days=60, hours=5),
        venue=HALL,
        description=Label.same("<p>Two days</p><ul><li>of light</li></ul>"),
        shop_image="https://pictures.cm.com/light.jpg",
        privacy_policy_url="https://example.com/privacy",
    )
    assert "<b>Festival</b>" in dialogue.text
    assert "Saturday, 30 January 2027, 10:00 to 15:00\nHall\nMarkt 1\n4811 AB Breda" in dialogue.text
    assert "Two days\n\n• of light" in dialogue.text
    assert "Tickets from €13.00" in dialogue.text
    assert "Seller: Festival B.V." in dialogue.text
    assert "help@example.com" in dialogue.text
    assert dialogue.screen.picture == "https://pictures.cm.com/light.jpg"
    assert list(urls(dialogue)) == ["Show on the map", "Terms", "Privacy"]
    assert "Markt+1" in urls(dialogue)["Show on the map"]
    assert "Other events" not in dialogue.labels
    await dialogue.say("what is this?")
    assert "did not understand" in dialogue.notice


async def test_a_card_leaves_out_what_is_not_known():
    dialogue = await at_card(
        start_at=None,
        venue=Venue(),
        organiser_entity="",
        support_email="",
        terms_and_conditions_url="javascript:alert(1)",
    )
    assert urls(dialogue) == {}
    assert "Seller" not in dialogue.text
    assert "Questions?" not in dialogue.text


async def test_dates_over_several_days_and_a_calendar_without_any():
    dialogue = await at_card(end_at=NOW + timedelta(days=61))
    assert "Saturday, 30 January 2027, 10:00 to Sunday, 31 January 2027, 10:00" in dialogue.text
    museum = await (await at_list()).tap("Museum")
    assert "2027" not in museum.text


@pytest.mark.parametrize(
    ("sold", "words"),
    [
        (types(ticket("Child", "0.00", "0.00")), "\n<b>Free</b>"),
        (types(ticket("Adult"), ticket("Child", "0.00", "0.00")), "Tickets from €0.00"),
        (types(ticket("Adult", None), ticket("Child")), "Tickets from €32.00"),
    ],
)
async def test_the_lowest_price_with_its_fee(sold, words):
    dialogue = await at_card(categories=sold)
    assert words in dialogue.text


SOLD_OUT = types(ticket("Adult", status_id="SOLD_OUT"))
TOMORROW = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("changed", "words", "again"),
    [
        ({"end_at": NOW}, "This event is over.", False),
        ({"online_from": NOW + timedelta(days=2)}, "The sale begins on Thursday, 3 December 2026 at 10:00.", True),
        ({"online_till": NOW}, "The sale is over.", False),
        ({"categories": SOLD_OUT}, "This event is sold out.", False),
        ({"categories": types(ticket("Adult", status_id="IN_RESERVATION"))}, "Try again in a few minutes", True),
        ({"categories": types(ticket("Adult", status_id="WHATEVER"))}, "not on sale at the moment", False),
        ({"categories": types(ticket("Adult", online_from=TOMORROW))}, "begins on Wednesday, 2 December 2026", True),
    ],
)
async def test_a_poster_of_an_event_that_cannot_be_bought_shows_its_card_and_says_why(changed, words, again):
    shop = PlainShop(listed=[replace(FESTIVAL, **changed), MUSEUM, event("Opera")])
    dialogue = await Dialogue(shop).give(Followed(Link(FESTIVAL.uuid)))
    assert dialogue.at is StepName.CARD
    assert words in dialogue.text
    assert "Tickets from" not in dialogue.text
    assert "Get tickets" not in dialogue.labels
    assert ("Try again" in dialogue.labels) is again
    await dialogue.do(Action.NEXT)
    assert "Nothing has changed yet." in dialogue.notice
    shop.listed[0] = FESTIVAL
    await dialogue.do(Action.NEXT)
    assert dialogue.at is StepName.TICKETS


async def test_from_a_sold_out_card_the_others_are_one_tap_away():
    dialogue = await at_card(categories=SOLD_OUT)
    await dialogue.tap("Other events")
    assert dialogue.at is StepName.EVENT
    assert dialogue.session.purchase.event is None


async def test_an_only_event_that_is_sold_out_says_so_on_its_card():
    dialogue = await at_list((replace(FESTIVAL, categories=SOLD_OUT),))
    assert dialogue.at is StepName.CARD
    assert "This event is sold out." in dialogue.text
    assert "Other events" not in dialogue.labels


async def test_an_event_that_sells_out_meanwhile_is_told_on_its_card_and_the_cart_stays():
    dialogue = await at_review()
    dialogue.shop.listed = [replace(FESTIVAL, categories=types(ticket("Adult", status_id="IN_RESERVATION"))), MUSEUM]
    await dialogue.say("hm")
    assert dialogue.at is StepName.CARD
    assert "other people’s orders" in dialogue.text
    dialogue.shop.listed = [FESTIVAL, MUSEUM]
    await dialogue.tap("Try again")
    assert dialogue.at is StepName.REVIEW


async def test_a_prefilled_cart_goes_past_the_card_unless_nothing_can_be_bought():
    stored = StoredLink(event=FESTIVAL.uuid, quantities={uuid("Adult"): 2})
    dialogue = Dialogue(PlainShop(listed=[replace(FESTIVAL, categories=SOLD_OUT), MUSEUM]))
    dialogue.links.stored["0-a"] = stored
    await dialogue.give(Followed(Link(FESTIVAL.uuid, stored="0-a")))
    assert dialogue.at is StepName.CARD
    assert "sold out" in dialogue.text


async def test_the_times_of_a_slot_are_those_of_its_venue():
    dialogue = await Dialogue(zones=Zones(ZONE, {MUSEUM.uuid: ZoneInfo("Europe/London")})).start()
    await dialogue.do(Action.CHOOSE, MUSEUM.uuid)
    await dialogue.do(Action.NEXT)
    await dialogue.do(Action.CHOOSE, date(2026, 12, 2))
    assert "09:00 · 10 left" in dialogue.labels
    assert "Times are local to the venue." in dialogue.text


async def test_a_link_to_an_event_that_is_not_listed_leads_back_to_the_one_that_is():
    hidden = event("Hidden")
    dialogue = Dialogue(PlainShop(listed=[FESTIVAL], keys={"K": [hidden]}))
    dialogue.links.stored["0-a"] = StoredLink(event=hidden.uuid, key="K")
    await dialogue.give(Followed(Link(hidden.uuid, stored="0-a")))
    assert (dialogue.at, dialogue.session.purchase.key) == (StepName.CARD, "K")
    await dialogue.tap("Back")
    assert dialogue.labels[0] == "Festival"


async def test_the_back_command_reads_what_it_needs():
    dialogue = await at_tickets()
    await dialogue.give(Command(CommandName.BACK))
    assert dialogue.at is StepName.CARD


def test_prices_are_exact():
    assert ticket("Child", "0.00", "0.00").price == Decimal(0)
