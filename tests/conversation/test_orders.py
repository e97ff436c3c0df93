"""What is remembered of an order: in which state, of what, and for how long."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.facts import Context, Facts
from bot.conversation.hold import dates
from bot.conversation.orders import OrderRecord, OrderState
from bot.conversation.session import Details, Session
from bot.domain.labels import Label
from bot.domain.shop import Barcode
from bot.domain.zones import Zones
from tests.conversation.dialogue import FESTIVAL, MUSEUM, NOW, Dialogue, at_payment, uuid

FREE = OrderRecord(
    order_id="CM1",
    event=FESTIVAL.uuid,
    event_name="Festival",
    state=OrderState.FREE,
    placed_at=NOW,
    zone="Europe/Amsterdam",
    start_at=NOW + timedelta(days=60),
    end_at=NOW + timedelta(days=60, hours=8),
    download_url="https://cm.com/x",
    barcodes=(Barcode("B1", "QRCODE", uuid("Adult"), Label.same("Adult")),),
)


def order_of(dialogue: Dialogue) -> OrderRecord:
    assert dialogue.turn is not None
    assert dialogue.turn.order is not None
    return dialogue.turn.order


async def test_a_hold_is_remembered_with_what_it_holds():
    dialogue = await at_payment()
    order = order_of(dialogue)
    assert (order.order_id, order.state, order.due_at) == ("CM1", OrderState.HELD, NOW + timedelta(minutes=20))
    assert [(each.name.en, each.amount) for each in order.tickets] == [("Adult", 2)]
    assert (order.event_name, order.venue, order.start_at) == ("Festival", FESTIVAL.venue, FESTIVAL.start_at)
    assert (order.masked_email, order.support_email) == ("r***@example.com", "help@example.com")
    assert NOW <= order.placed_at < NOW + timedelta(minutes=1)
    assert dialogue.turn is not None
    assert dialogue.turn.handed_over is None


async def test_a_reported_success_is_remembered_and_its_keepsakes_are_handed_over_once():
    dialogue = await at_payment()
    await dialogue.come_back("success")
    assert order_of(dialogue).state is OrderState.REPORTED_PAID
    assert dialogue.turn is not None
    assert dialogue.turn.handed_over == dialogue.turn.order
    await dialogue.come_back("success")
    assert dialogue.turn.order is None
    assert dialogue.turn.handed_over is None


@pytest.mark.parametrize("outcome", ["failed", "cancelled", "expired"])
async def test_of_any_other_report_nothing_is_handed_over(outcome: str):
    dialogue = await at_payment()
    await dialogue.come_back(outcome)
    assert dialogue.turn is not None
    assert (dialogue.turn.order, dialogue.turn.handed_over) == (None, None)


def test_the_calendar_of_an_event_is_not_when_one_goes_there():
    open_for_a_year = replace(MUSEUM, start_at=NOW, end_at=NOW + timedelta(days=365))
    assert dates(Context(Session(), Details(), Facts(NOW, Zones(), event=open_for_a_year))) == (None, None)


def test_a_record_outlives_its_event_by_thirty_days_and_its_tickets_by_one():
    ends_at = FREE.end_at
    assert ends_at is not None
    assert (FREE.until, FREE.tickets_until) == (ends_at + timedelta(days=30), ends_at + timedelta(days=1))
    begins_alone = FREE.model_copy(update={"end_at": None})
    assert begins_alone.until == NOW + timedelta(days=90)


def test_an_order_for_no_date_is_kept_for_half_a_year():
    undated = FREE.model_copy(update={"start_at": None, "end_at": None})
    assert undated.until == undated.tickets_until == NOW + timedelta(days=180)


def test_tickets_are_gone_once_their_time_is_over():
    assert FREE.at(FREE.tickets_until - timedelta(seconds=1)) == FREE
    gone = FREE.at(FREE.tickets_until)
    assert (gone.download_url, gone.barcodes, gone.order_id) == ("", (), "CM1")
    assert gone.at(FREE.until) == gone
