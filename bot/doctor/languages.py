"""Whether the bot's own texts are there in every language, and in which ones an event names its tickets."""

from collections.abc import Iterable
from typing import Final

from bot.conversation.ports import Catalog
from bot.doctor.finding import Finding, doubtful, good, wrong
from bot.domain.labels import LANGUAGES
from bot.domain.shop import Event
from bot.telegram.profile import DESCRIPTION

TEXTS: Final = "Languages"


def of_the_bot(catalog: Catalog | None) -> Finding:
    """Return whether the texts are there; None for catalogs that cannot be read."""
    remedy = "Install ticketbot anew; from its source, run `make catalogs`."
    if catalog is None:
        return wrong(TEXTS, "the compiled texts cannot be read", remedy)
    said = {language: catalog.words(DESCRIPTION, language) for language in LANGUAGES}
    if len(set(said.values())) < len(LANGUAGES):
        return wrong(TEXTS, "some of the texts are not translated", remedy)
    return good(TEXTS, f"the bot speaks {', '.join(LANGUAGES)}")


def of_tickets(events: Iterable[Event]) -> Finding:
    """Return in which languages tickets have no names: their customers read another language's."""
    without = {
        f"{event.name} ({language})"
        for event in events
        for language in LANGUAGES
        if any(not getattr(each.name, language) for each in event.ticket_types if each.is_visible)
    }
    if without:
        remedy = "Name them in Ticketing, or leave it: English stands in, then Dutch."
        return doubtful(TEXTS, f"tickets without a name of their own: {', '.join(sorted(without))}", remedy)
    return good(TEXTS, "every ticket has a name in each of them")
