"""All that is remembered of one chat, dumped whole; personal fields apart, in `Details`."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict
from pydantic import Field as Setting

from bot.conversation.effects import Intent
from bot.conversation.messages import PaymentOutcome, SheetName, StepName
from bot.conversation.orders import OrderedTickets, OrderRecord
from bot.domain.customer import Field
from bot.domain.labels import Language
from bot.domain.shop import Venue

SCHEMA_VERSION: Final = 1
RETURNS_COUNT_FOR: Final = timedelta(hours=24)
"""How long after the end of a hold its return addresses still mean something."""
MOST_PURCHASES: Final = 8
MOST_OPEN_BESIDE: Final = 1
"""How many carts without a hold are kept beside the current one."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class OpenedCheckout(_Value):
    """A payment page that was opened for a hold, for which bank and total, and the hashes of its return tokens."""

    method: UUID
    issuer: str | None = None
    total: Decimal | None = None
    redirect_url: str
    due_at: AwareDatetime
    return_hashes: Mapping[PaymentOutcome, str]


class Hold(_Value):
    """What the shop holds, with the words its screens need, so that they need nothing else.

    `due_at` is the shop's; `clock_skew_s` is the shop's clock less ours when it was given. `held_at` is by our clock.
    `issuer` is the bank that was chosen; `has_other_methods` whether there is another way to pay. `is_updated` once it was
    changed after it was made: what its code takes off is then for the payment page to say. `is_unsure` once a change was
    not answered: the shop holds the cart as it was or as it was to become. `is_withdrawn` while its link is not to be used;
    `link_shown` once it ever had one. `said_paid` when the customer says so: nobody else does.
    `earlier_successes` are the hashes of the tokens that stood for success on payment pages before the newest.
    """

    order_id: str
    event: UUID
    method: UUID
    due_at: AwareDatetime
    held_at: AwareDatetime
    clock_skew_s: float = 0.0
    customer_data_uuid: UUID | None = None
    slot: str | None = None
    quantities: Mapping[UUID, int]
    code: str | None = None
    day: date | None = None
    event_name: str
    venue: Venue = Venue()
    tickets: tuple[OrderedTickets, ...] = ()
    zone: str
    slot_start_at: AwareDatetime | None = None
    slot_end_at: AwareDatetime | None = None
    total: Decimal
    currency: str = "EUR"
    method_name: str = ""
    issuer: str | None = None
    has_other_methods: bool = False
    organiser: str = ""
    support_email: str = ""
    masked_email: str = ""
    checkout: OpenedCheckout | None = None
    earlier_successes: tuple[str, ...] = ()
    link_shown: bool = False
    is_updated: bool = False
    is_unsure: bool = False
    is_withdrawn: bool = False
    said_paid: bool = False
    reported: PaymentOutcome | None = None

    @property
    def returns_until(self) -> datetime:
        """Until when, by our clock, a way back from its payment pages still means something."""
        return self.due_at + RETURNS_COUNT_FOR

    @property
    def link(self) -> str | None:
        """The address of its payment page, as long as that is the one to use: opened for this cart, method and bank."""
        page = self.checkout
        if page is None or self.is_withdrawn or self.is_unsure or self.reported is not None:
            return None
        return page.redirect_url if (page.method, page.issuer) == (self.method, self.issuer) else None

    def ended(self, now: datetime) -> bool:
        """Whether the shop's own clock is past the end of the hold."""
        return now.timestamp() + self.clock_skew_s >= self.due_at.timestamp()

    def is_open(self, now: datetime) -> bool:
        """Whether the shop still holds it and nothing is known of a payment."""
        return not self.ended(now) and self.reported is not PaymentOutcome.SUCCESS


def new_visit() -> int:
    """Return a random stamp for a new purchase, so that purchases are told apart in buttons."""
    return secrets.randbelow(2**32)


