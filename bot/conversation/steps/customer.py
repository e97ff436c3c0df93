"""Who is ordering? One card with all fields, asked one at a time."""

from typing import ClassVar

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
from bot.conversation.steps.step import Question
from bot.domain import customer
from bot.domain.customer import Field, Problem, Refused


class CustomerStep(Question):
    """The fields that the event insists on, with a tick once given."""

    name: ClassVar = StepName.CUSTOMER
    needs: ClassVar = frozenset({Need.EVENT})

    def applies(self, context: Context) -> bool:
        """Events that ask nothing skip it."""
        return bool(context.asked_fields)

    def done(self, context: Context) -> bool:
        """Whether every field is given and passes its check."""
        return not missing_fields(context)

    def screen(self, context: Context) -> Screen:
        """Show the card, and the question for the field that is asked now."""
        asked = _asked(context)
        card = tuple(_card_line(context, each) for each in context.asked_fields)
        change = tuple(
            (Button(text("Change: {field}", field=label(each)), Press(Action.CHOOSE, each)),)
            for each in context.asked_fields
            if each in context.details.values and each is not asked
        )
        if asked is None:
            rows = (*change, (Button(text("Continue"), Press(Action.NEXT)),))
            return Screen(text("Your details"), (card,), rows)
        return Screen(text("Your details"), (card, (Line(question(asked), Style.STRONG), Line(example(asked)))), change)

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Take the field that is asked, or turn to another."""
        match reply:
            case Typed(text=words):
                return self._take(context, words)
            case Tap(press=Press(action=Action.CHOOSE, thing=Field() as field)) if field in context.asked_fields:
                asked = context.purchase.model_copy(update={"asked": field})
                return Stay(session=context.session.with_purchase(asked))
            case Tap(press=Press(action=Action.NEXT)) if self.done(context):
                asked = context.purchase.model_copy(update={"asked": None})
                return Advance(session=context.session.with_purchase(asked))
            case _:
                return self.not_understood()

    def _take(self, context: Context, words: str) -> Outcome:
        field = _asked(context)
        if field is None:
            return Stay(notice=text("Everything is filled in. Tap “Continue”, or choose what you want to change."))
        checked = customer.check(field, words, context.region, context.facts.today)
        if isinstance(checked, Refused):
            return Stay(notice=refusal(field, checked.problem))
        details = context.details.model_copy(update={"values": {**context.details.values, field: checked}})
        session = context.session.with_purchase(context.purchase.model_copy(update={"asked": None}))
        if missing_fields(Context(session, details, context.facts)):
            return Stay(session=session, details=details)
        return Advance(session=session, details=details)


def missing_fields(context: Context) -> tuple[Field, ...]:
    """Return the fields that are asked and not yet well answered, in order."""
    return tuple(
        each
        for each in context.asked_fields
        if isinstance(
            customer.check(each, context.details.values.get(each, ""), context.region, context.facts.today), Refused
        )
    )


def _asked(context: Context) -> Field | None:
    if context.purchase.asked in context.asked_fields:
        return context.purchase.asked
    return next(iter(missing_fields(context)), None)


def _card_line(context: Context, field: Field) -> Line:
    value = context.details.values.get(field)
    if value is None:
        return Line(text("○ {field}", field=label(field)), Style.QUIET)
    return Line(text("✓ {field}: {value}", field=label(field), value=value))


def label(field: Field) -> Text:
    """Return a field's name."""
    match field:
        case Field.FIRST_NAME:
            return text("First name")
        case Field.LAST_NAME:
            return text("Last name")
        case Field.EMAIL:
            return text("E-mail")
        case _:
            return text("Mobile number")


def question(field: Field) -> Text:
    """Return what is asked for a field."""
    match field:
        case Field.FIRST_NAME:
            return text("What is your first name?")
        case Field.LAST_NAME:
            return text("What is your last name?")
        case Field.EMAIL:
            return text("What is your e-mail address? Your tickets are sent there.")
        case _:
            return text("What is your mobile number?")


def example(field: Field) -> Text:
    """Return an example of a good answer."""
    match field:
        case Field.FIRST_NAME:
            return text("For example: Robin")
        case Field.LAST_NAME:
            return text("For example: de Vries")
        case Field.EMAIL:
            return text("For example: robin@example.com")
        case _:
            return text("For example: 06 12345678 or +32 470 12 34 56")


def refusal(field: Field, problem: Problem) -> Text:
    """Return what is wrong with an answer and what would be right."""
    match problem:
        case Problem.TOO_LONG:
            return text("That is too long. At most {most} characters fit.", most=customer.LONGEST)
        case Problem.UNREADABLE:
            return text("That holds characters that cannot be read. Please type it anew.")
        case Problem.NOT_A_NAME:
            return text("That does not look like a name. Please type only your name. {example}", example=example(field))
        case Problem.NOT_AN_EMAIL:
            return text("That is not an e-mail address. Please check it. {example}", example=example(field))
        case Problem.NOT_A_MOBILE:
            return text("That is not a mobile number. Please check it. {example}", example=example(field))
        case _:  # what is empty; the other problems are of fields that are not asked yet
            return text("That is empty. Please type an answer. {example}", example=example(field))
