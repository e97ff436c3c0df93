"""The words that mean a command or a number, in the four languages, folded as `folding.fold` does."""

from collections.abc import Mapping
from typing import Final

from bot.conversation.messages import CommandName
from bot.domain.labels import Language
from bot.i18n.folding import fold

_COMMANDS: Final[Mapping[Language, Mapping[CommandName, tuple[str, ...]]]] = {
    "nl": {
        CommandName.START: ("start", "begin"),
        CommandName.EVENTS: ("evenementen", "voorstellingen", "agenda"),
        CommandName.LANGUAGE: ("taal", "andere taal"),
        CommandName.HELP: ("help", "hulp"),
        CommandName.CANCEL: ("stop", "stoppen", "annuleren", "annuleer"),
        CommandName.BACK: ("terug", "ga terug"),
        CommandName.START_OVER: ("opnieuw", "opnieuw beginnen", "begin opnieuw"),
    },
    "en": {
        CommandName.START: ("start",),
        CommandName.EVENTS: ("events",),
        CommandName.LANGUAGE: ("language", "change language"),
        CommandName.HELP: ("help",),
        CommandName.CANCEL: ("stop", "cancel"),
        CommandName.BACK: ("back", "go back"),
        CommandName.START_OVER: ("start over", "start again", "restart"),
    },
    "fr": {
        CommandName.START: ("démarrer", "commencer"),
        CommandName.EVENTS: ("événements", "évènements", "spectacles"),
        CommandName.LANGUAGE: ("langue", "changer de langue"),
        CommandName.HELP: ("aide",),
        CommandName.CANCEL: ("stop", "arrêter", "annuler"),
        CommandName.BACK: ("retour",),
        CommandName.START_OVER: ("recommencer",),
    },
    "de": {
        CommandName.START: ("start", "starten"),
        CommandName.EVENTS: ("veranstaltungen", "termine"),
        CommandName.LANGUAGE: ("sprache", "sprache ändern"),
        CommandName.HELP: ("hilfe",),
        CommandName.CANCEL: ("stopp", "stop", "abbrechen", "abbruch"),
        CommandName.BACK: ("zurück", "zurueck"),
        CommandName.START_OVER: ("neu anfangen", "von vorne", "neu beginnen", "neustart"),
    },
}

_NUMBERS: Final[Mapping[Language, tuple[tuple[str, ...], ...]]] = {
    "nl": (
        ("één", "een"),
        ("twee",),
        ("drie",),
        ("vier",),
        ("vijf",),
        ("zes",),
        ("zeven",),
        ("acht",),
        ("negen",),
        ("tien",),
        ("elf",),
        ("twaalf",),
    ),
    "en": (
        ("one",),
        ("two",),
        ("three",),
        ("four",),
        ("five",),
        ("six",),
        ("seven",),
        ("eight",),
        ("nine",),
        ("ten",),
        ("eleven",),
        ("twelve",),
    ),
    "fr": (
        ("un", "une"),
        ("deux",),
        ("trois",),
        ("quatre",),
        ("cinq",),
        ("six",),
        ("sept",),
        ("huit",),
        ("neuf",),
        ("dix",),
        ("onze",),
        ("douze",),
    ),
    "de": (
        ("ein", "eine", "einen", "eins"),
        ("zwei", "zwo"),
        ("drei",),
        ("vier",),
        ("fünf", "fuenf"),
        ("sechs",),
        ("sieben",),
        ("acht",),
        ("neun",),
        ("zehn",),
        ("elf",),
        ("zwölf", "zwoelf"),
    ),
}

COMMANDS: Final[Mapping[str, CommandName]] = {
    fold(word): name for words in _COMMANDS.values() for name, each in words.items() for word in each
}
"""The command that each folded word or phrase means, whatever the language: no word means two."""

NUMBERS: Final[Mapping[str, int]] = {
    fold(word): count for words in _NUMBERS.values() for count, each in enumerate(words, start=1) for word in each
}
"""The number from one to twelve that each folded word means, whatever the language: no word means two."""
