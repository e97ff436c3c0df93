"""/orders says what is known of each order and no more, and hands over again what belongs to it."""

from datetime import timedelta

from bot.conversation.messages import Action, Command, CommandName, SheetName, StepName
from bot.conversation.orders import OrderState
from bot.conversation.session import Session
from bot.conversation.sheets.orders import MOST_SHOWN
from tests.conversation.dialogue import Dialogue, at_payment, at_tickets
from tests.conversation.test_free import at_free_review

ORDERS = Command(CommandName.ORDERS)
PAID = "Paid, as the payment page reports."


async def test_without_orders_it_says_so():
    dialogue = await (await at_tickets()).give(ORDERS)
    assert "You have no orders in this chat." in dialogue.text
    await dialogue.say("hm")
    assert dialogue.notice == "Close this to go on where you were."
    await dialogue.tap("Close")
    assert (dialogue.at, dialogue.session.sheet) == (StepName.TICKETS, None)


async def test_they_are_read_only_while_the_list_is_open():
    dialogue = await at_payment()
    assert dialogue.orders.reads == 0
    await dialogue.give(ORDERS)
    assert dialogue.orders.reads == 1


async def test_a_held_one_leads_back_to_it():
    dialogue = await at_payment()
    await dialogue.start()
    await dialogue.give(Command(CommandName.EVENTS))
    assert dialogue.at is StepName.EVENT
    await dialogue.give(ORDERS)
    assert "Held until 10:20." in dialogue.text
    assert "Write to help@example.com." in dialogue.text
    assert next(each.copy for each in dialogue.buttons if each.copy) == "CM1"
    await dialogue.tap("Show: CM1")
    assert (dialogue.at, dialogue.session.sheet) == (StepName.PAYMENT, None)


async def test_a_held_one_that_is_over_ended_without_a_report():
    dialogue = await at_payment()
    dialogue.clock.move(timedelta(minutes=21))
    await dialogue.give(ORDERS)
    assert "Ended without a report." in dialogue.text
    assert PAID not in dialogue.text


async def test_a_held_one_of_a_session_that_is_gone_can_be_copied_and_no_more():
    dialogue = await at_payment()
    dialogue.session = Session(language="en", language_chosen=True)
    await dialogue.give(ORDERS)
    assert dialogue.labels == ["Copy CM1", "Close"]


async def test_a_paid_one_is_said_to_be_as_reported_and_is_sent_again():
    dialogue = await at_payment()
    await dialogue.come_back("success")
    await dialogue.give(ORDERS)
    assert PAID in dialogue.text
    await dialogue.tap("Send again: CM1")
    assert dialogue.turn is not None
    assert dialogue.turn.handed_over is not None
    assert dialogue.turn.handed_over.state is OrderState.REPORTED_PAID
    assert (dialogue.notice, dialogue.session.sheet) == ("Sent again, below.", SheetName.ORDERS)


async def free() -> Dialogue:
    dialogue = await at_free_review()
    await dialogue.do(Action.ORDER)
    return dialogue


async def test_free_tickets_are_sent_again_as_long_as_they_are_kept():
    dialogue = await free()
    await dialogue.give(ORDERS)
    assert "Free, complete." in dialogue.text
    await dialogue.tap("Send again: CM1")
    assert dialogue.turn is not None
    assert dialogue.turn.handed_over is not None
    assert dialogue.turn.handed_over.download_url
    dialogue.orders.known.clear()
    await dialogue.do(Action.CHOOSE, "1")
    assert dialogue.turn.handed_over is None
    assert dialogue.notice == "This order is not kept any more."


async def test_one_without_a_number_is_named_by_its_event():
    dialogue = await free()
    [order] = dialogue.orders.known.values()
    dialogue.orders.known = {"": order.model_copy(update={"order_id": "", "support_email": ""})}
    await dialogue.give(ORDERS)
    assert dialogue.labels == [f"Send again: {order.event_name}", "Close"]
    assert "Order " not in dialogue.text
    assert "Write to" not in dialogue.text


async def test_of_many_only_the_newest_are_shown():
    dialogue = await at_payment()
    [order] = dialogue.orders.known.values()
    many = [order.model_copy(update={"order_id": f"N{number}"}) for number in range(MOST_SHOWN + 1)]
    dialogue.orders.known = {each.key: each for each in many}
    await dialogue.give(ORDERS)
    assert f"Order N{MOST_SHOWN}" in dialogue.text
    assert "Order N0" not in dialogue.text
    assert "Older orders are not shown." in dialogue.text
