"""Deep links: what is written is read again, and whatever else comes as a payload does no harm (promise 54)."""

import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.links import Link
from bot.conversation.messages import Command, CommandName, Followed
from bot.telegram import payload
from bot.telegram.incoming import read
from bot.telegram.payload import address, decode, encode, fits
from tests.telegram.test_incoming import message

EVENT = UUID("3b8f0d52-6a1e-4c0f-9d3c-2f6f5a9a7c11")
ALL_ONES = UUID(int=2**128 - 1)
"""Its base64url is nearly all "_", the sign between segments."""
HEAD = encode(Link(EVENT))
STORED = "0-" + "k3" * 10
ALPHABET = "ABCXYZabcxyz0189-"
LINKS = st.builds(
    Link,
    st.uuids() | st.just(ALL_ONES),
    day=st.none() | st.dates(),
    slot=st.none() | st.integers(0, 36**6 - 1).map(lambda minutes: datetime.fromtimestamp(minutes * 60, UTC)),
    code=st.text(ALPHABET, max_size=12),
    source=st.text("abcxyz0189-", max_size=12),
    stored=st.just("") | st.just(STORED),
)


@given(LINKS)
def test_what_is_written_is_read_again(link: Link):
    if fits(link):
        written = encode(link)
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", written)
        assert decode(written) == link


def test_everything_but_one_of_code_and_source_fits_beside_a_stored_part():
    slot = datetime(2026, 12, 12, 13, 30, tzinfo=UTC)
    link = Link(EVENT, slot=slot, stored=STORED, source="poster")
    assert decode(encode(link)) == link
    assert not fits(Link(EVENT, slot=slot, stored=STORED, source="poster", code="SUMMER"))


@pytest.mark.parametrize(
    "link",
    [
        Link(EVENT, code="NO SPACES"),
        Link(EVENT, code="under_score"),
        Link(EVENT, code="é"),
        Link(EVENT, code="X" * 41),
        Link(EVENT, source="Upper"),
        Link(EVENT, stored="0-short"),
        Link(EVENT, code="X" * 30, source="x" * 20),
    ],
)
def test_what_a_payload_cannot_hold_is_not_written(link: Link):
    assert not fits(link)
    with pytest.raises(ValueError, match=r"characters|shape"):
        encode(link)


@given(st.text(max_size=100) | st.text("e_-dmcsl0123456789AZaz", max_size=70).map(lambda rest: HEAD + rest))
def test_reading_is_a_total_function(characters: str):
    assert isinstance(decode(characters), Link | None)


@pytest.mark.parametrize(
    "rest",
    [
        "_d20261301",
        "_d2026121",
        "_d२०२६१२१२",
        "_mZZZ",
        "_m",
        "_mzzzzzzz",
        "_c",
        "_c%",
        "_sUPPER",
        "_l0-short",
        "_l",
        "_",
        "___",
        "_x-of-a-later-version",
        "_é",
    ],
)
def test_a_part_that_cannot_be_read_is_left_out_and_the_rest_counts(rest: str):
    assert decode(f"{HEAD}{rest}") == Link(EVENT)
    assert decode(f"{HEAD}{rest}_sposter") == Link(EVENT, source="poster")


@pytest.mark.parametrize("other", ["", "poster", "e", HEAD[:-1], "x" + HEAD[1:], HEAD + "d20261212", "e" + "é" * 22])
def test_what_is_none_of_ours_is_a_plain_start(other: str):
    assert decode(other) is None
    said = read(message(f"/start {other}"))
    assert said is not None
    assert said.reply == Command(CommandName.START)


def test_what_is_longer_than_telegram_lets_a_payload_be_is_none_of_ours():
    assert decode(HEAD + "_s" + "x" * (64 - len(HEAD) - 2)) == Link(EVENT, source="x" * 39)
    assert decode(HEAD + "_s" + "x" * (64 - len(HEAD) - 1)) is None


def test_a_link_is_followed_by_its_start_in_a_private_chat():
    link = Link(EVENT, day=date(2026, 12, 12), code="SUMMER", source="poster")
    opened = address("some_bot", link)
    assert opened == f"https://t.me/some_bot?start={HEAD}_d20261212_cSUMMER_sposter"
    said = read(message(f"/start {opened.partition('=')[2]}"))
    assert said is not None
    assert said.reply == Followed(link)


def test_control_with_segments_split_before_the_event_is_taken_some_links_are_lost(monkeypatch: pytest.MonkeyPatch):
    assert decode(encode(Link(ALL_ONES, source="poster"))) == Link(ALL_ONES, source="poster")
    monkeypatch.setattr(payload, "HEAD", encode(Link(ALL_ONES)).index("_"))
    assert decode(encode(Link(ALL_ONES, source="poster"))) is None


def test_control_without_the_look_at_its_shape_a_source_could_be_anything(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(payload, "SOURCE", re.compile(".*"))
    with pytest.raises(AssertionError):
        test_a_part_that_cannot_be_read_is_left_out_and_the_rest_counts("_sUPPER")
