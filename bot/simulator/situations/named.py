"""A situation that people know by a name: what it does, what the customer should see, and what it orders for that."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.simulator.duration import seconds_of
from bot.simulator.faults import Fault
from bot.simulator.shop.situations import Situation

About = Literal["tickets", "ordering", "the shop", "paying", "time", "what is asked and shown", "Telegram", "the bot"]
Restarted = Literal["bot", "redis"]
RESTARTS: Final[dict[Restarted, str]] = {"bot": "restart the bot", "redis": "restart Redis"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSituation:
    """One situation. All it orders is ordered at once, and lasts as the words of each order say.

    `faults` and `situations` are written as in stories (`shop:reserve:500`, `places:*:0:on=reserve`); `clock` is how far
    the clock is moved, `limits` lets Telegram refuse a bot that writes too fast, `restart` is what is stopped and started
    again: that only a stage can do which runs the bot itself.
    """

    name: str
    about: About
    does: str
    customer_sees: str
    faults: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    clock: str = ""
    limits: bool = False
    restart: Restarted | None = None
    ordered: tuple[Fault, ...] = field(init=False)
    so: tuple[Situation, ...] = field(init=False)
    move_s: float = field(init=False)

    def __post_init__(self) -> None:
        """Read the words at once, so that a wrong one is found when the catalogue is loaded; raise ValueError."""
        object.__setattr__(self, "ordered", tuple(map(Fault.read, self.faults)))
        object.__setattr__(self, "so", tuple(map(Situation.read, self.situations)))
        object.__setattr__(self, "move_s", seconds_of(self.clock) if self.clock else 0.0)

    def orders(self) -> Iterator[str]:
        """Yield what it orders, as it would be written in a line of a story."""
        yield from (f"fault: {words}" for words in self.faults)
        yield from (f"situation: {words}" for words in self.situations)
        if self.clock:
            yield f"clock: +{self.clock}"
        if self.limits:
            yield "limits: on"
        if self.restart is not None:
            yield RESTARTS[self.restart]
