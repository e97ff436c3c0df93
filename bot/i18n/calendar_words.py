"""The names of days and months in the four languages (Unicode CLDR, by Babel), and the words that point to days."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from bot.domain.folding import unaccented
from bot.domain.labels import LANGUAGES, Language
from bot.i18n.days import Which
from bot.i18n.formats import LOCALES

_CONTEXTS: Final = ("format", "stand-alone")
_ALSO_WEEKDAYS: Final[Mapping[Language, Mapping[str, int]]] = {
    "nl": {"maa": 0, "din": 1, "woe": 2, "don": 3, "vrij": 4, "zat": 5, "zon": 6},
    "en": {"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
    "fr": {},
    "de": {"sonnabend": 5},
}
_ALSO_MONTHS: Final = {"maa": 3, "sept": 9, "jänner": 1, "feber": 2, "fevr": 2, "aou": 8, "juill": 7}
_SHORTEST_WHOLE_NAME: Final = 5


def _names(language: Language, what: str, widths: Iterable[str]) -> Iterator[tuple[str, int]]:
    for context in _CONTEXTS:
        for width in widths:
            for number, name in (getattr(LOCALES[language], what)[context].get(width) or {}).items():
                for spelling in (name, name.replace("ä", "ae")):
                    yield unaccented(spelling).rstrip("."), number


def _weekdays(language: Language) -> Mapping[str, int]:
    return {**dict(_names(language, "days", ("wide", "abbreviated", "short"))), **_ALSO_WEEKDAYS[language]}


WEEKDAYS: Final[Mapping[Language, Mapping[str, int]]] = {language: _weekdays(language) for language in LANGUAGES}
"""Every name and abbreviation of the days, unaccented and without its dot, with its number (Monday is 0)."""

MONTHS: Final[Mapping[str, int]] = {
    name: number for language in LANGUAGES for name, number in _names(language, "months", ("wide", "abbreviated"))
} | {unaccented(name): number for name, number in _ALSO_MONTHS.items()}
"""Every name and abbreviation of the months, whatever the language: none means two."""

WHOLE_WEEKDAYS: Final = frozenset(
    name for names in WEEKDAYS.values() for name in names if len(name) >= _SHORTEST_WHOLE_NAME and name != "thurs"
)
"""The days' whole names, which no other word is like; an abbreviation ("do", "sat", "mer") can be a word of its own."""

TODAY: Final = ("today", "tonight", "vandaag", "heute", "aujourd'hui", "aujourd hui", "aujourdhui")
TOMORROW: Final = ("tomorrow", "tmrw", "morgen", "demain")
AFTER_TOMORROW: Final = (
    "the day after tomorrow",
    "day after tomorrow",
    "overmorgen",
    "übermorgen",
    "apres-demain",
    "apres demain",
)

THIS_WEEK: Final = ("this week", "deze week", "diese woche", "dieser woche", "cette semaine")
NEXT_WEEK: Final = (
    *("next week", "volgende week", "komende week", "nächste woche", "nächster woche", "nächsten woche"),
    *("kommende woche", "kommender woche", "semaine prochaine"),
)
WEEKEND: Final = ("weekend", "weekeind", "week-end", "week end", "wochenende")


_WHICH: Final = {
    Which.THIS: "this deze dit diesen dieser dieses diese ce cet cette",
    Which.COMING: "coming komende komend aankomende aanstaande kommenden kommender kommendes kommende",
    Which.NEXT: "next volgende volgend nächsten nächster nächstes nächste prochain prochaine",
    Which.AFTER_NEXT: "übernächsten übernächster übernächstes übernächste",
}


def spelled(words: Iterable[str]) -> frozenset[str]:
    """Return words unaccented, as they are typed with and without a keyboard for their umlauts."""
    return frozenset(
        unaccented(spelling)
        for word in words
        for spelling in (word, word.replace("ä", "ae").replace("ü", "ue").replace("ö", "oe"))
    )


WHICH: Final[Mapping[Which, frozenset[str]]] = {which: spelled(names.split()) for which, names in _WHICH.items()}
"""The words that say which of the days of one name is meant."""

WHICH_WORDS: Final = frozenset(word for names in WHICH.values() for word in names)


def weekday_numbers(name: str, language: Language) -> frozenset[int]:
    """Return the days that a name means in a language, else in the others: "ma" is Monday in Dutch, Tuesday in French."""
    if name in WEEKDAYS[language]:
        return frozenset({WEEKDAYS[language][name]})
    return frozenset(names[name] for names in WEEKDAYS.values() if name in names)


def abbreviations(language: Language) -> frozenset[str]:
    """Return the short names that can stand for a day on their own in a language: of two letters, only its own."""
    return frozenset(
        name
        for each, names in WEEKDAYS.items()
        for name in names
        if name not in WHOLE_WEEKDAYS and (each == language or len(name) > 2)
    )
