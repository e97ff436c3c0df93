"""What a typed message gives: the answer to the question, or several values at once."""

from collections.abc import Mapping

from bot.conversation.facts import Context
from bot.conversation.messages import Typed
from bot.conversation.steps.customer.filling import open_fields
from bot.domain import customer
from bot.domain.customer import Checked, Field, Problem, Refused


def values_in(context: Context, field: Field, typed: Typed) -> Mapping[Field, str] | Refused:
    """Return what a message gives, checked: the field that is asked and what came along, else whatever it certainly holds.

    What the event does not ask is not taken. The values are in the order of asking.
    """
    read = _answer(context, field, typed)
    if isinstance(read, Refused):
        wanted = {field, *open_fields(context)}
        read = customer.fields_in(typed.text, wanted, context.region, context.facts.today) or read
    return read if isinstance(read, Refused) else {each: read[each] for each in context.asked if each in read}


def _answer(context: Context, field: Field, typed: Typed) -> Mapping[Field, str] | Refused:
    taken = customer.taken(field, typed.text, context.region, context.facts.today)
    if not isinstance(taken, Refused):
        return taken
    meant: Checked = taken
    match field, taken.problem:
        case Field.DATE_OF_BIRTH, Problem.NOT_A_DATE if len(typed.dates) == 1:
            meant = customer.check_date_of_birth(typed.dates[0], context.facts.today)
        case Field.COUNTRY, Problem.NOT_A_COUNTRY if len(typed.countries) == 1:
            meant = typed.countries[0]
        case _:
            pass
    return meant if isinstance(meant, Refused) else {field: meant}
