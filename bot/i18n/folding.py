"""What stays of words when the ways of typing them are taken off."""

import unicodedata

_MINUS = "−"


def fold(words: str) -> str:
    """Return the letters and digits alone, without case and accents, one space between words.

    Punctuation, symbols and emoji part words and go: "Réserver !" is "reserver", "14.30" and "14:30" are "14 30". Words
    of symbols only keep them, with every dash as the hyphen, so that the buttons "+" and "−" can be typed.
    """
    plain = unicodedata.normalize("NFKD", words.casefold())
    kept = "".join(_kept(character) for character in plain)
    return " ".join(kept.split()) or " ".join("".join(_typeable(character) for character in plain).split())


def _kept(character: str) -> str:
    if character.isalnum():
        return character
    return "" if unicodedata.category(character) in {"Mn", "Me", "Cf"} else " "


def _typeable(character: str) -> str:
    return "-" if character == _MINUS or unicodedata.category(character) == "Pd" else character
