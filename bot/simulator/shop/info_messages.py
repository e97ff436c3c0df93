"""The Info Message of a refusal in every shape that it might have: its text documents none (trap 9 of the notes)."""

import json
from collections.abc import Mapping
from enum import StrEnum
from html import escape
from typing import Final

from starlette.responses import Response

JSON: Final = "application/json"
LONG: Final = 2000
"""How often the words of a long one are repeated."""


class Refusal(Exception):
    """The shop says no; the message becomes the Info Message."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.words = words
        self.status = status


class Shape(StrEnum):
    """A shape of an Info Message."""

    OBJECT = "object"
    LIST = "list"
    STRING = "string"
    HTML = "html"
    EMPTY = "empty"
    LONG = "long"
    NOT_UTF_8 = "not-utf-8"
    NESTED = "nested"


def info_message(words: str, shape: Shape) -> tuple[bytes, str | None]:
    """Return the body and the content type of a refusal in these words; the empty one has neither."""
    match shape:
        case Shape.OBJECT:
            return json.dumps({"message": words}).encode(), JSON
        case Shape.LIST:
            return json.dumps([words]).encode(), JSON
        case Shape.STRING:
            return json.dumps(words).encode(), JSON
        case Shape.HTML:
            return f"<!doctype html><title>Bad Request</title><p>{escape(words)}</p>".encode(), "text/html"
        case Shape.EMPTY:
            return b"", None
        case Shape.LONG:
            return json.dumps({"message": " ".join([words] * LONG)}).encode(), JSON
        case Shape.NOT_UTF_8:
            return b'{"message": "Ung\xfcltig: ' + words.encode() + b'"}', JSON
        case Shape.NESTED:
            deep: object = {"errors": [{"code": 17, "field": None, "messages": {"en": words}}]}
            for _ in range(30):
                deep = {"inner": [deep]}
            return json.dumps(deep).encode(), JSON


def refusal(words: str, shape: Shape, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer that refuses."""
    body, kind = info_message(words, shape)
    return Response(body, status, headers, kind)
