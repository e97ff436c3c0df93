"""All of an order at a glance, for the review: who orders, then what the law wants directly above the order button.

Directive 2011/83/EU, art. 8(2): tickets, slot, total, seller and terms right before the order; the button itself says no
more than that it orders, and that it costs.
"""

from decimal import Decimal

from bot.conversation.facts import Context
from bot.conversation.held import is_as_held, until
from bot.conversation.messages import Action, Button, Line, Press, Style, Text, TimeOfDay, text
from bot.conversation.rivals import perhaps_paid, rival
from bot.conversation.session import Hold
from bot.conversation.steps.code import code_lines
from bot.conversation.steps.customer import label, shown
from bot.conversation.steps.free_order import unanswered
from bot.conversation.steps.head import when_and_where
from bot.domain.customer import Field
from bot.domain.money import ZERO, Money, to_cents
from bot.domain.web_address import is_web_address

UNKNOWN = text(
    "The shop did not answer, so we do not know whether it holds your tickets. You have not paid anything. "
    "You may order again."
)
UNSURE = text(
    "The shop did not answer, so we do not know whether it changed your order. Tap the order button to send it once "
    "more: then exactly this is held."
)
WITHDRAWAL = text("Tickets with a fixed date cannot be returned within 14 days.")


def paragraphs(context: Context) -> tuple[tuple[Line, ...], ...]:
    """Return everything that is ordered, with the terms last."""
    parts = (
        _held(context),
        _beside(context),
        unanswered(context),
        _customer(context),
        when_and_where(context),
        _tickets(context),
        code_lines(context),
        _money(context),
        _terms(context),
    )
    return tuple(part for part in parts if part)


def order_rows(context: Context) -> tuple[tuple[Button, ...], ...]:
    """Return the order button: alone, and only the words of the law.

    Beside another order of the same event it comes with a press that names it as a second one.
    """
    other = rival(context)
    if other is not None and not (context.purchase.is_second or context.purchase.hold or context.is_free):
        if other.hold is None:
            return ((Button(text("Order again anyway"), Press(Action.ACCEPT)),),)
        second = text("Order these as well as {order}", order=other.hold.order_id)
        return ((Button(second, Press(Action.ACCEPT)),),)
    words = text("Get free tickets") if context.is_free else text("Order and pay")
    return ((Button(words, Press(Action.ORDER), way_on=True),),)


def link_row(context: Context) -> tuple[Button, ...]:
    """Return the links to the seller's terms and to what becomes of the customer's data."""
    event = context.event
    links = (
        (text("Terms"), event.terms_and_conditions_url),
        (text("Privacy"), event.privacy_policy_url),
    )
    return tuple(Button(words, url=url) for words, url in links if is_web_address(url))


def _held(context: Context) -> tuple[Line, ...]:
    """Return what is held while it is being changed, and what of it cannot be."""
    hold = context.purchase.hold
    if hold is None:
        return ()
    lines = [Line(text("Your order {order} is held until {time}.", order=hold.order_id, time=until(hold)))]
    if hold.is_unsure:
        lines.append(Line(UNSURE))
    elif not is_as_held(context):
        lines.append(Line(text("It stays held as it was until you tap the order button.")))
    if context.event.is_discount_enabled:
        lines.append(
            Line(text("You can change the code when this reservation ends, at {time}.", time=until(hold)), Style.QUIET)
        )
    return tuple(lines)


def _beside(context: Context) -> tuple[Line, ...]:
    """Return what else is held of this event, or may be, as the shop never answered; else what may be paid already."""
    if context.purchase.hold or context.is_free:
        return ()
    other = rival(context)
    if other is None:
        before = perhaps_paid(context)
        return (Line(_perhaps_paid(before)),) if before is not None else ()
    if other.hold is None:
        local = TimeOfDay(context.facts.local(other.frees_at))
        return (Line(UNKNOWN), Line(text("If it holds them, it releases them at {time}.", time=local)))
    order, time = other.hold.order_id, until(other.hold)
    lines = [
        Line(
            text(
                "Tickets for this event are already held for you: order {order}, until {time}.", order=order, time=time
            )
        )
    ]
    if context.purchase.is_second:
        lines.append(Line(text("This is a second order, as well as that one.")))
    return tuple(lines)


def _perhaps_paid(before: Hold) -> Text:
    return text(
        "Did you pay for order {order} of this event? Then you have these tickets already: they come by e-mail. "
        "We cannot see it from here.",
        order=before.order_id,
    )


def _customer(context: Context) -> tuple[Line, ...]:
    """Return the details in full, as this is their own chat, and where the tickets go."""
    lines = [
        Line(text("{field}: {value}", field=label(context, each), value=shown(each, value)))
        for each, value in context.given.items()
    ]
    if (email := context.given.get(Field.EMAIL)) is not None and not context.is_free:
        lines.append(Line(text("Your tickets go to {email}.", email=email), Style.STRONG))
    return tuple(lines)


def _tickets(context: Context) -> tuple[Line, ...]:
    """Return the cart line by line, ticket fees included, and what these are together."""
    lines = [
        Line(
            text(
                "{count} × {ticket}: {price}",
                count=line.amount,
                ticket=line.ticket_type.name,
                price=context.priced(to_cents(line.total)),
            )
        )
        for line in context.lines
    ]
    fees = sum((line.ticket_type.fixed_fee * line.amount for line in context.lines), Decimal(ZERO))
    if fees > ZERO:
        included = context.priced(to_cents(fees))
        lines.append(Line(text("Ticket fees of {fees} are included.", fees=included), Style.QUIET))
    return tuple(lines)


def _money(context: Context) -> tuple[Line, ...]:
    """Return the way to the total: an estimate until the payment page says it."""
    if context.is_free:
        return (Line(text("Total: {total}", total=context.payable), Style.STRONG),)
    method = context.method
    total = Line(text("Total (estimate): {total}", total=context.total(method)), Style.STRONG)
    final = Line(text("The payment page shows the final amount."), Style.QUIET)
    if context.purchase.hold is not None and context.purchase.hold.code is not None:
        decides = text("The payment page decides what your code takes off a changed order.")
        final = Line(decides)
    if context.is_paid_by_code:
        return (Line(text("Nothing is left to pay: your code covers it all.")), total, final)
    fee = Money(context.totals.fee(method), method.currency_id)
    how: Text
    if fee.amount > ZERO:
        how = text("Payment with {method}: {fee} fee", method=method.name, fee=fee)
    else:
        how = text("Payment with {method}: no fee", method=method.name)
    return (Line(how), total, final)


def _terms(context: Context) -> tuple[Line, ...]:
    event, lines = context.event, []
    if event.organiser_entity:
        lines.append(Line(text("Seller: {seller}", seller=event.organiser_entity)))
    if is_web_address(event.terms_and_conditions_url):
        lines.append(Line(text("The seller’s terms apply. Read them with the button “Terms”.")))
    if context.slot is not None or event.start_at is not None:
        lines.append(Line(WITHDRAWAL))
    if context.is_free:
        lines.append(Line(text("With the button below you place an order. It is free.")))
    else:
        lines.append(Line(text("With the button below you place an order that you must pay for.")))
    return tuple(lines)
