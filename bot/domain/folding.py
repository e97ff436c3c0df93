"""What stays of words when the ways of typing them are taken off."""

import unicodedata

_MINUS = "−"
_APOSTROPHES = frozenset("'‘’ʼ`")
_LINE_ENDS = frozenset("\n\r\u2028\u2029")


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


def unaccented(words: str) -> str:
    """Return words without case and accents, their punctuation kept: every dash is "-", apostrophe "'", digit 0 to 9.

    The kinds of space become one kind, a line's end stays; control characters become spaces.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", words).casefold())
    return "".join(_plainly(character) for character in plain)


def _plainly(character: str) -> str:
    category = unicodedata.category(character)
    if character in _APOSTROPHES:
        return "'"
    if category in {"Mn", "Me", "Cf"}:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in {"Cc", "Cs", "Zs", "Zl", "Zp"}:
        return "\n" if character in _LINE_ENDS else " "
    return _typeable(character)