class Purchase(_Value):
    """One cart on its way, alone complete.

    `event_name` is what its event was last called; `key` the access key that opens it; `search` and `page` are where the
    customer is in the list of events, `ticket_page` among the ticket types. `card_seen` once the event's card was passed;
    `prefilled` when a link brought the cart along; `source` is the tag of the link. `slot_at` is the start of the time slot
    that was chosen, or that a link asks for; `days_wanted` and `times_wanted` are what was asked for in words, until one of
    them is chosen; `month` is the month of the calendar that was turned to. `code_accepted` once the shop knew the code: a
    link's is tried first. `skipped` are the optional fields that were left out; `hinted` while a better spelling of the e-mail
    address is offered; `remember` whether the details become the profile with the order.
    `bank` is the bank that was chosen for iDEAL, empty where it is to be chosen there. `is_changing` while what is held is
    being changed; `is_second` once the customer wants this order beside another one of the same event;
    `again_of` is the order that this one is once more, as that was not paid.
    `order` is the record of free tickets, once they are ordered: the purchase is over then. `unanswered` when the shop never
    answered whether they are.
    `shown_total` and `steps` are the total, and the number of screens, that the review showed last; `shown_totals` what
    the ways to pay were last said to cost.
    """

    event: UUID | None = None
    event_name: str = ""
    key: str | None = None
    search: str = ""
    page: int = 0
    card_seen: bool = False
    prefilled: bool = False
    source: str = ""
    month: date | None = None
    day: date | None = None
    slot: str | None = None
    slot_at: AwareDatetime | None = None
    days_wanted: tuple[date, ...] = ()
    times_wanted: tuple[time, ...] = ()
    ticket_page: int = 0
    quantities: Mapping[UUID, int] = Setting(default_factory=dict)
    code: str | None = None
    code_accepted: bool = False
    method: UUID | None = None
    bank: str | None = None
    asked: Field | None = None
    skipped: tuple[Field, ...] = ()
    hinted: bool = False
    remember: bool = False
    at: StepName = StepName.EVENT
    return_to: StepName | None = None
    visit: int = Setting(default_factory=new_visit)
    is_changing: bool = False
    is_second: bool = False
    again_of: str = ""
    shown_total: Decimal | None = None
    shown_totals: Mapping[UUID, Decimal] = Setting(default_factory=dict)
    steps: int = 0
    frees_at: AwareDatetime | None = None
    hold: Hold | None = None
    order: OrderRecord | None = None
    unanswered: bool = False

    @property
    def is_ordered(self) -> bool:
        """Whether the shop has it: it holds the cart, or the free tickets are ordered."""
        return self.hold is not None or self.order is not None

    def as_at(self, now: datetime) -> "Purchase":
        """Return the purchase as it counts at that moment.

        The way to free tickets is there only as long as that is kept. What is held is changed until the hold ends: then the
        purchase is at the payment, where that is told, and the buttons of the change mean nothing any more.
        """
        if self.order is not None:
            return self.model_copy(update={"order": self.order.at(now)})
        if self.hold is None or self.at in {StepName.PAYMENT, StepName.DONE}:
            return self
        if self.hold.is_open(now) and (self.is_changing or self.hold.is_unsure):
            return self
        at_payment = {"at": StepName.PAYMENT, "is_changing": False, "return_to": None}
        return self.model_copy(update=at_payment).stamped()

    def stamped(self) -> "Purchase":
        """Return the purchase stamped anew: the buttons that were shown before are not to be pressed any more."""
        return self.model_copy(update={"visit": (self.visit + 1) % 2**32})


