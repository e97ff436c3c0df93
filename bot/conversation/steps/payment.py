"""The payment page, and the way back from it."""

from typing import ClassVar, assert_never
from zoneinfo import ZoneInfo

from bot.conversation.effects import CheckoutOpened, Effect, FreeReserved, NotSent, Refused, Reserved, Settled, Unknown
from bot.conversation.facts import Context, Need
from bot.conversation.hold import checkout_of, record_of, with_checkout
from bot.conversation.messages import (
    LONGEST_COPY,
    Action,
    Button,
    Line,
    PaymentOutcome,
    Press,
    Reply,
    Returned,
    Screen,
    StepName,
    Style,
    Tap,
    Text,
    TimeOfDay,
    plain,
    text,
)
from bot.conversation.outcome import Advance, Outcome, Perform, Stay
from bot.conversation.session import Hold
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
        zone = ZoneInfo(hold.zone)
        until = TimeOfDay(hold.due_at.astimezone(zone))
        order = (
            Line(plain(hold.event_name), Style.STRONG),
            Line(text("Order {order}", order=hold.order_id)),
            Line(text("Total (estimate): {total}", total=Money(hold.total, hold.currency))),
        )
        if hold.ended(context.facts.now):
            return Screen(text("Your hold has ended"), (order, _ended(hold, until)))
        held = (
            Line(text("Your tickets are held until {time}.", time=until)),
            Line(text("The payment page shows the final amount."), Style.QUIET),
        )
        checkout = hold.checkout
        if checkout is None or hold.reported is not None:
            to_payment = Button(text("To payment"), Press(Action.ORDER), way_on=True)
            lines = (Line(_sentence(hold.reported)),) if hold.reported is not None else ()
            return Screen(text("Your tickets are held"), (order, *((lines,) if lines else ()), held), ((to_payment,),))
        pay = Button(text("Pay now"), url=checkout.redirect_url, way_on=True)
        copy = Button(text("Copy the payment link"), copy=checkout.redirect_url)
        rows = ((pay,), (copy,)) if len(checkout.redirect_url) <= LONGEST_COPY else ((pay,),)
        return Screen(text("Pay to get your tickets"), (order, held), rows)

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Take what the payment page reported; open a payment page where there is none."""
        hold = hold_in(context)
        match reply:
            case Returned(token_hash=token_hash):
                return self._returned(context, hold, token_hash)
            case Tap(press=Press(action=Action.ORDER)) if hold.ended(context.facts.now):
                return Stay()
            case Tap(press=Press(action=Action.ORDER)) if hold.checkout is not None and hold.reported is None:
                return Stay()
            case Tap(press=Press(action=Action.ORDER)):
                return Perform(effect=checkout_of(hold))
            case _:
                return self.not_understood()

    def settle(self, context: Context, effect: Effect, settled: Settled) -> Outcome:
        """Show the link; else say what is known, and keep the hold in any case."""
        hold = hold_in(context)
        until = TimeOfDay(hold.due_at.astimezone(ZoneInfo(hold.zone)))
        match settled:
            case CheckoutOpened():
                again = hold.link_shown
                opened = with_checkout(hold, settled)
                paid = context.purchase.model_copy(update={"hold": opened})
                notice = text("This is a new payment page. Use only this link.") if again else None
                return Stay(session=context.session.with_purchase(paid), notice=notice, order=record_of(opened))
            case Refused():
                return Stay(
                    notice=text(
                        "The shop did not open a payment page. Your tickets stay held until {time}.", time=until
                    )
                )
            case NotSent():
                return Stay(
                    notice=text("The shop is busy. Your tickets are held until {time}. Please try again.", time=until)
                )
            case Unknown():
                return Stay(
                    notice=text(
                        "The shop did not answer with a payment page. Your tickets are held until {time}. "
                        "Please try again.",
                        time=until,
                    )
                )
            case Reserved() | FreeReserved():
                raise TypeError("the payment step reserves nothing")
        assert_never(settled)

    def _returned(self, context: Context, hold: Hold, token_hash: str) -> Outcome:
        reported = outcome_of(hold, token_hash)
        too_late = context.facts.now >= hold.returns_until
        if reported is None or reported is hold.reported or too_late or hold.reported is PaymentOutcome.SUCCESS:
            return Stay()
        told = hold.model_copy(update={"reported": reported})
        session = context.session.with_purchase(context.purchase.model_copy(update={"hold": told}))
        if reported is not PaymentOutcome.SUCCESS:
            return Stay(session=session)
        order = record_of(told)
        return Advance(session=session, order=order, handed_over=order)


def hold_in(context: Context) -> Hold:
    """Return the hold of the current purchase; LookupError when there is none."""
    if context.purchase.hold is None:
        raise LookupError("nothing is held")
    return context.purchase.hold


def outcome_of(hold: Hold, token_hash: str) -> PaymentOutcome | None:
    """Return what a return token stands for, if it is one of this hold's newest payment page.

    Of the pages before it only success counts: who paid there has paid, whatever became of the other attempts.
    """
    if token_hash in hold.earlier_successes:
        return PaymentOutcome.SUCCESS
    if hold.checkout is None:
        return None
    return next((each for each, known in hold.checkout.return_hashes.items() if known == token_hash), None)


def _sentence(reported: PaymentOutcome) -> Text:
    match reported:
        case PaymentOutcome.FAILED:
            return text("The payment page reports that the payment failed.")
        case PaymentOutcome.CANCELLED:
            return text("The payment page reports that you cancelled the payment.")
        case PaymentOutcome.EXPIRED:
            return text("The payment page reports that its time is over.")
        case PaymentOutcome.SUCCESS:
            return text("The payment page reports success.")
    assert_never(reported)


def _ended(hold: Hold, until: TimeOfDay) -> tuple[Line, ...]:
    ended = Line(text("Your hold for {order} ended at {time}.", order=hold.order_id, time=until))
    if not hold.link_shown:
        return (ended, Line(text("You have not paid anything. Start over to order again.")))
    if hold.reported is PaymentOutcome.FAILED or hold.reported is PaymentOutcome.CANCELLED:
        return (ended, Line(_sentence(hold.reported)))
    paid = text(
        "Did you pay? Then you need do nothing: your tickets come by e-mail. We cannot see your payment from here."
    )
    if hold.masked_email:
        paid = text(
            "Did you pay? Then you need do nothing: your tickets come by e-mail to {email}. "
            "We cannot see your payment from here.",
            email=hold.masked_email,
        )
    return (ended, Line(paid))
