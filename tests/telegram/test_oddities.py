"""What is no answer is met with a kind line, whatever it is, and never with silence (conversation.md, manner 3)."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from bot.conversation.kind_lines import kind_line
from bot.conversation.messages import Odd, Oddity, Typed
from bot.domain.labels import LANGUAGES, Language
from bot.i18n.catalog import GettextCatalog
from bot.simulator.telegram.made_up import KINDS
from bot.telegram import oddities
from bot.telegram.incoming import read
from tests.telegram.test_incoming import message
from tests.telegram.whole_bot import WholeBot, whole_bot

CATALOG = GettextCatalog()


@pytest.mark.parametrize(
    ("holds", "what"),
    [
        ({"sticker": {}}, Oddity.STICKER),
        ({"voice": {}}, Oddity.VOICE),
        ({"photo": [], "caption": "two adults"}, Oddity.PICTURE),
        ({"animation": {}, "document": {}}, Oddity.VIDEO),
        ({"document": {}}, Oddity.FILE),
        ({"venue": {}, "location": {}}, Oddity.PLACE),
        ({"story": {}}, Oddity.MEDIA),
        ({"something": "that is yet to come"}, Oddity.MEDIA),
        ({"text": "2", "forward_origin": {}}, Oddity.FORWARD),
        ({"text": "2", "via_bot": {}}, Oddity.VIA_BOT),
    ],
)
def test_each_kind_of_message_has_its_line(holds: dict[str, object], what: Oddity):
    shown = message(**holds)
    if "text" not in holds:
        del shown["message"]["text"]  # type: ignore[attr-defined]
    said = read(shown)
    assert said is not None
    assert said.reply == Odd(what)


def test_an_answer_to_a_message_of_ours_is_an_answer():
    said = read(message("2", reply_to_message={"message_id": 1, "text": "How many?"}))
    assert said is not None
    assert said.reply == Typed("2")


@pytest.mark.parametrize("name", sorted(oddities.SERVICE))
def test_what_telegram_itself_writes_is_nobodys_message(name: str):
    shown = message(**{name: {}})
    del shown["message"]["text"]  # type: ignore[attr-defined]
    assert read(shown) is None


def test_a_live_location_is_met_once():
    shown = message(location={})["message"]
    assert read({"update_id": 1, "edited_message": shown}) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_line_is_its_own(language: Language):
    lines = {CATALOG.words(kind_line(what), language) for what in Oddity}
    assert len(lines) == len(Oddity)


# --- the whole bot ---------------------------------------------------------------------------------------------------


@pytest.fixture
async def bot(redis: Redis, redis_url: str) -> AsyncIterator[WholeBot]:
    assert await redis.dbsize() == 0
    async with whole_bot(redis_url, "en", "festival", "museum") as bot:
        await bot.chat.start()
        await bot.see_text("Which event")
        yield bot


@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_what_a_customer_sends_beside_words_is_met_kindly_below_it(bot: WholeBot, kind: str):
    sent = await bot.do("media", kind=kind)
    words = CATALOG.words(kind_line(oddities.CONTENTS[kind]), "en")
    await bot.see_text(words)
    *_, last = await bot.messages()
    assert last["message_id"] > sent["message_id"]
    assert "Which event" in last["text"]


async def test_an_edited_answer_is_asked_for_anew_and_changes_nothing(bot: WholeBot):
    said = await bot.do("messages", text="hello")
    await bot.see(lambda seen: seen.message_id > said["message_id"])
    await bot.do("messages", text="Polderlicht Festival", edit=said["message_id"])
    seen = await bot.see_text("I do not read edited messages. Please send a new one.")
    assert "Which event" in seen.text


async def test_a_forwarded_card_is_no_answer_and_has_no_buttons(bot: WholeBot):
    seen = await bot.chat.look()
    await bot.do("forward", message_id=seen.buttons[0].message_id)
    await bot.see(lambda seen: "I do not read forwarded" in seen.text and seen.cards_with_buttons == 1)


async def test_an_album_is_met_once(bot: WholeBot):
    """Its parts come as messages of their own."""
    person = {"id": bot.chat.customer_id, "is_bot": False, "first_name": "Robin", "language_code": "en"}
    for number in range(3):
        part = {
            "message_id": 900_000 + number,
            "from": person,
            "chat": {"id": bot.chat.customer_id, "type": "private", "first_name": "Robin"},
            "date": 1_764_580_000,
            "media_group_id": "13579",
            "photo": [],
        }
        await bot.post("/updates", update={"message": part}, number=True)
    await bot.see_text("I cannot see pictures.")
    await bot.chat.say("Museum Het Veerhuis")
    await bot.see_text("Tickets from")
    assert len([each for each in await bot.messages() if "I cannot see pictures." in each["text"]]) == 1
