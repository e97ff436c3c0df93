"""Groups and channels: a card that leads to the private chat where the bot is called, and nothing otherwise (promise 53)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from redis.asyncio import Redis

from bot.simulator.app import BOT_USERNAME
from bot.telegram import group
from bot.telegram.group import Called, read
from bot.telegram.inbox import chat_of
from tests.telegram.test_incoming import GROUP, JSON, PERSON, message
from tests.telegram.whole_bot import WholeBot, whole_bot

BOT = "rehearsal_bot"
TOKEN = "r0-" + "a" * 43


@given(JSON)
def test_any_document_is_read_or_left_alone(document: object):
    read(document, BOT)
    chat_of(document, BOT)


@pytest.mark.parametrize(
    ("words", "payload"),
    [
        ("/start", ""),
        ("/start@rehearsal_bot", ""),
        ("/start@Rehearsal_Bot evXYZ", "evXYZ"),
        ("/start@rehearsal_bot not*a payload", ""),
        (f"/start@rehearsal_bot {TOKEN}", ""),
        ("/anything@rehearsal_bot", ""),
        ("/help", ""),
        ("is there a ticket, @rehearsal_bot?", ""),
        ("@REHEARSAL_BOT", ""),
    ],
)
def test_a_group_calls_the_bot_by_a_command_or_a_mention(words: str, payload: str):
    assert read(message(words, chat=GROUP), BOT) == Called(-100, "nl", payload)


@pytest.mark.parametrize(
    "words",
    [
        "hello",
        "/start@other_bot",
        "/dance",
        "/",
        "@rehearsal_bot2",
        "me@rehearsal_bot",
        "t.me/@rehearsal_bot",
        "I like rehearsal_bot",
        None,
    ],
)
def test_anything_else_in_a_group_is_talk_among_people(words: object):
    assert read(message(words, chat=GROUP), BOT) is None


def test_what_was_forwarded_or_written_by_another_bot_calls_nobody():
    assert read(message("/start", chat=GROUP, forward_origin={}), BOT) is None
    assert read(message("/start", chat=GROUP, via_bot={}), BOT) is None


def test_a_picture_can_call_by_its_caption_and_a_topic_is_answered_in_itself():
    called = read(message(None, chat=GROUP, caption="@rehearsal_bot", text="x") | {}, BOT)
    assert called is None
    shown: dict[str, Any] = message(chat=GROUP, caption="@rehearsal_bot", is_topic_message=True, message_thread_id=7)
    del shown["message"]["text"]
    assert read(shown, BOT) == Called(-100, "nl", "", 7)


def member(status: str) -> dict[str, object]:
    return {"user": {"id": 1}, "status": status}


def membership(old: object, new: object, chat: object = GROUP) -> dict[str, object]:
    return {
        "update_id": 1,
        "my_chat_member": {"chat": chat, "from": PERSON, "old_chat_member": old, "new_chat_member": new},
    }


@pytest.mark.parametrize(
    ("old", "new", "is_called"),
    [
        ("left", "member", True),
        ("kicked", "administrator", True),
        ("member", "administrator", False),
        ("member", "kicked", False),
    ],
)
def test_being_added_calls_once(old: str, new: str, is_called: bool):
    assert (read(membership(member(old), member(new)), BOT) is not None) is is_called


def test_being_added_to_a_channel_or_met_in_private_calls_nobody():
    for kind in ("channel", "private"):
        assert read(membership(member("left"), member("member"), {"id": -5, "type": kind}), BOT) is None


def test_groups_have_a_mailbox_of_their_own():
    assert chat_of(message("/start", chat=GROUP), BOT) == "group:-100"
    assert chat_of(message("/start"), BOT) == "user:7"
    assert chat_of(message("hello", chat=GROUP), BOT) is None


def test_control_without_the_look_at_the_name_a_group_calls_with_every_command(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(group, "_payload", lambda words, username: "")
    with pytest.raises(AssertionError):
        test_anything_else_in_a_group_is_talk_among_people("/start@other_bot")


# --- the whole bot ---------------------------------------------------------------------------------------------------


@pytest.fixture
async def bot(redis: Redis, redis_url: str) -> AsyncIterator[WholeBot]:
    assert await redis.dbsize() == 0
    async with whole_bot(redis_url, "nl", "festival", "museum") as bot:
        yield bot


async def opened(bot: WholeBot, kind: str) -> int:
    return int((await bot.post("/chats", type=kind, title="Fans", customer=bot.chat.customer_id))["id"])


async def card_in(bot: WholeBot, chat: int, *, after: int = 0) -> dict[str, Any]:
    """Return the bot's only message in a group, once there is one newer than that."""
    revision = -1
    while True:
        query = {"after": revision, "wait": 1.0} if revision >= 0 else {}
        shown = (await bot.client.get(f"/simulator/chats/{chat}/chat", params=query)).raise_for_status().json()
        revision, cards = shown["revision"], [each for each in shown["messages"] if each["author"] == "bot"]
        if len(cards) == 1 and cards[0]["message_id"] > after:
            card: dict[str, Any] = cards[0]
            return card


