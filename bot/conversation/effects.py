"""Writes to the shop: what a step can ask for, and how each ends.

    Effect ── Reserve       -> Reserved       ┐
           ├─ Update        -> Reserved       ┤
           ├─ ReserveFree   -> FreeReserved   ┤
           └─ OpenCheckout  -> CheckoutOpened ┴ or Refused · NotSent · Unknown

A step cannot write by itself; the engine performs an effect once, after its intent is stored.
"""

from collections.abc import Mapping
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime as Aware
from pydantic import BaseModel, ConfigDict, Field

from bot.conversation.messages import PaymentOutcome
from bot.domain.shop import Checkout, FreeReservation, Reservation


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Reserve(_Value):
    """Hold the cart of the current purchase."""

    kind: Literal["reserve"] = "reserve"


class Update(_Value):
    """Replace the whole of the current purchase's hold by its cart."""

    kind: Literal["update"] = "update"
    order_id: str


class ReserveFree(_Value):
    """Order the free tickets of the current purchase. They are complete at once, so it is never sent by itself again."""

    kind: Literal["free"] = "free"


class OpenCheckout(_Value):
    """Open the payment page for the hold of the current purchase; `issuer` is the bank, None where it is chosen there."""

    kind: Literal["checkout"] = "checkout"
    event: UUID
    order_id: str
    method: UUID
    issuer: str | None = None


Effect = Annotated[Reserve | Update | ReserveFree | OpenCheckout, Field(discriminator="kind")]


class Intent(_Value):
    """A write about to happen, stored before it does.

    `reply_id` names the envelope that caused it; `frees_at` is when a reservation nobody heard of lapses at the latest.
    """

    id: str
    effect: Effect
    reply_id: str
    sent_at: Aware
    frees_at: Aware


class Reserved(_Value):
    """The shop holds the cart."""

    reservation: Reservation


class FreeReserved(_Value):
    """The free tickets are ordered."""

    completed: FreeReservation


class CheckoutOpened(_Value):
    """The payment page is open; the hashes are of the four single-outcome return tokens given with it."""

    checkout: Checkout
    method: UUID
    return_hashes: Mapping[PaymentOutcome, str]


class Refused(_Value):
    """The shop said no. `info` is its Info Message, bounded, never shown as our own words; it may be empty.

    With `misconfigured` it was not the order but a setting: what the shop says of stock and prices does not explain it.
    """

    info: str = ""
    misconfigured: bool = False


class NotSent(_Value):
    """Nothing reached the shop."""


class Unknown(_Value):
    """It was sent and nobody answered: it may have happened. `frees_at` as in the intent."""

    frees_at: Aware


Failed = Refused | NotSent | Unknown
Settled = Reserved | FreeReserved | CheckoutOpened | Failed
