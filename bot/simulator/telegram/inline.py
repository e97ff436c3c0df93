"""Inline queries: what customers type after the bot's name in any chat, and what they choose from its answer.

https://core.telegram.org/bots/api#inline-mode
"""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.simulator.clock import MovableClock
from bot.simulator.telegram.content import Content
from bot.simulator.telegram.keyboards import Rows
from bot.simulator.telegram.refused import bad_request

ANSWERED_WITHIN: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One result: how it is listed, and the message that choosing it sends."""

    id: str
    kind: str
    title: str
    description: str
    content: Content
    keyboard: Rows | None

    def view(self) -> dict[str, object]:
        """Return it for who asked."""
        return {
            "id": self.id,
            "type": self.kind,
            "title": self.title,
            "description": self.description,
            "text": self.content.text,
        }


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What the bot answered, for `cache_s` good for others who type the same, unless it is personal."""

    results: tuple[InlineResult, ...]
    next_offset: str = ""
    button: Mapping[str, object] | None = None
    cache_s: int = 300
    is_personal: bool = False

    def view(self) -> dict[str, object]:
        """Return it for who asked."""
        button = dict(self.button) if self.button is not None else None
        return {
            "results": [result.view() for result in self.results],
            "next_offset": self.next_offset,
            "button": button,
        }


@dataclass(slots=True)
class InlineQuery:
    """A query and, once there is one, its answer."""

    id: str
    customer: int
    words: str
    offset: str
    asked_at: datetime
    answer: InlineAnswer | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True)
class _Cached:
    answer: InlineAnswer
    until: datetime


class InlineQueries:
    """The queries of all customers, and the answers that are kept for the next who ask the same."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._queries: dict[str, InlineQuery] = {}
        self._cache: dict[tuple[str, str, int | None], _Cached] = {}

    def __getitem__(self, identifier: str) -> InlineQuery:
        return self._queries[identifier]

    def ask(self, customer: int, words: str, offset: str) -> InlineQuery:
        """Note a query; it is answered at once when the answer is known."""
        identifier = str(random.randrange(10**17, 10**18))  # noqa: S311 - unique, not secret
        now = self._clock.now()
        query = self._queries[identifier] = InlineQuery(identifier, customer, words, offset, now)
        for whose in (customer, None):
            cached = self._cache.get((words, offset, whose))
            if cached is not None and now < cached.until:
                query.answer = cached.answer
                query.answered.set()
        return query

    def answer(self, identifier: str, answer: InlineAnswer) -> None:
        """Answer a query; raise Refused when it is unknown, answered before or older than 30 seconds."""
        query = self._queries.get(identifier)
        now = self._clock.now()
        if query is None or query.answer is not None or now >= query.asked_at + ANSWERED_WITHIN:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        query.answer = answer
        query.answered.set()
        whose = query.customer if answer.is_personal else None
        self._cache[query.words, query.offset, whose] = _Cached(answer, now + timedelta(seconds=answer.cache_s))