async def say_in(bot: WholeBot, chat: int, words: str) -> None:
    await bot.post(f"/chats/{chat}/messages", customer=bot.chat.customer_id, text=words)


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_group_has_one_card_that_leads_to_the_private_chat(bot: WholeBot, kind: str):
    chat = await opened(bot, kind)
    added = await card_in(bot, chat)
    assert "privéchat" in added["text"]
    await say_in(bot, chat, "does anybody go?")
    await say_in(bot, chat, f"/start@{BOT_USERNAME} event-7")
    called = await card_in(bot, chat, after=added["message_id"])
    [[button]] = called["inline_keyboard"]
    assert button["url"] == f"https://t.me/{BOT_USERNAME}?start=event-7"
    assert await bot.messages() == []
    assert len([each for each in await bot.calls("sendMessage") if each["status"] == 200]) == 2


async def test_a_group_that_was_upgraded_meanwhile_is_answered_where_it_is_now(bot: WholeBot):
    chat = await opened(bot, "group")
    await card_in(bot, chat)
    await bot.standing.stop_bot()
    await say_in(bot, chat, f"/help@{BOT_USERNAME}")
    upgraded = await bot.client.patch(f"/simulator/chats/{chat}", json={"upgrade": True})
    await bot.standing.start_bot()
    await card_in(bot, upgraded.json()["id"])


async def test_a_group_that_threw_the_bot_out_is_done_with(bot: WholeBot):
    chat = await opened(bot, "group")
    await card_in(bot, chat)
    await bot.standing.stop_bot()
    await say_in(bot, chat, f"/help@{BOT_USERNAME}")
    await bot.client.patch(f"/simulator/chats/{chat}", json={"bot": "kicked"})
    await bot.standing.start_bot()
    await bot.chat.start()
    await bot.see_text("Naar welk evenement")


async def test_channel_posts_change_nothing(bot: WholeBot):
    chat = await opened(bot, "channel")
    await say_in(bot, chat, f"/start@{BOT_USERNAME}")
    await bot.chat.start()
    await bot.see_text("Naar welk evenement")
    assert {int(call["parameters"]["chat_id"]) for call in await bot.calls("sendMessage")} == {bot.chat.customer_id}


async def test_other_peoples_buttons_change_nothing(bot: WholeBot):
    """A tap in a group, forged with the data of a real button: the cart of nobody moves."""
    await bot.chat.start()
    seen = await bot.see(lambda seen: bool(seen.buttons))
    chat = await opened(bot, "group")
    card = await card_in(bot, chat)
    before = await bot.messages()
    await bot.post(
        f"/chats/{chat}/presses",
        customer=bot.chat.customer_id,
        message_id=card["message_id"],
        data=seen.buttons[0].value,
    )
    await say_in(bot, chat, f"/start@{BOT_USERNAME}")
    await card_in(bot, chat, after=card["message_id"])
    assert await bot.messages() == before
