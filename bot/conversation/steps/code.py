"""What the order's code does for the cart, in words, and the button for one: shown on tickets and on the review."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import assert_never

from bot.conversation.facts import Context
from bot.conversation.messages import Action, Button, Line, Press, SheetName, Style, Text, plain, text
from bot.domain.discount import DiscountKind, FullPrice, LineDiscount, discount, is_used_up
from bot.domain.money import ZERO, to_cents
from bot.domain.shop import DiscountCode, VoucherCode


def code_buttons(context: Context) -> tuple[Button, ...]:
    """Return the row that opens the question for a code, in the shop's own words; empty where no code can be given."""
    if not takes_codes(context):
        return ()
    label: Text
    if context.purchase.code:
        label = text("Change the code")
    elif context.event.discount_label:
        label = plain(context.event.discount_label)
    else:
        label = text("I have a code")
    return (Button(label, Press(Action.OPEN, SheetName.CODE.value)),)


def takes_codes(context: Context) -> bool:
    """Whether a code can be given: never for what the shop holds already, as an update of that takes none."""
    event = context.facts.event
    return event is not None and event.is_discount_enabled and context.purchase.hold is None


def code_lines(context: Context) -> tuple[Line, ...]:
    """Return what the code takes off which tickets and why not off others, or what a voucher pays; nothing without one."""
    code, worth = context.purchase.code, context.facts.code
    if not code:
        return ()
    if not context.purchase.code_accepted:
        return (
            Line(text("The code “{code}” could not be tried yet. It is tried again with your next step.", code=code)),
        )
    if worth is None:
        return _without(context, text("The code “{code}” is no longer accepted.", code=code))
    if is_used_up(worth):
        return _without(context, text("The code “{code}” is used up.", code=code))
    if not context.lines:
        return tuple(_before_the_tickets(context, worth))
    if isinstance(worth, VoucherCode):
        return _voucher(context, worth)
    return tuple(_discount(context, worth))


def _without(context: Context, why: Text) -> tuple[Line, ...]:
    if not context.lines:
        return (Line(why),)
    method = context.event.payment_method(context.purchase.method)
    total = context.total(method) if method is not None else context.payable
    return (Line(why), Line(text("Without it the total is {total}.", total=total)))


def _before_the_tickets(context: Context, worth: DiscountCode | VoucherCode) -> Iterator[Line]:
    if isinstance(worth, VoucherCode):
        balance = context.priced(worth.balance)
        yield Line(
            text("The voucher “{code}” has been added. Its balance is {balance}.", code=worth.code, balance=balance)
        )
        return
    yield Line(text("The code “{code}” has been added.", code=worth.code))
    yield from _what_it_is_for(context, worth)


def _what_it_is_for(context: Context, worth: DiscountCode) -> Iterator[Line]:
    """Yield the tickets that a code is for, each with what it takes off one of them."""
    amounts = {each.ticket_type: each for each in reversed(worth.ticket_types) if each.fixed_balance > ZERO}
    for ticket_type in context.event.ticket_types:
        given = amounts.get(ticket_type.uuid)
        if given is None or not ticket_type.is_visible or not ticket_type.price:
            continue
        amount = context.priced(to_cents(min(given.fixed_balance, ticket_type.price)))
        if given.max_order_amount is None:
            yield Line(text("{ticket}: {amount} off each", ticket=ticket_type.name, amount=amount))
        else:
            most = given.max_order_amount
            yield Line(
                text(
                    "{ticket}: {amount} off each, for {most} per order",
                    ticket=ticket_type.name,
                    amount=amount,
                    most=most,
                )
            )


def _voucher(context: Context, worth: VoucherCode) -> tuple[Line, ...]:
    sums = context.totals
    paid = sums.subtotal - sums.payable
    before, left = context.priced(worth.balance), context.priced(worth.balance - paid)
    return (
        Line(text("The voucher “{code}” pays {amount} of it.", code=worth.code, amount=context.priced(paid))),
        Line(text("Its balance is {before} now and {left} afterwards.", before=before, left=left), Style.QUIET),
    )


def _discount(context: Context, worth: DiscountCode) -> Iterator[Line]:
    taken, code = discount(worth, context.lines), worth.code
    if taken.kind is DiscountKind.UNKNOWN:
        yield Line(text("The code “{code}” has been added. The payment page shows what it takes off.", code=code))
    elif taken.off == ZERO:
        yield Line(text("The code “{code}” takes nothing off these tickets.", code=code))
        if taken.kind is DiscountKind.PER_TICKET:
            yield from _what_it_is_for(context, worth)
            return
    else:
        yield Line(text("The code “{code}” takes {amount} off.", code=code, amount=context.priced(context.totals.off)))
    for each in taken.lines:
        if taken.kind is DiscountKind.PER_TICKET and each.off > ZERO:
            yield _off(context, each)
        if each.full_price is not None and (reason := _full_price(each, each.full_price)) is not None:
            yield Line(reason, Style.QUIET)
    if _takes_whole_price(taken.lines):
        yield Line(text("A code lowers only the price; ticket fees stay."), Style.QUIET)


def _off(context: Context, each: LineDiscount) -> Line:
    return Line(
        text(
            "{count} × {ticket}: {amount} off",
            count=each.tickets,
            ticket=each.line.ticket_type.name,
            amount=context.priced(to_cents(each.off)),
        )
    )


def _full_price(each: LineDiscount, reason: FullPrice) -> Text | None:
    """Return why tickets cost full price, unless the code as a whole says it already."""
    name = each.line.ticket_type.name
    match reason:
        case FullPrice.OTHER_TICKET_TYPE:
            return text("{ticket}: full price, the code is not for this ticket", ticket=name)
        case FullPrice.BEYOND_MAXIMUM:
            return text(
                "{count} × {ticket}: full price, the code is for at most {most} per order",
                count=each.line.amount - each.tickets,
                ticket=name,
                most=each.tickets,
            )
        case FullPrice.NO_PRICE if each.line.ticket_type.fixed_fee > ZERO:
            return text("{ticket}: only a ticket fee, which stays", ticket=name)
        case FullPrice.NO_PRICE:
            return text("{ticket}: free without a code too", ticket=name)
        case FullPrice.USED_UP | FullPrice.SHOWN_ON_PAYMENT_PAGE:
            return None
    assert_never(reason)


def _takes_whole_price(lines: Iterable[LineDiscount]) -> bool:
    """Whether tickets that cost nothing by the code are not free all the same, for their fee."""

    def whole(each: LineDiscount) -> Decimal:
        return (each.line.ticket_type.price or ZERO) * each.tickets

    return any(each.off > ZERO and each.off == whole(each) and each.line.ticket_type.fixed_fee > ZERO for each in lines)
