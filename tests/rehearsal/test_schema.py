"""The schema by which editors help with stories: current, and with words for every key."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.rehearsal.schema import SCHEMA, schema, written
from bot.rehearsal.story import KEYS, Story
from bot.simulator.situations import SITUATIONS

STORIES = Path(__file__).parents[2] / "docs" / "stories.md"


def keys(part: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every key that the schema knows, with what it says of it."""
    if isinstance(part, dict):
        for name, said in part.get("properties", {}).items():
            yield f"{where}.{name}", said
        for name, inner in part.items():
            yield from keys(inner, f"{where}.{name}")
    elif isinstance(part, list):
        for inner in part:
            yield from keys(inner, where)


def test_it_is_current():
    assert SCHEMA.read_text(encoding="utf-8") == written(), "run `make schema`"


def test_every_key_has_words_for_who_hovers_over_it():
    found = dict(keys(schema()))
    assert set(KEYS) <= {name.rpartition(".")[2] for name in found}
    assert [name for name, said in found.items() if len(said.get("description", "")) < 10] == []


def test_the_names_of_situations_are_offered_and_explained():
    [one, *_] = schema()["definitions"]["Step"]["properties"]["situation"]["anyOf"]
    offered = {each["const"]: each["description"] for each in one["anyOf"] if "const" in each}
    assert list(offered) == [each.name for each in SITUATIONS]
    assert "sold out" in offered["sold-out"]


def test_a_key_that_may_be_one_text_or_several_is_both():
    text = schema()["definitions"]["Expected"]["properties"]["text"]
    assert text["anyOf"] == [{"type": "string"}, {"items": {"type": "string"}, "type": "array"}]


def test_the_documentation_names_every_key():
    told = STORIES.read_text(encoding="utf-8")
    assert [name for name in KEYS if f"`{name}`" not in told] == []


def test_the_examples_of_the_documentation_are_stories():
    for example in re.findall(r"```yaml\n(.*?)```", STORIES.read_text(encoding="utf-8"), re.DOTALL):
        written_out = yaml.safe_load(example if "dialogue:" in example else f"name: x\ndialogue:\n{example}")
        assert Story.model_validate(written_out).dialogue
