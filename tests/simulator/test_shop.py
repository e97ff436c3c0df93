"""Orders of the sandbox keep the shop's rules; asked by the client that asks the real one, or word by word."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from bot.conversation.ports import Order
from bot.domain import availability
from bot.domain.customer import Field
from bot.simulator.shop.documents import identifier
from bot.ticketshop.errors import Refused
from tests.conversation.dialogue import NOW
from tests.simulator.sandbox import KEY, ROBIN, TOKEN, Sandbox, path_of, reservation, words


async def test_another_token_is_refused(sandbox: Sandbox):
    stranger = replace(sandbox.client, sender=replace(sandbox.client.sender, product_token="another"))
    with pytest.raises(Refused) as refused:
        await stranger.events()
    assert refused.value.status == 401


async def test_a_hold_ends_after_the_minutes_of_its_event(sandbox: Sandbox):
    order = await sandbox.festival()
    event = await sandbox.client.event(order.event)
    reserved = await sandbox.reserve(order)
    assert abs(reserved.due_at - sandbox.clock.now() - timedelta(minutes=event.minutes_to_order)) < timedelta(seconds=2)
    sandbox.clock.move(timedelta(minutes=event.minutes_to_order, seconds=1))
    with pytest.raises(Refused, match="400"):
        await sandbox.open_checkout(order, reserved.order_id)


@pytest.mark.parametrize(("ticket", "minutes"), [("workshop.pair", 10), ("festival.day", 20), ("oddities.numeric", 20)])
async def test_a_hold_lasts_as_many_minutes_as_its_event_says(sandbox: Sandbox, ticket: str, minutes: int):
    """Trap 15: twenty where the event says nothing."""
    held = await sandbox.held(ticket.partition(".")[0], {ticket: 2})
    due_at = datetime.fromisoformat(held["due_at"])
    assert abs(due_at - sandbox.clock.now() - timedelta(minutes=minutes)) < timedelta(seconds=2)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"quantities": {}}, "No tickets"),
        ({"quantities": {UUID(int=1): 1}}, "Unknown ticket type"),
        ({"customer": {}}, "first_name is required"),
        ({"customer": ROBIN | {Field.EMAIL: "robin"}}, "email is not valid"),
        ({"customer": ROBIN | {Field.MOBILE: "0612345678"}}, "mobile is not valid"),
        ({"slot": None}, "time slot is required"),
        ({"slot": "2026-12-02"}, "does not exist"),
        ({"slot": "tomorrow"}, "does not exist"),
        ({"event": UUID(int=1)}, "Event not found"),
    ],
)
async def test_what_the_shop_refuses_is_refused_with_a_reason(sandbox: Sandbox, change: dict[str, Any], words: str):
    assert words in await sandbox.refusal(replace(await sandbox.museum(), **change))


async def test_an_amount_outside_its_limits_is_refused(sandbox: Sandbox):
    order = await sandbox.festival()
    [uuid] = order.quantities
    ticket = (await sandbox.client.event(order.event)).ticket_type(uuid)
    assert ticket is not None
    assert ticket.max_order_amount is not None
    assert "amount" in await sandbox.refusal(replace(order, quantities={uuid: ticket.max_order_amount + 1}))


async def test_what_is_not_in_sale_is_refused(sandbox: Sandbox):
    event = await sandbox.event("Polderlicht")
    unsold = [each for each in availability.offers(event, None, sandbox.clock.now()) if not each.is_on_sale]
    assert unsold
    for offer in unsold:
        assert "not in sale" in await sandbox.refusal(Order(event.uuid, {offer.ticket_type.uuid: 1}, ROBIN))


async def test_an_update_replaces_a_reservation_within_its_own_stock(sandbox: Sandbox):
    event, slot = await sandbox.museum_slot()
    order = replace(await sandbox.museum(), quantities={slot.ticket_types[0]: 2})
    reserved = await sandbox.reserve(order)
    changed = replace(order, quantities={slot.ticket_types[0]: 3})
    updated = await sandbox.client.update(changed, reserved.order_id, reserved.customer_data_uuid, "nl", NOW)
    assert updated.order_id == reserved.order_id
    [held] = [each for each in await sandbox.client.day(event.uuid, slot.start_at.date()) if each.id == slot.id]
    assert held.stock == slot.stock - 3
    with pytest.raises(Refused):
        await sandbox.client.update(changed, "CMTICKETS000", None, "nl", NOW)


async def test_an_update_keeps_its_end_and_may_use_the_places_it_had(sandbox: Sandbox):
    held = await sandbox.held("workshop", {"workshop.pair": 6})
    await sandbox.held("workshop", {"workshop.single": 6})
    sandbox.clock.move(timedelta(minutes=2))
    updated = await replace_with(sandbox, "workshop", held, {"workshop.pair": 4, "workshop.single": 2})
    assert updated.status_code == 200, updated.text
    assert (updated.json()["order_id"], updated.json()["due_at"]) == (held["order_id"], held["due_at"])


@pytest.mark.parametrize(
    ("pairs", "singles", "status"),
    [(2, 0, 201), (0, 3, 201), (2, 4, 201), (1, 0, 400), (3, 0, 400), (4, 3, 400), (8, 0, 400)],
)
async def test_limits_that_are_not_shown_are_kept(sandbox: Sandbox, pairs: int, singles: int, status: int):
    """Trap 8: increments, and a maximum over several types."""
    amounts = {"workshop.pair": pairs, "workshop.single": singles}
    answer = await sandbox.hold("workshop", {name: amount for name, amount in amounts.items() if amount})
    assert answer.status_code == status, answer.text


async def test_types_that_share_their_stock_take_it_from_each_other(sandbox: Sandbox):
    await sandbox.held("workshop", {"workshop.pair": 6})
    held = await sandbox.held("workshop", {"workshop.single": 3})
    assert (
        words(await sandbox.hold("workshop", {"workshop.pair": 2, "workshop.single": 2})) == "Not enough tickets left."
    )
    await sandbox.pay("workshop", held["order_id"])
    await sandbox.held("workshop", {"workshop.single": 3})
    assert words(await sandbox.hold("workshop", {"workshop.single": 1})) == "Not enough tickets left."


async def test_the_journal_of_calls_holds_no_product_token(sandbox: Sandbox):
    await sandbox.reserve(await sandbox.festival())
    calls = (await sandbox.http.get(f"{sandbox.address}/simulator/shop/calls")).text
    assert "reservations" in calls
    assert TOKEN not in calls


async def replace_with(
    sandbox: Sandbox, event: str, held: dict[str, Any], amounts: dict[str, int], **more: Any
) -> httpx.Response:
    """Replace a reservation."""
    body = reservation(amounts, **({"uuid": held["customer_data"]["uuid"]} | more)) | {"order_id": held["order_id"]}
    return await sandbox.ask("PUT", f"{path_of(event)}/reservations/{held['order_id']}", body)


async def test_an_update_moves_the_stock_from_slot_to_slot_or_not_at_all(sandbox: Sandbox):
    """The whole reservation is replaced: places are taken in the new slot and given back in the old, both or neither."""
    path = f"{path_of('museum')}/calendar/2026/12/02"

    async def left() -> list[int]:
        return [slot["stock"] for slot in (await sandbox.ask("GET", path)).json()]

    slots = (await sandbox.ask("GET", path)).json()
    first, second = [slot["id"] for slot in slots if slot["stock"] == 16 and slot["status_id"] == "OPEN"][:2]
    held = await sandbox.held("museum", {"museum.adult": 4}, slot=first)
    moved = await replace_with(sandbox, "museum", held, {"museum.adult": 5}, slot=second)
    assert moved.json()["time_slot_id"] == second
    after = dict(zip([slot["id"] for slot in slots], await left(), strict=True))
    assert (after[first], after[second]) == (16, 11)
    other = await sandbox.held("museum", {"museum.adult": 8}, slot=first)
    before = await left()
    refused = await replace_with(sandbox, "museum", other, {"museum.adult": 6, "museum.child": 6}, slot=second)
    assert words(refused) == "Not enough places left in this time slot."
    assert await left() == before


async def test_an_update_is_refused_for_another_customer_order_or_event(sandbox: Sandbox):
    held = await sandbox.held("festival", {"festival.day": 1})
    for uuid in (None, "00000000-0000-4000-8000-000000000000"):
        answer = await replace_with(sandbox, "festival", held, {"festival.day": 2}, uuid=uuid)
        assert "customer_data.uuid" in words(answer)
    body = reservation({"festival.day": 2}, uuid=held["customer_data"]["uuid"]) | {"order_id": "CMTICKETS999ZZZZ"}
    assert "order_id" in words(await sandbox.ask("PUT", f"{path_of('festival')}/reservations/{held['order_id']}", body))
    assert "not found" in words(await replace_with(sandbox, "workshop", held, {"workshop.pair": 2}))
    await sandbox.pay("festival", held["order_id"])
    assert "paid" in words(await replace_with(sandbox, "festival", held, {"festival.day": 2}))
    late = await sandbox.held("festival", {"festival.day": 1})
    sandbox.clock.move(timedelta(minutes=21))
    assert "expired" in words(await replace_with(sandbox, "festival", late, {"festival.day": 2}))


async def test_a_code_stays_with_its_order_when_that_is_replaced(sandbox: Sandbox):
    """Trap 2: a code is told on create only; an update neither takes it away nor brings another."""
    held = await sandbox.held("festival", {"festival.day": 1}, code="TENPERCENT")
    body = reservation({"festival.day": 2}, uuid=held["customer_data"]["uuid"])
    path = f"{path_of('festival')}/reservations/{held['order_id']}"
    assert (await sandbox.ask("PUT", path, body, query={"code": "FIVEOFF"})).status_code == 200
    [order] = await sandbox.told("orders")
    assert (order["code"], order["total"]) == ("TENPERCENT", "58.10")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"gender": "x"}, "gender"),
        ({"gender": "m"}, "gender"),
        ({"country_id": "NLD"}, "country_id"),
        ({"country_id": None}, "country_id"),
        ({"zipcode": " "}, "zipcode"),
        ({"address_line_1_building_number": None}, "address_line_1_building_number"),
        ({"date_of_birth": "31-12-1990"}, "date_of_birth"),
        ({"date_of_birth": "1990-02-30"}, "date_of_birth"),
        ({"date_of_birth": "2190-02-03"}, "date_of_birth"),
        ({"date_of_birth": None}, "date_of_birth"),
        ({"custom_field_1": None}, "custom_field_1"),
        ({"first_name": 7}, "first_name"),
    ],
)
async def test_every_field_that_is_required_has_its_form(sandbox: Sandbox, change: dict[str, Any], said: str):
    """Trap 13."""
    assert said in words(await sandbox.hold("workshop", {"workshop.single": 1}, **change))


async def test_what_is_optional_may_be_left_out_or_given(sandbox: Sandbox):
    await sandbox.held("workshop", {"workshop.single": 1}, organisation_name=None)
    held = await sandbox.held("workshop", {"workshop.single": 1}, organisation_name="Glas & Co", custom_field_3="AB-12")
    assert held["customer_data"]["organisation_name"] == "Glas & Co"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([{"uuid": identifier("festival.day"), "amount": 0}], "amount"),
        ([{"uuid": identifier("festival.day"), "amount": "2"}], "amount"),
        ([{"uuid": identifier("festival.day"), "amount": True}], "amount"),
        ([{"uuid": identifier("festival.day"), "amount": 1}] * 2, "twice"),
        ([{"uuid": identifier("festival.crew"), "amount": 1}], "Unknown ticket type"),
        ([None], "Unknown ticket type"),
        ("all", "No tickets"),
    ],
)
async def test_lines_of_another_form_are_refused(sandbox: Sandbox, lines: object, said: str):
    body = reservation({}) | {"ticket_types": lines}
    assert said in words(await sandbox.ask("POST", f"{path_of('festival')}/reservations", body))


async def test_an_event_without_a_calendar_has_no_time_slot(sandbox: Sandbox):
    assert "time slots" in words(await sandbox.hold("festival", {"festival.day": 1}, slot="2026-12-02T09:00:00+00:00"))


async def test_what_is_unlimited_never_runs_out_and_all_else_does(sandbox: Sandbox):
    await sandbox.bring_about("places", "festival.day", "3")
    await sandbox.held("festival", {"festival.day": 3})
    assert words(await sandbox.hold("festival", {"festival.day": 1})) == "Not enough tickets left."
    slots = (await sandbox.ask("GET", f"{path_of('museum')}/calendar/2026/12/02")).json()
    slot = next(each["id"] for each in slots if each["status_id"] == "OPEN")
    for _ in range(51):
        await sandbox.held("museum", {"museum.guide": 10}, slot=slot)


async def test_an_event_that_is_over_is_neither_listed_nor_sold(sandbox: Sandbox):
    sandbox.clock.move(timedelta(days=300))
    names = {line["name"] for line in (await sandbox.ask("GET", "/events")).json()}
    assert "Polderlicht Festival" not in names
    assert "Museum Het Veerhuis" in names
    assert "over" in words(await sandbox.hold("festival", {"festival.day": 1}))


async def test_an_event_and_a_ticket_are_sold_in_their_windows_alone(sandbox: Sandbox):
    assert words(await sandbox.hold("festival", {"festival.late": 1})) == "This ticket is not in sale."
    sandbox.clock.move(timedelta(days=59, hours=1))
    await sandbox.held("dinner", {"dinner.seat": 1}, key=KEY)
    sandbox.clock.move(timedelta(hours=3))
    assert words(await sandbox.hold("dinner", {"dinner.seat": 1}, key=KEY)) == "This event is not in sale."
    sandbox.clock.move(timedelta(days=100))
    await sandbox.held("festival", {"festival.late": 1})


async def test_a_hidden_category_is_not_sold_from(sandbox: Sandbox):
    assert words(await sandbox.hold("oddities", {"oddities.guest": 1})) == "Unknown ticket type."
