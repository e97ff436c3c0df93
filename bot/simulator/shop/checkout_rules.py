"""What a checkout must say: a method of the event, a bank for iDEAL alone, and four ways back."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from bot.simulator.shop.info_messages import Refusal

OUTCOMES: Final = ("success", "failed", "cancelled", "expired")
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def check_checkout(document: Mapping[str, Any], order_id: str, body: object) -> tuple[str, dict[str, str]]:
    """Return the method and the ways back by outcome; raise Refusal."""
    asked = body if isinstance(body, dict) else {}
    if asked.get("order_id") != order_id:
        raise Refusal("order_id is not that of the path.")
    methods = {each["uuid"]: each["name"] for each in document["payment_methods"]}
    method = asked.get("payment_method_uuid")
    if not isinstance(method, str) or method not in methods:
        raise Refusal("This payment method is not available.")
    _check_issuer(asked.get("ideal_issuer_id"), methods[method], document["ideal_issuers"] or ())
    returns = asked.get("callback_urls")
    given = returns if isinstance(returns, dict) else {}
    ways = {outcome: given.get(f"{outcome}_url") for outcome in OUTCOMES}
    if not all(_is_address(way) for way in ways.values()):
        raise Refusal("All four callback urls are required.")
    return method, {outcome: str(way) for outcome, way in ways.items()}


def _check_issuer(issuer: object, method: str, issuers: Sequence[Mapping[str, str]]) -> None:
    if issuer is None:
        return
    if method.casefold() != "ideal":
        raise Refusal("A bank is for iDEAL alone.")
    if issuer not in {each["id"] for each in issuers}:
        raise Refusal("This bank is not available.")


def _is_address(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))
