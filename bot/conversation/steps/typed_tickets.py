"""Which ticket types are meant by what was typed: "2 adult 1 child"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from bot.conversation.facts import Context
from bot.conversation.messages import Counted, Listing, Text, Typed, text
from bot.domain import matching
from bot.domain.folding import fold
from bot.domain.labels import LANGUAGES, Label
from bot.domain.titles import titles

MOST_NAMED: Final = 5

_AMOUNT_OF: Final = re.compile(r"\s*(?P<amount>[0-9]{1,3})\s*[x×*]?\s+(?P<name>.{1,200}?)\s*")


@dataclass(frozen=True, slots=True)
class Meant:
    """The amounts that are clear, by ticket type, and what to ask about the first that is not."""

    amounts: Mapping[UUID, int] = field(default_factory=dict)
    question: Text | None = None


def meant(context: Context, typed: Typed) -> Meant:
    """Return what typed quantities are of, among the ticket types on sale; two that fit are asked back, never guessed."""
    on_sale, _ = _named(context)
    if (whole := _by_whole_name(typed.text, on_sale)) is not None:
        return whole
    amounts: dict[UUID, int] = {}
    twice: set[UUID] = set()
    question: Text | None = None
    for each in typed.quantities:
        fitting = matching.matching(each.words, _spoken(on_sale)) if each.words else tuple(on_sale)
        if len(fitting) == 1 and fitting[0] not in amounts:
            amounts[fitting[0]] = each.amount
            continue
        twice |= set(fitting) if len(fitting) == 1 else set()
        question = question or _question(context, each, [on_sale[uuid] for uuid in fitting])
    return Meant({uuid: amount for uuid, amount in amounts.items() if uuid not in twice}, question)


def _by_whole_name(said: str, on_sale: Mapping[UUID, Label]) -> Meant | None:
    """Return a quantity of one type by its whole name, whose digits are no quantities then: "2 Day 1"."""
    found = _AMOUNT_OF.fullmatch(said)
    if found is None:
        return None
    words = fold(found["name"])
    fitting = [uuid for uuid, names in _spoken(on_sale).items() if words in map(fold, names)]
    return Meant({fitting[0]: int(found["amount"])}) if len(fitting) == 1 else None


def how_to_type(context: Context) -> Text:
    """Return an example of what can be typed, with a ticket type that is on sale."""
    on_sale, _ = _named(context)
    if not on_sale:
        return text("No tickets are available here now. Go back to choose something else.")
    return text("Type how many of which ticket, for example: 2 {example}", example=next(iter(on_sale.values())))


def _question(context: Context, said: Counted, fitting: list[Label]) -> Text:
    if not fitting:
        return _not_on_sale(context, said)
    if len(fitting) == 1:
        return text("You named “{ticket}” twice. How many of it would you like?", ticket=fitting[0])
    if not said.words:
        return text("{count} of which ticket? Type for example: {count} {ticket}", count=said.amount, ticket=fitting[0])
    names = tuple(text("“{ticket}”", ticket=each) for each in fitting[:MOST_NAMED])
    return text(
        "“{words}” matches {tickets}. Type the whole name, for example: {count} {ticket}",
        words=said.words,
        tickets=Listing(names),
        count=said.amount,
        ticket=fitting[0],
    )


def _not_on_sale(context: Context, said: Counted) -> Text:
    on_sale, others = _named(context)
    fitting = matching.matching(said.words, _spoken(others))
    if len(fitting) == 1:
        ticket = others[fitting[0]]
        return text("“{ticket}” is not available at the moment. Please change your choice.", ticket=ticket)
    if not (on_sale and said.words):
        return how_to_type(context)
    example = next(iter(on_sale.values()))
    return text("There is no ticket “{words}” here. Type for example: 2 {example}", words=said.words, example=example)


def _named(context: Context) -> tuple[dict[UUID, Label], dict[UUID, Label]]:
    """Return the names of the ticket types that are on sale, and of those that are shown and not sold."""
    named = titles(context.event)
    on_sale = {each.ticket_type.uuid: named[each.ticket_type.uuid] for each in context.offers if each.is_on_sale}
    others = {each.ticket_type.uuid: named[each.ticket_type.uuid] for each in context.offers if not each.is_on_sale}
    return on_sale, others


def _spoken(named: Mapping[UUID, Label]) -> dict[UUID, list[str]]:
    return {uuid: [name.in_language(language) for language in LANGUAGES] for uuid, name in named.items()}
