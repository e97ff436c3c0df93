"""The story format: whole dialogues in YAML, the one format for them in this project. See docs/stories.md."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final

import yaml
from pydantic import AfterValidator, PrivateAttr, ValidationError
from pydantic import Field as Setting

from bot.domain.labels import LANGUAGES, Language
from bot.rehearsal.lines import Asked, Expected, ExpectedState, Kept, Part, Step
from bot.simulator.shop.programme import MAKERS


def _moment(value: str) -> str:
    if datetime.fromisoformat(value).tzinfo is None:
        raise ValueError("write the moment with its offset, such as 2026-12-01T09:00:00+01:00")
    return value


def _event(value: str) -> str:
    if value not in MAKERS:
        raise ValueError(f"the sandbox has no event {value!r}; it has {', '.join(MAKERS)}")
    return value


def _not_empty(value: tuple[Step, ...]) -> tuple[Step, ...]:
    if not value:
        raise ValueError("a dialogue has at least one line")
    return value


Places = tuple[Mapping[str, int], ...]
"""For each line of a dialogue the line of the file in which it begins (under an empty key), and in which each key stands."""


class Story(Part):
    """A dialogue in one or several languages; words in angle brackets are looked up in `words` for the language."""

    name: str
    """What the story is called in reports. No two stories have the same name."""
    languages: tuple[Language, ...] = LANGUAGES
    """The languages in which it is played; all four when left out."""
    events: tuple[Annotated[str, AfterValidator(_event)], ...] = ("festival", "museum")
    """The events that the shop lists, by the sandbox's names for them; festival and museum when left out."""
    begins_at: Annotated[str, AfterValidator(_moment)] = "2026-12-01T09:00:00+01:00"
    """The moment at which the clock starts, with its offset."""
    return_page: bool = False
    """Whether one comes back from paying by the bot's own page; else a link leads into the chat."""
    ask_bank: bool = False
    """Whether the bank for iDEAL is asked in the chat."""
    words: dict[str, dict[Language, str]] = Setting(default_factory=dict)
    """Words of the shop in each language, such as the name of a ticket type; `<name>` in the dialogue stands for them."""
    dialogue: Annotated[tuple[Step, ...], AfterValidator(_not_empty)]
    """What happens, line by line."""
    _path: Path | None = PrivateAttr(default=None)
    _places: Places = PrivateAttr(default=())

    @property
    def path(self) -> Path | None:
        """The file that it was read from."""
        return self._path

    def place(self, number: int) -> str:
        """Return where a line of the dialogue stands, counted from one: the file and its line, else the line alone."""
        if self._path is None or len(self._places) < number:
            return f"line {number} of the dialogue"
        return f"{self._path}:{self._places[number - 1]['']}"

    def at(self, number: int, key: str) -> str:
        """Return where a key of a line of the dialogue stands, else where the line does."""
        line = self._places[number - 1].get(key) if len(self._places) >= number else None
        return self.place(number) if line is None else f"{self._path}:{line}"


KEYS: Final = tuple(name for part in (Story, Step, Expected, ExpectedState, Kept, Asked) for name in part.model_fields)


class BadStory(Exception):
    """A file that is no story; the message names the file and what is wrong in it, a line each."""


def read_story(path: Path) -> Story:
    """Return the story of a file; raise BadStory."""
    try:
        text = path.read_text(encoding="utf-8")
        document: Any = yaml.safe_load(text)
        places = _Places(text)
        story = Story.model_validate(document)
    except (OSError, UnicodeDecodeError) as error:
        raise BadStory(f"{path}: cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise BadStory(f"{path}: not YAML: {error}") from error
    except ValidationError as error:
        lines = [f"  line {places.line(each['loc'])}: {_told(each)}" for each in error.errors()]
        raise BadStory("\n".join([f"{path}:", *lines])) from error
    story._path, story._places = path, tuple(places.dialogue())
    return story


def stories_in(path: Path) -> list[Path]:
    """Return the story files of a folder, or the one file; BadStory when there is none."""
    found = sorted(path.glob("**/*.yaml")) if path.is_dir() else [path]
    if not found or not all(each.is_file() for each in found):
        raise BadStory(f"{path}: there is no story here (a story is a .yaml file)")
    return found


def _told(error: Any) -> str:  # noqa: ANN401 - a dict whose type pydantic keeps in a package of its own
    """Return what is wrong, with where it is, in words."""
    where, words = ".".join(map(str, error["loc"])) or "story", str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        near = get_close_matches(str(error["loc"][-1]), KEYS, n=1)
        words = "there is no such key" + (f"; did you mean {near[0]}?" if near else "")
    return f"{where}: {words}"


class _Places:
    """Where each part of a YAML document stands."""

    def __init__(self, text: str) -> None:
        self._root: yaml.Node | None = yaml.compose(text, yaml.SafeLoader)

    def line(self, where: tuple[int | str, ...]) -> int:
        """Return the line of the file in which a part stands, or the nearest part around it that is there."""
        node, line = self._root, 1
        for part in where:
            found = self._child(node, part)
            if found is None:
                break
            node, line = found
        return line

    def dialogue(self) -> Iterator[Mapping[str, int]]:
        """Yield the places of each line of the dialogue."""
        found = self._child(self._root, "dialogue")
        lines = found[0].value if found is not None and isinstance(found[0], yaml.SequenceNode) else []
        for line in lines:
            keys = line.value if isinstance(line, yaml.MappingNode) else []
            yield {"": line.start_mark.line + 1} | {key.value: key.start_mark.line + 1 for key, _ in keys}

    @staticmethod
    def _child(node: yaml.Node | None, part: int | str) -> tuple[yaml.Node, int] | None:
        if isinstance(node, yaml.MappingNode):
            return next(((value, key.start_mark.line + 1) for key, value in node.value if key.value == part), None)
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            return node.value[part], node.value[part].start_mark.line + 1
        return None
