"""What the sandbox sells: events as the API's documents, dated from the day on which the sandbox opens."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
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


def method(name: str, fixed_fee: float, percentage_fee: float, display_order: int) -> dict[str, Any]:
    """Return a payment method as the API writes one."""
    return {
        "uuid": identifier(name),
        "name": name,
        "description": None,
        "fixed_fee": fixed_fee,
        "percentage_fee": percentage_fee,
        "image_uri": None,
        "display_order": display_order,
        "currency_id": "EUR",
    }


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
        "tags": [],
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
            "support_email": f"{name}@example.com",
            "organiser_entity": None,
            "privacy_policy_url": "https://example.com/privacy",
            "newsletter_label": NONE,
            "terms_and_conditions_url": "https://example.com/terms",
        }
        | parts.get("about", {}),
        "shop_style": {},
        "venue": parts["venue"],
        "categories": parts["categories"],
        "ticket_statuses": STATUSES,
        "customer_data": customer,
        "payment_methods": parts.get("methods", METHODS),
        "ideal_issuers": [{"id": "ABNANL2A", "name": "ABN AMRO"}, {"id": "INGBNL2A", "name": "ING"}],
    }


def local(on: date, at: time) -> str:
    """Return a moment of the venue's clock as the API writes it, in UTC."""
    return datetime.combine(on, at, ZONE).astimezone(UTC).isoformat()


def saturday_after(on: date) -> date:
    """Return the Saturday half a year later."""
    later = on + timedelta(days=182)
    return later + timedelta(days=(5 - later.weekday()) % 7)


TICKETS: Final = in_four("Tickets", "Tickets", "Billets", "Tickets")
EXTRAS: Final = in_four("Extra's", "Extras", "Suppléments", "Extras")


def festival(today: date) -> dict[str, Any]:
    """Return a festival of one day, without a calendar."""
    on = saturday_after(today)
    day = in_four("Dagticket", "Day ticket", "Billet jour", "Tagesticket")
    child = in_four("Kind", "Child", "Enfant", "Kind")
    ages = in_four("4 tot en met 12 jaar", "Ages 4 to 12", "De 4 à 12 ans", "4 bis 12 Jahre")
    early = in_four("Vroege vogel", "Early bird", "Tarif matinal", "Frühbucher")
    late = in_four("Avondticket", "Evening ticket", "Billet soirée", "Abendticket")
    crew = in_four("Medewerker", "Crew", "Équipe", "Mitarbeit")
    tickets = [
        ticket("festival.day", day, "29.50", 2.5, display_order=20),
        ticket("festival.child", child, "12.00", 1, display_order=30, subtitle=ages),
        ticket("festival.vip", in_four("VIP", "VIP", "VIP", "VIP"), "89.00", 4.5, display_order=40, max_order_amount=4),
        ticket("festival.early", early, "22.50", 2.5, ticket_status_type_id="SOLD_OUT"),
        ticket(
            "festival.late", late, "17.50", 1.5, display_order=50, online_from=local(on - timedelta(days=30), time(10))
        ),
        ticket("festival.crew", crew, "0.00", 0, display_order=60, is_visible=False),
    ]
    locker = ticket("festival.locker", in_four("Kluisje", "Locker", "Casier", "Schließfach"), "6.00", 0)
    return event(
        "festival",
        "Polderlicht Festival",
        ("first_name", "last_name", "email"),
        about={
            "start_at": local(on, time(12)),
            "end_at": local(on, time(23)),
            "is_discount_enabled": True,
            "organiser_entity": "Stichting Polderlicht, Amsterdam",
        },
        venue={
            "name": "NDSM-werf",
            "address_line_1": "NDSM-Plein 28",
            "address_line_2": None,
            "zipcode": "1033 WB",
            "city": "Amsterdam",
            "country_id": "NL",
        },
        categories=[category("festival.extras", EXTRAS, [locker], 20), category("festival.tickets", TICKETS, tickets)],
    )


def museum(today: date) -> dict[str, Any]:
    """Return a museum with a calendar of time slots, and an extra that needs none."""
    adult = in_four("Volwassene", "Adult", "Adulte", "Erwachsene")
    child = in_four("Kind", "Child", "Enfant", "Kind")
    student = in_four("Student", "Student", "Étudiant", "Studierende")
    ages = in_four("4 tot en met 12 jaar", "Ages 4 to 12", "De 4 à 12 ans", "4 bis 12 Jahre")
    tickets = [
        ticket("museum.adult", adult, "18.00", 0.5, is_selectable_on_calendar=True),
        ticket("museum.student", student, "9.00", 0.5, is_selectable_on_calendar=True, display_order=20),
        ticket("museum.child", child, "7.50", 0.5, is_selectable_on_calendar=True, display_order=30, subtitle=ages),
    ]
    guide = ticket("museum.guide", in_four("Audiotour", "Audio guide", "Audioguide", "Audioguide"), "4.00", 0)
    return event(
        "museum",
        "Museum Het Veerhuis",
        ("first_name", "last_name", "email", "mobile"),
        about={"is_calendar_enabled": True, "organiser_entity": "Museum Het Veerhuis B.V., Rotterdam"},
        venue={
            "name": "Museum Het Veerhuis",
            "address_line_1": "Veerkade 12",
            "address_line_2": None,
            "zipcode": "3016 DE",
            "city": "Rotterdam",
            "country_id": "NL",
        },
        categories=[category("museum.tickets", TICKETS, tickets), category("museum.extras", EXTRAS, [guide], 20)],
    )


def open_day(today: date) -> dict[str, Any]:
    """Return an event whose tickets are free."""
    on = today + timedelta(days=40)
    entry = ticket("open-day.entry", in_four("Toegang", "Entry", "Entrée", "Eintritt"), "0.00", 0)
    return event(
        "open-day",
        "Open Dag Veerhuis",
        ("first_name", "last_name", "email"),
        about={"start_at": local(on, time(10)), "end_at": local(on, time(17))},
        venue=museum(today)["venue"],
        categories=[category("open-day.tickets", TICKETS, [entry])],
        methods=[],
    )


def dinner(today: date) -> dict[str, Any]:
    """Return an event that is locked by a key, and insists on an address and a date of birth."""
    on = today + timedelta(days=60)
    seat = ticket("dinner.seat", in_four("Diner", "Dinner", "Dîner", "Dinner"), "75.00", 2)
    return event(
        "dinner",
        "Diner aan de Kade",
        ("first_name", "last_name", "email", "address_data", "date_of_birth"),
        about={"start_at": local(on, time(18)), "end_at": local(on, time(23)), "organiser_entity": "Kade Horeca B.V."},
        venue=museum(today)["venue"],
        categories=[category("dinner.tickets", TICKETS, [seat])],
    )
