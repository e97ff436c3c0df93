"""Dialogues with the engine: a shop of plain values, a clock that moves, and the real words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from bot.conversation.cannot_read import CannotRead, CannotReadReason, LastKnown
from bot.conversation.effects import Failed, Reserved
from bot.conversation.engine import Engine
from bot.conversation.facts import Context, Facts
from bot.conversation.links import StoredLink
from bot.conversation.messages import (
    Action,
    Button,
    Command,
    CommandName,
    Press,
    Reply,
    Returned,
    Screen,
    StepName,
    Tap,
    Thing,
    Typed,
)
from bot.conversation.orders import OrderRecord
from bot.conversation.ports import Order
from bot.conversation.returning import token_hash
from bot.conversation.session import Details, Profile, Session
from bot.conversation.turn import Arrival, Bell, Remembered, Turn
from bot.domain.customer import Field, Mode
from bot.domain.labels import Label, Language
from bot.domain.shop import (
    CalendarDay,
    Category,
    Checkout,
    Code,
    Event,
    EventSummary,
    FreeReservation,
    PaymentMethod,
    Reservation,
    ReturnAddresses,
    TicketType,
    TimeSlot,
    Venue,
)
from bot.domain.zones import Zones
from bot.i18n.catalog import GettextCatalog
from bot.i18n.understanding import CatalogUnderstanding
from bot.simulator.clock import MovableClock
from bot.telegram.render import render
from bot.telegram.returns import DeepLinkReturns

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Amsterdam")
CATALOG = GettextCatalog()


def uuid(name: str) -> UUID:
    return uuid5(UUID(int=0), name)


def ticket(name: str, price: str | None = "29.50", fee: str = "2.50", **more: Any) -> TicketType:
    amount = Decimal(price) if price is not None else None
    return TicketType(uuid(name), Label.same(name), amount, Decimal(fee), **more)


METHODS = (
    PaymentMethod(uuid("iDEAL"), "iDEAL", Decimal("0.68")),
    PaymentMethod(uuid("Bancontact"), "Bancontact", Decimal("0.35"), Decimal("2.6")),
)
FESTIVAL = Event(
    uuid=uuid("Festival"),
    name="Festival",
    categories=(Category(uuid("c"), Label.same("Tickets"), (ticket("Adult"), ticket("Child", "12.00", "1.00"))),),
    payment_methods=METHODS,
    customer_data={Field.FIRST_NAME: Mode.REQUIRED, Field.EMAIL: Mode.REQUIRED},
    start_at=NOW + timedelta(days=60),
    is_discount_enabled=True,
    venue=Venue(name="Hall", city="Breda", country_id="NL"),
    organiser_entity="Festival B.V.",
    support_email="help@example.com",
    terms_and_conditions_url="https://example.com/terms",
)
MUSEUM = replace(
    FESTIVAL,
    uuid=uuid("Museum"),
    name="Museum",
    start_at=None,
    is_calendar_enabled=True,
    categories=(
        Category(
            uuid("m"),
            Label.same("Tickets"),
            (ticket("Adult", is_selectable_on_calendar=True), ticket("Guide", "4.00", "0.00")),
        ),
    ),
)


def slot(hour: int, stock: int = 10, *, status: str = "OPEN", on: int = 2, ends: bool = True) -> TimeSlot:
    start_at = datetime(2026, 12, on, hour, tzinfo=ZONE).astimezone(UTC)
    end_at = start_at + timedelta(minutes=30) if ends else None
    return TimeSlot(start_at.isoformat(), start_at, end_at, status, stock, (uuid("Adult"),))


@dataclass
class PlainShop:
    """A shop of plain values. What it `heard` are its writes; `answers` are given before the good one."""

    listed: list[Event] = field(default_factory=lambda: [FESTIVAL, MUSEUM])
    months: dict[tuple[int, int], list[CalendarDay]] = field(default_factory=dict)
    slots: list[TimeSlot] = field(default_factory=lambda: [slot(10), slot(11), slot(12, 3)])
    issuers: list[str | None] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)
    answers: list[Failed] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    returns: list[ReturnAddresses] = field(default_factory=list)
    keys: dict[str, list[Event]] = field(default_factory=dict)
    fails: CannotReadReason | None = None
    list_fails: CannotReadReason | None = None
    event_fails: CannotReadReason | None = None
    fails_when_fresh: bool = False
    list_known_at: datetime | None = None
    event_known_at: datetime | None = None
    minutes: int = 20
    free: FreeReservation | None = None

    def __post_init__(self) -> None:
        days = [CalendarDay(date(2026, 12, on), None, "OPEN" if on % 7 else "CLOSED", 10) for on in range(1, 32)]
        self.months.setdefault((2026, 12), days)

    def within(self, seconds: float) -> "PlainShop":
        return self

    def _expect_reachable(self, fresh: bool, known: LastKnown | None = None) -> None:
        if self.fails is not None or (fresh and self.fails_when_fresh):
            raise CannotRead(self.fails or "unavailable", known)

    async def events(self, *, key: str | None = None, fresh: bool = False) -> Sequence[EventSummary]:
        shown = [*self.listed, *self.keys.get(key or "", ())]
        lines = [EventSummary(each.uuid, each.name, each.start_at, each.end_at, each.venue.name) for each in shown]
        self._expect_reachable(fresh, LastKnown(self.list_known_at, tuple(lines)) if self.list_known_at else None)
        if self.list_fails is not None:
            raise CannotRead(self.list_fails)
        return lines

    async def event(self, uuid: UUID, *, key: str | None = None, fresh: bool = False) -> Event:
        shown: list[Event] = [*self.listed, *self.keys.get(key or "", ())]
        event = next((each for each in shown if each.uuid == uuid), None)
        self._expect_reachable(fresh, LastKnown(self.event_known_at, event=event) if self.event_known_at else None)
        if self.event_fails is not None:
            raise CannotRead(self.event_fails)
        if event is None:
            raise LookupError(uuid)
        return event

    async def month(self, event: UUID, of: date, *, key: str | None = None, fresh: bool = False) -> list[CalendarDay]:
        return self.months.get((of.year, of.month), [])

    async def day(self, event: UUID, on: date, *, key: str | None = None, fresh: bool = False) -> list[TimeSlot]:
        return self.slots

    async def reserve(self, order: Order, *, language: Language, frees_at: datetime) -> Reserved | Failed:
        self.heard.append("reserve")
        self.orders.append(order)
        if self.answers:
            return self.answers.pop(0)
        due_at = NOW + timedelta(minutes=self.minutes)
        return Reserved(reservation=Reservation(f"CM{len(self.orders)}", due_at))

    async def code(self, event: UUID, code: str, *, key: str | None = None, fresh: bool = False) -> Code | None:
        self._expect_reachable(fresh)
        return self.codes.get(code)

    async def update(self, order: Order, order_id: str, *, due_at: datetime, **_: Any) -> Reserved | Failed:
        self.heard.append("update")
        self.orders.append(order)
        return self.answers.pop(0) if self.answers else Reserved(reservation=Reservation(order_id, due_at))

    async def reserve_free(self, order: Order, **_: Any) -> FreeReservation | Failed:
        self.heard.append("free")
        self.orders.append(order)
        if self.answers:
            return self.answers.pop(0)
        return self.free or FreeReservation(f"CM{len(self.orders)}", "https://cm.com/x")

    async def open_checkout(
        self, event: UUID, order_id: str, method: UUID, returns: ReturnAddresses, *, issuer: str | None = None, **_: Any
    ) -> Checkout | Failed:
        self.heard.append("checkout")
        self.issuers.append(issuer)
        self.returns.append(returns)
        if self.answers:
            return self.answers.pop(0)
        return Checkout(order_id, None, "OPEN", "https://pay.cm.com/x")


@dataclass
class PlainLimits:
    """Lets a person guess wrong so often."""

    most: int = 5
    wrong: int = 0
    reservations: int = 100
    begun: int = 0

    async def may_guess(self, chat: str) -> bool:
        return self.wrong < self.most

    async def guessed_wrong(self, chat: str) -> None:
        self.wrong += 1

    async def may_reserve(self, chat: str) -> bool:
        return self.begun < self.reservations

    async def reserved(self, chat: str) -> None:
        self.begun += 1


@dataclass
class PlainLinks:
    """Stored links by their ids."""

    stored: dict[str, StoredLink] = field(default_factory=dict)

    async def read(self, identifier: str) -> StoredLink | None:
        return self.stored.get(identifier)


@dataclass
class PlainOrders:
    """Orders by their keys, newest last."""

    known: dict[str, OrderRecord] = field(default_factory=dict)
    reads: int = 0

    async def read(self, chat: str) -> tuple[OrderRecord, ...]:
        self.reads += 1
        return tuple(reversed(self.known.values()))


@dataclass
class Dialogue:
    """A chat with the engine, in English."""

    shop: PlainShop = field(default_factory=PlainShop)
    clock: MovableClock = field(default_factory=lambda: MovableClock(NOW))
    session: Session = field(default_factory=lambda: Session(language="en", language_chosen=True))
    details: Details = field(default_factory=Details)
    zones: Zones = field(default_factory=lambda: Zones(ZONE))
    profile: Profile = field(default_factory=Profile)
    limits: Any = field(default_factory=PlainLimits)
    links: PlainLinks = field(default_factory=lambda: PlainLinks())
    orders: PlainOrders = field(default_factory=lambda: PlainOrders())
    asks_bank: bool = False
    left_s: float = 25.0
    kept: list[Session] = field(default_factory=list)
    keep_error: Exception | None = None
    turn: Turn | None = None
    given: int = 0

    async def give(self, reply: Reply, *, age: timedelta = timedelta(), reply_id: str | None = None) -> "Dialogue":
        async def keep(session: Session, details: Details) -> None:
            if self.keep_error is not None:
                raise self.keep_error
            self.kept.append(session)

        self.given += 1
        engine = Engine(
            self.shop,
            self.clock,
            DeepLinkReturns("bot"),
            CatalogUnderstanding(CATALOG),
            self.limits,
            self.links,
            self.zones,
            self.orders,
            asks_bank=self.asks_bank,
        )
        self.turn = await engine.turn(
            Remembered(self.session, self.details, self.profile),
            Arrival(reply_id or str(self.given), reply, self.clock.now() - age, "7"),
            keep=keep,
            time_left_s=lambda: self.left_s,
        )
        if self.turn.order is not None:
            self.orders.known[self.turn.order.key] = self.turn.order
        self.session, self.details, self.profile = self.turn.session, self.turn.details, self.turn.profile
        return self

    async def start(self) -> "Dialogue":
        return await self.give(Command(CommandName.START))

    async def say(self, words: str) -> "Dialogue":
        return await self.give(Typed(words))

    async def tap(self, label: str) -> "Dialogue":
        """Tap the button with that label; the first, where several begin so."""
        press = next(button.press for button in self.buttons if self.words_of(button).startswith(label))
        return await self.press(press)

    async def press(self, press: Press | None, *, visit: int | None = None) -> "Dialogue":
        return await self.give(Tap(self.visit if visit is None else visit, press))

    async def do(self, action: Action, thing: Thing = None, amount: int | None = None) -> "Dialogue":
        return await self.press(Press(action, thing, amount))

    async def come_back(self, outcome: str, link: int = -1, *, in_chat: bool = True) -> "Dialogue":
        """Follow a way back from the payment page: by a link into the chat, or by way of a page of ours."""
        address: str = getattr(self.shop.returns[link], f"{outcome}_url")
        return await self.give(Returned(token_hash(address.partition("start=r0-")[2]), in_chat=in_chat))

    @property
    def context(self) -> Context:
        """What a step would look at now, with nothing read yet."""
        return Context(self.session, self.details, Facts(self.clock.now(), self.zones), self.profile)

    @property
    def at(self) -> StepName:
        return self.session.purchase.at

    @property
    def visit(self) -> int:
        return self.session.purchase.visit

    @property
    def screen(self) -> Screen:
        """What the card shows; the turn must not have left it alone."""
        assert self.turn is not None
        assert self.turn.screen is not None
        return self.turn.screen

    @property
    def bell(self) -> Bell:
        """What was told beside the card."""
        assert self.turn is not None
        assert self.turn.bell is not None
        return self.turn.bell

    @property
    def bell_text(self) -> str:
        return render(self.bell.screen, self.bell.visit, self.bell.notice, "en", CATALOG).html

    @property
    def is_silent(self) -> bool:
        """Whether the turn neither touched the card nor told anything."""
        return self.turn is not None and self.turn.screen is None and self.turn.bell is None

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.screen.rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [self.words_of(button) for button in self.buttons]

    def words_of(self, button: Button) -> str:
        return CATALOG.words(button.label, "en")

    @property
    def text(self) -> str:
        """Everything the customer reads: the notice and the card."""
        assert self.turn is not None
        return render(self.screen, self.turn.visit, self.turn.notice, "en", CATALOG).html

    @property
    def notice(self) -> str:
        assert self.turn is not None
        return CATALOG.words(self.turn.notice, "en") if self.turn.notice is not None else ""


async def at_tickets(shop: PlainShop | None = None) -> Dialogue:
    dialogue = Dialogue(shop or PlainShop())
    await dialogue.start()
    await dialogue.do(Action.CHOOSE, FESTIVAL.uuid)
    return await dialogue.do(Action.NEXT)


async def at_review(shop: PlainShop | None = None) -> Dialogue:
    dialogue = await at_tickets(shop)
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    await dialogue.do(Action.NEXT)
    if dialogue.at is StepName.CUSTOMER:
        await dialogue.say("Robin")
        await dialogue.say("robin@example.com")
    if dialogue.at is StepName.METHOD:
        await dialogue.do(Action.CHOOSE, uuid("Bancontact"))
    assert dialogue.at is StepName.REVIEW
    return dialogue


async def at_payment(shop: PlainShop | None = None) -> Dialogue:
    dialogue = await at_review(shop)
    await dialogue.do(Action.ORDER)
    assert dialogue.at is StepName.PAYMENT
    return dialogue


async def at_museum_slot(shop: PlainShop | None = None) -> Dialogue:
    dialogue = Dialogue(shop or PlainShop())
    await dialogue.start()
    await dialogue.do(Action.CHOOSE, MUSEUM.uuid)
    await dialogue.do(Action.NEXT)
    return await dialogue.do(Action.CHOOSE, date(2026, 12, 2))
