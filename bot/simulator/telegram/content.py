"""What a message says and carries, as Telegram keeps it."""

from dataclasses import dataclass

from bot.simulator.telegram.entities import Entity, settled, utf16_length
from bot.simulator.telegram.media import Media
from bot.simulator.telegram.previews import Preview, settled_preview
from bot.simulator.telegram.refused import bad_request
from bot.simulator.telegram.words import Words

MOST_CHARACTERS = 4096
MOST_IN_A_CAPTION = 1024


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says; two equal contents are "exactly the same" to an edit.

    With `media`, `text` is its caption, which stands below it unless `above`.
    """

    text: str = ""
    entities: tuple[Entity, ...] = ()
    link_preview: dict[str, object] | None = None
    media: Media | None = None
    above: bool = False

    def as_json(self) -> dict[str, object]:
        """Return the fields of the Bot API's Message."""
        shown = self.media.as_json() if self.media is not None else {}
        text, entities = ("text", "entities") if self.media is None else ("caption", "caption_entities")
        if self.text or self.media is None:
            shown[text] = self.text
        if self.entities:
            shown[entities] = [entity.as_json() for entity in self.entities]
        if self.link_preview:
            shown["link_preview_options"] = self.link_preview
        if self.above:
            shown["show_caption_above_media"] = True
        return shown


def text_content(words: Words, preview: Preview, *, edited: bool = False) -> Content:
    """Return the content of a message of words alone; raise Refused when nothing is left of it or too much is said."""
    text, entities = settled(words.text, words.entities)
    if utf16_length(text) > MOST_CHARACTERS:
        raise bad_request("MESSAGE_TOO_LONG" if edited else "message is too long")
    return Content(text, entities, settled_preview(preview, text, entities))


def media_content(media: Media, words: Words, *, above: bool = False, edited: bool = False) -> Content:
    """Return the content of a message that carries something, with a caption or without; raise Refused."""
    text, entities = settled(words.text, words.entities, may_be_empty=True)
    if utf16_length(text) > MOST_IN_A_CAPTION:
        raise bad_request("MEDIA_CAPTION_TOO_LONG" if edited else "message caption is too long")
    return Content(text, entities, None, media, above)
