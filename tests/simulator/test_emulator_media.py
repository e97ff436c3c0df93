"""Photos, documents, places and contacts that the bot sends, and what of them is refused."""

import struct
from pathlib import Path

import pytest
from telegram import Bot

from bot.simulator.telegram.pictures import Picture, measured, plain_picture
from tests.emulator import TOKEN, Emulator

PNG = plain_picture(640, 480, 1)
PDF = b"%PDF-1.4 made for a test"


# --- sending ---------------------------------------------------------------------------------------------------------


async def test_a_photo_is_sent_shown_and_downloaded(emulator: Emulator, library: Bot, customer: int):
    sent = await library.send_photo(
        customer, PNG, caption="<b>Hall</b> /help", parse_mode="HTML", has_spoiler=True, show_caption_above_media=True
    )
    small, full = sent.photo
    assert (small.width, small.height, full.width, full.height) == (90, 67, 640, 480)
    assert (sent.text, sent.caption, sent.show_caption_above_media) == (None, "Hall /help", True)
    assert sent.has_media_spoiler is True
    assert [(part.type, part.offset) for part in sent.caption_entities] == [("bold", 0), ("bot_command", 5)]
    shown = (await emulator.chat(customer))["messages"][-1]
    assert (shown["text"], shown["caption_above"], shown["link_preview"]) == ("Hall /help", True, None)
    assert shown["html"].startswith("<b>Hall</b> ")
    assert (shown["media"]["kind"], shown["media"]["width"], shown["media"]["height"]) == ("photo", 640, 480)
    page = await emulator.client.get(shown["media"]["url"])
    assert (page.content, page.headers["content-type"]) == (PNG, "image/png")

    file = await library.get_file(small.file_id)
    assert file.file_path is not None
    downloaded = await emulator.client.get(f"/file/bot{TOKEN}/photos/{file.file_path.rpartition('/')[2]}")
    assert downloaded.content == PNG
    assert (await emulator.client.get("/file/bot1:x/photos/file_1.png")).status_code == 401
    assert (await emulator.client.get(f"/file/bot{TOKEN}/../secret")).status_code == 404

    again = await library.send_photo(customer, full.file_id)
    assert again.photo[-1].file_unique_id == full.file_unique_id
    assert again.caption is None


async def test_a_document_is_sent_and_saved(emulator: Emulator, library: Bot, customer: int):
    sent = await library.send_document(customer, PDF, filename="my: ticket/1.pdf", caption="Your ticket")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type) == ("my ticket 1.pdf", "application/pdf")
    assert (sent.document.file_size, sent.caption) == (len(PDF), "Your ticket")
    media = (await emulator.chat(customer))["messages"][-1]["media"]
    assert media == {
        "kind": "document",
        "url": media["url"],
        "file_name": "my ticket 1.pdf",
        "mime_type": "application/pdf",
        "file_size": len(PDF),
    }
    page = await emulator.client.get(media["url"])
    assert page.content == PDF
    assert page.headers["content-disposition"] == "attachment; filename*=utf-8''my%20ticket%201.pdf"
    assert (await emulator.client.get("/simulator/files/none")).status_code == 404


@pytest.mark.parametrize("named", ["attach://one", None])
async def test_a_file_is_attached_or_sent_as_its_parameter(emulator: Emulator, customer: int, named: str | None):
    files = {"one" if named else "photo": ("hall.png", PNG)}
    parameters = {"photo": named} if named else {}
    sent = await emulator.upload("sendPhoto", files, chat_id=customer, **parameters)
    assert isinstance(sent, dict)
    assert sent["photo"][-1]["file_size"] == len(PNG)
    [call] = [
        call for call in (await emulator.client.get("/simulator/telegram/calls")).json() if "Photo" in call["method"]
    ]
    assert (call["parameters"]["photo"], call["violations"]) == ("attach://one" if named else "attach://photo", [])


async def test_a_file_by_its_address_is_never_fetched(emulator: Emulator, library: Bot, customer: int):
    sent = await library.send_photo(customer, "https://tickets.example/hall.jpg")
    assert sent.photo[-1].width == 640
    shown = (await emulator.chat(customer))["messages"][-1]["media"]
    assert shown["url"].startswith("/simulator/files/"), "a plain picture in its place"
    assert measured((await emulator.client.get(shown["url"])).content) == Picture("image/png", 640, 360)
    own = f"{emulator.address}/hall.png"
    await library.send_photo(customer, own)
    assert (await emulator.chat(customer))["messages"][-1]["media"]["url"] == own
    document = (await library.send_document(customer, "https://tickets.example/a/plan.pdf")).document
    assert document is not None
    assert (document.file_name, document.mime_type) == ("plan.pdf", "application/pdf")


