"""Groups, supergroups and channels: who is told what, and where a bot may write."""

from typing import Any

import pytest

from tests.emulator import USERNAME, Emulator


async def new_chat(emulator: Emulator, kind: str, customer: int) -> int:
    created = await emulator.post("/chats", type=kind, title="Friends", customer=customer)
    return int(created["id"])


async def change(emulator: Emulator, chat: int, **what: object) -> dict[str, Any]:
    answer = await emulator.client.patch(f"/simulator/chats/{chat}", json=what)
    assert answer.status_code == 200, answer.text
    changed: dict[str, Any] = answer.json()
    return changed


async def seen(emulator: Emulator, chat: int, customer: int) -> dict[str, Any]:
    answer = await emulator.client.get(f"/simulator/chats/{chat}/chat", params={"customer": customer})
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def kinds(emulator: Emulator) -> list[str]:
    """Return the kinds of the updates that wait, oldest first, and confirm them."""
    updates = await emulator.result("getUpdates")
    if updates:
        await emulator.result("getUpdates", offset=updates[-1]["update_id"] + 1)
    return [next(kind for kind in update if kind != "update_id") for update in updates]


async def heard(emulator: Emulator, chat: int, customer: int, text: str, **more: object) -> list[str]:
    """Return what the bot was told of a message."""
    await emulator.post(f"/chats/{chat}/messages", customer=customer, text=text, **more)
    return await kinds(emulator)


async def test_a_group_is_made_with_the_bot_in_it(emulator: Emulator, customer: int):
    chat = await new_chat(emulator, "group", customer)
    made, member, joined = await emulator.result("getUpdates")
    assert made["message"]["group_chat_created"] is True
    assert member["my_chat_member"]["chat"] == {"id": chat, "title": "Friends", "type": "group"}
    assert member["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert member["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert joined["message"]["new_chat_members"][0]["username"] == USERNAME
    assert chat < 0


@pytest.mark.parametrize("kind", ["supergroup", "channel"])
async def test_ids_of_supergroups_and_channels_begin_with_100(emulator: Emulator, customer: int, kind: str):
    assert str(await new_chat(emulator, kind, customer)).startswith("-100")


async def test_a_message_of_a_group_names_its_author_and_its_chat(emulator: Emulator, customer: int):
    chat = await new_chat(emulator, "group", customer)
    other = await emulator.new_customer(first_name="Bert", last_name="Bos")
    await emulator.forget_updates()
    await emulator.post(f"/chats/{chat}/messages", customer=other, text="/start")
    _, update = await emulator.result("getUpdates")
    assert update["message"]["from"]["id"] == other
    assert update["message"]["chat"]["id"] == chat
    await emulator.result("sendMessage", chat_id=chat, text="hello")
    shown = await seen(emulator, chat, customer)
    assert [message["author_name"] for message in shown["messages"]] == ["Bert Bos", "Rehearsal"]
    assert shown["messages"][1]["author"] == "bot"


async def test_who_joins_is_told_to_the_group_and_to_administrators_who_asked(emulator: Emulator, customer: int):
    chat = await new_chat(emulator, "supergroup", customer)
    await kinds(emulator)
    await emulator.result("getUpdates", allowed_updates=["message", "chat_member"])
    newcomer = await emulator.new_customer(first_name="Bert")
    assert await heard(emulator, chat, newcomer, "hi") == ["message"], "that somebody joined, not what they said"
    await change(emulator, chat, bot="administrator")
    another = await emulator.new_customer(first_name="Carla")
    assert await heard(emulator, chat, another, "hi") == ["chat_member", "message", "message"]


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("hello", False),
        ("/start", True),
        (f"/start@{USERNAME}", True),
        ("/start@another_bot", False),
        ("now /start", False),
        (f"what do you say, @{USERNAME.upper()}?", True),
        ("what do you say, @another_bot?", False),
    ],
)
async def test_privacy_mode_tells_a_bot_only_what_is_meant_for_it(
    emulator: Emulator, customer: int, text: str, is_told: bool
):
    chat = await new_chat(emulator, "group", customer)
    await kinds(emulator)
    assert await heard(emulator, chat, customer, text) == (["message"] if is_told else [])


async def test_privacy_mode_lets_answers_to_the_bot_through(emulator: Emulator, customer: int):
    chat = await new_chat(emulator, "group", customer)
    sent = await emulator.result("sendMessage", chat_id=chat, text="hello")
    said = await emulator.post(f"/chats/{chat}/messages", customer=customer, text="aside")
    await kinds(emulator)
    assert await heard(emulator, chat, customer, "no", reply_to=said["message_id"]) == []
    await emulator.post(f"/chats/{chat}/messages", customer=customer, text="yes", reply_to=sent["message_id"])
    [update] = await emulator.result("getUpdates")
    assert update["message"]["reply_to_message"]["text"] == "hello"
    assert update["message"]["reply_to_message"]["from"]["username"] == USERNAME


