"""The payment page, and the way back from it."""

from typing import ClassVar, assert_never

from bot.conversation.effects import CheckoutOpened, Effect, FreeReserved, NotSent, Refused, Reserved, Settled, Unknown
from bot.conversation.facts import Context, Need
from bot.conversation.held import change, hold_in, until
from bot.conversation.hold import checkout_of, record_of, with_checkout
from bot.conversation.messages import (
    LONGEST_COPY,
    Action,
    Button,
    Countdown,
    Line,
    PaymentOutcome,
    Press,
    Reply,
    Returned,
    Screen,
    StepName,
    Style,
    Tap,
    TimerName,
    TimeUp,
    plain,
    text,
)
from bot.conversation.outcome import Advance, Outcome, Perform, Stay
from bot.conversation.session import Hold
from bot.conversation.steps import bells, payment_over
from bot.conversation.steps.payment_over import sentence
from bot.conversation.steps.step import Question
from bot.domain.money import Money


class PaymentStep(Question):
    """The link to pay, until when the tickets are held, and what the payment page reported.

    It looks at the hold alone, so that it can be shown while the shop is down or the event is gone.
    """

    name: ClassVar = StepName.PAYMENT
    needs: ClassVar = frozenset[Need]()

    def done(self, context: Context) -> bool:
        """Whether the payment page reported success; nothing else tells."""
        return hold_in(context).reported is PaymentOutcome.SUCCESS

    def screen(self, context: Context) -> Screen:
        """Show the way to the payment page while the hold lasts, else what can truly be said."""
        hold = hold_in(context)
        order = _order(hold)
        if hold.said_paid:
            return payment_over.waiting(hold, order, context.facts.now)
        if hold.ended(context.facts.now):
            return payment_over.ended(hold, order)
        held = (
            Line(text("Your tickets are held until {time}.", time=until(hold))),
            Line(text("Your reservation ends {left}.", left=Countdown(until(hold).at)), Style.QUIET),
            Line(text("The payment page shows the final amount."), Style.QUIET),
        )
        if hold.link is None:
            to_payment = Button(text("To payment"), Press(Action.ORDER), way_on=True)
            told = (Line(sentence(hold.reported)),) if hold.reported is not None else ()
            paragraphs = tuple(lines for lines in (order, told, held) if lines)
            return Screen(text("Your tickets are held"), paragraphs, ((to_payment,), *_ways_on(hold)))
        pay = Button(text("Pay now"), url=hold.link, way_on=True)
        copy = Button(text("Copy the payment link"), copy=hold.link)
        rows = ((pay,), (copy,)) if len(hold.link) <= LONGEST_COPY else ((pay,),)
        return Screen(text("Pay to get your tickets"), (order, held), (*rows, *_ways_on(hold)))

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Take what the payment page reported; open a payment page where there is none; change what is held."""
        hold, now = hold_in(context), context.facts.now
        match reply:
            case Returned(token_hash=token_hash):
                return self._returned(context, hold, token_hash)
            case TimeUp(name=TimerName.WARNING):
                return bells.warned(hold, now)
            case TimeUp(name=TimerName.END):
                return bells.over(context)
            case Tap(press=Press(action=Action.ORDER)) if hold.ended(now) or hold.link is not None:
                return Stay()
            case Tap(press=Press(action=Action.ORDER)) if hold.is_unsure:
                return change(context, StepName.REVIEW)
            case Tap(press=Press(action=Action.ORDER)):
                return Perform(effect=checkout_of(hold))
            case Tap(press=Press(action=Action.GOTO, thing=StepName() as step)) if step in CHANGED_AT:
                return change(context, step)
            case Tap(press=Press(action=Action.ACCEPT)) if hold.link_shown:
                return _said(context, hold, paid=True)
            case Tap(press=Press(action=Action.NEXT)) if hold.ended(now):
                return payment_over.same_again(context)
            case Tap(press=Press(action=Action.NEXT)):
                return _said(context, hold, paid=False)
            case _:
                return self.not_understood()

    def settle(self, context: Context, effect: Effect, settled: Settled) -> Outcome:
        """Show the link; else say what is known, and keep the hold in any case."""
        hold = hold_in(context)
        match settled:
            case CheckoutOpened():
                again = hold.link_shown
                opened = with_checkout(hold, settled)
                paid = context.purchase.model_copy(update={"hold": opened})
                notice = text("This is a new payment page. Use only this link.") if again else None
                return Stay(session=context.session.with_purchase(paid), notice=notice, order=record_of(opened))
            case Refused():
                return self._refused(context, hold)
            case NotSent():
                return Stay(
                    notice=text(
                        "The shop is busy. Your tickets are held until {time}. Please try again.", time=until(hold)
                    )
                )
            case Unknown():
                return Stay(
                    notice=text(
                        "The shop did not answer with a payment page. Your tickets are held until {time}. "
                        "Please try again.",
                        time=until(hold),
                    )
                )
            case Reserved() | FreeReserved():
                raise TypeError("the payment step reserves nothing")
        assert_never(settled)

    def _refused(self, context: Context, hold: Hold) -> Outcome:
        """Go back to the page that was opened first, where it asks for the right amount; else say whom to ask."""
        first = hold.checkout
        if first is not None and (first.method, first.total) == (hold.method, hold.total):
            back = hold.model_copy(update={"is_withdrawn": False, "reported": None, "issuer": first.issuer})
            session = context.session.with_purchase(context.purchase.model_copy(update={"hold": back}))
            same = text(
                "The shop opens no second payment page. This is the first one again: its amount is still right."
            )
            return Stay(session=session, notice=same)
        told = text("The shop did not open a payment page. Your tickets stay held until {time}.", time=until(hold))
        if not hold.support_email:
            return Stay(notice=told)
        ask = text(
            "Try once more, or ask {support} about order {order}.", support=hold.support_email, order=hold.order_id
        )
        return Stay(notice=text("{first} {second}", first=told, second=ask))

    def _returned(self, context: Context, hold: Hold, token_hash: str) -> Outcome:
        reported = outcome_of(hold, token_hash)
        too_late = context.facts.now >= hold.returns_until
        if reported is None or reported is hold.reported or too_late or hold.reported is PaymentOutcome.SUCCESS:
            return Stay()
        told = hold.model_copy(update={"reported": reported, "said_paid": False})
        at_payment = {"hold": told, "is_changing": False, "return_to": None}
        session = context.session.with_purchase(context.purchase.model_copy(update=at_payment))
        if reported is not PaymentOutcome.SUCCESS:
            return Stay(session=session)
        order = record_of(told)
        return Advance(session=session, order=order, handed_over=order)


CHANGED_AT = frozenset({StepName.REVIEW, StepName.METHOD})
"""Where a change of what is held begins."""


def outcome_of(hold: Hold, token_hash: str) -> PaymentOutcome | None:
    """Return what a return token stands for, if it is one of this hold's newest payment page.

    Of the pages before it only success counts: who paid there has paid, whatever became of the other attempts.
    """
    if token_hash in hold.earlier_successes:
        return PaymentOutcome.SUCCESS
    if hold.checkout is None:
        return None
    return next((each for each, known in hold.checkout.return_hashes.items() if known == token_hash), None)


def _order(hold: Hold) -> tuple[Line, ...]:
    """Return what is held, in a few lines."""
    lines = [
        Line(plain(hold.event_name), Style.STRONG),
        Line(text("Order {order}", order=hold.order_id)),
        *(Line(text("{count} × {ticket}", count=each.amount, ticket=each.name)) for each in hold.tickets),
    ]
    if hold.method_name:
        lines.append(Line(text("Payment with {method}", method=hold.method_name)))
    lines.append(Line(text("Total (estimate): {total}", total=Money(hold.total, hold.currency))))
    if hold.is_updated and hold.code is not None:
        lines.append(Line(text("The payment page decides what your code takes off a changed order.")))
    return tuple(lines)


def _ways_on(hold: Hold) -> tuple[tuple[Button, ...], ...]:
    """Return what can be done beside paying: another way to pay, a change, and to say that it is paid."""
    changes = [Button(text("Change my order"), Press(Action.GOTO, StepName.REVIEW))]
    if hold.has_other_methods:
        changes.insert(0, Button(text("Pay another way"), Press(Action.GOTO, StepName.METHOD)))
    return ((payment_over.PAID,), tuple(changes)) if hold.link_shown else (tuple(changes),)


def _said(context: Context, hold: Hold, *, paid: bool) -> Outcome:
    """Note what the customer says of the payment; nothing else changes by it."""
    said = context.purchase.model_copy(update={"hold": hold.model_copy(update={"said_paid": paid})})
    return Stay(session=context.session.with_purchase(said))
