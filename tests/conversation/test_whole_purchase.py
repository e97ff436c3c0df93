"""Any purchase with any trouble: what a customer can do, in any order, while writes are refused, lost and cut by crashes.

The shop here remembers what it holds. Whatever happens, no write is sent twice for one reply, no card says what is not
known, what is paid for is what is held, and there is always a way on.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from bot.conversation.effects import Failed, NotSent, Refused, Reserved, Unknown
from bot.conversation.messages import Action, Button, Command, CommandName, PaymentOutcome, Reply, StepName, Tap, Typed
from bot.conversation.ports import Order
from bot.conversation.session import Session
from bot.domain.cart import Quantities
from bot.domain.labels import Language
from bot.domain.shop import Checkout, Reservation, ReturnAddresses
from bot.simulator.clock import MovableClock
from tests.conversation.dialogue import NOW, PlainShop, at_review

ROOT = Path(__file__).parents[2]
Trouble = Literal["refused", "not sent", "lost before", "lost after", "killed before", "killed after"]
LASTS = timedelta(minutes=20)
WORDS = ("1 adult", "3 adult", "0 adult", "2 child", "Sanne", "back", "start over", "?")
FORWARD = {Action.CHOOSE, Action.NEXT, Action.ACCEPT, Action.CLOSE}
LEAVING = {Action.CANCEL, Action.START_OVER}
COMMANDS = (CommandName.EVENTS, CommandName.HELP, CommandName.CANCEL)


NOT_BOOKED, UNCHANGED, NOT_PAID = "Nothing was booked", "your reservation is unchanged", "You have not paid anything"
PAY, CHANGE, CHANGE_TICKETS = "Pay now", "Change my order", "Change tickets"
JUDGED = (NOT_BOOKED, UNCHANGED, NOT_PAID, PAY, CHANGE, CHANGE_TICKETS)


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Held:
    """What the shop holds of an event, and its payment pages: how many tickets each asks for."""

    event: UUID
    quantities: Quantities
    due_at: datetime
    pages: dict[str, tuple[Quantities, UUID]] = field(default_factory=dict)


@dataclass
class RememberingShop(PlainShop):
    """A shop that holds what it says. `trouble` befalls the next write; `done` are the writes that were carried out."""

    clock: MovableClock = field(default_factory=lambda: MovableClock(NOW))
    held: dict[str, Held] = field(default_factory=dict)
    page_of: list[str] = field(default_factory=list)
    trouble: Trouble | None = None
    done: list[str] = field(default_factory=list)

    def _befalls(self, kind: str, frees_at: datetime) -> tuple[Failed | None, Trouble | None]:
        """Note a write; return how it fails before it is carried out, else what befalls it after that."""
        self.heard.append(kind)
        trouble, self.trouble = self.trouble, None
        before: dict[Trouble | None, Failed] = {
            "refused": Refused(),
            "not sent": NotSent(),
            "lost before": Unknown(frees_at=frees_at),
        }
        if trouble == "killed before":
            raise Killed
        if trouble not in before:
            self.done.append(kind)
        return before.get(trouble), trouble

    async def reserve(self, order: Order, *, language: Language, frees_at: datetime) -> Reserved | Failed:
        failed, trouble = self._befalls("reserve", frees_at)
        if failed is not None:
            return failed
        number = f"CM{len(self.held) + 1}"
        self.held[number] = Held(order.event, order.quantities, self.clock.now() + LASTS)
        return self._answer(number, trouble, frees_at)

    async def update(self, order: Order, order_id: str, *, due_at: datetime, **_: Any) -> Reserved | Failed:
        failed, trouble = self._befalls("update", due_at)
        if failed is not None:
            return failed
        self.held[order_id].quantities = order.quantities
        return self._answer(order_id, trouble, due_at)

    async def open_checkout(
        self, event: UUID, order_id: str, method: UUID, returns: ReturnAddresses, **more: Any
    ) -> Checkout | Failed:
        frees_at: datetime = more["frees_at"]
        failed, trouble = self._befalls("checkout", frees_at)
        if failed is not None:
            return failed
        assert self.clock.now() < self.held[order_id].due_at, "a payment page for what is not held any more"
        address = f"https://pay.cm.com/{len(self.returns)}"
        self.returns.append(returns)
        self.page_of.append(order_id)
        self.held[order_id].pages[address] = self.held[order_id].quantities, method
        if trouble == "killed after":
            raise Killed
        return Unknown(frees_at=frees_at) if trouble == "lost after" else Checkout(order_id, None, "OPEN", address)

    def _answer(self, order_id: str, trouble: Trouble | None, frees_at: datetime) -> Reserved | Failed:
        if trouble == "killed after":
            raise Killed
        if trouble == "lost after":
            return Unknown(frees_at=frees_at)
        return Reserved(reservation=Reservation(order_id, self.held[order_id].due_at))


class AnyPurchase(RuleBasedStateMachine):
    """A customer in any mood, from the review on."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        shop = RememberingShop()
        self.dialogue = self.runner.run(at_review(shop))
        self.dialogue.clock = shop.clock
        self.shop = shop
        self.seen = self.dialogue.screen
        self.buttons_before: list[Tap] = []
        self.reported: set[tuple[str, PaymentOutcome]] = set()
        self.named = 0
        self.replies = 0

    def teardown(self) -> None:
        self.runner.close()

    # --- what can be done ---------------------------------------------------------------------------------------------

    @rule(times=st.integers(1, 5))
    def goes_on(self, times: int) -> None:
        """Do what brings a purchase on from where it is."""
        for _ in range(times):
            self._go_on()

    @rule(data=st.data())
    def taps(self, data: st.DataObject) -> None:
        self._tap(data.draw(st.sampled_from([each for each in self.shown if each.press and _stays(each)])))

    @precondition(lambda self: self.dialogue.at is StepName.PAYMENT)
    @rule(words=st.sampled_from(["3 adult", "1 adult 1 child", "2 adult"]), orders=st.booleans())
    def changes_what_is_held(self, words: str, orders: bool) -> None:
        if (change := self._button(CHANGE)) is not None:
            self._tap(change)
        if (tickets := self._button(CHANGE_TICKETS)) is not None:
            self._tap(tickets)
            self._give(Typed(words))
            self._go_on()
        if orders and self.dialogue.at is StepName.REVIEW:
            self._go_on()

    @precondition(lambda self: len(self.buttons_before) > 1)
    @rule(data=st.data())
    def taps_an_old_button(self, data: st.DataObject) -> None:
        self._give(data.draw(st.sampled_from(self.buttons_before)))

    @rule(reply=st.sampled_from([Typed(words) for words in WORDS] + [Command(name) for name in COMMANDS]))
    def says(self, reply: Reply) -> None:
        self._give(reply)

    @precondition(lambda self: self.shop.returns)
    @rule(data=st.data(), outcome=st.sampled_from(PaymentOutcome), in_chat=st.booleans())
    def comes_back(self, data: st.DataObject, outcome: PaymentOutcome, in_chat: bool) -> None:
        page = data.draw(st.integers(0, len(self.shop.returns) - 1))
        self.reported.add((self.shop.page_of[page], outcome))
        self.replies += 1
        self.runner.run(self.dialogue.come_back(outcome, page, in_chat=in_chat))
        self._look()

    @rule(minutes=st.sampled_from([1, 5, 21]))
    def waits(self, minutes: int) -> None:
        self.shop.clock.move(timedelta(minutes=minutes))

    @rule(trouble=st.sampled_from(Trouble.__args__))  # type: ignore[attr-defined]
    def has_trouble_with_the_next_write(self, trouble: Trouble) -> None:
        self.shop.trouble = trouble

    @rule()
    def goes_on_while_the_shop_rests(self) -> None:
        self.shop.fails = "unavailable"
        self._go_on()
        self.shop.fails = None

    # --- what must be so ----------------------------------------------------------------------------------------------

    @invariant()
    def there_is_a_way_on(self) -> None:
        assert any(each.url or (each.press and each.press.action is not Action.NOTHING) for each in self.shown)

    @invariant()
    def one_order_of_an_event_is_held_unless_the_next_was_named(self) -> None:
        now = self.shop.clock.now()
        unpaid = [
            each
            for number, each in self.shop.held.items()
            if now < each.due_at and (number, PaymentOutcome.SUCCESS) not in self.reported
        ]
        most = max(Counter(each.event for each in unpaid).values(), default=0)
        assert most <= 1 + self.named, "another order of the event was placed, which nobody named"

    @property
    def shown(self) -> list[Button]:
        return [button for row in self.seen.rows for button in row]

    def _button(self, label: str) -> Button | None:
        return next((each for each in self.shown if self.dialogue.words_of(each) == label), None)

    def _go_on(self) -> None:
        way_on = next((each for each in self.shown if each.way_on and each.press), None)
        chosen = next((each for each in self.shown if each.press and each.press.action in FORWARD), None)
        match self.dialogue.at:
            case StepName.CUSTOMER:
                self._give(Typed("Robin, robin@example.com"))
            case StepName.TICKETS if not self.dialogue.session.purchase.quantities:
                self._give(Typed("2 adult"))
            case _ if (button := way_on or chosen) is not None:
                self._tap(button)
            case StepName.EVENT:
                self._give(Command(CommandName.EVENTS))
            case _:
                pass

    def _tap(self, button: Button) -> None:
        tap = Tap(self.dialogue.visit, button.press)
        self.buttons_before.append(tap)
        self._give(tap)

    def _give(self, reply: Reply) -> None:
        """Give a reply; after a crash it comes once more, as Telegram and the mailbox see to."""
        if isinstance(reply, Tap) and reply.press is not None and reply.press.action is Action.ACCEPT:
            self.named += 1
        self.replies += 1
        sent, before = len(self.shop.heard), self.dialogue.session
        try:
            self.runner.run(self.dialogue.give(reply, reply_id=f"reply {self.replies}"))
        except Killed:
            self.dialogue.session = self._left_by_a_crash(before)
            self.runner.run(self.dialogue.give(reply, reply_id=f"reply {self.replies}"))
        written = Counter(self.shop.heard[sent:])
        assert max(written.values(), default=0) <= 1, f"{written} were sent for one reply"
        self._look()

    def _left_by_a_crash(self, before: Session) -> Session:
        return self.dialogue.kept[-1]

    def _look(self) -> None:
        turn = self.dialogue.turn
        assert turn is not None
        if turn.screen is not None:
            self.seen = turn.screen
            self._judge(self.dialogue.text)
        self.shop.done.clear()

    def _judge(self, said: str) -> None:
        """Hold what a card says to what the shop knows."""
        purchase, done = self.dialogue.session.purchase, self.shop.done
        if NOT_BOOKED in said:
            assert "reserve" not in done
        if UNCHANGED in said:
            assert "update" not in done
        hold = purchase.hold
        if hold is None or purchase.at not in {StepName.PAYMENT, StepName.DONE}:
            return
        at_shop = self.shop.held[hold.order_id]
        if NOT_PAID in said:
            assert not hold.link_shown
        if purchase.at is StepName.DONE:
            assert (hold.order_id, PaymentOutcome.SUCCESS) in self.reported
        link = next((each.url for each in self.shown if self.dialogue.words_of(each) == PAY), None)
        if link is not None:
            assert self.shop.clock.now() < at_shop.due_at
            assert at_shop.pages[link] == (at_shop.quantities, hold.method), "a page that asks for something else"


def _stays(button: Button) -> bool:
    """Whether a button leaves the customer with this purchase: the other ones are commands too."""
    return button.press is not None and button.press.action not in LEAVING


SETTINGS = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
UNTIL_ONE_FAILS = settings(SETTINGS, max_examples=1000, phases=(Phase.generate,), database=None, derandomize=True)


@pytest.mark.parametrize("words", JUDGED)
def test_the_words_that_are_judged_are_said(words):
    assert words in (ROOT / "locales" / "bot.pot").read_text(encoding="utf-8")


def test_whatever_happens_in_a_purchase():
    run_state_machine_as_test(AnyPurchase, settings=SETTINGS)


class WithoutIntents(AnyPurchase):
    """A bot that stores nothing before it writes."""

    def _left_by_a_crash(self, before: Session) -> Session:
        return before


def test_control_without_a_stored_intent_a_crash_writes_twice():
    with pytest.raises(AssertionError, match="were sent for one reply"):
        run_state_machine_as_test(WithoutIntents, settings=UNTIL_ONE_FAILS)
