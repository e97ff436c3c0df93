"""Texts that the shop itself delivers in several languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

Language = Literal["nl", "en", "fr", "de"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
FALLBACKS: Final[tuple[Language, ...]] = ("en", "nl")


def language_of(code: str | None) -> Language:
    """Return our language for an IETF tag such as Telegram's ``language_code`` ("de-AT"); English when it is none of ours."""
    primary = (code or "").lower().replace("_", "-").partition("-")[0]
    return next((language for language in LANGUAGES if language == primary), "en")


@dataclass(frozen=True, slots=True)
class Label:
    """One text of the shop in its languages; any of them may be empty."""

    nl: str = ""
    en: str = ""
    fr: str = ""
    de: str = ""

    @classmethod
    def of(cls, texts: Mapping[str, str | None]) -> "Label":
        """Make a label from texts by language; other languages are left out."""
        return cls(**{language: (texts.get(language) or "").strip() for language in LANGUAGES})

    @classmethod
    def same(cls, text: str) -> "Label":
        """Make a label that reads the same in every language."""
        return cls(text, text, text, text)

    def __bool__(self) -> bool:
        return any((self.nl, self.en, self.fr, self.de))

    def in_language(self, language: Language) -> str:
        """Return the text in that language, else in English, Dutch, or the first that is not empty; "" when none is."""
        order = (language, *FALLBACKS, *LANGUAGES)
        return next((text for text in (self._text(each) for each in order) if text), "")

    def _text(self, language: Language) -> str:
        match language:
            case "nl":
                return self.nl
            case "en":
                return self.en
            case "fr":
                return self.fr
            case "de":
                return self.de
