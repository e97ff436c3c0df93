"""Events for what goes otherwise: sold out, asking for everything, full of oddities."""

from datetime import date, time, timedelta
from typing import Any

from bot.simulator.shop.catalogue import (
    FIELDS,
    NONE,
    TICKETS,
    category,
    event,
    identifier,
    in_four,
    local,
    museum,
    ticket,
)


def sold_out_show(today: date) -> dict[str, Any]:
    """Return a show with nothing left: sold out, all reserved, or at the door only."""
    on = today + timedelta(days=20)
    stalls = in_four("Zaal", "Stalls", "Parterre", "Parkett")
    balcony = in_four("Balkon", "Balcony", "Balcon", "Balkon")
    standing = in_four("Staanplaats", "Standing", "Debout", "Stehplatz")
    tickets = [
        ticket("show.stalls", stalls, "34.00", 2, ticket_status_type_id="SOLD_OUT"),
        ticket("show.balcony", balcony, "27.00", 2, ticket_status_type_id="IN_RESERVATION", display_order=20),
        ticket("show.standing", standing, "19.00", 2, ticket_status_type_id="DOOR_SALE", display_order=30),
    ]
    return event(
        "show",
        "Nacht van de Lichtjes",
        ("first_name", "last_name", "email"),
        about={"start_at": local(on, time(20)), "end_at": local(on, time(23))},
        venue=museum(today)["venue"],
        categories=[category("show.tickets", TICKETS, tickets)],
    )


def workshop(today: date) -> dict[str, Any]:
    """Return an event that asks every customer field, with limits that it does not show."""
    on = today + timedelta(days=30)
    pair = in_four("Duo (per twee)", "Duo (in twos)", "Duo (par deux)", "Duo (zu zweit)")
    single = in_four("Los", "Single", "Individuel", "Einzeln")
    document = event(
        "workshop",
        "Workshop Glasblazen",
        FIELDS,
        about={
            "start_at": local(on, time(13)),
            "end_at": local(on, time(17)),
            "is_discount_enabled": True,
            "minutes_to_order": 10,
        },
        venue=museum(today)["venue"],
        categories=[
            category(
                "workshop.tickets",
                TICKETS,
                [ticket("workshop.pair", pair, "40.00", 1.25), ticket("workshop.single", single, "45.00", 1.25)],
            )
        ],
    )
    document["customer_data"] |= {
        "custom_field_1_label": in_four("Schoenmaat", "Shoe size", "Pointure", "Schuhgröße"),
        "custom_field_2_label": in_four("Dieetwensen", "Diet", "Régime", "Ernährung"),
        "custom_field_3_label": in_four("Kenteken", "Number plate", "Immatriculation", "Kennzeichen"),
    }
    return document


def oddities(today: date) -> dict[str, Any]:
    """Return an event with everything odd that the API's text allows or has had: one ticket of it can be bought."""
    good = ticket("oddities.good", {"nl": "", "en": "", "fr": "", "de": "Nur <b>Deutsch</b> & Co"}, "10", 0.5)
    numeric = ticket(
        "oddities.numeric", in_four("1", "1", "1", "1"), "7.5", 0, min_order_amount="1", max_order_amount="4"
    )
    document = event(
        "oddities",
        "<b>Rare & Zn</b> _*[Fest](tg://x)",
        ("first_name", "last_name", "email"),
        about={
            "minutes_to_order": None,
            "support_email": None,
            "discount_label": None,
            "description": {"nl": None},
            "shop_image": "file:///etc/hostname",
            "terms_and_conditions_url": "javascript:alert(1)",
            "privacy_policy_url": "",
            "organiser_entity": "A & B <i>B.V.</i>",
            "a_new_field": {"deep": [1, 2, None]},
        },
        venue={"name": None, "city": "", "country_id": "ZZ"},
        categories=[
            {"uuid": None, "name": None, "display_order": None, "is_visible": None, "tickets": None},
            category(
                "oddities.tickets",
                NONE,
                [
                    good,
                    numeric,
                    ticket("oddities.no-price", in_four("?", "?", "?", "?"), "", 0) | {"price": None},
                    ticket("oddities.no-fee", in_four("!", "!", "!", "!"), "5.00", 0) | {"fixed_fee": "n/a"},
                    ticket(
                        "oddities.new-status", in_four("N", "N", "N", "N"), "5.00", 0, ticket_status_type_id="MAYBE"
                    ),
                    {"uuid": "not-a-uuid", "price": 3},
                    None,  # type: ignore[list-item]
                ],
            ),
            "not a category",
        ],
    )
    document["customer_data"] |= {"gender": "MAYBE_LATER", "position_name": None, "mobile": "OPTIONAL"}
    document["customer_data"]["gender"] = "OPTIONAL"
    document["ticket_statuses"] = [*document["ticket_statuses"], {"id": "MAYBE", "status": None}, None]
    document["payment_methods"] = [
        *document["payment_methods"],
        {"uuid": identifier("odd method"), "name": "", "fixed_fee": "?", "percentage_fee": None, "currency_id": None},
    ]
    document["ideal_issuers"] = None
    return document
