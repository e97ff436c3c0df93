"""Inline mode: what is typed after the bot's name, what the bot answers, and what is sent from it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.emulator import Emulator


@pytest.fixture(autouse=True)
async def inline_mode(emulator: Emulator) -> None:
    await emulator.client.patch("/simulator/telegram/bot", json={"inline": True})


def article(identifier: str = "1", **more: object) -> dict[str, Any]:
    said = {"message_text": "<b>Dinner</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": identifier, "title": "Dinner", "input_message_content": said, **more}


async def ask(emulator: Emulator, customer: int, query: str = "dinner", **more: object) -> dict[str, Any]:
    return await emulator.post(f"/customers/{customer}/inline", query=query, **more)


async def asked(emulator: Emulator, customer: int, query: str = "dinner", **more: object) -> str:
    """Return the id of a query that waits for an answer."""
    return str((await ask(emulator, customer, query, wait=0, **more))["inline_query_id"])


async def choose(emulator: Emulator, customer: int, query: str, result: str = "1", **more: object) -> int:
    path = f"/customers/{customer}/inline/choices"
    return int((await emulator.post(path, inline_query_id=query, result_id=result, **more))["message_id"])


async def test_a_query_is_told_and_answered(emulator: Emulator, customer: int):
    asking = asyncio.create_task(ask(emulator, customer, offset="5"))
    [update] = await emulator.result("getUpdates", timeout=5)
    query = update["inline_query"]
    assert (query["query"], query["offset"], query["chat_type"]) == ("dinner", "5", "sender")
    assert query["from"]["id"] == customer
    button = {"text": "Log in", "start_parameter": "in_1"}
    results = [article(description="On a boat")]
    assert await emulator.result(
        "answerInlineQuery", inline_query_id=query["id"], results=results, next_offset="6", button=button
    )
    shown = await asyncio.wait_for(asking, 5)
    assert shown == {
        "inline_query_id": query["id"],
        "results": [{"id": "1", "type": "article", "title": "Dinner", "description": "On a boat", "text": "Dinner"}],
        "next_offset": "6",
        "button": button,
    }


async def test_an_answer_that_does_not_come(emulator: Emulator, customer: int):
    assert (await ask(emulator, customer, wait=0.1))["results"] is None


async def test_inline_mode_is_off_until_it_is_switched_on(emulator: Emulator, customer: int):
    assert (await emulator.result("getMe"))["supports_inline_queries"] is True
    await emulator.client.patch("/simulator/telegram/bot", json={"inline": False})
    answer = await emulator.client.post(f"/simulator/customers/{customer}/inline", json={"wait": 0})
    assert answer.status_code == 409
    assert (await emulator.result("getMe"))["supports_inline_queries"] is False
    assert await emulator.result("getUpdates") == []


async def test_a_query_is_answered_once_and_within_thirty_seconds(emulator: Emulator, customer: int):
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await emulator.refusal("answerInlineQuery", inline_query_id="7", results=[]) == too_old
    query = await asked(emulator, customer)
    assert await emulator.result("answerInlineQuery", inline_query_id=query, results=[]) is True
    assert await emulator.refusal("answerInlineQuery", inline_query_id=query, results=[]) == too_old
    late = await asked(emulator, customer, "late")
    assert len(await emulator.result("getUpdates")) == 2
    emulator.clock.move(timedelta(seconds=30))
    assert await emulator.refusal("answerInlineQuery", inline_query_id=late, results=[]) == too_old
    assert await emulator.result("getUpdates") == []


async def test_an_answer_is_kept_for_those_who_ask_the_same(emulator: Emulator, customer: int):
    other = await emulator.new_customer()
    query = await asked(emulator, customer)
    await emulator.result("answerInlineQuery", inline_query_id=query, results=[article()], cache_time=60)
    assert (await ask(emulator, other, wait=0))["results"] is not None
    assert (await ask(emulator, other, offset="1", wait=0))["results"] is None
    emulator.clock.move(timedelta(seconds=60))
    assert (await ask(emulator, other, wait=0))["results"] is None


async def test_a_personal_answer_is_kept_for_one(emulator: Emulator, customer: int):
    other = await emulator.new_customer()
    query = await asked(emulator, customer)
    await emulator.result("answerInlineQuery", inline_query_id=query, results=[article()], is_personal=True)
    assert (await ask(emulator, other, wait=0))["results"] is None
    assert (await ask(emulator, customer, wait=0))["results"] is not None
    emulator.clock.move(timedelta(seconds=300))
    assert (await ask(emulator, customer, wait=0))["results"] is None


WRONG = "can't parse inline query result: "


@pytest.mark.usefixtures("wrong_calls")
@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"results": "article"}, "can't parse results JSON object"),
        ({"results": {}}, "expected an Array of inline query results"),
        ({"results": [article(str(number)) for number in range(51)]}, "too many inline query results specified"),
        ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article("")]}, "RESULT_ID_INVALID"),
        ({"results": [article("é" * 33)]}, "RESULT_ID_INVALID"),
        ({"results": ["article"]}, f"{WRONG}Inline query result must be an object"),
        ({"results": [article(type="")]}, f'{WRONG}type "" is unsupported for the inline query result'),
        ({"results": [{"type": "article", "id": "1"}]}, f'{WRONG}Can\'t find field "title"'),
        ({"results": [article(title=5)]}, f'{WRONG}Field "title" must be of type String'),
        (
            {"results": [article(input_message_content=None, message_text="as it once was")]},
            f"{WRONG}Input message content is not specified",
        ),
        ({"results": [article(input_message_content={})]}, f"{WRONG}Input message content is not specified"),
        ({"results": [article(input_message_content={"message_text": ""})]}, f"{WRONG}Message text is empty"),
        (
            {"results": [article(input_message_content={"message_text": "<b>", "parse_mode": "HTML"})]},
            f"{WRONG}can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"results": [article(reply_markup={"force_reply": True})]}, f"{WRONG}inline keyboard expected"),
        (
            {"results": [{"type": "location", "id": "1", "title": "x", "latitude": "north", "longitude": 4.9}]},
            f'{WRONG}Field "latitude" must be of type Number',
        ),
        ({"next_offset": "é" * 33}, "NEXT_OFFSET_INVALID"),
        ({"button": {"text": ""}}, "SWITCH_PM_TEXT_EMPTY"),
        ({"button": {"text": "x"}}, "InlineQueryResultsButton must have exactly one optional field"),
        ({"button": {"text": "x", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
    ],
)
async def test_answers_that_are_refused(emulator: Emulator, customer: int, parameters: dict[str, object], words: str):
    query = await asked(emulator, customer)
    assert await emulator.refusal("answerInlineQuery", inline_query_id=query, **parameters) == f"Bad Request: {words}"
    good = [article("é" * 32), *(article(str(number)) for number in range(49))]
    assert await emulator.result("answerInlineQuery", inline_query_id=query, results=good) is True


async def test_what_is_chosen_is_sent_via_the_bot(emulator: Emulator, customer: int):
    query = await asked(emulator, customer)
    await emulator.result("answerInlineQuery", inline_query_id=query, results=[article()])
    await emulator.forget_updates()
    await choose(emulator, customer, query)
    [update] = await emulator.result("getUpdates")
    message = update["message"]
    assert (message["text"], message["entities"]) == ("Dinner", [{"type": "bold", "offset": 0, "length": 6}])
    assert (message["from"]["id"], message["via_bot"]["is_bot"]) == (customer, True)


async def test_the_choice_is_told_when_asked_for(emulator: Emulator, customer: int):
    await emulator.client.patch("/simulator/telegram/bot", json={"inline_feedback": True})
    query = await asked(emulator, customer)
    await emulator.result("answerInlineQuery", inline_query_id=query, results=[article()])
    await emulator.forget_updates()
    await choose(emulator, customer, query)
    _, update = await emulator.result("getUpdates")
    told = update["chosen_inline_result"]
    assert (told["result_id"], told["query"], told["from"]["id"]) == ("1", "dinner", customer)
    assert "inline_message_id" not in told, "without a button the bot cannot change it"
    emulator.clock.move(timedelta(minutes=10))
    assert len(await emulator.result("getUpdates")) == 1


async def test_buttons_of_an_inline_message_name_it_and_let_the_bot_change_it(emulator: Emulator, customer: int):
    chat = (await emulator.post("/chats", type="supergroup", title="Friends", customer=customer))["id"]
    await emulator.client.patch(f"/simulator/chats/{chat}", json={"bot": "kicked"})
    query = await asked(emulator, customer, chat=chat)
    update = (await emulator.result("getUpdates"))[-1]
    assert update["inline_query"]["chat_type"] == "supergroup"
    keyboard = {"inline_keyboard": [[{"text": "Choose", "callback_data": "c"}]]}
    await emulator.result("answerInlineQuery", inline_query_id=query, results=[article(reply_markup=keyboard)])
    await emulator.forget_updates()
    sent = await choose(emulator, customer, query, chat=chat)
    assert await emulator.result("getUpdates") == [], "the bot is not in that chat"
    await emulator.post(f"/chats/{chat}/presses", customer=customer, message_id=sent, label="Choose")
    [update] = await emulator.result("getUpdates")
    pressed = update["callback_query"]
    assert "message" not in pressed
    named = {"inline_message_id": pressed["inline_message_id"]}
    assert await emulator.result("editMessageText", text="Chosen", **named) is True
    shown = (await emulator.client.get(f"/simulator/chats/{chat}/chat", params={"customer": customer})).json()
    assert shown["messages"][-1]["text"] == "Chosen"
    assert (await emulator.refusal("editMessageText", text="Chosen", **named)).startswith(
        "Bad Request: message is not modified"
    )
    assert await emulator.refusal("editMessageText", text="x", inline_message_id="AgAA") == (
        "Bad Request: MESSAGE_ID_INVALID"
    )
    assert await emulator.result("answerCallbackQuery", callback_query_id=pressed["id"], text="yes") is True


async def test_places_and_contacts_can_be_results(emulator: Emulator, customer: int):
    point = {"latitude": 52.4, "longitude": 4.9}
    results = [
        {"type": "location", "id": "1", "title": "Here", **point},
        {"type": "venue", "id": "2", "title": "Kade", "address": "Kade 1", **point},
        {"type": "contact", "id": "3", "phone_number": "+31612345678", "first_name": "Bo"},
        article("4", input_message_content={"phone_number": "+31612345678", "first_name": "Bo"}),
    ]
    query = await asked(emulator, customer)
    await emulator.result("answerInlineQuery", inline_query_id=query, results=results)
    await emulator.forget_updates()
    for result in "1234":
        await choose(emulator, customer, query, result)
    first, second, third, fourth = [update["message"] for update in await emulator.result("getUpdates")]
    assert first["location"] == point
    assert second["venue"]["address"] == "Kade 1"
    assert third["contact"]["first_name"] == fourth["contact"]["first_name"] == "Bo"


async def test_wrong_choices_are_told_in_words(emulator: Emulator, customer: int):
    path = f"/simulator/customers/{customer}/inline/choices"
    query = await asked(emulator, customer)
    for inline_query_id, error in (("7", "there is no inline query 7"), (query, "the answer has no result '1'")):
        answer = await emulator.client.post(path, json={"inline_query_id": inline_query_id, "result_id": "1"})
        assert (answer.status_code, answer.json()["error"]) == (404, error)
    answer = await emulator.client.post(f"/simulator/customers/{customer}/inline", json={"chat": -5})
    assert (answer.status_code, answer.json()["error"]) == (404, "there is no chat -5")
