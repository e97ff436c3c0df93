"""Names that tell ticket types apart: two categories may each have an "Adult"."""

from collections import Counter
from uuid import UUID

from bot.domain.labels import LANGUAGES, Label
from bot.domain.shop import Event


def titles(event: Event) -> dict[UUID, Label]:
    """Return a name for each ticket type of an event: its own, with its category where another has the same."""
    named = Counter(each.name for each in event.ticket_types)
    return {
        each.uuid: _with_category(each.name, category.name) if named[each.name] > 1 and category.name else each.name
        for category in event.categories
        for each in category.ticket_types
    }


def _with_category(name: Label, category: Label) -> Label:
    return Label.of(
        {language: f"{name.in_language(language)} ({category.in_language(language)})" for language in LANGUAGES}
    )
