"""Albums: several photos or documents sent at once."""

import json

import pytest

from bot.simulator.telegram.pictures import plain_picture
from tests.emulator import Emulator

PNG = plain_picture(640, 480, 1)


def photo(number: int, **more: object) -> dict[str, object]:
    return {"type": "photo", "media": f"attach://file{number}", **more}


async def send_album(emulator: Emulator, customer: int, *items: object) -> object:
    media = json.dumps(items)
    files = {name: ("x.png", PNG) for number in range(1, 12) if (name := f"file{number}") in media}
    return await emulator.upload("sendMediaGroup", files, chat_id=customer, media=media)


@pytest.mark.parametrize("count", [2, 10])
async def test_an_album_is_several_messages_of_one_group(emulator: Emulator, customer: int, count: int):
    items = [photo(1, caption="<i>All</i>", parse_mode="HTML"), *(photo(number) for number in range(2, count + 1))]
    album = await send_album(emulator, customer, *items)
    assert isinstance(album, list)
    assert [message.get("caption") for message in album] == ["All", *[None] * (count - 1)]
    assert album[0]["caption_entities"] == [{"type": "italic", "offset": 0, "length": 3}]
    [group] = {message.get("media_group_id") for message in album}
    shown = (await emulator.chat(customer))["messages"][1:]
    assert [message["media_group_id"] for message in shown] == [group] * count
    again = await send_album(emulator, customer, photo(1), photo(2))
    assert isinstance(again, list)
    assert again[0].get("media_group_id") != group


async def test_one_file_is_no_album(emulator: Emulator, customer: int):
    album = await send_album(emulator, customer, photo(1))
    assert isinstance(album, list)
    assert [("photo" in message, "media_group_id" in message) for message in album] == [(True, False)]


DOCUMENT = {"type": "document", "media": "attach://file1"}


@pytest.mark.usefixtures("wrong_calls")
@pytest.mark.parametrize(
    ("items", "refusal"),
    [
        ([], "there are no messages to send"),
        ([photo(number) for number in range(1, 12)], "too many messages to send as an album"),
        ([photo(1), DOCUMENT], "document can't be mixed with other media types"),
        (
            [photo(1, show_caption_above_media=True), photo(2)],
            "parameter show_caption_above_media must be the same for all messages",
        ),
        ([photo(1), photo(2, caption="x" * 1025)], "message caption is too long"),
        ([photo(1), photo(99)], "can't parse InputMedia: media not found"),
        ([photo(1), {"type": "sticker", "media": "x"}], 'can\'t parse InputMedia: type "sticker" is unsupported'),
        ([photo(1), {"media": "x"}], "can't parse InputMedia: Can't find field \"type\""),
        ([photo(1), "x"], "can't parse InputMedia: expected an Object"),
        (
            [photo(1), {"type": "photo", "media": "https://example.com/page.html"}],
            'failed to send message #2 with the error message "wrong type of the web page content"',
        ),
    ],
)
async def test_albums_that_are_refused(emulator: Emulator, customer: int, items: list[object], refusal: str):
    assert await send_album(emulator, customer, *items) == f"Bad Request: {refusal}"
    assert len((await emulator.chat(customer))["messages"]) == 1, "nothing of it was shown"


@pytest.mark.usefixtures("wrong_calls")
async def test_an_album_needs_a_list(emulator: Emulator, customer: int):
    refusal = await emulator.refusal("sendMediaGroup", chat_id=customer)
    assert refusal == 'Bad Request: parameter "media" is required'
    refusal = await emulator.refusal("sendMediaGroup", chat_id=customer, media={"type": "photo"})
    assert refusal == "Bad Request: expected an Array of InputMedia"
