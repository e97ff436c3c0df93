"""Taps that wait for an answer (https://core.telegram.org/bots/api#answercallbackquery)."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.simulator.clock import MovableClock
from bot.simulator.telegram.refused import bad_request

ANSWERED_WITHIN = timedelta(seconds=150)


@dataclass(frozen=True, slots=True)
class Query:
    """A tap by a customer on a button of a message of a chat."""

    id: str
    customer: int
    chat: int
    message_id: int
    data: str
    pressed_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tap is answered with; all may be empty."""

    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    answer: Answer
    until: datetime


class Queries:
    """The taps that nobody answered yet, and the answers that an app keeps for the next tap on the same button."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._open: dict[str, Query] = {}
        self._kept: dict[tuple[int, int, int, str], _Kept] = {}

    def __len__(self) -> int:
        self._drop_old()
        return len(self._open)

    def ask(self, customer: int, chat: int, message_id: int, data: str) -> Query:
        """Note a tap."""
        identifier = str(random.randrange(10**17, 10**18))  # noqa: S311 - unique, not secret
        query = Query(identifier, customer, chat, message_id, data, self._clock.now())
        self._open[identifier] = query
        return query

    def kept_answer(self, customer: int, chat: int, message_id: int, data: str) -> Answer | None:
        """Return the answer that the customer's app kept for a button, None when it must ask."""
        kept = self._kept.get((customer, chat, message_id, data))
        return kept.answer if kept is not None and self._clock.now() < kept.until else None

    def answer(self, identifier: str, answer: Answer, kept: timedelta) -> Query:
        """Take a tap as answered; raise Refused when it is unknown, answered before or older than 150 s."""
        self._drop_old()
        query = self._open.pop(identifier, None)
        if query is None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if kept:
            button = (query.customer, query.chat, query.message_id, query.data)
            self._kept[button] = _Kept(answer, self._clock.now() + kept)
        return query

    def of(self, customer: int, chat: int) -> list[Query]:
        """Return the open taps of a customer in a chat."""
        self._drop_old()
        return [query for query in self._open.values() if (query.customer, query.chat) == (customer, chat)]

    def _drop_old(self) -> None:
        oldest = self._clock.now() - ANSWERED_WITHIN
        self._open = {query.id: query for query in self._open.values() if query.pressed_at > oldest}