async def test_places_and_contacts_are_sent(emulator: Emulator, library: Bot, customer: int):
    venue = (await library.send_venue(customer, 51.9, 4.48, "Ahoy", "Ahoyweg 10")).venue
    assert venue is not None
    assert (venue.title, venue.address, venue.location.latitude) == ("Ahoy", "Ahoyweg 10", 51.9)
    location = (await library.send_location(customer, 52.37, 4.9)).location
    assert location is not None
    assert (location.latitude, location.longitude) == (52.37, 4.9)
    contact = (await library.send_contact(customer, "+31201234567", "Box office", last_name="Ahoy")).contact
    assert contact is not None
    assert (contact.phone_number, contact.first_name, contact.user_id) == ("+31201234567", "Box office", None)
    assert [message["media"] for message in (await emulator.chat(customer))["messages"][1:]] == [
        {"kind": "venue", "latitude": 51.9, "longitude": 4.48, "title": "Ahoy", "address": "Ahoyweg 10"},
        {"kind": "location", "latitude": 52.37, "longitude": 4.9},
        {"kind": "contact", "phone_number": "+31201234567", "first_name": "Box office", "last_name": "Ahoy"},
    ]


async def test_any_message_answers_is_protected_and_has_an_effect(emulator: Emulator, library: Bot, customer: int):
    start = (await emulator.chat(customer))["messages"][0]["message_id"]
    sent = await library.send_photo(
        customer, PNG, reply_to_message_id=start, protect_content=True, message_effect_id="5104841245755180586"
    )
    assert sent.reply_to_message is not None
    assert (sent.reply_to_message.message_id, sent.has_protected_content) == (start, True)
    assert sent.effect_id == "5104841245755180586"
    gone = {"message_id": 999}
    refusal = await emulator.refusal(
        "sendVenue", chat_id=customer, latitude=1, longitude=1, title="x", address="y", reply_parameters=gone
    )
    assert refusal == "Bad Request: message to be replied not found"
    sent_anyway = {**gone, "allow_sending_without_reply": True}
    lone = await emulator.result("sendMessage", chat_id=customer, text="x", reply_parameters=sent_anyway)
    assert "reply_to_message" not in lone
    quote = {"message_id": start, "quote": "tart"}
    quoted = await emulator.result("sendMessage", chat_id=customer, text="x", reply_parameters=quote)
    assert quoted["quote"] == {"text": "tart", "position": 2, "is_manual": True}
    quote["quote"] = "end"
    refusal = await emulator.refusal("sendMessage", chat_id=customer, text="x", reply_parameters=quote)
    assert refusal == "Bad Request: QUOTE_TEXT_INVALID"


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("wrong_calls")
@pytest.mark.parametrize(
    ("method", "wrong", "refusal"),
    [
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendDocument", {}, "there is no document in the request"),
        ("sendPhoto", {"photo": "attach://nothing"}, "there is no photo in the request"),
        ("sendPhoto", {"photo": "AgACAgQAAxkBnothing"}, "wrong file identifier/HTTP URL specified"),
        (
            "sendPhoto",
            {"photo": "not an id!"},
            "wrong remote file identifier specified: Wrong character in the string",
        ),
        (
            "sendPhoto",
            {"photo": "ftp://example.com/x.png"},
            "invalid file HTTP URL specified: Unsupported URL protocol",
        ),
        ("sendPhoto", {"photo": "tg:x.png"}, "invalid file HTTP URL specified: Unallowed characters in URL host"),
        ("sendPhoto", {"photo": "https://example.com/page.html"}, "wrong type of the web page content"),
        ("sendDocument", {"document": "https://example.com/x.docx"}, "wrong type of the web page content"),
        ("getFile", {"file_id": "unknown"}, "invalid file_id"),
        ("getFile", {}, 'parameter "file_id" is required'),
        ("sendVenue", {"title": "x", "address": "y"}, "latitude is empty"),
        ("sendVenue", {"latitude": 1, "title": "x", "address": "y"}, "longitude is empty"),
        ("sendVenue", {"latitude": 91, "longitude": 1, "title": "x", "address": "y"}, "wrong location specified"),
        ("sendLocation", {"latitude": 1, "longitude": 181}, "wrong location specified"),
        ("sendVenue", {"latitude": 1, "longitude": 1, "address": "y"}, 'parameter "title" is required'),
        ("sendVenue", {"latitude": 1, "longitude": 1, "title": "x"}, 'parameter "address" is required'),
        ("sendContact", {"first_name": "x"}, 'parameter "phone_number" is required'),
        ("sendContact", {"phone_number": "1"}, 'parameter "first_name" is required'),
    ],
)
async def test_files_and_places_that_are_refused(
    emulator: Emulator, customer: int, method: str, wrong: dict[str, object], refusal: str
):
    assert await emulator.refusal(method, chat_id=customer, **wrong) == f"Bad Request: {refusal}"
    assert len((await emulator.chat(customer))["messages"]) == 1, "nothing of it was shown"


