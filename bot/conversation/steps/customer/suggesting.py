"""What the profile of a returning customer can fill in."""

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation.facts import Context
from bot.conversation.messages import Action, Button, Country, Param, Press, text
from bot.conversation.steps.customer.filling import filled, is_good, left_out, open_fields, undoubted
from bot.domain import customer
from bot.domain.customer import ADDRESS, Field, Mode, masked

PROFILE = "profile"
FULL_NAME = "names"
NAMED = (Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL)
"""What stands on the button that fills in all of the profile, as far as the profile has it."""


def remembered(context: Context) -> Mapping[Field, str]:
    """Return the values of the profile that the event asks, that pass their checks and that are not given yet.

    An address is one thing: where another one is being given, no part of the remembered one is mixed in.
    """
    known = context.profile.values
    moved = any(context.given.get(part, known.get(part)) != known.get(part) for part in ADDRESS)
    offered = {each: value for each, value in known.items() if not (moved and each in ADDRESS)}
    with_all = replace(
        context, details=context.details.model_copy(update={"values": {**offered, **context.details.values}})
    )
    return {
        each: offered[each]
        for each in with_all.asked
        if each in offered and not is_good(context, each) and is_good(with_all, each)
    }


def with_profile(context: Context) -> Context:
    """Return the context with all that the profile has filled in; where that is enough, the optional rest is left out."""
    ready = undoubted(filled(context, remembered(context)))
    rest = open_fields(ready)
    return ready if any(ready.asked[each] is Mode.REQUIRED for each in rest) else left_out(ready, rest)


def remembered_value(context: Context, field: Field) -> str | None:
    """Return what the profile has for one field, where it is a good answer and not the one that is given."""
    value = context.profile.values.get(field, "")
    checked = customer.check(field, value, context.region, context.facts.today)
    return checked if isinstance(checked, str) and checked != context.given.get(field) else None


def full_name_given(context: Context) -> Mapping[Field, str]:
    """Return both names where the first one that was given seems to be a full one, and no last one is given yet."""
    if Field.LAST_NAME not in context.asked or Field.LAST_NAME in context.given:
        return {}
    return customer.full_name(context.given.get(Field.FIRST_NAME, ""))


def suggestions(context: Context, asked: Field) -> tuple[tuple[Button, ...], ...]:
    """Return the button that fills in all of the profile; else the one for the field that is asked.

    That is the last name that was given with the first, or what the profile has.
    """
    known = remembered(context)
    if len(known) > 1 and context.purchase.asked is None:
        named = [masked(each, known[each]) for each in NAMED if each in known]
        some = named or [masked(each, value) for each, value in known.items()][: len(NAMED)]
        return ((Button(text("Use: {details}", details=", ".join(some)), Press(Action.ACCEPT, PROFILE)),),)
    if asked is Field.LAST_NAME and (names := full_name_given(context)):
        last = text("My last name is {name}", name=names[Field.LAST_NAME])
        return ((Button(last, Press(Action.ACCEPT, FULL_NAME)),),)
    if (value := remembered_value(context, asked)) is None:
        return ()
    hidden: Param = Country(value) if asked is Field.COUNTRY else masked(asked, value)
    return ((Button(text("Use: {details}", details=hidden), Press(Action.ACCEPT, asked)),),)
