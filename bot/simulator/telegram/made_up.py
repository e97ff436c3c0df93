"""What a customer sends beside words, made up: a photo, a sticker, a voice message …"""

from bot.simulator.telegram.files import Files
from bot.simulator.telegram.media import Card, FileMedia, Media, location, venue
from bot.simulator.telegram.pictures import plain_picture

_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"

_FILES: dict[str, tuple[str, bytes, dict[str, str | int | bool]]] = {
    "document": ("application/pdf", _PDF, {"file_name": "document.pdf"}),
    "video": ("video/mp4", b"made-up video", {"width": 640, "height": 360, "duration": 7, "file_name": "video.mp4"}),
    "animation": ("video/mp4", b"made-up animation", {"width": 320, "height": 180, "duration": 2}),
    "audio": ("audio/mpeg", b"made-up song", {"duration": 180, "performer": "Nobody", "title": "Silence"}),
    "voice": ("audio/ogg", b"made-up voice message", {"duration": 3}),
    "video_note": ("video/mp4", b"made-up video message", {"length": 240, "duration": 4}),
    "sticker": (
        "image/webp",
        b"made-up sticker",
        {
            "type": "regular",
            "emoji": "👍",
            "set_name": "MadeUp",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
        },
    ),
}
_CARDS = {
    "location": location(51.9192, 4.4889),
    "venue": venue(51.9192, 4.4889, "Ahoy", "Ahoyweg 10, Rotterdam"),
    "dice": Card("dice", {"dice": {"emoji": "🎲", "value": 4}}),
    "poll": Card(
        "poll",
        {
            "poll": {
                "id": "5300000000000000001",
                "question": "Shall we go?",
                "options": [{"text": text, "persistent_id": text, "voter_count": 0} for text in ("Yes", "No")],
                "total_voter_count": 0,
                "is_closed": False,
                "is_anonymous": True,
                "type": "regular",
                "allows_multiple_answers": False,
                "allows_revoting": True,
                "members_only": False,
            }
        },
    ),
}

KINDS = frozenset({"photo", *_FILES, *_CARDS})
"""What can be made up."""


def made_up(kind: str, files: Files) -> Media:
    """Make one up; files are kept among the others."""
    if kind in _CARDS:
        return _CARDS[kind]
    if kind == "photo":
        body = plain_picture(640, 480, 0x1A2B3C)
        return FileMedia(files.add("photo", body, "image/png", {"width": 640, "height": 480}))
    mime_type, body, details = _FILES[kind]
    return FileMedia(files.add(kind, body, mime_type, details))
