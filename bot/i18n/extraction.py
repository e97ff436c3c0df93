"""The template of the catalogs: every text in the source, and what a translation of it must hold."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TextIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from bot.i18n.catalog import DOMAIN, PLACEHOLDER

KEYWORDS: Final = {"text": None, "plural": (1, 2)}
"""The functions of `bot.conversation.messages` whose literal arguments are texts."""

_parse_mapping: Callable[[TextIO], tuple[list[tuple[str, str]], dict[str, dict[str, str]]]] = parse_mapping_cfg

_OF_NO_USE: Final = frozenset(
    {
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    }
)


class TextCatalog(Catalog):
    """A catalog that is written the same as long as its texts are: without dates and without who made it."""

    def __init__(self, locale: str | None = None) -> None:
        super().__init__(locale, DOMAIN, "# The texts of the bot.", charset="utf-8", fuzzy=False)

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The fields of its first entry."""
        return [(name, value) for name, value in super().mime_headers if name not in _OF_NO_USE]


def extract(root: Path) -> TextCatalog:
    """Return the texts in the source tree below a folder, as `locales/babel.cfg` there says, in the order of the files."""
    with (root / "locales" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = _parse_mapping(file)
    template = TextCatalog()
    for name, line, message, comments, _ in extract_from_dir(root, methods, options, KEYWORDS):
        template.add(message, locations=[(name, line)], auto_comments=comments)
    return template


def problems(message: Message, forms: int) -> list[str]:
    """Return what is wrong with a translation into a language with so many plural forms."""
    wanted = [message.id] if isinstance(message.id, str) else list(message.id)
    given = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if len(given) != (forms if message.pluralizable else 1) or not all(given):
        return ["not translated"]
    found = ["fuzzy"] if message.fuzzy else []
    if not _placeholders(given) <= _placeholders(wanted):
        found.append("other placeholders")
    return found


def texts(catalog: Catalog) -> Sequence[Message]:
    """Return the entries of a catalog without its header."""
    return [message for message in catalog if message.id]


def _placeholders(forms: Sequence[str]) -> set[frozenset[str]]:
    return {frozenset(PLACEHOLDER.findall(form)) for form in forms}
