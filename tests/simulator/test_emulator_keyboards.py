"""Keyboards below the input: when they come and go, and what of them is refused."""

import pytest

from tests.emulator import Emulator

ASKS_CONTACT = {"keyboard": [[{"text": "Share", "request_contact": True}]]}
ASKS_LOCATION = {"keyboard": [[{"text": "Share", "request_location": True}]]}


async def test_a_keyboard_goes_with_its_message(emulator: Emulator, customer: int):
    sent = await emulator.result("sendMessage", chat_id=customer, text="x", reply_markup={"keyboard": [["Yes"]]})
    await emulator.result("sendMessage", chat_id=customer, text="y")
    shown = (await emulator.chat(customer))["reply_keyboard"]
    assert shown["message_id"] == sent["message_id"], "another message leaves it where it is"
    await emulator.result("deleteMessage", chat_id=customer, message_id=sent["message_id"])
    assert (await emulator.chat(customer))["reply_keyboard"] is None


async def test_a_forced_reply_goes_with_its_message(emulator: Emulator, customer: int):
    sent = await emulator.result("sendMessage", chat_id=customer, text="x", reply_markup={"force_reply": True})
    await emulator.result("deleteMessage", chat_id=customer, message_id=sent["message_id"])
    assert (await emulator.chat(customer))["forced_reply"] is None


async def test_a_keyboard_of_no_rows_is_none(emulator: Emulator, customer: int):
    lasting = {"keyboard": [["Yes"]], "is_persistent": True, "input_field_placeholder": "x" * 64}
    await emulator.result("sendMessage", chat_id=customer, text="x", reply_markup=lasting)
    sent = await emulator.result("sendMessage", chat_id=customer, text="y", reply_markup={"keyboard": [[]]})
    shown = (await emulator.chat(customer))["reply_keyboard"]
    assert [[key["text"] for key in row] for row in shown["rows"]] == [["Yes"]]
    assert (shown["persistent"], shown["one_time"]) == (True, False)
    assert await emulator.result("editMessageText", chat_id=customer, message_id=sent["message_id"], text="z")


@pytest.mark.usefixtures("wrong_calls")
@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        ({"keyboard": [["x"]], "input_field_placeholder": "x" * 65}, "input field placeholder is too long"),
        ({"force_reply": True, "input_field_placeholder": "x" * 65}, "input field placeholder is too long"),
        (
            {"keyboard": [["x"]], "input_field_placeholder": 5},
            'field "input_field_placeholder" must be of type String',
        ),
        ({"keyboard": [["x"]], "one_time_keyboard": "yes"}, 'field "one_time_keyboard" must be of type Boolean'),
        (
            {"keyboard": [[{"text": "x", "request_contact": "yes"}]]},
            'can\'t parse keyboard button: Field "request_contact" must be of type Boolean',
        ),
        ({"keyboard": [[5]]}, "can't parse keyboard button: KeyboardButton must be an Object"),
        ({"keyboard": [[{"request_contact": True}]]}, "can't parse keyboard button: Can't find field \"text\""),
        ({"keyboard": "x"}, 'field "keyboard" must be of type Array'),
    ],
)
async def test_keyboards_that_are_refused(emulator: Emulator, customer: int, markup: dict[str, object], refusal: str):
    answer = await emulator.refusal("sendMessage", chat_id=customer, text="x", reply_markup=markup)
    assert answer == f"Bad Request: {refusal}"
    assert (await emulator.chat(customer))["reply_keyboard"] is None


@pytest.mark.parametrize(("markup", "what"), [(ASKS_CONTACT, "phone number"), (ASKS_LOCATION, "location")])
async def test_a_group_is_not_asked_for_private_matters(
    emulator: Emulator, customer: int, markup: dict[str, object], what: str
):
    group = await emulator.post("/chats", type="group", title="Friends", customer=customer)
    refusal = await emulator.refusal("sendMessage", chat_id=group["id"], text="x", reply_markup=markup)
    assert refusal == f"Bad Request: {what} can be requested in private chats only"
    assert await emulator.result("sendMessage", chat_id=customer, text="x", reply_markup=markup)
