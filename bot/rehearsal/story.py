"""The story format: whole dialogues in YAML, the one format for them in this project. See docs/stories.md."""

from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic import Field as Setting

from bot.domain.labels import LANGUAGES, Language
from bot.linking.wanted import Wanted


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Expected(_Part):
    """What a bot message must come to show: each text within it, each button on it, and none of the absent ones."""

    text: Words = ()
    buttons: Words = ()
    no_text: Words = ()
    no_buttons: Words = ()
    notice: str | None = None
    asks_contact: bool | None = None


class Kept(_Part):
    """A keepsake that must have come, in order, since the last look."""

    kind: Literal["note", "document", "photo"]
    text: Words = ()
    buttons: Words = ()
    file: str | None = None


class Asked(_Part):
    """A write that the shop must have heard, in order, since the last look."""

    call: Literal["reserve", "update", "free", "checkout"]
    tickets: dict[str, int] | None = None
    slot: bool | None = None
    code: str | None = None
    key: str | None = None


class Step(_Part):
    """One line of a dialogue: something done, then what comes of it."""

    say: str | None = None
    edit: str | None = None
    send: str | None = None
    forward: bool = False
    message: dict[str, Any] | None = None
    group: str | None = None
    contact: str | None = None
    tap: str | None = None
    tap_old: str | None = None
    follow: str | None = None
    start: str | None = None
    link: Wanted | None = None
    pay: Literal["success", "failed", "cancelled", "expired", "never-returns"] | None = None
    pay_old: Literal["success", "failed", "cancelled", "expired"] | None = None
    page: Words = ()
    clock: str | None = None
    restart: bool = False
    fault: str | None = None
    situation: Words = ()
    limits: bool | None = None
    shows: Expected | None = None
    keepsakes: tuple[Kept, ...] | None = None
    shop: tuple[Asked, ...] | None = None


class Story(_Part):
    """A dialogue in one or several languages; words in angle brackets are looked up in `words` for the language."""

    name: str
    languages: tuple[Language, ...] = LANGUAGES
    events: tuple[str, ...] = ("festival", "museum")
    begins_at: str = "2026-12-01T09:00:00+01:00"
    return_page: bool = False
    ask_bank: bool = False
    words: dict[str, dict[Language, str]] = Setting(default_factory=dict)
    dialogue: tuple[Step, ...]


class BadStory(Exception):
    """A file that is no story; the message names the file and what is wrong in it, a line each."""


def read_story(path: Path) -> Story:
    """Return the story of a file; raise BadStory."""
    try:
        document: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Story.model_validate(document)
    except yaml.YAMLError as error:
        raise BadStory(f"{path}: not YAML: {error}") from error
    except ValidationError as error:
        lines = [f"  {'.'.join(map(str, each['loc'])) or 'story'}: {each['msg']}" for each in error.errors()]
        raise BadStory("\n".join([f"{path}:", *lines])) from error


def stories_in(path: Path) -> list[Path]:
    """Return the story files of a folder, or the one file; BadStory when there is none."""
    found = sorted(path.glob("**/*.yaml")) if path.is_dir() else [path]
    if not found or not all(each.is_file() for each in found):
        raise BadStory(f"{path}: there is no story here (a story is a .yaml file)")
    return found
