"""The answers of the shop in the exact shapes of its text's examples."""

from collections.abc import Mapping
from typing import Any, Final

from bot.simulator.shop.customer_rules import CUSTOMER_FIELDS
from bot.simulator.shop.order import SandboxOrder
from bot.simulator.shop.programme import Programme
from bot.simulator.shop.stock import Stock

NOT_ON_CREATE: Final = ("address_line_1_building_number", "address_line_2_building_number")
"""Fields that the example of an update's answer has, and that of a create has not."""


def event_line(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the line of an event in the list."""
    line = {name: document["event"][name] for name in ("uuid", "name", "start_at", "end_at")}
    return line | {"venue_name": document["venue"]["name"]}


def event(uuid: str, programme: Programme, stock: Stock) -> dict[str, Any]:
    """Return the document of an event as it is now."""
    document = programme.document(uuid)

    def ticket_now(ticket: object) -> object:
        if not isinstance(ticket, dict) or "ticket_status_type_id" not in ticket:
            return ticket
        now = programme.changed(ticket)
        return now | {"ticket_status_type_id": stock.status(now)}

    def group_now(group: object) -> object:
        if not isinstance(group, dict) or not group["tickets"]:
            return group
        return group | {"tickets": [ticket_now(each) for each in group["tickets"]]}

    categories = [group_now(group) for group in document["categories"]]
    now = {
        "categories": categories,
        "customer_data": programme.customer_data(uuid),
        "payment_methods": programme.methods(uuid),
    }
    return document | now


def created(order: SandboxOrder) -> dict[str, Any]:
    """Return the answer to a new reservation, which tells no time slot and no building numbers."""
    answer = updated(order)
    del answer["time_slot_id"]
    customer = {name: value for name, value in answer["customer_data"].items() if name not in NOT_ON_CREATE}
    return answer | {"customer_data": customer}


def updated(order: SandboxOrder) -> dict[str, Any]:
    """Return the answer to an update."""
    given = order.body["customer_data"] | {"uuid": order.customer_data_uuid}
    return {
        "order_id": order.order_id,
        "due_at": order.due_at.isoformat(),
        "time_slot_id": order.body.get("time_slot_id"),
        "customer_data": {name: given.get(name) for name in CUSTOMER_FIELDS},
        "ticket_types": [{"uuid": uuid, "amount": amount} for uuid, amount in order.amounts.items()],
    }


def generated(order: SandboxOrder, address: str) -> dict[str, Any]:
    """Return the answer to a free order; the download page is below the address."""
    return {
        "order_id": order.order_id,
        "order_uuid": order.order_uuid,
        "customer_data_uuid": order.customer_data_uuid,
        "download_url": f"{address}{order.download_path}",
        "barcodes": order.barcodes,
    }


def checkout(order: SandboxOrder, address: str) -> dict[str, Any]:
    """Return the answer to a checkout; the payment page is below the address."""
    return {
        "order_id": order.order_id,
        "due_at": order.due_at.isoformat(),
        "status": "OPEN",
        "redirect_url": f"{address}pay/{order.page}",
    }
