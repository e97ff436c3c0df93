"""What the calls of several methods say: a text with its link preview, a caption."""

from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.previews import Preview, read_preview
from bot.simulator.telegram.refused import bad_request
from bot.simulator.telegram.words import Words, read_words


def asked_text(parameters: Parameters) -> tuple[Words, Preview]:
    """Return the words of a text message and the link preview that is asked for; raise Refused."""
    text = parameters.text("text")
    if not text:
        raise bad_request("message text is empty")
    words = read_words(text, parameters.text("parse_mode"), parameters.document("entities"))
    options = parameters.document("link_preview_options")
    return words, read_preview(options, disabled=parameters.flag("disable_web_page_preview"))


def asked_caption(parameters: Parameters) -> Words:
    """Return a caption, empty when there is none; raise Refused."""
    parse_mode, entities = parameters.text("parse_mode"), parameters.document("caption_entities")
    return read_words(parameters.text("caption"), parse_mode, entities)
