"""Texts to words: gettext catalogs, and values as each language writes them."""

import re
import warnings
from collections.abc import Mapping
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final, assert_never

import bot
from bot.conversation.messages import (
    Countdown,
    Country,
    Date,
    Day,
    Listing,
    Moment,
    Month,
    Param,
    Text,
    TimeOfDay,
    Weekday,
    text,
)
from bot.domain.labels import LANGUAGES, Label, Language
from bot.domain.money import Money
from bot.i18n import formats

DOMAIN: Final = "bot"
"""The gettext domain: the name of the files in each language's folder."""

VALUE_ALONE: Final = "{value}"
"""The message id of `bot.conversation.messages.plain`: a value without words, the same in every language."""

PLACEHOLDER: Final = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


class UntranslatedWarning(UserWarning):
    """A text has no translation in a language; its English stands in. `python -m bot.i18n.maintain` lists such texts."""


def locales_folder() -> Path:
    """Return where the catalogs are: inside the package in an installed wheel, beside it in the source tree."""
    package = Path(bot.__file__).parent
    installed = package / "locales"
    return installed if installed.is_dir() else package.parent / "locales"


class GettextCatalog:
    """The compiled catalogs `<language>/LC_MESSAGES/bot.mo` of a folder, read once.

    Raises FileNotFoundError when one of the four is not there, and OSError when it is no catalog.
    """

    def __init__(self, folder: Path | None = None) -> None:
        folder = locales_folder() if folder is None else folder
        self._translations: Mapping[Language, GNUTranslations] = {
            language: _read(folder / language / "LC_MESSAGES" / f"{DOMAIN}.mo", language) for language in LANGUAGES
        }

    def words(self, text: Text, language: Language) -> str:
        """Return the text in a language, its values formatted for it; never marked up.

        Values are put in last and never looked into, so braces in a name stay braces. Where no translation is there, the
        English words stand in, with an `UntranslatedWarning`.
        """
        return PLACEHOLDER.sub(lambda found: self._filled(found, text, language), self._template(text, language))

    def _template(self, text: Text, language: Language) -> str:
        if text.msgid == VALUE_ALONE:
            return VALUE_ALONE
        translations = self._translations[language]
        if text.plural is None or text.count is None:
            return translations.gettext(text.msgid)
        return translations.ngettext(text.msgid, text.plural, text.count)

    def _filled(self, placeholder: re.Match[str], text: Text, language: Language) -> str:
        if (value := text.params.get(placeholder[1])) is None:
            return placeholder[0]
        return self._formatted(value, language)

    def _formatted(self, value: Param, language: Language) -> str:
        match value:
            case str():
                return formats.literal(value)
            case int():
                return formats.number(value, language)
            case Money():
                return formats.money(value, language)
            case Day():
                return formats.day(value, language)
            case Weekday():
                return formats.weekday(value, language)
            case Date():
                return formats.date_alone(value, language)
            case Month():
                return formats.month(value, language)
            case TimeOfDay():
                return formats.time_of_day(value, language)
            case Moment():
                return formats.moment(value, language)
            case Countdown():
                return self.words(text("at {time}", time=TimeOfDay(value.at)), language)
            case Country():
                return formats.country(value, language)
            case Label():
                return formats.literal(value.in_language(language))
            case Listing():
                return formats.listing([self._formatted(item, language) for item in value.items], language)
            case Text():
                return self.words(value, language)
        assert_never(value)


def _read(path: Path, language: Language) -> GNUTranslations:
    with path.open("rb") as compiled:
        translations = GNUTranslations(compiled)
    translations.add_fallback(_English(language))
    return translations


class _English(NullTranslations):
    """What stands in for a missing translation: the English words, and a warning, which fails a test."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def gettext(self, message: str) -> str:
        self._warn(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self._warn(msgid1)
        return super().ngettext(msgid1, msgid2, n)

    def _warn(self, message: str) -> None:
        warnings.warn(f"not translated to {self._language}: {message!r}", UntranslatedWarning, stacklevel=2)