async def test_an_administrator_hears_all_and_so_does_a_bot_without_privacy_mode(emulator: Emulator, customer: int):
    chat = await new_chat(emulator, "group", customer)
    await change(emulator, chat, bot="administrator")
    await kinds(emulator)
    assert await heard(emulator, chat, customer, "hello") == ["message"]
    await change(emulator, chat, bot="member")
    await kinds(emulator)
    assert await heard(emulator, chat, customer, "hello") == []
    assert (await emulator.result("getMe"))["can_read_all_group_messages"] is False
    await emulator.client.patch("/simulator/telegram/bot", json={"reads_all_group_messages": True})
    assert await heard(emulator, chat, customer, "hello") == ["message"]
    assert (await emulator.result("getMe"))["can_read_all_group_messages"] is True


async def test_a_channel_post_is_the_channels_own(emulator: Emulator, customer: int):
    chat = await new_chat(emulator, "channel", customer)
    assert await kinds(emulator) == ["my_chat_member"]
    said = await emulator.post(f"/chats/{chat}/messages", customer=customer, text="news")
    await emulator.post(f"/chats/{chat}/messages", customer=customer, text="more news", edit=said["message_id"])
    post, edited = await emulator.result("getUpdates")
    assert ("channel_post" in post, "edited_channel_post" in edited) == (True, True)
    assert "from" not in post["channel_post"]
    assert post["channel_post"]["sender_chat"]["id"] == post["channel_post"]["chat"]["id"] == chat
    assert edited["edited_channel_post"]["text"] == "more news"
    sent = await emulator.result("sendMessage", chat_id=chat, text="from the bot")
    assert "from" not in sent
    assert (await seen(emulator, chat, customer))["messages"][-1]["author_name"] == "Friends"


async def test_an_edit_in_a_group_is_told_like_the_message(emulator: Emulator, customer: int):
    chat = await new_chat(emulator, "group", customer)
    other = await emulator.new_customer(first_name="Bert")
    said = await emulator.post(f"/chats/{chat}/messages", customer=customer, text="/start")
    await kinds(emulator)
    assert await heard(emulator, chat, customer, "/help", edit=said["message_id"]) == ["edited_message"]
    answer = await emulator.client.post(
        f"/simulator/chats/{chat}/messages", json={"customer": other, "text": "x", "edit": said["message_id"]}
    )
    assert (answer.status_code, answer.json()["error"]) == (422, "edit: a customer can edit only their own messages")


async def test_buttons_of_a_group_message_are_pressed_by_different_people(emulator: Emulator, customer: int):
    chat = await new_chat(emulator, "group", customer)
    other = await emulator.new_customer(first_name="Bert")
    keyboard = {"inline_keyboard": [[{"text": "Choose", "callback_data": "c"}]]}
    sent = await emulator.result("sendMessage", chat_id=chat, text="hello", reply_markup=keyboard)
    await kinds(emulator)
    for person in (customer, other):
        await emulator.post(f"/chats/{chat}/presses", customer=person, message_id=sent["message_id"], label="Choose")
    first, second = [update["callback_query"] for update in await emulator.result("getUpdates")]
    assert (first["from"]["id"], second["from"]["id"]) == (customer, other)
    assert first["chat_instance"] == second["chat_instance"]
    assert first["message"]["chat"]["id"] == chat
    await emulator.result("answerCallbackQuery", callback_query_id=first["id"], text="for you alone")
    mine, theirs = await seen(emulator, chat, customer), await seen(emulator, chat, other)
    assert [notice["text"] for notice in mine["notices"]] == ["for you alone"]
    assert theirs["notices"] == []
    assert (mine["pending_presses"], len(theirs["pending_presses"])) == ([], 1)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
@pytest.mark.parametrize(("status", "words"), [("kicked", "was kicked from the"), ("left", "is not a member of the")])
async def test_a_bot_that_is_gone_may_not_write(emulator: Emulator, customer: int, kind: str, status: str, words: str):
    chat = await new_chat(emulator, kind, customer)
    sent = await emulator.result("sendMessage", chat_id=chat, text="hello")
    await kinds(emulator)
    await change(emulator, chat, bot=status, customer=customer)
    [update] = await emulator.result("getUpdates")
    assert update["my_chat_member"]["new_chat_member"]["status"] == status
    expected = {"ok": False, "error_code": 403, "description": f"Forbidden: bot {words} {kind} chat"}
    assert await emulator.call("sendMessage", chat_id=chat, text="hello?") == expected
    where = {"chat_id": chat, "message_id": sent["message_id"]}
    assert await emulator.call("editMessageText", text="other", **where) == expected
    assert await emulator.call("deleteMessage", **where) == expected
    await kinds(emulator)
    await emulator.client.post(f"/simulator/chats/{chat}/messages", json={"customer": customer, "text": "/start"})
    assert await kinds(emulator) == [], "nothing is told to a bot that is not there"


async def test_a_bot_leaves(emulator: Emulator, customer: int):
    chat = await new_chat(emulator, "supergroup", customer)
    assert await emulator.result("leaveChat", chat_id=chat) is True
    assert await emulator.refusal("getChat", chat_id=chat) == "Forbidden: bot is not a member of the supergroup chat"
    assert (await emulator.refusal("leaveChat", chat_id=customer)).startswith("Bad Request: chat member status can't")


