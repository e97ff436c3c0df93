"""The shop's nine calls word by word: methods, paths, statuses, headers, and the exact shapes of the text's examples."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from bot.simulator.shop.documents import identifier
from tests.simulator.sandbox import EVENTS, KEY, TOKEN, Sandbox, path_of, reservation, words

CASES = Path(__file__).parents[1] / "ticketshop" / "cases"
FESTIVAL = path_of("festival")


def case(name: str) -> Any:
    return json.loads((CASES / f"{name}.json").read_text())


def fields(document: object, path: str = "") -> Iterator[str]:
    """Return the paths of all fields of a document, those of a list's items as one."""
    match document:
        case dict():
            for name, value in document.items():
                yield f"{path}.{name}"
                yield from fields(value, f"{path}.{name}")
        case list():
            for value in document:
                yield from fields(value, f"{path}[]")
        case _:
            pass


def assert_same_shape(answer: object, name: str) -> None:
    assert set(fields(answer)) == set(fields(case(name)))


# --- shapes ----------------------------------------------------------------------------------------------------------


async def test_the_list_and_every_event_have_the_fields_of_the_texts_examples(sandbox: Sandbox):
    lines = (await sandbox.ask("GET", "/events", query={"key": KEY})).json()
    assert_same_shape(lines, "event-list")
    for name in set(EVENTS) - {"oddities", "open-day"}:
        document = (await sandbox.ask("GET", path_of(name), query={"key": KEY})).json()
        assert_same_shape(document, "event")
        assert {method["currency_id"] for method in document["payment_methods"]} == {"EUR"}


async def test_the_calendar_has_the_fields_of_the_texts_examples(sandbox: Sandbox):
    assert_same_shape((await sandbox.ask("GET", f"{path_of('museum')}/calendar/2026/12")).json(), "month")
    assert_same_shape((await sandbox.ask("GET", f"{path_of('museum')}/calendar/2026/12/02")).json(), "day")


@pytest.mark.parametrize(("code", "name"), [("RlJJRU5EUw==", "discount-code"), ("Vk9VQ0hFUjI1", "voucher-code")])
async def test_codes_have_the_fields_of_the_texts_examples(sandbox: Sandbox, code: str, name: str):
    assert_same_shape((await sandbox.ask("GET", f"{FESTIVAL}/codes/{quote(code, safe='')}")).json(), name)


async def test_writes_answer_with_the_fields_of_the_texts_examples(sandbox: Sandbox):
    """A create tells no time slot and no building numbers, an update does; a free order and a checkout their own."""
    held = await sandbox.held("festival", {"festival.day": 1, "festival.child": 2})
    assert_same_shape(held, "reserved")
    body = reservation({"festival.day": 2}, uuid=held["customer_data"]["uuid"])
    updated = await sandbox.ask("PUT", f"{FESTIVAL}/reservations/{held['order_id']}", body)
    assert updated.status_code == 200
    assert_same_shape(updated.json(), "updated")
    assert updated.json()["customer_data"]["uuid"] == held["customer_data"]["uuid"]
    opened = await sandbox.check_out("festival", held["order_id"])
    assert opened.status_code == 201
    assert_same_shape(opened.json(), "checkout")
    assert opened.json()["status"] == "OPEN"
    path = f"{path_of('open-day')}/reservations/generate"
    free = await sandbox.ask(
        "POST", path, case("free-request") | {"ticket_types": [{"uuid": identifier("open-day.entry"), "amount": 2}]}
    )
    assert free.status_code == 201
    assert_same_shape(free.json(), "free-reserved")


async def test_an_event_without_an_end_is_ongoing_and_all_dates_are_in_utc(sandbox: Sandbox):
    lines = (await sandbox.ask("GET", "/events")).json()
    assert {line["start_at"] for line in lines if line["name"].startswith("Museum")} == {None}
    assert all(line["start_at"].endswith("+00:00") for line in lines if line["start_at"] is not None)
    held = await sandbox.held("festival", {"festival.day": 1})
    assert held["due_at"].endswith("+00:00")
    assert "." not in held["due_at"]


