"""What a step decides. The engine matches it exhaustively.

Outcome ── Stay      the same step again
├─ Advance   on to the next open question
├─ Back      to the question before
├─ Goto      to a named question
├─ Look      ask the engine what a code or key is worth
├─ Perform   ask the engine for a write
└─ Forget    forget this chat
"""

from dataclasses import dataclass

from bot.conversation.effects import Effect
from bot.conversation.lookups import Lookup
from bot.conversation.messages import Screen, StepName, Text
from bot.conversation.orders import OrderRecord
from bot.conversation.session import Details, Profile, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decision:
    """What a decision changes.

    `order` is to be remembered; of `handed_over` the customer gets the keepsakes, and with `exports` all that is kept.
    """

    session: Session | None = None
    details: Details | None = None
    profile: Profile | None = None
    notice: Text | None = None
    order: OrderRecord | None = None
    handed_over: OrderRecord | None = None
    exports: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay(_Decision):
    """Stand where one stands, with what was changed and a notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance(_Decision):
    """The question is answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Back(_Decision):
    """Show the question before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goto(_Decision):
    """Show a named question; afterwards one is back at the review."""

    step: StepName


@dataclass(frozen=True, slots=True, kw_only=True)
class Look(_Decision):
    """Ask what a guess is worth, then let its sheet judge."""

    lookup: Lookup


@dataclass(frozen=True, slots=True, kw_only=True)
class Perform(_Decision):
    """Write to the shop, then settle."""

    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget(_Decision):
    """Forget all that is kept of this chat, after these last words."""

    screen: Screen


Outcome = Stay | Advance | Back | Goto | Look | Perform | Forget
