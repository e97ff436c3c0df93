"""Events for what goes otherwise: sold out, asking for everything, full of oddities."""

from datetime import date, time, timedelta
from typing import Any, Final

from bot.simulator.shop.catalogue import museum
from bot.simulator.shop.documents import FIELDS, NONE, TICKETS, category, event, identifier, in_four, local, ticket

HOSTILE: Final = (
    '<p onclick="alert(1)">Kom <b>vroeg</b> &amp; <i>warm</i></p><script>alert(1)</script><style>*{display:none}</style>'
    '<a href="javascript:alert(1)">klik</a> <a href="https://example.com/?a=1&amp;b=2">plan</a><img src=x onerror=alert(1)>'
    "<ul><li>één<li>twee</ul><tg-spoiler>&lt;/b&gt;</tg-spoiler><b>open"
)
"""A description as somebody writes one who means harm, or who knows no HTML."""
EVERYTHING_ASKED: Final = dict.fromkeys(FIELDS, "REQUIRED") | {
    "organisation_name": "OPTIONAL",
    "position_name": "OPTIONAL",
    "custom_field_3": "OPTIONAL",
    "custom_field_1_label": in_four("Schoenmaat", "Shoe size", "Pointure", "Schuhgröße"),
    "custom_field_2_label": in_four("Dieetwensen", "Diet", "Régime", "Ernährung"),
    "custom_field_3_label": in_four("Kenteken", "Number plate", "Immatriculation", "Kennzeichen"),
}
"""The customer data of an event that asks every field, three of them if one likes."""


def sold_out_show(today: date) -> dict[str, Any]:
    """Return a show with nothing left: sold out, at the door only, not in sale, or in the holds of strangers for a while."""
    on = today + timedelta(days=20)
    stalls = in_four("Zaal", "Stalls", "Parterre", "Parkett")
    balcony = in_four("Balkon", "Balcony", "Balcon", "Balkon")
    standing = in_four("Staanplaats", "Standing", "Debout", "Stehplatz")
    box = in_four("Loge", "Box", "Loge", "Loge")
    tickets = [
        ticket("show.stalls", stalls, "34.00", 2, ticket_status_type_id="SOLD_OUT"),
        ticket("show.balcony", balcony, "27.00", 2, display_order=20),
        ticket("show.standing", standing, "19.00", 2, ticket_status_type_id="DOOR_SALE", display_order=30),
        ticket("show.box", box, "61.00", 2, ticket_status_type_id="NOT_IN_SALE", display_order=40),
    ]
    return event(
        "show",
        "Nacht van de Lichtjes",
        ("first_name", "last_name", "email"),
        about={"start_at": local(on, time(20)), "end_at": local(on, time(23))},
        venue=museum(today)["venue"],
        categories=[category("show.tickets", TICKETS, tickets)],
    )


def stadium(today: date) -> dict[str, Any]:
    """Return an event with more ticket types than one screen shows: a block each, dearer towards the middle."""
    on = today + timedelta(days=150)
    blocks = [
        ticket(
            f"stadium.{letter.lower()}",
            in_four(f"Vak {letter}", f"Block {letter}", f"Bloc {letter}", f"Block {letter}"),
            f"{30 + 5 * place}.00",
            2.5,
            display_order=10 * place,
        )
        for place, letter in enumerate("ABCDEFGHIJKL", 1)
    ]
    return event(
        "stadium",
        "Stadionconcert",
        ("first_name", "last_name", "email"),
        about={"start_at": local(on, time(20)), "end_at": local(on, time(23))},
        venue=museum(today)["venue"],
        categories=[category("stadium.tickets", TICKETS, blocks)],
    )


def workshop(today: date) -> dict[str, Any]:
    """Return an event that asks every customer field, three of them if one likes, with limits that it does not show."""
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
    document["customer_data"] |= EVERYTHING_ASKED
    return document


def oddities(today: date) -> dict[str, Any]:
    """Return an event with everything odd that the API's text allows or has had: one ticket of it can be bought."""
    good = ticket("oddities.good", {"nl": "", "en": "", "fr": "", "de": "Nur <b>Deutsch</b> & Co"}, "10", 0.5)
    good |= {"subtitle": None, "description": {"en": HOSTILE}, "tags": None}
    numeric = ticket("oddities.numeric", in_four("1", "1", "1", "1"), "", 0)
    numeric |= {"price": 7.5, "fixed_fee": "0", "min_order_amount": "1", "max_order_amount": "4", "display_order": "20"}
    document = event(
        "oddities",
        "<b>Rare & Zn</b> _*[Fest](tg://x)",
        ("first_name", "last_name", "email"),
        about={
            "minutes_to_order": None,
            "support_email": None,
            "is_discount_enabled": True,
            "discount_label": None,
            "description": {"nl": None, "en": HOSTILE, "de": "<p>Nur <em>Deutsch</em>.</p>"},
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
            category("oddities.hidden", NONE, [ticket("oddities.guest", in_four("G", "G", "G", "G"), "1.00", 0)])
            | {"is_visible": False},
            "not a category",
        ],
    )
    document["customer_data"] |= {
        "gender": "OPTIONAL",
        "position_name": None,
        "mobile": "OPTIONAL",
        "shoe_size": "MAYBE",
    }
    document["shop_style"] = None
    document["ticket_statuses"] = [*document["ticket_statuses"], {"id": "MAYBE", "status": None}, None]
    document["payment_methods"] = [
        *document["payment_methods"],
        {"uuid": identifier("odd method"), "name": "", "fixed_fee": "?", "percentage_fee": None, "currency_id": None},
    ]
    document["ideal_issuers"] = None
    return document
