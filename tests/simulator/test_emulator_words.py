"""Entities that a bot names itself, and texts that show nothing."""

import pytest

from tests.emulator import Emulator

AT = {"offset": 0, "length": 5}


@pytest.mark.parametrize("kind", ["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"])
async def test_what_telegram_finds_itself_is_passed_over(emulator: Emulator, customer: int, kind: str):
    sent = await emulator.result("sendMessage", chat_id=customer, text="hello", entities=[{"type": kind, **AT}])
    assert "entities" not in sent


@pytest.mark.usefixtures("wrong_calls")
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"type": "bold"}, {}),
        ({"type": "pre", "language": "python"}, {"language": "python"}),
        ({"type": "custom_emoji", "custom_emoji_id": "5368"}, {"custom_emoji_id": "5368"}),
        ({"type": "text_link", "url": "Tickets.example"}, {"url": "http://tickets.example/"}),
        (
            {"type": "text_mention", "user": {"id": 42, "is_bot": False, "first_name": "Anna"}},
            {"user": {"id": 42, "is_bot": False, "first_name": ""}},
        ),
        ({"type": "date_time", "unix_time": 1647531900}, {"unix_time": 1647531900, "date_time_format": ""}),
        (
            {"type": "date_time", "unix_time": 1647531900, "date_time_format": "Tw"},
            {"unix_time": 1647531900, "date_time_format": "wT"},
        ),
        (
            {"type": "date_time", "unix_time": 1647531900, "date_time_format": "tT"},
            {"unix_time": 1647531900, "date_time_format": "T"},
        ),
    ],
)
async def test_an_entity_comes_back_whole(
    emulator: Emulator, customer: int, given: dict[str, object], told: dict[str, object]
):
    sent = await emulator.result("sendMessage", chat_id=customer, text="hello", entities=[{**given, **AT}])
    assert sent["entities"] == [{"type": given["type"], **AT, **told}]


@pytest.mark.usefixtures("wrong_calls")
@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, "can't parse MessageEntity: Can't find field \"type\""),
        ({"type": "date_time"}, "can't parse MessageEntity: Can't find field \"unix_time\""),
        (
            {"type": "date_time", "unix_time": 1, "date_time_format": "x"},
            "can't parse MessageEntity: Invalid date-time format specified",
        ),
        ({"type": "date_time", "unix_time": 0}, "invalid date specified"),
        (
            {"type": "date_time", "unix_time": "1"},
            'can\'t parse MessageEntity: Field "unix_time" must be of type Number',
        ),
        ({"type": "text_mention", "user": 5}, "can't parse MessageEntity: Can't find field \"id\""),
        ({"type": "custom_emoji"}, "can't parse MessageEntity: Can't find field \"custom_emoji_id\""),
    ],
)
async def test_entities_that_are_refused(emulator: Emulator, customer: int, given: dict[str, object], refusal: str):
    answer = await emulator.refusal("sendMessage", chat_id=customer, text="hello", entities=[{**given, **AT}])
    assert answer == f"Bad Request: {refusal}"


async def test_a_moment_counts_down_in_the_page(emulator: Emulator, customer: int):
    html = '<tg-time unix="1800000000" format="r">soon</tg-time>'
    await emulator.result("sendMessage", chat_id=customer, text=html, parse_mode="HTML")
    shown = (await emulator.chat(customer))["messages"][-1]
    assert shown["html"] == '<time datetime="2027-01-15T08:00:00+00:00" data-format="r">soon</time>'


@pytest.mark.parametrize("text", ["\u200b", "\u00a0", "\u2800", "\ufeff", " \u200e\n\u200f", "\U000e0020"])
async def test_a_text_that_shows_nothing_is_refused(emulator: Emulator, customer: int, text: str):
    refusal = await emulator.refusal("sendMessage", chat_id=customer, text=text)
    assert refusal == "Bad Request: text must be non-empty"
