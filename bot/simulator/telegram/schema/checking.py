"""Whether a call, or an object of the Bot API, is made as the schema says.

Names, types and nesting are looked at; limits stand in the Bot API's prose alone and are rules of the emulator.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.simulator.telegram.schema.reading import schema

Type = str | list["Type"]

_ATTACHED: Final = "attach://"
"""How what stands for an uploaded file begins."""
_TRUE: Final = frozenset({"true", "yes", "1"})
_FALSE: Final = frozenset({"false", "no", "0"})
_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "String": (str,),
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "True": (bool,),
}
_TOLD: Final = {
    str: "String",
    int: "Integer",
    float: "Float",
    bool: "Boolean",
    list: "Array",
    dict: "Object",
    type(None): "null",
}


def violations(method: str, parameters: Mapping[str, object]) -> list[str]:
    """Return what is wrong with a call, in words; a file that is uploaded as a parameter counts as `attach://<name>`.

    Numbers, booleans and JSON may come as strings, and what is empty counts as absent
    (https://core.telegram.org/bots/api#making-requests).
    """
    fields = schema()["methods"].get(method)
    if fields is None:
        return [f"{method} is no method of the Bot API"]
    values: dict[str, object] = {}
    for name, value in parameters.items():
        kind = fields.get(name, fields.get(f"{name}?", "String"))
        if value != "" or "String" in _alternatives(kind):
            values[name] = _read(value, kind)
    return list(_in_fields("", values, fields))


def object_violations(name: str, value: object) -> list[str]:
    """Return what is wrong with an object of the Bot API, such as an `Update`."""
    return list(_in_value(name, value, name))


def _read(value: object, kind: Type) -> object:
    """Return what a parameter that came as a string is read as; the string itself where it is read as one, or as none."""
    alternatives = _alternatives(kind)
    if not isinstance(value, str) or "String" in alternatives:
        return value
    if "Boolean" in alternatives and value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    try:
        return json.loads(value)
    except ValueError:
        return value


def _alternatives(kind: Type) -> list[Type]:
    """Return the types of which a value of this type is one."""
    if isinstance(kind, list):
        return [kind]
    found: list[Type] = []
    for name in kind.split(" | "):
        union = schema()["unions"].get(name)
        found += [name] if union is None else [each for part in union for each in _alternatives(part)]
    return found


def _in_fields(place: str, value: Mapping[str, object], fields: Mapping[str, Type]) -> Iterator[str]:
    known = {name.removesuffix("?"): kind for name, kind in fields.items()}
    yield from (f"{place}{name} is missing" for name in known if name in fields and name not in value)
    for name, part in value.items():
        if name in known:
            yield from _in_value(f"{place}{name}", part, known[name])
        else:
            yield f"{place}{name} is unknown"


def _in_value(place: str, value: object, kind: Type) -> Iterator[str]:
    alternatives = _alternatives(kind)
    fitting = [each for each in alternatives if _fits(value, each)]
    if not fitting:
        yield f"{place} must be {' or '.join(map(_named, alternatives))}, not {_told(value)}"
        return
    meant = [each for each in fitting if _is_meant(value, each)] or fitting
    yield from min((list(_inside(place, value, each)) for each in meant), key=len)


def _fits(value: object, kind: Type) -> bool:
    """Whether a value is of the form of a type, whatever is inside it."""
    if isinstance(kind, list):
        return isinstance(value, list)
    if kind.startswith("'"):
        return isinstance(value, str)
    if kind in _KINDS:
        return isinstance(value, _KINDS[kind]) and isinstance(value, bool) is (kind in ("Boolean", "True"))
    if kind == "InputFile":
        return isinstance(value, str) and value.startswith(_ATTACHED)
    return isinstance(value, dict)


def _is_meant(value: object, kind: Type) -> bool:
    """Whether the fields that tell an object from the others of its union tell that it is this one."""
    fields = schema()["objects"].get(kind, {}) if isinstance(kind, str) and isinstance(value, dict) else {}
    told = {name: part.strip("'") for name, part in fields.items() if isinstance(part, str) and part.startswith("'")}
    return isinstance(value, dict) and all(value.get(name) == literal for name, literal in told.items())


def _inside(place: str, value: Any, kind: Type) -> Iterator[str]:  # noqa: ANN401 - it has the form of its type
    if isinstance(kind, list):
        for index, item in enumerate(value):
            yield from _in_value(f"{place}[{index}]", item, kind[0])
    elif kind.startswith("'") and value != kind.strip("'"):
        yield f"{place} must be {kind}"
    elif kind == "True" and value is not True:
        yield f"{place} must be True"
    elif kind in schema()["objects"]:
        yield from _in_fields(f"{place}.", value, schema()["objects"][kind])


def _named(kind: Type) -> str:
    return f"Array of {_named(kind[0])}" if isinstance(kind, list) else kind


def _told(value: object) -> str:
    return _TOLD[type(value)]
