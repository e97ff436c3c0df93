"""The method that answers inline queries (https://core.telegram.org/bots/api#answerinlinequery)."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from bot.simulator.telegram.content import Content, text_content
from bot.simulator.telegram.inline import InlineAnswer, InlineResult
from bot.simulator.telegram.keyboards import read_markup
from bot.simulator.telegram.media import contact, location, venue
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Action
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.previews import read_preview
from bot.simulator.telegram.refused import Refused, bad_request
from bot.simulator.telegram.words import read_words

MOST_RESULTS: Final = 50
MOST_ID_BYTES: Final = 64

_KINDS: Final = frozenset({"article", "location", "venue", "contact"})
_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


def answer_inline_query(messenger: Messenger, parameters: Parameters) -> object:
    """Answer an inline query."""
    results = _results(parameters.document("results"))
    button = _button(parameters.document("button"))
    next_offset = parameters.text("next_offset")
    if len(next_offset.encode()) > MOST_ID_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    cache_s = parameters.whole("cache_time")
    messenger.inline.answer(
        parameters.text("inline_query_id"),
        InlineAnswer(results, next_offset, button, 300 if cache_s is None else cache_s, parameters.flag("is_personal")),
    )
    return True


def _results(document: object) -> tuple[InlineResult, ...]:
    if document is None:
        return ()
    if not isinstance(document, list):
        raise bad_request("expected an Array of inline query results")
    if len(document) > MOST_RESULTS:
        raise bad_request("too many inline query results specified")
    results = tuple(_result(item) for item in document)
    for result in results:
        if not 1 <= len(result.id.encode()) <= MOST_ID_BYTES:
            raise bad_request("RESULT_ID_INVALID")
    if any(times > 1 for times in Counter(result.id for result in results).values()):
        raise bad_request("RESULT_ID_DUPLICATE")
    return results


def _result(item: object) -> InlineResult:
    try:
        return _read_result(item)
    except Refused as refused:
        why = refused.description.removeprefix("Bad Request: ")
        raise bad_request(f"can't parse inline query result: {why}") from None


def _read_result(item: object) -> InlineResult:
    if not isinstance(item, dict):
        raise bad_request("Inline query result must be an object")
    kind, identifier = _text(item, "type").lower(), _text(item, "id")
    if kind not in _KINDS:
        raise bad_request(f'type "{kind}" is unsupported for the inline query result')
    title = item["first_name"] if kind == "contact" and "first_name" in item else _text(item, "title")
    said = item.get("input_message_content")
    if said is None and kind == "article":
        raise bad_request("Input message content is not specified")
    content = _content(item if said is None else said)
    keyboard = read_markup(item.get("reply_markup"))
    if keyboard.other is not None:
        raise bad_request("inline keyboard expected")
    return InlineResult(identifier, kind, str(title), str(item.get("description", "")), content, keyboard.inline)


def _content(said: object) -> Content:
    """Read an InputMessageContent, or the fields of a result that are one."""
    if not isinstance(said, dict):
        raise bad_request("Input message content must be an object")
    if "message_text" in said:
        text = _text(said, "message_text")
        if not text:
            raise bad_request("Message text is empty")
        words = read_words(text, str(said.get("parse_mode", "")), said.get("entities"))
        return text_content(words, read_preview(said.get("link_preview_options")))
    if "latitude" in said:
        latitude, longitude = _number(said, "latitude"), _number(said, "longitude")
        if "address" not in said:
            return Content(media=location(latitude, longitude))
        return Content(media=venue(latitude, longitude, _text(said, "title"), _text(said, "address")))
    if "phone_number" in said:
        return Content(media=contact(_text(said, "phone_number"), _text(said, "first_name")))
    raise bad_request("Input message content is not specified")


def _text(document: Mapping[str, object], name: str) -> str:
    if name not in document:
        raise bad_request(f'Can\'t find field "{name}"')
    value = document[name]
    if not isinstance(value, str):
        raise bad_request(f'Field "{name}" must be of type String')
    return value


def _number(document: Mapping[str, object], name: str) -> float:
    value = document.get(name)
    if not isinstance(value, int | float):
        raise bad_request(f'Field "{name}" must be of type Number')
    return float(value)


def _button(document: object) -> Mapping[str, object] | None:
    if document is None:
        return None
    if not isinstance(document, dict):
        raise bad_request("InlineQueryResultsButton must be an Object")
    if not _text(document, "text"):
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if ("start_parameter" in document) == ("web_app" in document):
        raise bad_request("InlineQueryResultsButton must have exactly one optional field")
    payload = document.get("start_parameter")
    if payload is not None and (not isinstance(payload, str) or _PAYLOAD.fullmatch(payload) is None):
        raise bad_request("START_PARAM_INVALID")
    return document


INLINE_METHODS: dict[str, Action] = {
    "answerInlineQuery": answer_inline_query,
}
