"""Media named in a JSON object: for albums and for edits (https://core.telegram.org/bots/api#inputmedia)."""

from dataclasses import dataclass

from bot.simulator.telegram.media import FileMedia
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.refused import bad_request
from bot.simulator.telegram.uploads import input_file
from bot.simulator.telegram.words import Words, read_words

_SENDABLE = frozenset({"photo", "document"})


@dataclass(frozen=True, slots=True)
class InputMedia:
    """A photo or document to send, with its caption."""

    media: FileMedia
    words: Words
    above: bool


def read_input_media(messenger: Messenger, parameters: Parameters, item: object) -> InputMedia:
    """Read one; raise Refused as the Bot API does."""
    if not isinstance(item, dict):
        raise _wrong("expected an Object")
    kind = item.get("type")
    if kind is None:
        raise _wrong('Can\'t find field "type"')
    if kind not in _SENDABLE:
        raise _wrong(f'type "{kind}" is unsupported')
    inner = Parameters({name: value for name, value in item.items() if value is not None})
    words = read_words(inner.text("caption"), inner.text("parse_mode"), inner.document("caption_entities"))
    file = input_file(messenger.files, parameters.uploads, kind, inner.text("media"))
    if file is None:
        raise _wrong("media not found")
    is_photo = kind == "photo"
    media = FileMedia(file, is_photo and inner.flag("has_spoiler"))
    return InputMedia(media, words, is_photo and inner.flag("show_caption_above_media"))


def _wrong(why: str) -> Exception:
    return bad_request(f"can't parse InputMedia: {why}")