# --- methods, paths, statuses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/events", "GET"),
        (FESTIVAL, "GET"),
        (f"{FESTIVAL}/codes/QQ==", "GET"),
        (f"{FESTIVAL}/calendar/2026/12", "GET"),
        (f"{FESTIVAL}/calendar/2026/12/02", "GET"),
        (f"{FESTIVAL}/reservations", "POST"),
        (f"{FESTIVAL}/reservations/generate", "POST, PUT"),
        (f"{FESTIVAL}/reservations/CMTICKETS123XX", "PUT"),
        (f"{FESTIVAL}/reservations/CMTICKETS123XX/checkout", "POST"),
    ],
)
async def test_each_call_has_its_method_and_no_other(sandbox: Sandbox, path: str, allowed: str):
    """There is no call that reads, cancels or deletes a reservation."""
    for method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - set(allowed.split(", ")):
        answer = await sandbox.ask(method, path, {} if method in {"POST", "PUT", "PATCH"} else None)
        assert (answer.status_code, answer.headers.get("Allow")) == (405, allowed), method
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/", "/events/", f"{FESTIVAL}/calendar", f"{FESTIVAL}/codes/a/b", f"{FESTIVAL}/orders/1"]
)
async def test_another_path_is_not_found(sandbox: Sandbox, path: str):
    answer = await sandbox.ask("GET", path)
    assert (answer.status_code, answer.json()) == (404, {"message": "Not found."})


@pytest.mark.parametrize("token", ["", "another", TOKEN[:-1]])
async def test_the_token_is_asked_before_anything_else(sandbox: Sandbox, token: str):
    for path in ("/events", "/nothing"):
        answer = await sandbox.ask("GET", path, headers={"X-CM-PRODUCTTOKEN": token})
        assert answer.status_code == 401


async def test_web_pages_may_not_ask(sandbox: Sandbox):
    """The text: direct requests from a web application are disabled."""
    answer = await sandbox.ask("GET", "/events", headers={"Origin": "https://shop.example.com"})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        (None, b"{}", "Content-Type"),
        ("text/plain", b"{}", "Content-Type"),
        ("application/x-www-form-urlencoded", b"a=1", "Content-Type"),
        ("application/json", b"", "not JSON"),
        ("application/json", b"{", "not JSON"),
        ("application/json", b'{"a": NaN}', "not JSON"),
        ("application/json", b"\xff", "not JSON"),
        ("application/json", b"[" * 100_000, "not JSON"),
        ("application/json", b"[]", "not a reservation"),
        ("Application/JSON; charset=utf-8", b"{}", "customer_data"),
    ],
)
async def test_a_write_is_json_and_says_so(sandbox: Sandbox, kind: str | None, body: bytes, said: str):
    headers = {"X-CM-PRODUCTTOKEN": TOKEN} | ({"Content-Type": kind} if kind is not None else {})
    address = f"{sandbox.client.sender.base_url}{FESTIVAL}/reservations"
    assert said in words(await sandbox.http.post(address, content=body, headers=headers))


@pytest.mark.parametrize("event", [identifier("nothing"), "nothing", identifier("festival").upper()])
async def test_an_unknown_event_is_refused(sandbox: Sandbox, event: str):
    assert words(await sandbox.ask("GET", f"/events/{event}")) == "Event not found."


async def test_a_new_reservation_brings_no_order_id(sandbox: Sandbox):
    body = reservation({"festival.day": 1}) | {"order_id": "CMTICKETS123XX"}
    assert "order_id" in words(await sandbox.ask("POST", f"{FESTIVAL}/reservations", body))


async def test_every_answer_has_the_date_of_the_shops_clock(sandbox: Sandbox):
    """Trap 15; a shop whose clock is wrong dates all it says by that."""
    for path, status in (("/events", 200), ("/nothing", 404), (f"{FESTIVAL}/calendar/2026/12", 400)):
        answer = await sandbox.ask("GET", path)
        assert answer.status_code == status
        assert answer.headers["Date"].startswith(f"{sandbox.clock.now():%a, %d %b %Y %H:%M}")


async def test_the_journal_tells_the_name_of_each_call(sandbox: Sandbox):
    await sandbox.held("festival", {"festival.day": 1}, code="TENPERCENT")
    await sandbox.ask("GET", "/nothing")
    calls = await sandbox.told("calls")
    assert [(call["call"], call["status"]) for call in calls] == [("reserve", 201), (None, 404)]
    assert calls[0]["query"] == {"code": "TENPERCENT"}
