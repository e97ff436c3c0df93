"""Raw updates: whatever they hold, they are read or left alone (promises 9, 53, 54)."""

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.messages import (
    Command,
    CommandName,
    Followed,
    Odd,
    Oddity,
    PaymentOutcome,
    Returned,
    Shared,
    Tap,
    Typed,
)
from bot.conversation.returning import AwaitedReturn, returned_envelope, token_hash
from bot.telegram import incoming, returns
from bot.telegram.incoming import Incoming, read, update_id
from bot.telegram.returns import DeepLinkReturns, hash_in

PERSON = {"id": 7, "is_bot": False, "first_name": "Robin", "language_code": "nl"}
PRIVATE = {"id": 7, "type": "private"}
GROUP = {"id": -100, "type": "supergroup"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "update_id",
                    "message",
                    "edited_message",
                    "callback_query",
                    "from",
                    "chat",
                    "id",
                    "type",
                    "text",
                    "data",
                    "contact",
                    "phone_number",
                    "user_id",
                    "date",
                    "language_code",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


def message(words: object = "hi", **changed: object) -> dict[str, object]:
    return {
        "update_id": 1,
        "message": {"message_id": 1, "from": PERSON, "chat": PRIVATE, "date": 1, "text": words} | changed,
    }


@given(JSON)
def test_any_document_is_read_or_left_alone(document: object):
    read(document)
    update_id(document)


def test_a_message_is_understood_with_its_language_and_time():
    said = read(message())
    assert said is not None
    assert (said.chat_id, said.language, said.reply) == (7, "nl", Typed("hi"))
    assert said.given_at is not None


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("/start", Command(CommandName.START)),
        ("/start@some_bot x", Command(CommandName.START)),
        ("/HELP", Command(CommandName.HELP)),
        ("/unknown", Typed("/unknown")),
        (None, Odd(Oddity.MEDIA)),
    ],
)
def test_words_and_commands(words: object, reply: object):
    said = read(message(words))
    assert said is not None
    assert said.reply == reply


@pytest.mark.parametrize(
    ("card", "reply"),
    [
        ({"phone_number": "31612345678", "first_name": "Robin", "user_id": 7}, Shared("31612345678", is_own=True)),
        ({"phone_number": "31687654321", "first_name": "Sam", "user_id": 8}, Shared("31687654321", is_own=False)),
        ({"phone_number": "31687654321", "first_name": "Sam"}, Shared("31687654321", is_own=False)),
        ({"phone_number": "3" * 5000, "user_id": 7}, Shared("3" * 64, is_own=True)),
        ({"phone_number": 31612345678, "user_id": 7}, Odd(Oddity.MEDIA)),
        ({}, Odd(Oddity.MEDIA)),
        ("31612345678", Odd(Oddity.MEDIA)),
    ],
)
def test_a_contact_is_the_customers_own_when_telegram_says_so(card: object, reply: object):
    said = read(message(None, contact=card))
    assert said is not None
    assert said.reply == reply


def test_a_contact_that_is_forwarded_is_nobodys_own():
    card = {"phone_number": "31612345678", "user_id": 7}
    said = read(message(None, contact=card, forward_origin={"type": "user"}))
    assert said is not None
    assert said.reply == Odd(Oddity.FORWARD)


def test_an_edited_message_is_met_kindly_and_answers_nothing():
    said = read({"update_id": 1, "edited_message": message()["message"]})
    assert said is not None
    assert said.reply == Odd(Oddity.EDIT)


NOT_OURS = [
    message(chat=GROUP),
    message(**{"from": PERSON | {"is_bot": True}}),
    message(**{"from": PERSON | {"id": 8}}),
    {"update_id": 1, "channel_post": message()["message"]},
    {"update_id": 1, "callback_query": {"id": "1", "from": PERSON, "data": "x", "message": {"chat": GROUP}}},
    {
        "update_id": 1,
        "callback_query": {"id": "1", "from": PERSON | {"id": 8}, "data": "x", "message": {"chat": PRIVATE}},
    },
    {"update_id": 1, "callback_query": {"id": "1", "from": PERSON, "data": "x", "inline_message_id": "1"}},
]


@pytest.mark.parametrize("update", NOT_OURS)
def test_groups_channels_and_other_peoples_buttons_change_nothing(update: dict[str, object]):
    assert read(update) is None


def test_control_without_the_look_at_the_chat_a_groups_button_would_count(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(incoming, "_private_chat", lambda message: 7)
    with pytest.raises(AssertionError):
        test_groups_channels_and_other_peoples_buttons_change_nothing(NOT_OURS[0])


def test_a_tap_in_a_private_chat_counts():
    update = {"update_id": 1, "callback_query": {"id": "1", "from": PERSON, "data": "x", "message": {"chat": PRIVATE}}}
    said = read(update)
    assert said is not None
    assert said.reply == Tap(None, None)
    assert said.query_id == "1"


@given(st.text(max_size=100))
def test_any_start_payload_is_a_command_a_return_or_a_link(payload: str):
    said = read(message(f"/start {payload}"))
    assert said is not None
    assert isinstance(said.reply, Command | Returned | Followed)


def test_control_without_the_look_at_its_shape_a_payload_is_an_error(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(returns, "RETURN_PAYLOAD", re.compile(".*"))
    with pytest.raises(IndexError):
        read(message("/start anything"))


def test_returns_have_a_token_an_outcome_and_store_only_hashes():
    addresses, hashes = DeepLinkReturns("some_bot").make("user:1")
    links = [addresses.success_url, addresses.failed_url, addresses.cancelled_url, addresses.expired_url]
    payloads = [link.partition("?start=")[2] for link in links]
    assert all(link.startswith("https://t.me/some_bot?start=") for link in links)
    assert len(set(payloads)) == 4
    assert all(len(payload) <= 64 for payload in payloads)
    assert {hash_in(payload) for payload in payloads} == set(hashes.values())
    assert not any(payload.partition("-")[2] in json.dumps(dict(hashes)) for payload in payloads)
    assert hash_in("r0-short") is None
    assert token_hash("a") != token_hash("b")


def test_a_return_by_the_page_is_of_the_person_whose_mailbox_it_came_to():
    awaited = AwaitedReturn(chat="user:7", language="fr", outcome=PaymentOutcome.FAILED)
    envelope = returned_envelope("ab" * 32, awaited, datetime(2026, 12, 1, tzinfo=UTC))
    assert envelope.id == f"returned:{'ab' * 32}"
    assert incoming.of(awaited.chat, envelope) == Incoming(7, "fr", Returned("ab" * 32, in_chat=False))
    assert incoming.of("group:-7", envelope) is None
