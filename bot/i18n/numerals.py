"""Number words of the four languages, read as digits."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.domain.folding import unaccented
from bot.domain.labels import LANGUAGES, Language

ORDINAL: Final = "º"
"""Stands behind the digits of an ordinal ("12th"). No typed text holds it: unaccented, it is an "o"."""

NONE: Final = "ª"
"""Stands behind the 0 of a word such as "no" or "geen". No typed text holds it: unaccented, it is an "a"."""

_BELOW_TWENTY: Final[Mapping[Language, str]] = {
    "nl": """een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien
        achttien negentien""",
    "en": """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen""",
    "fr": """un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit
        dix-neuf""",
    "de": """ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn
        achtzehn neunzehn""",
}
_TENS: Final[Mapping[Language, str]] = {
    "nl": "twintig dertig veertig vijftig",
    "en": "twenty thirty forty fifty",
    "fr": "vingt trente quarante cinquante",
    "de": "zwanzig dreißig vierzig fünfzig",
}
_ALSO: Final[Mapping[str, int]] = {
    "nul": 0,
    "null": 0,
    "zero": 0,
    "zéro": 0,
    "une": 1,
    "zwo": 2,
    **dict.fromkeys(("eins", "eine", "einen", "einem", "einer"), 1),
}
_ORDINALS: Final[Mapping[Language, Mapping[int, str]]] = {
    "nl": {1: "eerste", 3: "derde", 8: "achtste"},
    "en": {1: "first", 2: "second", 3: "third", 5: "fifth", 8: "eighth", 9: "ninth", 12: "twelfth"},
    "fr": {1: "premier"},
    "de": {1: "erste", 3: "dritte", 7: "siebte", 8: "achte"},
}
_NONE: Final = ("geen", "no", "kein", "keine", "keinen", "aucun", "aucune", "pas de", "pas d")
_OTHERWISE: Final[Mapping[Language, frozenset[str]]] = {"nl": frozenset({"onze", "ten"})}
"""Number words of another language that are everyday words of this one ("onze", ours)."""

_LAST_DAY: Final = 31


def digits(text: str, language: Language) -> tuple[str, list[str]]:
    """Return an unaccented text with its number words as digits, and for each character what was typed for it.

    What was typed stands at the first character that took its place. An ordinal is followed by `ORDINAL`; words that
    mean none become "0" and `NONE`. The French "sept" beside a day number is left, as the month that it is then.
    """
    read: list[str] = []
    typed: list[str] = []
    end = 0
    for found in _NUMERAL.finditer(text):
        read.extend(text[end : found.start()])
        typed.extend(text[end : found.start()])
        written = _written(found, "".join(read[-3:]), text[found.end() :], language)
        read.extend(written)
        typed.extend((found[0], *[""] * (len(written) - 1)) if written != found[0] else written)
        end = found.end()
    read.extend(text[end:])
    typed.extend(text[end:])
    return "".join(read), typed


def _written(found: re.Match[str], before: str, behind: str, language: Language) -> str:
    if found["number"] is not None:
        return found["number"] + (ORDINAL if found["ordinal"] else "")
    word = found[0].replace("-", " ")
    if word in _OTHERWISE.get(language, ()):
        return found[0]
    if word == "sept" and (_DAY_BEFORE.search(before) or _DAY_BEHIND.match(behind)):
        return found[0]
    if word == "a":
        return "1" if language == "en" else found[0]
    return _WORDS[word]


def _cardinals(language: Language) -> Iterator[tuple[int, str]]:
    units = _BELOW_TWENTY[language].split()
    yield from enumerate(units, start=1)
    for ten, tens in enumerate(_TENS[language].split(), start=2):
        yield ten * 10, tens
        for unit, word in enumerate(units[:9], start=1):
            yield ten * 10 + unit, _joined(language, unit, word, tens)


def _joined(language: Language, unit: int, word: str, tens: str) -> str:
    match language:
        case "nl":
            return f"{word}en{tens}"
        case "de":
            return f"{word}und{tens}"
        case "en":
            return f"{tens} {word}"
        case "fr":
            return f"{tens} et un" if unit == 1 else f"{tens} {word}"


def _ordinals(language: Language, number: int, word: str) -> tuple[str, ...]:
    own = _ORDINALS[language].get(number)
    match language:
        case "nl":
            return (own or word + ("de" if number < 20 else "ste"),)
        case "de":
            base = own or word + ("te" if number < 20 else "ste")
            return (base, f"{base}n", f"{base}r")
        case "en":
            head, _, unit = word.rpartition(" ")
            last = _ORDINALS["en"].get(number % 10 if number > 20 else number)
            return (f"{head} {last or _with_th(unit)}".strip(),)
        case "fr":
            return (own, f"{own}e") if own else ()


def _with_th(word: str) -> str:
    return f"{word[:-1]}ieth" if word.endswith("y") else f"{word}th"


def _words() -> dict[str, str]:
    words = {_key(word): f"0{NONE}" for word in _NONE}
    words |= {_key(word): str(number) for word, number in _ALSO.items()}
    for language in LANGUAGES:
        for number, word in _cardinals(language):
            for key in _spellings(word):
                words[key] = str(number)
            if number <= _LAST_DAY:
                ordinals = (key for each in _ordinals(language, number, word) for key in _spellings(each))
                words |= dict.fromkeys(ordinals, f"{number}{ORDINAL}")
    words["vingt et une"] = "21"
    return words


def _key(word: str) -> str:
    return unaccented(word).replace("-", " ")


def _spellings(word: str) -> set[str]:
    """Return a word as it is typed with and without a keyboard for its umlauts."""
    return {_key(word), _key(word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"))}


_WORDS: Final[Mapping[str, str]] = _words()
_LONGEST_FIRST: Final = sorted(_WORDS, key=lambda word: (-len(word), word))
_NUMERAL: Final = re.compile(
    r"(?P<number>\d+)(?:(?P<ordinal>st|nd|rd|th|de|ste|eme|ieme|ere|er|e)(?![^\W_]))?"
    rf"|(?<![^\W_])(?:{'|'.join(re.escape(word).replace(chr(92) + ' ', '[ -]') for word in _LONGEST_FIRST)})(?![^\W_])"
    r"|(?:(?<=\A)|(?<=and )|(?<=with )|(?<=plus )|(?<=, ))a(?= [^\W\d_])"
)
_DAY_BEFORE: Final = re.compile(r"\d[\W_]{0,2}\Z")
_DAY_BEHIND: Final = re.compile(r"\.|\s*\d")
