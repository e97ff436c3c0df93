"""What an event can ask of a customer, and which of it it does ask."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from bot.domain.customer.country import WITH_STATES


class Field(StrEnum):
    """One thing that is asked, by its name in the customer data of a reservation; in the order of asking.

    The country comes before the address, because it decides what a good postcode is.
    """

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    MOBILE = "mobile"
    GENDER = "gender"
    DATE_OF_BIRTH = "date_of_birth"
    COUNTRY = "country_id"
    STREET = "address_line_1"
    BUILDING_NUMBER = "address_line_1_building_number"
    ADDRESS_LINE_2 = "address_line_2"
    ZIPCODE = "zipcode"
    CITY = "city"
    STATE = "state"
    ORGANISATION = "organisation_name"
    POSITION = "position_name"
    CUSTOM_1 = "custom_field_1"
    CUSTOM_2 = "custom_field_2"
    CUSTOM_3 = "custom_field_3"

    @property
    def mode_name(self) -> str:
        """The name under which an event says whether it asks this: one for the whole address, else the field's own."""
        return "address_data" if self in ADDRESS else self.value


class Mode(StrEnum):
    """Whether an event asks a field."""

    REQUIRED = "REQUIRED"
    OPTIONAL = "OPTIONAL"
    NOT_IN_USE = "NOT_IN_USE"


class Gender(StrEnum):
    """What the API knows of genders; it writes the third as null."""

    MALE = "M"
    FEMALE = "F"
    OTHER = "other"


ADDRESS: Final = frozenset(
    {
        Field.COUNTRY,
        Field.STREET,
        Field.BUILDING_NUMBER,
        Field.ADDRESS_LINE_2,
        Field.ZIPCODE,
        Field.CITY,
        Field.STATE,
    }
)
CUSTOM: Final = frozenset({Field.CUSTOM_1, Field.CUSTOM_2, Field.CUSTOM_3})
"""What an organiser asks with a label of their own, at each event something else."""


def modes_of(by_name: Mapping[str, Mode]) -> dict[Field, Mode]:
    """Return the mode of each field from those that an event names; what it does not name is not in use."""
    found = {field: by_name.get(field.mode_name, Mode.NOT_IN_USE) for field in Field}
    for sometimes in (Field.ADDRESS_LINE_2, Field.STATE):
        if found[sometimes] is Mode.REQUIRED:
            found[sometimes] = Mode.OPTIONAL
    return found


def asked(modes: Mapping[Field, Mode], country: str) -> dict[Field, Mode]:
    """Return the fields that are in use for a customer of a country, in the order of asking.

    A state is asked only where an address has one, and there it belongs to an address that is required.
    """
    used = {field: modes.get(field, Mode.NOT_IN_USE) for field in Field}
    used[Field.STATE] = used[Field.STREET] if country in WITH_STATES else Mode.NOT_IN_USE
    return {field: mode for field, mode in used.items() if mode is not Mode.NOT_IN_USE}
