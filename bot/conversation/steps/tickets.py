"""How many tickets of which type?"""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from bot.conversation.facts import Context, Need
from bot.conversation.messages import (
    Action,
    Button,
    Line,
    Press,
    Reply,
    Screen,
    StepName,
    Style,
    Tap,
    Text,
    Typed,
    text,
)
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.steps import cart_faults
from bot.conversation.steps.code import code_buttons, code_lines
from bot.conversation.steps.head import when_and_where
from bot.conversation.steps.step import Question
from bot.conversation.steps.ticket_offers import Page, few_left, offer_paragraphs, offer_rows, page_of, page_row
from bot.conversation.steps.typed_tickets import how_to_type, meant
from bot.domain import cart
from bot.domain.availability import Availability
from bot.domain.money import ZERO
from bot.domain.pricing import CartLine

FREE_ALONE = text("Free tickets on their own need a new order: start over, or keep a paid ticket.")


class TicketsStep(Question):
    """Ticket types with prices including ticket fees, absolute quantities in the buttons, and a running total."""

    name: ClassVar = StepName.TICKETS
    needs: ClassVar = frozenset({Need.EVENT, Need.CODE})

    def done(self, context: Context) -> bool:
        """Whether the cart holds something, and all of it can be ordered."""
        fault = cart_faults.fault_of(context, context.purchase.quantities)
        return bool(context.lines) and fault is None and not _is_nothing_to_hold(context)

    def screen(self, context: Context) -> Screen:
        """Show each type with its price and a row to change it, then what it all costs."""
        page = page_of(context)
        paragraphs = [when_and_where(context), *offer_paragraphs(context, page), *_below_the_offers(context, page)]
        return Screen(
            text("Which tickets would you like?"),
            tuple(lines for lines in paragraphs if lines),
            tuple(row for row in (*offer_rows(context, page), page_row(page), *_rows_below(context)) if row),
            picture=context.event.shop_image,
        )

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Set quantities by button or by words; turn the page; go on when the cart is good."""
        match reply:
            case Tap(press=Press(action=Action.SET, thing=UUID() as uuid, amount=int() as amount)):
                if (line := _line_of(context, uuid)) is not None and line.amount == amount:
                    return Stay(notice=_how_to_change(line))
                return self._set(context, {uuid: amount})
            case Tap(press=Press(action=Action.NEXT)):
                return self._next(context)
            case Tap(press=Press(action=Action.PAGE, amount=int() as page)):
                turned = context.purchase.model_copy(update={"ticket_page": page})
                return Stay(session=context.session.with_purchase(turned))
            case Tap(press=Press(action=Action.ACCEPT)):
                return self._keep(context)
            case Typed() as typed:
                said = meant(context, typed)
                if not said.amounts:
                    return Stay(notice=said.question or how_to_type(context))
                outcome = self._set(context, said.amounts)
                return Stay(session=outcome.session, notice=outcome.notice or said.question)
            case _:
                return self.not_understood()

    def _set(self, context: Context, amounts: Mapping[UUID, int]) -> Outcome:
        quantities: Mapping[UUID, int] = context.purchase.quantities
        for uuid, amount in amounts.items():
            quantities = cart.with_amount(quantities, uuid, amount)
        fault = cart_faults.fault_of(context, quantities)
        if fault is not None and cart_faults.is_by(context, fault, amounts):
            return Stay(notice=cart_faults.words(context, fault))
        changed = context.purchase.model_copy(update={"quantities": quantities})
        return Stay(session=context.session.with_purchase(changed))

    def _keep(self, context: Context) -> Outcome:
        kept = cart_faults.kept_of(context)
        if not kept.dropped:
            return Stay()
        changed = context.purchase.model_copy(update={"quantities": kept.quantities})
        return Stay(session=context.session.with_purchase(changed), notice=cart_faults.taken_out(context, kept))

    def _next(self, context: Context) -> Outcome:
        if not context.purchase.quantities:
            return Stay(notice=text("Choose at least one ticket first."))
        if (fault := cart_faults.fault_of(context, context.purchase.quantities)) is not None:
            return Stay(notice=cart_faults.words(context, fault))
        if _is_nothing_to_hold(context):
            return Stay(notice=FREE_ALONE)
        return Advance()


def _is_nothing_to_hold(context: Context) -> bool:
    """Whether what is held is to become a cart of free tickets alone, which are never held but ordered at once."""
    return context.purchase.hold is not None and context.is_free


def _line_of(context: Context, uuid: UUID) -> CartLine | None:
    return next((line for line in context.lines if line.ticket_type.uuid == uuid), None)


def _how_to_change(line: CartLine) -> Text:
    """Return what a tap on the button between fewer and more is answered with."""
    return text(
        "You have {count} × {ticket}. Change that with the buttons for fewer and more.",
        count=line.amount,
        ticket=line.ticket_type.name,
    )


def _below_the_offers(context: Context, page: Page) -> list[tuple[Line, ...]]:
    """Return the paragraphs below the ticket types: what is left, what is chosen, what is wrong with it, what it costs."""
    paragraphs = [few_left(context)]
    if not any(offer.is_on_sale for offer in context.offers):
        paragraphs.append((Line(how_to_type(context)),))
    if page.pages > 1:
        number = text("Page {page} of {pages}", page=page.number + 1, pages=page.pages)
        chosen = (text("{count} × {ticket}", count=line.amount, ticket=line.ticket_type.name) for line in context.lines)
        paragraphs.append((Line(number, Style.QUIET), *map(Line, chosen)))
    fault = cart_faults.fault_of(context, context.purchase.quantities)
    if fault is not None:
        paragraphs.append((Line(cart_faults.words(context, fault)),))
    return [*paragraphs, _sums(context)]


def _sums(context: Context) -> tuple[Line, ...]:
    """Return what the tickets cost, what a code does to that, and the fee that paying can cost beside."""
    code = code_lines(context)
    if not context.lines:
        return code
    subtotal, payable = context.subtotal, context.payable
    lines = [Line(text("Together: {total}", total=subtotal), Style.STRONG), *code]
    if payable != subtotal:
        lines.append(Line(text("With the code: {total}", total=payable), Style.STRONG))
    fees = [context.totals.fee(method) for method in context.event.payment_methods]
    if not context.is_free and max(fees, default=ZERO) > ZERO:
        least, most = context.priced(min(fees)), context.priced(max(fees))
        if least == most:
            fee = text("A payment fee of {fee} comes on top.", fee=least)
        else:
            fee = text(
                "A payment fee of {least} to {most} comes on top, depending on how you pay.", least=least, most=most
            )
        lines.append(Line(fee, Style.QUIET))
    return tuple(lines)


def _rows_below(context: Context) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = []
    fault = cart_faults.fault_of(context, context.purchase.quantities)
    if fault is not None:
        rows.append((Button(text("Take out what cannot be ordered"), Press(Action.ACCEPT)),))
    elif context.lines:
        rows.append((Button(text("Continue"), Press(Action.NEXT), way_on=True),))
    offered = {offer.availability for offer in context.offers}
    if Availability.IN_RESERVATION in offered and Availability.ON_SALE not in offered:
        rows.append((Button(text("Try again"), Press(Action.GOTO, StepName.TICKETS)),))
    rows.append(code_buttons(context))
    return rows