async def test_local_files_are_never_read(emulator: Emulator, customer: int, tmp_path: Path):
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(PDF)
    for named in (secret.as_uri(), str(secret), "file:///etc/hostname", "../secret.pdf"):
        await emulator.refusal("sendDocument", chat_id=customer, document=named)
    await emulator.refusal("sendPhoto", chat_id=customer, photo=Path("/etc/hostname").as_uri())
    assert len((await emulator.chat(customer))["messages"]) == 1


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", "Bad Request: file must be non-empty"),
        (b"no picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (PNG[:20], "Bad Request: IMAGE_PROCESS_FAILED"),
        (plain_picture(10, 201, 0), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (PNG[:16] + struct.pack(">II", 9000, 1001), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (
            PNG.ljust(10 * 1024 * 1024 + 1),
            "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
        ),
    ],
    ids=["empty", "no picture", "half a picture", "too narrow", "too large", "too heavy"],
)
async def test_photos_that_are_refused(emulator: Emulator, customer: int, body: bytes, refusal: str):
    assert await emulator.upload("sendPhoto", {"photo": ("x.png", body)}, chat_id=customer) == refusal


async def test_photos_at_their_limits(emulator: Emulator, customer: int):
    for body in (plain_picture(10, 200, 0), PNG[:16] + struct.pack(">II", 9000, 1000), PNG.ljust(10 * 1024 * 1024)):
        assert isinstance(await emulator.upload("sendPhoto", {"photo": ("x.png", body)}, chat_id=customer), dict)


async def test_documents_are_limited_to_50_megabytes(emulator: Emulator, customer: int):
    fits = bytes(50 * 1024 * 1024)
    sent = await emulator.upload("sendDocument", {"document": ("x.bin", fits)}, chat_id=customer)
    assert isinstance(sent, dict)
    file_id = sent["document"]["file_id"]
    assert await emulator.refusal("getFile", file_id=file_id) == "Bad Request: file is too big"
    refusal = await emulator.upload("sendDocument", {"document": ("x.bin", fits + b"x")}, chat_id=customer)
    assert refusal == "Request Entity Too Large"
    empty = await emulator.upload("sendDocument", {"document": ("x.bin", b"")}, chat_id=customer)
    assert empty == "Bad Request: file must be non-empty"


async def test_a_file_is_sent_as_what_it_is(emulator: Emulator, library: Bot, customer: int):
    photo = (await library.send_photo(customer, PNG)).photo[-1].file_id
    refusal = await emulator.refusal("sendDocument", chat_id=customer, document=photo)
    assert refusal == "Bad Request: can't use file of type Photo as Document"
    document = (await library.send_document(customer, PDF)).document
    assert document is not None
    refusal = await emulator.refusal("sendPhoto", chat_id=customer, photo=document.file_id)
    assert refusal == "Bad Request: can't use file of type Document as Photo"


@pytest.mark.parametrize("caption", ["x" * 1024, "<b>" + "😀" * 512 + "</b>", "&lt;" * 1024, " " * 2000])
async def test_captions_that_fit(emulator: Emulator, library: Bot, customer: int, caption: str):
    sent = await library.send_photo(customer, PNG, caption=caption, parse_mode="HTML")
    assert (sent.caption is None) == (not caption.strip())


@pytest.mark.parametrize(
    ("caption", "refusal"),
    [
        ("x" * 1025, "message caption is too long"),
        ("😀" * 513, "message caption is too long"),
        ("<b>x", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ],
)
async def test_captions_that_are_refused(emulator: Emulator, customer: int, caption: str, refusal: str):
    for method, kind, body in (("sendPhoto", "photo", PNG), ("sendDocument", "document", PDF)):
        files = {kind: ("x.png", body)}
        answer = await emulator.upload(method, files, chat_id=customer, caption=caption, parse_mode="HTML")
        assert answer == f"Bad Request: {refusal}"
