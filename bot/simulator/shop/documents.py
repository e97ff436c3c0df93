"""The shop's documents as the API's text writes them, with every field of its examples, also those that the bot ignores."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import NAMESPACE_DNS, uuid5
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Amsterdam")
NONE: Final = {"nl": "", "en": "", "fr": "", "de": ""}
FIELDS: Final = (
    "first_name", "last_name", "email", "mobile", "gender", "address_data", "position_name", "date_of_birth",
    "organisation_name", "custom_field_1", "custom_field_2", "custom_field_3",
)  # fmt: skip


def identifier(name: str) -> str:
    """Return the UUID of a thing of the sandbox, the same at every start."""
    return str(uuid5(NAMESPACE_DNS, f"{name}.sandbox.invalid"))


def in_four(nl: str, en: str, fr: str, de: str) -> dict[str, str]:
    """Return a label in the four languages."""
    return {"nl": nl, "en": en, "fr": fr, "de": de}


STATUSES: Final = [
    {"id": name, "status": label}
    for name, label in (
        (
            "NOT_IN_SALE",
            in_four(
                "Momenteel niet in de verkoop",
                "Currently not in sale",
                "Actuellement pas en vente",
                "Derzeit nicht im Verkauf",
            ),
        ),
        ("DOOR_SALE", in_four("Deurverkoop", "Door sale", "Vente sur place", "Abendkasse")),
        ("IN_RESERVATION", in_four("Alles gereserveerd", "All reserved", "Tout est réservé", "Alles reserviert")),
        ("ONLINE", in_four("Online", "Online", "En ligne", "Online")),
        ("SOLD_OUT", in_four("Uitverkocht", "Sold out", "Épuisé", "Ausverkauft")),
    )
]


NEWSLETTER: Final = in_four(
    "Nieuwsbrief en updates ontvangen",
    "Subscribe for newsletter and updates",
    "Je m’abonne à la newsletter",
    "Newsletter abonnieren",
)


def method(name: str, fixed_fee: float, percentage_fee: float, display_order: int) -> dict[str, Any]:
    """Return a payment method as the API writes one."""
    return {
        "uuid": identifier(name),
        "name": name,
        "description": None,
        "fixed_fee": fixed_fee,
        "percentage_fee": percentage_fee,
        "image_uri": f"https://static.example.com/paymethods/{name.lower()}.png",
        "display_order": display_order,
        "currency_id": "EUR",
    }


ISSUERS: Final = [
    {"id": bank, "name": name}
    for bank, name in (
        ("ABNANL2A", "ABN AMRO"),
        ("ASNBNL21", "ASN Bank"),
        ("BUNQNL2A", "bunq"),
        ("INGBNL2A", "ING"),
        ("RABONL2U", "Rabobank"),
        ("RBRBNL21", "RegioBank"),
        ("SNSBNL2A", "SNS"),
        ("TRIONL2U", "Triodos Bank"),
    )
]
STYLE: Final = {
    "general_background_color": "transparent",
    "general_font_color": "#333333",
    "general_link_color": "#337ab7",
    "category_background_color": "#F4F4F4",
    "category_font_color": "#333333",
    "category_background_color_highlight": "#259bdb",
    "category_font_color_highlight": "#FFFFFF",
}
MEASURED: Final = dict.fromkeys(
    (
        "google_analytics_tracking_code",
        "google_adwords_conversion_code",
        "google_adwords_conversion_label",
        "google_adwords_remarketing_code",
        "google_adwords_remarketing_label",
        "facebook_pixel_tracking_code",
    )
)
"""What a web shop measures its visitors with; a bot has no use for it."""
METHODS: Final = [
    method("Creditcard", 0.25, 1.9, 40),
    method("iDEAL", 0.68, 0, 10),
    method("Bancontact", 0.35, 2.6, 30),
]


def ticket(name: str, label: dict[str, str], price: str, fee: float, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a ticket type as the API writes one, the price as text and the fee as a number."""
    return {
        "uuid": identifier(name),
        "price": price,
        "fixed_fee": fee,
        "is_visible": True,
        "is_selectable_on_calendar": False,
        "min_order_amount": 1,
        "max_order_amount": 10,
        "online_from": None,
        "online_till": None,
        "display_order": 10,
        "name": label,
        "subtitle": NONE,
        "description": NONE,
        "ticket_status_type_id": "ONLINE",
        "tags": [{"id": identifier(f"{name} tag"), "name": name.partition(".")[0]}],
        "is_unlimited": False,
    } | more


def category(name: str, label: dict[str, str], tickets: Sequence[dict[str, Any]], order: int = 10) -> dict[str, Any]:
    """Return a category as the API writes one."""
    return {
        "uuid": identifier(name),
        "display_order": order,
        "is_visible": True,
        "is_initialized": True,
        "name": label,
        "tickets": list(tickets),
    }


def event(name: str, title: str, required: Sequence[str], **parts: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the document of an event; `about` overrides fields of its own part."""
    customer: dict[str, Any] = {each: "REQUIRED" if each in required else "NOT_IN_USE" for each in FIELDS}
    customer |= {f"custom_field_{number}_label": NONE for number in (1, 2, 3)}
    return {
        "event": {
            "uuid": identifier(name),
            "name": title,
            "start_at": None,
            "end_at": None,
            "online_from": None,
            "online_till": None,
            "is_ongoing": True,
            "description": NONE,
            "discount_label": in_four("Kortingscode", "Discount code", "Code de réduction", "Rabattcode"),
            "minutes_to_order": 20,
            "shop_image": None,
            "is_discount_enabled": False,
            "is_calendar_enabled": False,
            "is_order_invoicing_enabled": False,
            **MEASURED,
            "support_email": f"{name}@example.com",
            "organiser_entity": None,
            "privacy_policy_url": "https://example.com/privacy",
            "newsletter_label": NEWSLETTER,
            "terms_and_conditions_url": "https://example.com/terms",
        }
        | parts.get("about", {}),
        "shop_style": STYLE,
        "venue": parts["venue"],
        "categories": parts["categories"],
        "ticket_statuses": STATUSES,
        "customer_data": customer,
        "payment_methods": parts.get("methods", METHODS),
        "ideal_issuers": ISSUERS,
    }


def local(on: date, at: time) -> str:
    """Return a moment of the venue's clock as the API writes it, in UTC."""
    return datetime.combine(on, at, ZONE).astimezone(UTC).isoformat()


TICKETS: Final = in_four("Tickets", "Tickets", "Billets", "Tickets")
EXTRAS: Final = in_four("Extra’s", "Extras", "Suppléments", "Extras")
