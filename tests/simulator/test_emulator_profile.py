"""What a bot says of itself: its name, its commands by scope, the button beside the message field."""

from typing import Any

import pytest

from tests.emulator import Emulator


async def name_seen(emulator: Emulator, customer: int) -> str:
    return str((await emulator.chat(customer))["bot"]["name"])


async def test_a_name_by_language(emulator: Emulator, customer: int):
    assert await emulator.result("getMyName") == {"name": "Rehearsal"}
    await emulator.result("setMyName", name="Tickets")
    await emulator.result("setMyName", name="Kaartjes", language_code="nl")
    assert await emulator.result("getMyName", language_code="nl") == {"name": "Kaartjes"}
    assert await emulator.result("getMyName", language_code="de") == {"name": "Tickets"}
    assert await name_seen(emulator, customer) == "Kaartjes"
    assert (await emulator.result("getMe"))["first_name"] == "Tickets"
    await emulator.result("setMyName", name="", language_code="nl")
    assert await name_seen(emulator, customer) == "Tickets"
    await emulator.result("setMyName")
    assert await name_seen(emulator, customer) == "Rehearsal"
    assert await emulator.result("setMyName", name="x" * 64) is True
    assert await emulator.refusal("setMyName", name="x" * 65) == "Bad Request: name is too long"


async def test_the_menu_button_of_one_chat_and_of_all(emulator: Emulator, customer: int):
    web_app = {"type": "web_app", "text": "Shop", "web_app": {"url": "https://example.com/"}}

    async def shown() -> Any:
        return (await emulator.chat(customer))["menu_button"]

    assert await emulator.result("getChatMenuButton") == await shown() == {"type": "commands"}
    assert await emulator.result("getChatMenuButton", chat_id=customer) == {"type": "default"}
    await emulator.result("setChatMenuButton", menu_button=web_app)
    assert await emulator.result("getChatMenuButton") == await shown() == web_app
    await emulator.result("setChatMenuButton", chat_id=customer, menu_button={"type": "commands"})
    assert await emulator.result("getChatMenuButton", chat_id=customer) == await shown() == {"type": "commands"}
    await emulator.result("setChatMenuButton", chat_id=customer)
    assert await shown() == web_app
    await emulator.result("setChatMenuButton", menu_button={"type": "default"})
    assert await shown() == {"type": "commands"}


BUTTON = "can't parse menu button: "
SCOPE = "can't parse BotCommandScope: "


@pytest.mark.usefixtures("wrong_calls")
@pytest.mark.parametrize(
    ("method", "parameters", "words"),
    [
        ("setChatMenuButton", {"menu_button": []}, f"{BUTTON}Object expected as menu button"),
        ("setChatMenuButton", {"menu_button": {}}, f'{BUTTON}Can\'t find field "type"'),
        ("setChatMenuButton", {"menu_button": {"type": "shop"}}, f"{BUTTON}MenuButton has unsupported type"),
        ("setChatMenuButton", {"menu_button": {"type": "web_app"}}, f'{BUTTON}Can\'t find field "text"'),
        (
            "setChatMenuButton",
            {"menu_button": {"type": "web_app", "text": "x"}},
            f'{BUTTON}Can\'t find field "web_app"',
        ),
        (
            "setChatMenuButton",
            {"menu_button": {"type": "web_app", "text": "x", "web_app": {"url": "http://x.nl"}}},
            f"{BUTTON}Web App URL 'http://x.nl' is invalid: Only HTTPS links are allowed",
        ),
        ("setChatMenuButton", {"chat_id": 1}, "chat not found"),
        ("getChatMenuButton", {"chat_id": 1}, "chat not found"),
        ("getMyCommands", {"scope": {"type": "planet"}}, f"{SCOPE}Unsupported type specified"),
        ("getMyCommands", {"scope": {"type": "chat"}}, f"{SCOPE}chat_id is empty"),
        ("getMyCommands", {"scope": {"type": "chat", "chat_id": "x"}}, f"{SCOPE}chat_id is empty"),
        ("getMyCommands", {"scope": {"type": "chat", "chat_id": 1}}, "chat not found"),
        ("getMyCommands", {"scope": {"type": "chat_member", "chat_id": 1}}, f"{SCOPE}invalid user_id specified"),
    ],
)
async def test_refusals(emulator: Emulator, method: str, parameters: dict[str, object], words: str):
    assert await emulator.refusal(method, **parameters) == f"Bad Request: {words}"


async def test_commands_of_one_person_in_a_group_win(emulator: Emulator, customer: int):
    group = (await emulator.post("/chats", type="group", title="Friends", customer=customer))["id"]
    other = await emulator.new_customer(first_name="Bert", language_code="de")

    async def set_commands(description: str, language: str = "", **scope: object) -> None:
        commands = [{"command": "start", "description": description}]
        await emulator.result("setMyCommands", commands=commands, language_code=language, scope=scope)

    async def seen(person: int) -> str:
        chat = await emulator.client.get(f"/simulator/chats/{group}/chat", params={"customer": person})
        return str(chat.json()["commands"][0]["description"])

    await set_commands("all groups", type="all_group_chats")
    await set_commands("this group", type="chat", chat_id=group)
    await set_commands("Anna here", type="chat_member", chat_id=group, user_id=customer)
    await set_commands("diese Gruppe", "de", type="chat", chat_id=group)
    assert (await seen(customer), await seen(other)) == ("Anna here", "diese Gruppe")
    await emulator.result("deleteMyCommands", scope={"type": "chat", "chat_id": group}, language_code="de")
    assert await seen(other) == "this group"
    await emulator.result("deleteMyCommands", scope={"type": "chat", "chat_id": group})
    assert await seen(other) == "all groups"
