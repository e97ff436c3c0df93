"""What the sandbox sells by default, and two events more, dated from the day on which the sandbox opens."""

from datetime import date, time, timedelta
from typing import Any

from bot.simulator.shop.documents import EXTRAS, TICKETS, category, event, in_four, local, ticket


def saturday_after(on: date) -> date:
    """Return the Saturday half a year later."""
    later = on + timedelta(days=182)
    return later + timedelta(days=(5 - later.weekday()) % 7)


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
    guide = ticket(
        "museum.guide", in_four("Audiotour", "Audio guide", "Audioguide", "Audioguide"), "4.00", 0, is_unlimited=True
    )
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
        about={
            "start_at": local(on, time(18)),
            "end_at": local(on, time(23)),
            "online_till": local(on - timedelta(days=1), time(12)),
            "organiser_entity": "Kade Horeca B.V.",
            "is_discount_enabled": True,
        },
        venue=museum(today)["venue"],
        categories=[category("dinner.tickets", TICKETS, [seat])],
    )
