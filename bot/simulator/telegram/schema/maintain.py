"""Makes the Bot API's schema anew: `python -m bot.simulator.telegram.schema.maintain aiogram-<version>.tar.gz`.

The source distribution of aiogram carries what its generator read off https://core.telegram.org/bots/api. Of that only
names and types are kept, of the methods and of the objects that calls and updates are made of:

- a name with `?` is optional; `"A | B"` is one of both; `[…]` an Array of what is in it; `'…'` this very text
- `unions` are names for "one of"
"""

import json
import re
import sys
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from bot.simulator.telegram.schema.reading import SCHEMA, names_in

IN_THE_ARCHIVE: Final = "/.butcher/schema/schema.json"
TOLD_BY: Final = re.compile(r"(?:must be|always) [“\"']?(\w+)[”\"']?\.?$")
"""How the description of the field ends that tells an object from the others of its union."""
RICH_TEXT: Final = ("String", "Array of RichText")
"""What may stand for a RichText besides its objects: told in prose only."""
OR_TEXT: Final = "String can be used instead of this object"

Derived = dict[str, dict[str, Any]]


def derived(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return the compact schema of aiogram's."""
    entities = {entity["name"]: entity for section in source["items"] for entity in section["children"]}
    or_text = frozenset(name for name, entity in entities.items() if OR_TEXT in entity["description"])
    methods = {name: _fields(entity, or_text) for name, entity in entities.items() if entity["category"] == "methods"}
    types = {name: entity for name, entity in entities.items() if entity["category"] == "types"}
    unions = {name: parts for name, entity in types.items() if (parts := _alternatives(entity))}
    objects = {name: _fields(entity, or_text) for name, entity in types.items() if name not in unions}
    del objects["InputFile"]  # no object: the part of a multipart request that holds the file
    used = _reached(["Update", *(name for fields in methods.values() for name in names_in(fields))], objects, unions)
    return {
        "version": source["api"]["version"],
        "methods": methods,
        "objects": {name: fields for name, fields in objects.items() if name in used},
        "unions": {name: parts for name, parts in unions.items() if name in used},
    }


def _fields(entity: Mapping[str, Any], or_text: frozenset[str]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field in entity["annotations"]:
        literal = TOLD_BY.search(field["description"]) if entity["category"] == "types" else None
        if literal is not None and field["required"] and field["type"] == "String":
            fields[field["name"]] = f"'{literal[1]}'"
        else:
            fields[field["name"] if field["required"] else f"{field['name']}?"] = _type(field["type"], or_text)
    return fields


def _type(words: str, or_text: frozenset[str] = frozenset()) -> object:
    """Return a type for its words, such as `Array of Array of InlineKeyboardButton`."""
    inner = words.removeprefix("Array of ")
    if inner != words:
        return [_type(inner, or_text)]
    names = re.split(r",? or |, | and ", words)
    return " | ".join([*names, *(["String"] if or_text.intersection(names) else [])])


def _alternatives(entity: Mapping[str, Any]) -> object:
    parts = re.findall(r"^ *- (\w+)$", entity["description"], re.MULTILINE) if not entity["annotations"] else []
    if entity["name"] == "RichText":
        return [*map(_type, RICH_TEXT), *parts]
    return parts


def _reached(names: list[str], objects: Derived, unions: Mapping[str, Any]) -> set[str]:
    reached: set[str] = set()
    while names:
        name = names.pop()
        if name not in reached:
            reached.add(name)
            names += names_in(objects.get(name, unions.get(name, {})))
    return reached


def written(schema: Mapping[str, Any]) -> str:
    """Return the schema as it is committed: one line for each method, object and union."""

    def lines() -> Iterator[str]:
        yield f'{{"version": "{schema["version"]}"'
        for kind in ("methods", "objects", "unions"):
            entries = [f" {json.dumps(name)}: {json.dumps(parts)}" for name, parts in sorted(schema[kind].items())]
            yield f'"{kind}": {{\n' + ",\n".join(entries) + "\n}"

    return ",\n".join(lines()) + "}\n"


def maintain(archive: Path) -> str:
    """Return the schema that the archive of aiogram's sources holds."""
    with tarfile.open(archive) as sources:
        [inside] = [name for name in sources.getnames() if name.endswith(IN_THE_ARCHIVE)]
        file = sources.extractfile(inside)
        if file is None:
            raise ValueError(f"{inside} is no file")
        return written(derived(json.load(file)))


if __name__ == "__main__":
    SCHEMA.write_text(maintain(Path(sys.argv[1])))