async def test_a_group_that_became_a_supergroup_says_where_it_went(emulator: Emulator, customer: int):
    chat = await new_chat(emulator, "group", customer)
    await kinds(emulator)
    upgraded = (await change(emulator, chat, upgrade=True, customer=customer))["id"]
    old, new = [update["message"] for update in await emulator.result("getUpdates")]
    assert (old["chat"]["id"], old["migrate_to_chat_id"]) == (chat, upgraded)
    assert (new["chat"]["id"], new["migrate_from_chat_id"]) == (upgraded, chat)
    assert await emulator.call("sendMessage", chat_id=chat, text="hello") == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": upgraded},
    }
    assert await emulator.result("sendMessage", chat_id=upgraded, text="hello")
    again = await emulator.client.patch(f"/simulator/chats/{chat}", json={"upgrade": True})
    assert again.status_code == 409


async def test_a_deleted_group(emulator: Emulator, customer: int):
    chat = await new_chat(emulator, "group", customer)
    await change(emulator, chat, deleted=True)
    assert await emulator.refusal("sendMessage", chat_id=chat, text="x") == "Forbidden: the group chat was deleted"


async def test_somebody_met_in_a_group_only_cannot_be_written_to(emulator: Emulator, customer: int):
    stranger = await emulator.new_customer(first_name="Bert")
    assert await emulator.refusal("sendMessage", chat_id=stranger, text="x") == "Bad Request: chat not found"
    chat = await new_chat(emulator, "group", customer)
    await emulator.post(f"/chats/{chat}/messages", customer=stranger, text="/start")
    assert await emulator.call("sendMessage", chat_id=stranger, text="x") == {
        "ok": False,
        "error_code": 403,
        "description": "Forbidden: bot can't initiate conversation with a user",
    }


async def test_a_deleted_account(emulator: Emulator, customer: int):
    sent = await emulator.result("sendMessage", chat_id=customer, text="x")
    await emulator.client.patch(f"/simulator/customers/{customer}", json={"deactivated": True})
    words = "Forbidden: user is deactivated"
    assert await emulator.refusal("sendMessage", chat_id=customer, text="x") == words
    where = {"chat_id": customer, "message_id": sent["message_id"]}
    assert await emulator.refusal("editMessageText", text="y", **where) == words


@pytest.mark.usefixtures("wrong_calls")
async def test_chats_and_members_are_told(emulator: Emulator, customer: int):
    chat = await new_chat(emulator, "group", customer)
    outsider = await emulator.new_customer(first_name="Bert")
    told = await emulator.result("getChat", chat_id=chat)
    assert (told["id"], told["type"], told["title"]) == (chat, "group", "Friends")
    assert (await emulator.result("getChat", chat_id=customer))["first_name"] == "Anna"
    assert await emulator.result("getChatMemberCount", chat_id=chat) == 2
    me = (await emulator.result("getMe"))["id"]

    async def status(where: int, who: int) -> str:
        return str((await emulator.result("getChatMember", chat_id=where, user_id=who))["status"])

    assert await status(chat, me) == await status(chat, customer) == await status(customer, customer) == "member"
    assert await status(chat, outsider) == "left"
    assert await emulator.refusal("getChatMember", chat_id=chat, user_id=1) == "Bad Request: PARTICIPANT_ID_INVALID"
    assert await emulator.refusal("getChatMember", chat_id=chat) == "Bad Request: invalid user_id specified"
    assert await emulator.refusal("getChat", chat_id=-5) == "Bad Request: chat not found"


async def test_commands_of_groups_have_their_own_scope(emulator: Emulator, customer: int):
    chat = await new_chat(emulator, "group", customer)
    for scope in ("default", "all_private_chats", "all_group_chats"):
        commands = [{"command": "start", "description": scope}]
        await emulator.result("setMyCommands", commands=commands, scope={"type": scope})
    assert (await seen(emulator, chat, customer))["commands"][0]["description"] == "all_group_chats"
    assert (await emulator.chat(customer))["commands"][0]["description"] == "all_private_chats"


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("", {"type": "party", "title": "x"}, 422, "type: Input should be 'group', 'supergroup' or 'channel'"),
        ("", {"type": "group", "title": "x", "customer": 1}, 404, "there is no customer 1"),
        ("/-5/messages", {"customer": 1, "text": "x"}, 404, "there is no chat -5"),
        ("/five/messages", {"customer": 1, "text": "x"}, 404, "there is no chat five"),
        ("/{chat}/messages", {"text": "x"}, 422, "customer: Field required"),
        ("/{chat}/messages", {"customer": 1, "text": "x"}, 404, "there is no customer 1"),
        ("/{chat}/presses", {"customer": 1, "message_id": 1, "data": "x"}, 404, "there is no customer 1"),
    ],
)
async def test_wrong_requests_are_told_in_words(
    emulator: Emulator, customer: int, path: str, body: dict[str, Any], status: int, error: str
):
    chat = await new_chat(emulator, "group", customer)
    answer = await emulator.client.post(f"/simulator/chats{path.format(chat=chat)}", json=body)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
