"""Remember my details? Off by default; what is remembered is kept for a year after the order that asked for it.

The buttons stand on the customer card once it is filled in, on the review and at the end, and mean the same everywhere.
"""

from collections.abc import Mapping

from bot.conversation.facts import Context
from bot.conversation.messages import Action, Button, Press, Thing, text
from bot.conversation.outcome import Outcome, Stay
from bot.conversation.session import Profile
from bot.domain.customer import CUSTOM, Field

FORGET = "forget"


def remember_rows(context: Context) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons: to remember what the profile does not have yet, or rather not; to forget the profile."""
    rows = []
    if context.purchase.remember and not context.purchase.is_ordered:
        rows.append((Button(text("Do not remember my details"), Press(Action.REMEMBER)),))
    elif any(context.profile.values.get(each) != value for each, value in _worth_remembering(context).items()):
        rows.append((Button(text("Remember my details"), Press(Action.REMEMBER)),))
    if context.profile:
        rows.append((Button(text("Forget my details"), Press(Action.REMEMBER, FORGET)),))
    return tuple(rows)


def remember(context: Context, thing: Thing) -> Outcome:
    """Decide on a press of one of them: before the order it is a wish that can be taken back, after it it is done at once."""
    purchase = context.purchase
    if thing == FORGET:
        unwished = context.session.with_purchase(purchase.model_copy(update={"remember": False}))
        notice = text("Your details are forgotten. The next order asks for them again.")
        return Stay(session=unwished, profile=Profile(), notice=notice)
    if not _worth_remembering(context):
        return Stay(notice=text("There is nothing to remember any more. Your details were deleted."))
    if purchase.is_ordered:
        notice = text("Your details are remembered for 12 months. The next order takes one tap.")
        return Stay(profile=profile_of(context), notice=notice)
    wished = context.session.with_purchase(purchase.model_copy(update={"remember": not purchase.remember}))
    if purchase.remember:
        return Stay(session=wished, notice=text("Your details will not be remembered."))
    return Stay(session=wished, notice=text("Your details will be remembered with this order, for 12 months."))


def profile_with_order(context: Context) -> Profile | None:
    """Return the profile that an order leaves behind; None where the customer did not ask for one."""
    return profile_of(context) if context.purchase.remember and _worth_remembering(context) else None


def profile_of(context: Context) -> Profile:
    """Return the profile with what is known of the customer now."""
    values = {**context.profile.values, **_worth_remembering(context)}
    return Profile(values=values, method=context.purchase.method or context.profile.method)


def _worth_remembering(context: Context) -> Mapping[Field, str]:
    """Return what means the same at the next event."""
    return {each: value for each, value in context.details.values.items() if each not in CUSTOM}
