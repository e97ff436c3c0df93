"""The nine calls as requests, and their answers read: no I/O.

Paths, parameters and status codes are those of the API's text; the four paths that it does not spell out are templates
in the settings (calendar month and day, update, checkout).
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from html import unescape
from typing import Any, Final, Literal
from urllib.parse import quote
from uuid import UUID

from bot.conversation.ports import Order
from bot.domain.customer import Field, Gender
from bot.domain.labels import Language
from bot.domain.shop import ReturnAddresses
from bot.ticketshop.errors import Misconfigured, Refused, ShopError, Unavailable, Unknown

LONGEST_INFO: Final = 300
BUSY: Final = (408, 425, 429)
"""Statuses that say "later", not "no"; a write that got one is not sent again by itself."""
CUSTOMER_DATA: Final[Mapping[str, Field | None]] = {
    "uuid": None,
    "first_name": Field.FIRST_NAME,
    "last_name": Field.LAST_NAME,
    "email": Field.EMAIL,
    "mobile": Field.MOBILE,
    "gender": Field.GENDER,
    "address_line_1": Field.STREET,
    "address_line_1_building_number": Field.BUILDING_NUMBER,
    "address_line_2": Field.ADDRESS_LINE_2,
    "address_line_2_building_number": None,
    "zipcode": Field.ZIPCODE,
    "city": Field.CITY,
    "state": Field.STATE,
    "organisation_name": Field.ORGANISATION,
    "position_name": Field.POSITION,
    "date_of_birth": Field.DATE_OF_BIRTH,
    "custom_field_1": Field.CUSTOM_1,
    "custom_field_2": Field.CUSTOM_2,
    "custom_field_3": Field.CUSTOM_3,
    "created_at": None,
    "updated_at": None,
    "country_id": Field.COUNTRY,
}
"""The customer data of a reservation, in the text's order; None where nothing is sent but null."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths that the API's text leaves open, as templates."""

    month: str = "/events/{event_uuid}/calendar/{year}/{month}"
    day: str = "/events/{event_uuid}/calendar/{year}/{month}/{day}"
    update: str = "/events/{event_uuid}/reservations/{order_id}"
    checkout: str = "/events/{event_uuid}/reservations/{order_id}/checkout"


@dataclass(frozen=True, slots=True)
class Request:
    """One call about an event, or about the list of them.

    `path` is percent-encoded already; `inferred` names the setting its path comes from, if it does.
    """

    method: Literal["GET", "POST", "PUT"]
    event: UUID | None
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    language: Language | None = None
    inferred: str | None = None


@dataclass(frozen=True, slots=True)
class Protocol:
    """Makes requests."""

    paths: Paths = field(default_factory=Paths)
    sends_language: bool = True

    def events(self, key: str | None) -> Request:
        """GET the list of events."""
        return Request("GET", None, "/events", _key(key))

    def event(self, uuid: UUID, key: str | None) -> Request:
        """GET one event."""
        return Request("GET", uuid, f"/events/{uuid}", _key(key))

    def code(self, event: UUID, code: str, key: str | None) -> Request:
        """GET a discount or voucher code, base64 in the path; its alphabet has / and +, hence the percent-encoding."""
        encoded = base64.b64encode(code.encode("utf-8", "surrogatepass")).decode()
        return Request("GET", event, f"/events/{event}/codes/{quote(encoded, safe='')}", _key(key))

    def month(self, event: UUID, of: date, key: str | None) -> Request:
        """GET the days of a month."""
        path = self.paths.month.format(event_uuid=event, year=f"{of:%Y}", month=f"{of:%m}")
        return Request("GET", event, path, _key(key), inferred="SHOP_PATH_MONTH")

    def day(self, event: UUID, on: date, key: str | None) -> Request:
        """GET the time slots of a day."""
        path = self.paths.day.format(event_uuid=event, year=f"{on:%Y}", month=f"{on:%m}", day=f"{on:%d}")
        return Request("GET", event, path, _key(key), inferred="SHOP_PATH_DAY")

    def reserve(self, order: Order, language: Language) -> Request:
        """POST a reservation; a code goes plain into the query."""
        query = _key(order.key) | ({"code": order.code} if order.code else {})
        return Request(
            "POST", order.event, f"/events/{order.event}/reservations", query, _body(order), self._language(language)
        )

    def update(self, order: Order, order_id: str, customer_data_uuid: UUID | None, language: Language) -> Request:
        """PUT the whole of a reservation anew; a code cannot be sent here."""
        path = self.paths.update.format(event_uuid=order.event, order_id=quote(order_id, safe=""))
        body = _body(order, order_id, customer_data_uuid)
        return Request("PUT", order.event, path, _key(order.key), body, self._language(language), "SHOP_PATH_UPDATE")

    def reserve_free(self, order: Order, language: Language) -> Request:
        """POST a free order, which is complete at once."""
        path = f"/events/{order.event}/reservations/generate"
        return Request("POST", order.event, path, _key(order.key), _body(order), self._language(language))

    def checkout(
        self,
        event: UUID,
        order_id: str,
        method: UUID,
        returns: ReturnAddresses,
        *,
        issuer: str | None = None,
        key: str | None = None,
    ) -> Request:
        """POST a checkout; where no bank is named, it is chosen on iDEAL's own page."""
        path = self.paths.checkout.format(event_uuid=event, order_id=quote(order_id, safe=""))
        body = {
            "order_id": order_id,
            "payment_method_uuid": str(method),
            "ideal_issuer_id": issuer,
            "callback_urls": {
                "success_url": returns.success_url,
                "failed_url": returns.failed_url,
                "cancelled_url": returns.cancelled_url,
                "expired_url": returns.expired_url,
            },
        }
        return Request("POST", event, path, _key(key), body, inferred="SHOP_PATH_CHECKOUT")

    def _language(self, language: Language) -> Language | None:
        return language if self.sends_language else None


