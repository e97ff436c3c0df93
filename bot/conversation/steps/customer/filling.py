"""How far the card is filled in, and what filling in some of its fields comes to."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.conversation.facts import Context
from bot.conversation.session import Details
from bot.domain import customer
from bot.domain.customer import ADDRESS, CUSTOM, Field, Mode, Refused


def open_fields(context: Context) -> tuple[Field, ...]:
    """Return the fields that are still to be asked, in order: none that is well answered, no optional one left out."""
    return tuple(
        each
        for each, mode in context.asked.items()
        if (mode is Mode.REQUIRED or each not in context.purchase.skipped) and not is_good(context, each)
    )


def is_good(context: Context, field: Field) -> bool:
    """Whether a field is given and passes its check."""
    given = context.given.get(field, "")
    return not isinstance(customer.check(field, given, context.region, context.facts.today), Refused)


def better_email(context: Context) -> str | None:
    """Return the spelling of the e-mail address that was probably meant, while it is offered."""
    given = context.given.get(Field.EMAIL)
    return customer.domain_hint(given) if given is not None and context.purchase.hinted else None


def is_filled_in(context: Context) -> bool:
    """Whether nothing on the card is left to be asked."""
    return not open_fields(context) and better_email(context) is None


def asked_now(context: Context) -> Field | None:
    """Return the field that is asked: the one to be changed, the e-mail address that is in doubt, or the first open one."""
    if context.purchase.asked in context.asked:
        return context.purchase.asked
    if better_email(context) is not None:
        return Field.EMAIL
    return next(iter(open_fields(context)), None)


def filled(context: Context, values: Mapping[Field, str]) -> Context:
    """Return the context with checked values filled in, a misspelt e-mail address being asked about."""
    purchase = context.purchase
    changed = {
        "asked": None,
        "skipped": tuple(each for each in purchase.skipped if each not in values),
        "hinted": customer.domain_hint(values[Field.EMAIL]) is not None if Field.EMAIL in values else purchase.hinted,
    }
    return replace(
        context,
        session=context.session.with_purchase(purchase.model_copy(update=changed)),
        details=_details(context, {**_kept(context), **values}),
    )


def undoubted(context: Context) -> Context:
    """Return the context with the e-mail address taken as it is."""
    sure = context.purchase.model_copy(update={"hinted": False})
    return replace(context, session=context.session.with_purchase(sure))


def left_out(context: Context, fields: Iterable[Field]) -> Context:
    """Return the context with optional fields left out, also what was given of them."""
    left = set(fields)
    purchase = context.purchase
    skipped = (*purchase.skipped, *(each for each in context.asked if each in left and each not in purchase.skipped))
    return replace(
        context,
        session=context.session.with_purchase(purchase.model_copy(update={"asked": None, "skipped": skipped})),
        details=_details(context, {each: value for each, value in _kept(context).items() if each not in left}),
    )


def left_out_with(context: Context, field: Field) -> tuple[Field, ...]:
    """Return what is left out along with a field: of an optional address all of it, as a part is of no use."""
    if field not in ADDRESS or field is Field.ADDRESS_LINE_2:
        return (field,)
    return tuple(each for each in context.asked if each in ADDRESS)


def _kept(context: Context) -> Mapping[Field, str]:
    """Return what is known of the customer without the answers to another event's own questions."""
    known = context.details.values
    if context.details.custom_of == context.event.uuid:
        return known
    return {each: value for each, value in known.items() if each not in CUSTOM}


def _details(context: Context, values: Mapping[Field, str]) -> Details:
    return context.details.model_copy(update={"values": values, "custom_of": context.event.uuid})
