"""Judges a run after its end by the histories of all who took part: pure functions, each a rule, each naming what broke it."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeVar

from tests.chaos.history import History, Told, Update, Write

Of = TypeVar("Of", Update, Told, Write)

OUTCOME: Final = re.compile(
    "Pay now|To payment|Thank you|did not answer|Nothing was booked(?! just now)|refused this"
    "|tickets are ordered|may be ordered already"
)
"""What tells a customer how their order stands."""
TOLD_WITHIN_S: Final = 60.0
OLDEST_REPLY_THAT_WRITES_S: Final = 600.0


def lost(history: History) -> Iterator[str]:
    """Every update had its effect: a turn was committed for it, and something was said after it."""
    answered = {line.envelope for line in history.lines} | history.dead
    told = _by_chat(_done(history))
    last_words_at = {chat: each[-1].at for chat, each in told.items()}
    taps_answered = {each.query for each in history.told if each.method == "answerCallbackQuery" and each.is_done}
    for update in history.updates:
        if _id(update) not in answered:
            yield f"{_of(update)} had no turn"
        elif last_words_at.get(update.chat, 0.0) < update.at:
            yield f"{_of(update)} was followed by silence"
        elif update.query and update.query not in taps_answered and not history.is_answered_late:
            yield f"{_of(update)} was never answered"


def set_aside(history: History) -> Iterator[str]:
    """No update was given up."""
    return (f"{envelope} was set aside" for envelope in sorted(history.dead))


def stuck(history: History) -> Iterator[str]:
    """Nobody waits in vain."""
    return iter(history.stuck)


def doubled_turns(history: History) -> Iterator[str]:
    """No update had two turns."""
    turns = Counter(line.envelope for line in history.lines)
    return (f"{envelope} had {count} turns" for envelope, count in turns.items() if count > 1)


def doubled_keepsakes(history: History) -> Iterator[str]:
    """A keepsake comes once; each repeat has a crash of its own since the one before, or an answer that was cut off."""
    sent = defaultdict[tuple[int, str], list[float]](list)
    for each in history.told:
        if each.keepsake and each.is_done:
            sent[each.chat, each.keepsake].append(each.at)
    crashes = [life.at for life in history.lives if life.what != "started"]
    for (chat, keepsake), moments in sent.items():
        for before, again in pairwise(moments):
            if not any(before <= crash <= again for crash in crashes):
                yield f"chat {chat}: the keepsake {keepsake!r} came again without a crash"


def doubled_writes(history: History) -> Iterator[str]:
    """At most one POST an intent: another of its kind needs an update that was sent once the outcome of the first was told."""
    updates, told = _by_chat(history.updates), _by_chat(_done(history))
    for chat, writes in _by_chat(history.writes).items():
        for call in {write.call for write in writes}:
            of_kind = [write for write in writes if write.call == call]
            for before, again in pairwise(of_kind):
                outcome_at = _outcome_after(before.at, told.get(chat, []))
                may = outcome_at is not None and any(outcome_at < each.at <= again.at for each in updates.get(chat, []))
                if not may:
                    yield f"chat {chat}: {call} was sent again, and nobody asked for it"


def unasked_writes(history: History) -> Iterator[str]:
    """No POST comes from an old reply, or from none."""
    updates = _by_chat(history.updates)
    for write in history.writes:
        newest = max((each.at for each in updates.get(write.chat, []) if each.at <= write.at), default=None)
        if newest is None:
            yield f"chat {write.chat}: {write.call} that nobody asked for"
        elif write.at - newest > OLDEST_REPLY_THAT_WRITES_S:
            yield f"chat {write.chat}: {write.call} from a reply {write.at - newest:.0f} s old"


def reordered(history: History) -> Iterator[str]:
    """The turns of a chat come in the order in which its updates were sent; taps and words are a queue each by webhook."""
    numbers = {_id(update): update for update in history.updates}
    latest = dict[tuple[int, bool], int]()
    for line in history.lines:
        update = numbers.get(line.envelope)
        if update is None:
            continue
        queue = (update.chat, bool(update.query) and history.queues > 1)
        if update.number < latest.get(queue, 0):
            yield f"{_of(update)} was answered after a later one"
        latest[queue] = max(update.number, latest.get(queue, 0))


def otherwise_ordered(history: History) -> Iterator[str]:
    """What is ordered is what was chosen and written, each answer taken for its own question."""
    for write in history.writes:
        wanted = history.wanted.get(write.chat)
        if wanted is None or write.call not in ("reserve", "free"):
            continue
        if (write.names, write.tickets) != (wanted.names, wanted.tickets):
            yield f"chat {write.chat}: ordered {write.tickets} for {write.names}, wanted {wanted.tickets} for {wanted.names}"


def untold(history: History) -> Iterator[str]:
    """The customer is told how each of their writes ended, within a minute of the last start of a process."""
    told = _by_chat(_done(history))
    starts = [life.at for life in history.lives if life.what == "started"]
    for write in history.writes:
        outcome_at = _outcome_after(write.at, told.get(write.chat, []))
        if outcome_at is None:
            yield f"chat {write.chat}: nobody was told how {write.call} ended"
            continue
        since = max([write.at, *(start for start in starts if start <= outcome_at)])
        if outcome_at - since > TOLD_WITHIN_S:
            yield f"chat {write.chat}: how {write.call} ended was told {outcome_at - since:.0f} s late"


RULES: Final[Mapping[str, tuple[Callable[[History], Iterator[str]], ...]]] = {
    "lost": (lost, set_aside, stuck, untold),
    "doubled": (doubled_turns, doubled_keepsakes, doubled_writes, unasked_writes),
    "reordered": (reordered, otherwise_ordered),
}
"""The rules, by what is counted in the table."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What broke the rules, by what is counted."""

    broken: Mapping[str, tuple[str, ...]]

    @property
    def is_clean(self) -> bool:
        """Whether nothing did."""
        return not any(self.broken.values())

    def __str__(self) -> str:
        return "\n".join(f"{what}: {each}" for what, broken in self.broken.items() for each in broken)


def check(history: History) -> Verdict:
    """Judge a run."""
    return Verdict({what: tuple(each for rule in rules for each in rule(history)) for what, rules in RULES.items()})


def longest_wait_s(history: History) -> float:
    """Return how long it took at most until somebody was told how their write ended."""
    told = _by_chat(_done(history))
    waits = [(_outcome_after(write.at, told.get(write.chat, [])), write.at) for write in history.writes]
    return max((outcome - at for outcome, at in waits if outcome is not None), default=0.0)


def _done(history: History) -> list[Told]:
    return [each for each in history.told if each.is_done]


def _outcome_after(at: float, told: Iterable[Told]) -> float | None:
    return next((each.at for each in told if each.at >= at and OUTCOME.search(each.words)), None)


def _by_chat(actions: Iterable[Of]) -> dict[int, list[Of]]:
    by_chat = defaultdict[int, list[Of]](list)
    for each in sorted(actions, key=lambda action: action.at):
        by_chat[each.chat].append(each)
    return by_chat


def _id(update: Update) -> str:
    return f"update:{update.number}"


def _of(update: Update) -> str:
    return f"chat {update.chat}: {_id(update)} ({update.words!r})"
