"""Who is ordering? The card with all that the event asks, and what each answer comes to."""

from collections.abc import Mapping
from typing import ClassVar

from bot.conversation.facts import Context, Need
from bot.conversation.messages import Action, Listing, Press, Reply, Screen, Shared, StepName, Tap, Text, Typed, text
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.steps.customer import card
from bot.conversation.steps.customer.filling import (
    asked_now,
    better_email,
    filled,
    is_filled_in,
    left_out,
    left_out_with,
    undoubted,
)
from bot.conversation.steps.customer.reading import values_in
from bot.conversation.steps.customer.suggesting import (
    FULL_NAME,
    PROFILE,
    full_name_given,
    remembered_value,
    with_profile,
)
from bot.conversation.steps.customer.wording import label, refusal
from bot.conversation.steps.step import Answered, Question
from bot.domain import customer
from bot.domain.customer import Field, Mode, Refused


class CustomerStep(Question):
    """All fields that the event asks on one card: the required ones are asked, the optional ones offered once."""

    name: ClassVar = StepName.CUSTOMER
    needs: ClassVar = frozenset({Need.EVENT})

    def applies(self, context: Context) -> bool:
        """Events that ask nothing skip it."""
        return bool(context.asked)

    def done(self, context: Context) -> bool:
        """Whether every required field is well answered, every optional one answered or left out."""
        return is_filled_in(context)

    def only(self, context: Context) -> Answered | None:
        """Fill the card in from the profile, where a link brought the cart along and the profile is enough."""
        if not context.purchase.prefilled or not context.profile:
            return None
        ready = with_profile(context)
        return Answered(ready.session, ready.details) if is_filled_in(ready) else None

    def screen(self, context: Context) -> Screen:
        """Show the card, and the question for the field that is asked now."""
        asked = asked_now(context)
        if asked is None:
            return card.complete(context)
        better = better_email(context)
        if better is not None and context.purchase.asked is None:
            return card.doubting(context, better)
        return card.asking(context, asked)

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Take an answer, or turn to another field."""
        match reply:
            case Typed():
                return self._typed(context, reply)
            case Shared():
                return self._shared(context, reply)
            case Tap(press=Press(action=Action.SET, thing=str() as choice)):
                return self._chosen(context, choice)
            case Tap(press=Press(action=Action.ACCEPT, thing=thing)):
                return self._accepted(context, thing)
            case Tap(press=Press(action=Action.SKIP | Action.REMOVE, thing=Field() as field)) if (
                context.asked.get(field) is Mode.OPTIONAL
            ):
                return _on(left_out(context, left_out_with(context, field)), {})
            case Tap(press=Press(action=Action.CHOOSE, thing=Field() as field)) if field in context.asked:
                return _asking(context, field)
            case Tap(press=Press(action=Action.CLOSE)):
                return _asking(context, None)
            case Tap(press=Press(action=Action.NEXT)) if is_filled_in(context):
                return _on(filled(context, {}), {})
            case _:
                return self.not_understood()

    def _typed(self, context: Context, typed: Typed) -> Outcome:
        field = asked_now(context)
        if field is None:
            return Stay(notice=text("Everything is filled in. Tap “Continue”, or choose what you want to change."))
        values = values_in(context, field, typed)
        if isinstance(values, Refused):
            return Stay(notice=refusal(context, field, values.problem))
        return _taken(context, values)

    def _shared(self, context: Context, shared: Shared) -> Outcome:
        """Take the number of the customer's own contact, whichever field is asked."""
        if Field.MOBILE not in context.asked:
            return Stay(notice=text("Thank you, but this order needs no mobile number."))
        if not shared.is_own:
            return Stay(
                notice=text("That is somebody else’s contact. Share your own with the button, or type a number.")
            )
        checked = customer.check(Field.MOBILE, shared.phone_number, context.region, context.facts.today)
        if isinstance(checked, Refused):
            return Stay(notice=refusal(context, Field.MOBILE, checked.problem))
        return _taken(context, {Field.MOBILE: checked})

    def _chosen(self, context: Context, choice: str) -> Outcome:
        """Take a gender or a country from its button."""
        for field in (Field.GENDER, Field.COUNTRY):
            checked = customer.check(field, choice, context.region, context.facts.today)
            if field in context.asked and isinstance(checked, str):
                return _taken(context, {field: checked})
        return self.not_understood()

    def _accepted(self, context: Context, thing: object) -> Outcome:
        """Take what was offered: the better spelling or the typed one, all of the profile or one field of it."""
        better = better_email(context)
        if better is not None and thing == card.BETTER:
            return _taken(context, {Field.EMAIL: better})
        if better is not None and thing == card.TYPED:
            sure = undoubted(context)
            return _on(sure, {Field.EMAIL: sure.given[Field.EMAIL]})
        if thing == PROFILE:
            return _on(with_profile(context), {})
        if thing == FULL_NAME and (names := full_name_given(context)):
            return _taken(context, names)
        if isinstance(thing, Field) and (value := remembered_value(context, thing)) is not None:
            return _on(undoubted(filled(context, {thing: value})), {})
        return self.not_understood()


def _asking(context: Context, field: Field | None) -> Outcome:
    asked = context.purchase.model_copy(update={"asked": field})
    return Stay(session=context.session.with_purchase(asked))


def _taken(context: Context, values: Mapping[Field, str]) -> Outcome:
    """Take values; a last name that was given with the first one already is not said twice."""
    first, last = context.given.get(Field.FIRST_NAME, ""), values.get(Field.LAST_NAME, "")
    if last and Field.FIRST_NAME not in values and first.casefold().endswith(f" {last}".casefold()):
        values = {Field.FIRST_NAME: first[: -len(last)].strip(), **values}
    return _on(filled(context, values), values)


def _on(context: Context, taken: Mapping[Field, str]) -> Outcome:
    """Ask the next field, or go on once nothing is open; say what was taken where a slip would be costly or is not seen."""
    if not is_filled_in(context):
        return Stay(session=context.session, details=context.details, notice=_noted(context, taken))
    return Advance(session=context.session, details=context.details, notice=_confirmed(context, taken))


def _noted(context: Context, taken: Mapping[Field, str]) -> Text | None:
    if Field.EMAIL in taken and better_email(context) is None:
        return text("Your tickets go to {email}.", email=taken[Field.EMAIL])
    if len(taken) > 1:
        return text("Noted: {fields}.", fields=Listing(tuple(label(context, each) for each in taken)))
    return None


def _confirmed(context: Context, taken: Mapping[Field, str]) -> Text | None:
    if Field.EMAIL in taken and context.purchase.return_to is None:
        return text("Your tickets go to {email}. Is that wrong? Go back and change it.", email=taken[Field.EMAIL])
    return _noted(context, taken)