def failure(request: Request, status: int, body: bytes) -> ShopError | None:
    """Return what an answer's status means, or None for success."""
    if 200 <= status < 300:
        return None
    if status in {404, 405} and request.inferred is not None:
        return Misconfigured(f"the shop does not know the path of {request.inferred}")
    if status in BUSY and request.method == "GET":
        return Unavailable(f"answered with {status}")
    if 400 <= status < 500:
        return Refused(status, info_message(body))
    return Unavailable(f"answered with {status}") if request.method == "GET" else Unknown(f"answered with {status}")


def decode(request: Request, body: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the JSON of a success, its numbers exact; Unavailable or Unknown when it is none."""
    try:
        return json.loads(body, parse_float=_exact, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise (Unavailable if request.method == "GET" else Unknown)(
            "answered with something that is not JSON"
        ) from None


def info_message(body: bytes) -> str:
    """Return an Info Message as plain text of at most 300 characters: it may be an object, a list, a string, HTML, nothing."""
    words = body.decode("utf-8", "replace")
    try:
        words = " ".join(_strings(json.loads(words)))
    except (ValueError, RecursionError):
        words = unescape(re.sub(r"<[^>]*>", " ", words))
    readable = "".join(character if character.isprintable() else " " for character in words)
    return " ".join(readable.split())[:LONGEST_INFO]


def _strings(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [words for each in value.values() for words in _strings(each)]
        case list():
            return [words for each in value for words in _strings(each)]
        case _:
            return []


def _exact(written: str) -> Decimal | str:
    """Return a number as it is written; one of an exponent beyond all sense stays text, and nothing counts with it."""
    try:
        return Decimal(written)
    except InvalidOperation:
        return written


def _no_number(constant: str) -> object:
    raise ValueError(constant)


def _key(key: str | None) -> dict[str, str]:
    return {"key": key} if key else {}


def _body(order: Order, order_id: str | None = None, customer_data_uuid: UUID | None = None) -> dict[str, Any]:
    customer = {name: order.customer.get(known) if known is not None else None for name, known in CUSTOMER_DATA.items()}
    customer["uuid"] = str(customer_data_uuid) if customer_data_uuid is not None else None
    if customer["gender"] == Gender.OTHER:
        customer["gender"] = None
    return {
        "order_id": order_id,
        "due_at": None,
        "time_slot_id": order.slot,
        "customer_data": customer,
        "ticket_types": [{"uuid": str(uuid), "amount": amount} for uuid, amount in order.quantities.items()],
    }
