"""What the shop wants to know of a customer, and in what form."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.simulator.shop.info_messages import Refusal

ADDRESS: Final = ("address_line_1", "address_line_1_building_number", "zipcode", "city", "country_id")
CUSTOMER_FIELDS: Final = (
    "uuid", "first_name", "last_name", "email", "mobile", "gender",
    "address_line_1", "address_line_1_building_number", "address_line_2", "address_line_2_building_number",
    "zipcode", "city", "state", "organisation_name", "position_name", "date_of_birth",
    "custom_field_1", "custom_field_2", "custom_field_3", "created_at", "updated_at", "country_id",
)  # fmt: skip
"""The customer data in the text's order."""
FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    "mobile": re.compile(r"\+[1-9]\d{6,14}"),
    "gender": re.compile(r"[MF]"),
    "country_id": re.compile(r"[A-Z]{2}"),
    "date_of_birth": re.compile(r"\d{4}-\d\d-\d\d"),
}


def check_customer(asked: Mapping[str, object], customer: object, today: date, *, null_gender: bool) -> None:
    """Raise Refusal for what is missing or of another form; `null_gender`: null passes for a gender that is required."""
    if not isinstance(customer, dict):
        raise Refusal("customer_data is required.")
    for name in CUSTOMER_FIELDS:
        if customer.get(name) is not None and not isinstance(customer[name], str):
            raise Refusal(f"{name} is not valid.")
    for name, mode in asked.items():
        if mode != "REQUIRED" or (name == "gender" and null_gender and customer.get(name) is None):
            continue
        for part in ADDRESS if name == "address_data" else (name,):
            if not str(customer.get(part) or "").strip():
                raise Refusal(f"{part} is required.")
    for name, form in FORMS.items():
        if customer.get(name) is not None and not form.fullmatch(customer[name]):
            raise Refusal(f"{name} is not valid.")
    _check_birth(customer.get("date_of_birth"), today)


def _check_birth(given: str | None, today: date) -> None:
    try:
        is_past = given is None or date.fromisoformat(given) < today
    except ValueError:
        is_past = False
    if not is_past:
        raise Refusal("date_of_birth is not valid.")
