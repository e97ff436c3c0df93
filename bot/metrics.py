"""What this process counts, in Prometheus' terms. https://prometheus.io/docs/practices/naming/

No label holds anything of a customer or an order: each has a few values that are all known before.
"""

import asyncio
from collections.abc import Iterable
from typing import Final

import httpx
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.conversation.turn import Turn
from bot.store.figures import Figures
from bot.telegram.inbox import ALLOWED_UPDATES, MALFORMED

OTHER: Final = "other"
UPDATE_KINDS: Final = (*ALLOWED_UPDATES, MALFORMED)
TURN_S: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0)
disable_created_metrics()  # type: ignore[no-untyped-call]
Ended = int | BaseException
"""How a call of an API ended: with a status, or without one."""


class Metrics:
    """The counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._updates = Counter(
            "ticketbot_updates", "Updates taken from Telegram, by kind.", ["kind"], registry=self._registry
        )
        self._elected = Gauge(
            "ticketbot_elected",
            "Whether this process is the one of all that polls, or looks after the webhook.",
            registry=self._registry,
        )
        self._webhook_answers = Counter(
            "ticketbot_webhook_answers", "Answers of the webhook, by status.", ["status"], registry=self._registry
        )
        self._turns = Counter(
            "ticketbot_turns",
            "Turns taken, by the step that answered and what it decided.",
            ["step", "outcome"],
            registry=self._registry,
        )
        self._failures = Counter("ticketbot_turn_failures", "Turns that failed or were cut.", registry=self._registry)
        self._dead_letters = Counter(
            "ticketbot_dead_letters", "Envelopes set aside after their last try.", registry=self._registry
        )
        self._turn_s = Histogram(
            "ticketbot_turn_seconds",
            "From the claim of a chat to the last message sent for it.",
            buckets=TURN_S,
            registry=self._registry,
        )
        self._owed = Counter("ticketbot_messages_owed", "Messages that turns came to.", registry=self._registry)
        self._sent = Counter(
            "ticketbot_messages_sent", "Messages done with: sent, or never to be taken.", registry=self._registry
        )
        self._delayed = Counter(
            "ticketbot_messages_delayed", "Times that Telegram did not take a message now.", registry=self._registry
        )
        self._api_calls = Counter(
            "ticketbot_api_calls",
            "HTTP requests, by the API and how they ended; repeated ones count each time.",
            ["api", "result"],
            registry=self._registry,
        )
        self._shop_results = Counter(
            "ticketbot_shop_results",
            "Orders, payment pages and guesses at codes, by how they ended for the customer.",
            ["call", "result"],
            registry=self._registry,
        )
        self._orders = Counter(
            "ticketbot_orders",
            "Orders by what became known of them: held, reported paid, free.",
            ["state"],
            registry=self._registry,
        )

        self._left_alone = Gauge(
            "ticketbot_shop_circuit",
            "What is left alone as it did not answer: the whole shop (1), or so many events by themselves.",
            ["part"],
            registry=self._registry,
        )
        self.left_alone(False, 0)

    def took_in(self, kind: str) -> None:
        """Count an update of a kind, as Telegram names it."""
        self._updates.labels(kind if kind in UPDATE_KINDS else OTHER).inc()

    def leads(self, is_elected: bool) -> None:
        """Tell whether this process is the elected one."""
        self._elected.set(is_elected)

    def answered(self, status: int) -> None:
        """Count an answer of the webhook."""
        self._webhook_answers.labels(str(status)).inc()

    def turned(self, turn: Turn | None, owed: int) -> None:
        """Count a turn, None for one beside any conversation, and the messages that it came to."""
        self._owed.inc(owed)
        if turn is None:
            self._turns.labels("none", "none").inc()
            return
        self._turns.labels(turn.step, turn.outcome or "none").inc()
        for call, result in turn.calls:
            self._shop_results.labels(call, result).inc()
        if turn.order is not None:
            self._orders.labels(turn.order.state.replace(" ", "_")).inc()

    def failed(self, *, is_dead: bool) -> None:
        """Count a turn that failed, and its envelope where that was its last try."""
        self._failures.inc()
        if is_dead:
            self._dead_letters.inc()

    def took(self, duration_s: float) -> None:
        """Count how long a turn took."""
        self._turn_s.observe(duration_s)

    def sent(self, *, is_delayed: bool = False) -> None:
        """Count a message that is done with, or one that has to wait."""
        (self._delayed if is_delayed else self._sent).inc()

    def called(self, api: str, ended: Ended) -> None:
        """Count a request to an API."""
        self._api_calls.labels(api, result_of(ended)).inc()

    def left_alone(self, is_whole: bool, events: int) -> None:
        """Note whether the whole shop is left alone, and how many events are by themselves."""
        self._left_alone.labels("shop").set(is_whole)
        self._left_alone.labels("events").set(events)

    def exposed(self, figures: Figures | None) -> bytes:
        """Return all in the text format, with what the store says of all processes, where it says anything."""
        registry = CollectorRegistry()
        registry.register(_StoreFigures(figures))
        return generate_latest(self._registry) + generate_latest(registry)


def result_of(ended: Ended) -> str:
    """Return how a request ended, as one of few words."""
    if isinstance(ended, int):
        return "429" if ended == httpx.codes.TOO_MANY_REQUESTS else f"{ended // 100}xx" if 100 <= ended < 600 else OTHER
    if isinstance(ended, asyncio.CancelledError):
        return "cut"
    if isinstance(ended, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return "not_sent"
    return "timeout" if isinstance(ended, httpx.TimeoutException | TimeoutError) else "broken"


class _StoreFigures(Collector):
    """What all processes share: each tells the same, so take the largest, not the sum."""

    def __init__(self, figures: Figures | None) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        figures = self._figures
        yield GaugeMetricFamily("ticketbot_store_up", "Whether Redis answers.", float(figures is not None))
        if figures is None:
            return
        yield GaugeMetricFamily("ticketbot_queue_chats", "Chats that wait to be answered.", figures.waiting)
        yield GaugeMetricFamily("ticketbot_queue_oldest_seconds", "How long the first has waited.", figures.oldest_s)
        yield GaugeMetricFamily("ticketbot_queue_leased_chats", "Chats being answered.", figures.leased)
        yield GaugeMetricFamily(
            "ticketbot_queue_delayed_chats", "Chats that are owed a message Telegram did not take yet.", figures.delayed
        )
        yield GaugeMetricFamily("ticketbot_holds_open", "Holds that wait to be paid.", figures.holds)
