"""The JSON schema of stories, by which editors complete, explain and check them. `make schema` writes it into docs/."""

import json
from pathlib import Path
from typing import Any, Final

from bot.rehearsal.story import Story
from bot.simulator.shop.programme import MAKERS
from bot.simulator.situations import SITUATIONS

SCHEMA: Final = Path(__file__).parents[2] / "docs" / "story.schema.json"
DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""The one that the editors' YAML language server knows best."""
DEFINITIONS: Final = "definitions"


def schema() -> dict[str, Any]:
    """Return the schema: that of the models, without what only programs need, and with the names that can be completed."""
    made = Story.model_json_schema(ref_template=f"#/{DEFINITIONS}/{{model}}")
    made[DEFINITIONS] = made.pop("$defs")
    plain: dict[str, Any] = _plain(made)
    plain["properties"]["events"]["items"] = {"enum": list(MAKERS)}
    several = plain[DEFINITIONS]["Step"]["properties"]["situation"]
    several["anyOf"] = [_situation(), {"type": "array", "items": _situation()}]
    return {"$schema": DIALECT, "title": "A story of ticketbot", **plain}


def _situation() -> dict[str, Any]:
    """Return that a situation is a name that is known, which an editor explains, or one of the shop in a word."""
    names = [{"const": each.name, "description": f"{each.does} {each.customer_sees}"} for each in SITUATIONS]
    return {"anyOf": [*names, {"type": "string", "pattern": ":"}]}


def _plain(part: Any) -> Any:  # noqa: ANN401 - JSON of any kind
    """Return a part without titles, and without the null that stands for a key that is left out."""
    if isinstance(part, list):
        return [_plain(each) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {name: _plain(value) for name, value in part.items() if not _is_noise(name, value)}
    choices = [each for each in kept.get("anyOf", ()) if each != {"type": "null"}]
    if len(choices) == 1:
        del kept["anyOf"]
        kept = choices[0] | kept
    elif choices:
        kept["anyOf"] = choices
    if "$ref" in kept and len(kept) > 1:
        # In this dialect what stands beside a reference does not count, and the words for the key are there.
        kept["allOf"] = [{"$ref": kept.pop("$ref")}]
    return kept


def _is_noise(name: str, value: object) -> bool:
    return (name == "title" and isinstance(value, str)) or (name == "default" and value is None)


def written() -> str:
    """Return the schema as it is stored."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(written(), encoding="utf-8")
