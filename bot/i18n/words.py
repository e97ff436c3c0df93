"""The words that mean a command, and those that say nothing, in the four languages."""

from collections.abc import Mapping
from typing import Final

from bot.conversation.messages import CommandName
from bot.domain.folding import fold, unaccented
from bot.domain.labels import Language

_COMMANDS: Final[Mapping[Language, Mapping[CommandName, tuple[str, ...]]]] = {
    "nl": {
        CommandName.START: ("start", "begin"),
        CommandName.EVENTS: ("evenementen", "voorstellingen", "agenda"),
        CommandName.ORDERS: ("bestellingen", "mijn bestellingen", "mijn tickets", "mijn kaartjes"),
        CommandName.PRIVACY: ("privacy", "privacybeleid", "mijn gegevens"),
        CommandName.EXPORT: ("exporteren", "gegevens exporteren", "gegevens downloaden"),
        CommandName.DELETE: ("verwijderen", "gegevens verwijderen", "verwijder mijn gegevens"),
        CommandName.PLAIN: ("eenvoudig", "eenvoudige weergave", "zonder emoji"),
        CommandName.LANGUAGE: ("taal", "andere taal"),
        CommandName.HELP: ("help", "hulp"),
        CommandName.CANCEL: ("stop", "stoppen", "annuleren", "annuleer"),
        CommandName.BACK: ("terug", "ga terug"),
        CommandName.START_OVER: ("opnieuw", "opnieuw beginnen", "begin opnieuw"),
    },
    "en": {
        CommandName.START: ("start",),
        CommandName.EVENTS: ("events",),
        CommandName.ORDERS: ("orders", "my orders", "my tickets"),
        CommandName.PRIVACY: ("privacy", "privacy policy", "my data"),
        CommandName.EXPORT: ("export", "export my data", "download my data"),
        CommandName.DELETE: ("delete", "delete my data", "forget me"),
        CommandName.PLAIN: ("plain", "plain mode", "plain text"),
        CommandName.LANGUAGE: ("language", "change language"),
        CommandName.HELP: ("help",),
        CommandName.CANCEL: ("stop", "cancel"),
        CommandName.BACK: ("back", "go back"),
        CommandName.START_OVER: ("start over", "start again", "restart"),
    },
    "fr": {
        CommandName.START: ("démarrer", "commencer"),
        CommandName.EVENTS: ("événements", "évènements", "spectacles"),
        CommandName.ORDERS: ("commandes", "mes commandes", "mes billets"),
        CommandName.PRIVACY: ("confidentialité", "vie privée", "mes données"),
        CommandName.EXPORT: ("exporter", "exporter mes données", "télécharger mes données"),
        CommandName.DELETE: ("supprimer", "supprimer mes données", "effacer mes données"),
        CommandName.PLAIN: ("simple", "mode simple", "sans emoji"),
        CommandName.LANGUAGE: ("langue", "changer de langue"),
        CommandName.HELP: ("aide",),
        CommandName.CANCEL: ("stop", "arrêter", "annuler"),
        CommandName.BACK: ("retour",),
        CommandName.START_OVER: ("recommencer",),
    },
    "de": {
        CommandName.START: ("start", "starten"),
        CommandName.EVENTS: ("veranstaltungen", "termine"),
        CommandName.ORDERS: ("bestellungen", "meine bestellungen", "meine tickets", "meine karten"),
        CommandName.PRIVACY: ("datenschutz", "meine daten"),
        CommandName.EXPORT: ("exportieren", "daten exportieren", "daten herunterladen"),
        CommandName.DELETE: ("löschen", "loeschen", "daten löschen", "meine daten löschen"),
        CommandName.PLAIN: ("einfach", "einfache ansicht", "ohne emoji"),
        CommandName.LANGUAGE: ("sprache", "sprache ändern"),
        CommandName.HELP: ("hilfe",),
        CommandName.CANCEL: ("stopp", "stop", "abbrechen", "abbruch"),
        CommandName.BACK: ("zurück", "zurueck"),
        CommandName.START_OVER: ("neu anfangen", "von vorne", "neu beginnen", "neustart"),
    },
}

COMMANDS: Final[Mapping[str, CommandName]] = {
    fold(word): name for words in _COMMANDS.values() for name, each in words.items() for word in each
}
"""The command that each folded word or phrase means, whatever the language: no word means two."""

_FILLERS: Final = """
    op om de den het van voor tegen graag aub alstublieft alsjeblieft svp met ik wil wij willen we en of bij
    the on at of for around about please with i would like want we d and or a an o'clock
    le la les l à du des d pour vers par avec je voudrais nous voulons veux s il vous te plaît svp et ou
    am um im der dem den für fuer gegen bitte mit ich möchte moechte wir möchten hätte gern gerne und oder
"""
_TICKET_WORDS: Final = """
    ticket tickets kaartje kaartjes kaart kaarten toegangskaart toegangskaarten plaats plaatsen
    billet billets place places entree entrees karte karten eintrittskarte eintrittskarten eintritt
    persoon personen person persons people personne personnes x st stuk stuks stuck mal fois times
"""

FILLERS: Final = frozenset(unaccented(_FILLERS).split())
"""Words around a date, a time or a quantity that say nothing of it."""

TICKET_WORDS: Final = frozenset(_TICKET_WORDS.split())
"""Words for what is counted, whichever ticket it is."""
