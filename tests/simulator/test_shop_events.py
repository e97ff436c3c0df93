"""The sandbox's events: seven, each for something that goes otherwise."""

from datetime import timedelta

import pytest

from bot.conversation.ports import Order
from bot.domain import availability
from bot.domain.availability import Availability
from bot.domain.customer import Field, Mode
from bot.domain.pricing import cart_lines, subtotal, total
from bot.ticketshop.errors import Refused
from tests.simulator.sandbox import EVENTS, KEY, ROBIN, Sandbox, path_of, words


async def test_every_event_of_the_list_can_be_read(sandbox: Sandbox):
    lines = await sandbox.client.events(KEY)
    assert len(lines) == len(EVENTS) == 7
    for line in lines:
        event = await sandbox.client.event(line.uuid, KEY)
        assert event.name == line.name
        if "Rare" in event.name:
            continue
        assert event.payment_methods or all(each.price == 0 for each in event.ticket_types)
        assert all(
            each.name.in_language(language) for each in event.ticket_types for language in ("nl", "en", "fr", "de")
        )


async def test_a_locked_event_is_there_for_its_key_alone(sandbox: Sandbox):
    [dinner] = [line for line in await sandbox.client.events(KEY) if "Diner" in line.name]
    for key in (None, "GUESSED"):
        assert dinner.uuid not in {line.uuid for line in await sandbox.client.events(key)}
        with pytest.raises(Refused) as refused:
            await sandbox.client.event(dinner.uuid, key)
        assert refused.value.info == "This event is locked."
    event = await sandbox.client.event(dinner.uuid, KEY)
    assert "locked" in await sandbox.refusal(Order(dinner.uuid, {event.ticket_types[0].uuid: 1}, ROBIN))


async def test_an_event_can_ask_every_field(sandbox: Sandbox):
    event = await sandbox.event("Workshop")
    optional = {Field.ORGANISATION, Field.POSITION, Field.CUSTOM_3, Field.ADDRESS_LINE_2, Field.STATE}
    assert {field for field, mode in event.customer_data.items() if mode is Mode.OPTIONAL} == optional
    assert set(event.customer_data.values()) == {Mode.REQUIRED, Mode.OPTIONAL}
    assert event.customer_labels[Field.CUSTOM_1].in_language("de") == "Schuhgröße"
    order = Order(event.uuid, {event.ticket_types[1].uuid: 1}, ROBIN)
    assert "is required" in await sandbox.refusal(order)


async def test_a_sold_out_show_sells_nothing(sandbox: Sandbox):
    event = await sandbox.event("Lichtjes")
    offers = availability.offers(event, None, sandbox.clock.now())
    assert {offer.availability for offer in offers} == {
        Availability.SOLD_OUT,
        Availability.IN_RESERVATION,
        Availability.NOT_IN_SALE,
    }
    for offer in offers:
        refusal = await sandbox.refusal(Order(event.uuid, {offer.ticket_type.uuid: 1}, ROBIN))
        said = "tickets left" if offer.availability is Availability.IN_RESERVATION else "not in sale"
        assert said in refusal


async def test_what_is_all_reserved_is_on_sale_again_when_the_holds_lapse(sandbox: Sandbox):
    """Trap 6: stock in unpaid holds is not sold out; what is paid is."""
    assert await sandbox.status_of("show.balcony") == "IN_RESERVATION"
    assert await sandbox.status_of("show.stalls") == "SOLD_OUT"
    sandbox.clock.move(timedelta(minutes=26))
    assert await sandbox.status_of("show.balcony") == "ONLINE"
    held = await sandbox.held("show", {"show.balcony": 2})
    assert await sandbox.status_of("show.balcony") == "IN_RESERVATION"
    await sandbox.pay("show", held["order_id"])
    sandbox.clock.move(timedelta(minutes=26))
    assert await sandbox.status_of("show.balcony") == "SOLD_OUT"


async def test_a_key_can_be_good_for_a_few_tickets_and_nobody_is_told(sandbox: Sandbox):
    """Trap 8: limits per access key."""
    await sandbox.held("dinner", {"dinner.seat": 1}, key="KADEDUO")
    assert words(await sandbox.hold("dinner", {"dinner.seat": 2}, key="KADEDUO")) == "The amount is not allowed."
    await sandbox.held("dinner", {"dinner.seat": 1}, key="KADEDUO")
    assert words(await sandbox.hold("dinner", {"dinner.seat": 1}, key="KADEDUO")) == "The amount is not allowed."
    await sandbox.held("dinner", {"dinner.seat": 4}, key=KEY)
    sandbox.clock.move(timedelta(minutes=21))
    await sandbox.held("dinner", {"dinner.seat": 2}, key="KADEDUO")
    assert "KADEDUO" not in (await sandbox.ask("GET", path_of("dinner"), query={"key": "KADEDUO"})).text


async def test_the_oddities_are_odd_in_every_way(sandbox: Sandbox):
    """Trap 20: nulls, empty labels, numbers as text and text as numbers, unknown ids and fields, missing languages."""
    document = (await sandbox.ask("GET", path_of("oddities"))).json()
    tickets = [each for group in document["categories"][1:2] for each in group["tickets"]]
    assert {type(each["price"]).__name__ for each in tickets if each} == {"str", "float", "NoneType", "int"}
    assert {type(each["fixed_fee"]).__name__ for each in tickets[:2]} == {"str", "float"}
    assert [each["name"]["en"] for each in tickets[:2]] == ["", "1"]
    assert "fr" not in document["event"]["description"]
    assert "<script>" in document["event"]["description"]["en"]
    assert document["event"]["a_new_field"]
    for name in ("oddities.no-price", "oddities.no-fee", "oddities.new-status"):
        assert words(await sandbox.hold("oddities", {name: 1})) == "This ticket is not in sale."


async def test_of_an_event_full_of_oddities_what_can_be_read_is_sold(sandbox: Sandbox):
    event = await sandbox.event("Rare")
    sold = [offer for offer in availability.offers(event, None, sandbox.clock.now()) if offer.is_on_sale]
    assert [offer.ticket_type.name.in_language("en") for offer in sold] == ["Nur <b>Deutsch</b> & Co", "1"]
    assert [(offer.least, offer.most) for offer in sold] == [(1, 10), (1, 4)]
    order = Order(event.uuid, {offer.ticket_type.uuid: 1 for offer in sold}, ROBIN)
    opened = await sandbox.open_checkout(order, (await sandbox.reserve(order)).order_id)
    page = (await sandbox.http.get(opened.redirect_url)).text
    assert "Nur &lt;b&gt;Deutsch&lt;/b&gt; &amp; Co" in page
    assert (
        f"€ {total(subtotal(cart_lines(event, order.quantities)), event.payment_methods[0])}".replace(".", ",") in page
    )
