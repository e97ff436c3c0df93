"""The customer's own data: which fields there are and what counts as a good answer to each.

A check returns the value as the shop wants it, or a `Problem` that names what is wrong; words for both are made
elsewhere. Every check takes any text there is and answers the same to its own answer.
"""

from bot.domain.customer.answer import CHECKS, check, example, taken
from bot.domain.customer.birth import check_date_of_birth
from bot.domain.customer.country import COUNTRIES, HOME, region
from bot.domain.customer.field import ADDRESS, CUSTOM, Field, Gender, Mode, asked, modes_of
from bot.domain.customer.mail_domain import domain_hint
from bot.domain.customer.masking import masked
from bot.domain.customer.message import fields_in, full_name
from bot.domain.customer.problem import LONGEST, Checked, Problem, Refused

__all__ = [
    "ADDRESS",
    "CHECKS",
    "COUNTRIES",
    "CUSTOM",
    "HOME",
    "LONGEST",
    "Checked",
    "Field",
    "Gender",
    "Mode",
    "Problem",
    "Refused",
    "asked",
    "check",
    "check_date_of_birth",
    "domain_hint",
    "example",
    "fields_in",
    "full_name",
    "masked",
    "modes_of",
    "region",
    "taken",
]
