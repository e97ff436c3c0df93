"""The card with all fields: filled in, in doubt about an e-mail address, or asking the next one."""

from collections.abc import Iterable
from typing import Final

from bot.conversation.facts import Context
from bot.conversation.messages import Action, Button, Country, Line, Press, Screen, Style, plain, text
from bot.conversation.remembering import remember_rows
from bot.conversation.steps.customer.suggesting import suggestions
from bot.conversation.steps.customer.wording import example, gender, label, question, shown
from bot.domain.customer import Field, Gender, Mode

BETTER: Final = "better"
TYPED: Final = "typed"
GENDERS: Final = (Gender.FEMALE, Gender.MALE, Gender.OTHER)
NEAR: Final = ("NL", "BE", "DE", "FR")
"""The countries that have a button; any other can be typed."""
TYPED_FREELY: Final = frozenset(Field) - {
    Field.EMAIL,
    Field.MOBILE,
    Field.GENDER,
    Field.DATE_OF_BIRTH,
    Field.COUNTRY,
    Field.ZIPCODE,
}
"""Fields whose answer can be any words, those of a command and numbers of a list too."""
BUTTONS_A_ROW: Final = 2
MOST_CHANGES: Final = 4
"""How many of the last answers have a button while another one is asked: more would push the question off a phone."""

Rows = tuple[tuple[Button, ...], ...]


def complete(context: Context) -> Screen:
    """Return the card when nothing is asked."""
    onward = Button(text("Continue"), Press(Action.NEXT), way_on=True)
    rows = (*_changes(context, None), *remember_rows(context), (onward,))
    return Screen(text("Your details"), (_lines(context),), rows)


def doubting(context: Context, better: str) -> Screen:
    """Return the card with the question whether the e-mail address is meant as it was typed."""
    rows = (
        (Button(text("Yes, {email}", email=better), Press(Action.ACCEPT, BETTER)),),
        (Button(text("No, keep {email}", email=context.given[Field.EMAIL]), Press(Action.ACCEPT, TYPED)),),
    )
    asks = (
        Line(text("Did you mean {email}?", email=better), Style.STRONG),
        Line(text("Your tickets are sent there. Tap the right address, or type it again.")),
    )
    return Screen(text("Your details"), (_lines(context), asks), rows)


def asking(context: Context, field: Field) -> Screen:
    """Return the card with the question for a field."""
    asks = [Line(question(context, field), Style.STRONG), Line(example(context, field))]
    if len(_given(context, field)) > MOST_CHANGES:
        asks.append(Line(text("Earlier answers can be changed at the end."), Style.QUIET))
    rows = (
        *_choices(field),
        *suggestions(context, field),
        *_ways_around(context, field),
        *_changes(context, field),
    )
    return Screen(
        text("Your details"),
        (_lines(context), tuple(asks)),
        rows,
        free_text=field in TYPED_FREELY,
        asks_contact=field is Field.MOBILE,
    )


def _lines(context: Context) -> tuple[Line, ...]:
    return tuple(_line(context, field, mode) for field, mode in context.asked.items())


def _line(context: Context, field: Field, mode: Mode) -> Line:
    value = context.given.get(field)
    if value is not None:
        return Line(text("✓ {field}: {value}", field=label(context, field), value=shown(field, value)))
    if mode is Mode.OPTIONAL:
        return Line(text("○ {field} (optional)", field=label(context, field)), Style.QUIET)
    return Line(text("○ {field}", field=label(context, field)), Style.QUIET)


def _choices(field: Field) -> Rows:
    match field:
        case Field.GENDER:
            return (tuple(Button(gender(each), Press(Action.SET, each.value)) for each in GENDERS),)
        case Field.COUNTRY:
            return _in_rows(Button(plain(Country(code)), Press(Action.SET, code)) for code in NEAR)
        case _:
            return ()


def _ways_around(context: Context, field: Field) -> Rows:
    """Return how a question need not be answered: an optional field is skipped or emptied, one to be changed stays."""
    is_optional, is_given = context.asked[field] is Mode.OPTIONAL, field in context.given
    row = []
    if context.purchase.asked is not None:
        row.append(Button(text("Leave as it is"), Press(Action.CLOSE)))
    if is_optional and is_given:
        row.append(Button(text("Remove"), Press(Action.REMOVE, field)))
    elif is_optional and field not in context.purchase.skipped:
        row.append(Button(text("Skip"), Press(Action.SKIP, field)))
    return (tuple(row),) if row else ()


def _changes(context: Context, asked: Field | None) -> Rows:
    """Return buttons to change the last answers; once nothing is asked, all of them, and to add what was left out."""
    if asked is not None:
        return _in_rows(_change(context, field) for field in _given(context, asked)[-MOST_CHANGES:])
    given = _given(context, asked)
    return _in_rows(
        _change(context, field)
        if field in given
        else Button(text("Add: {field}", field=label(context, field)), Press(Action.CHOOSE, field))
        for field in context.asked
    )


def _given(context: Context, asked: Field | None) -> tuple[Field, ...]:
    return tuple(field for field in context.asked if field in context.given and field is not asked)


def _change(context: Context, field: Field) -> Button:
    return Button(text("Change: {field}", field=label(context, field)), Press(Action.CHOOSE, field))


def _in_rows(buttons: Iterable[Button]) -> Rows:
    row = tuple(buttons)
    return tuple(row[start : start + BUTTONS_A_ROW] for start in range(0, len(row), BUTTONS_A_ROW))
