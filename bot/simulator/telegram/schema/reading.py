"""The Bot API's schema as it is kept beside this module (`maintain` makes it)."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

SCHEMA: Final = Path(__file__).with_name("bot-api.json")

_NAME = re.compile(r"[A-Z]\w+")


@cache
def schema() -> Mapping[str, Any]:
    """Return the schema: `version`, `methods`, `objects` and `unions`."""
    read: Mapping[str, Any] = json.loads(SCHEMA.read_text())
    return read


def names_in(types: object) -> Iterator[str]:
    """Yield the names of types in a type, or in the fields of a method or object."""
    if isinstance(types, str):
        yield from (part for part in types.split(" | ") if _NAME.fullmatch(part))
    elif isinstance(types, list | dict):
        for part in types.values() if isinstance(types, dict) else types:
            yield from names_in(part)