class Session(_Value):
    """All of one chat. `purchases` are oldest first; `current` is the one being answered.

    `plain` shows numbered lists instead of grids and no emoji; `list_key` is the access key that opened the list of events.
    `may_hold` is until when the shop may hold tickets, by their event: it never answered whether it does.
    """

    version: int = SCHEMA_VERSION
    language: Language = "en"
    language_chosen: bool = False
    plain: bool = False
    list_key: str | None = None
    purchases: tuple[Purchase, ...] = Setting(default_factory=lambda: (Purchase(),), min_length=1)
    current: int = 0
    sheet: SheetName | None = None
    intent: Intent | None = None
    may_hold: Mapping[UUID, AwareDatetime] = Setting(default_factory=dict)

    @property
    def purchase(self) -> Purchase:
        """The current purchase."""
        return self.purchases[self.current]

    def at(self, now: datetime) -> "Session":
        """Return the session as it counts at that moment; an unanswered reservation counts until it has freed itself."""
        kept = tuple(each.as_at(now) for each in self.purchases)
        may_hold = {event: frees_at for event, frees_at in self.may_hold.items() if now < frees_at}
        if (kept, may_hold) == (self.purchases, self.may_hold):
            return self
        return self.model_copy(update={"purchases": kept, "may_hold": may_hold})

    def with_purchase(self, purchase: Purchase) -> "Session":
        """Return the session with its current purchase replaced."""
        purchases = (*self.purchases[: self.current], purchase, *self.purchases[self.current + 1 :])
        return self.model_copy(update={"purchases": purchases})

    def beside(self, purchase: Purchase) -> "Session":
        """Return the session with another purchase that is not the current one."""
        begun = self.begin(purchase)
        return begun.turned_to(self.purchase)

    def switched_to(self, event: UUID) -> "Session":
        """Return the session with the newest other purchase of an event as the current one; unchanged when there is none."""
        others = (*self.purchases[: self.current], *self.purchases[self.current + 1 :])
        found = next((each for each in reversed(others) if each.event == event), self.purchase)
        return self.turned_to(found)

    def turned_to(self, purchase: Purchase) -> "Session":
        """Return the session with one of its purchases as the current one."""
        return self.model_copy(update={"current": self.purchases.index(purchase), "sheet": None})

    def key_of(self, event: UUID) -> str | None:
        """Return the access key that is known to open an event."""
        return next((each.key for each in reversed(self.purchases) if each.event == event and each.key), None)

    def cancelled(self) -> "Session":
        """Return the session without the current purchase, unless the shop holds it, and with a new one begun."""
        dropped = self.with_purchase(Purchase()) if self.purchase.hold is None else self
        return dropped.begin(Purchase())

    def begin(self, purchase: Purchase) -> "Session":
        """Return the session with a new current purchase.

        Those with a hold stay beside it until their end; of those without, the last one of another event stays.
        """
        held = [each for each in self.purchases if each.hold is not None]
        open_carts = [
            each
            for each in self.purchases
            if not each.is_ordered and each.quantities and each.event is not None and each.event != purchase.event
        ]
        kept = (*held, *open_carts[-MOST_OPEN_BESIDE:])[-(MOST_PURCHASES - 1) :]
        return self.model_copy(update={"purchases": (*kept, purchase), "current": len(kept), "sheet": None})


class Profile(_Value):
    """What a customer asked to be remembered for the next order; empty for one who did not ask."""

    values: Mapping[Field, str] = Setting(default_factory=dict)
    method: UUID | None = None

    def __bool__(self) -> bool:
        """Whether anything is remembered."""
        return bool(self.values)


class Details(_Value):
    """Personal fields, encrypted apart; past `until` they count as absent.

    `custom_of` is the event whose own questions were answered: at another one the same fields mean something else. `held`
    are the values as the shop holds them, by their order.
    """

    values: Mapping[Field, str] = Setting(default_factory=dict)
    custom_of: UUID | None = None
    held: Mapping[str, Mapping[Field, str]] = Setting(default_factory=dict)
    until: AwareDatetime | None = None

    def at(self, now: datetime) -> "Details":
        """Return the details as they count at that moment."""
        return Details() if self.until is not None and now >= self.until else self
