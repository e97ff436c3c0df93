"""What a line expects, held against what is there: a wish for each thing, met or not."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.rehearsal.chat import Seen
from bot.rehearsal.failure import Wish
from bot.rehearsal.kept import SeenKeepsake
from bot.rehearsal.lines import NONE, Asked, Expected, ExpectedState, Kept
from bot.rehearsal.wording import Wording
from bot.rehearsal.words import folded
from bot.simulator.shop.documents import identifier


def on_screen(expected: Expected, seen: Seen, wording: Wording) -> list[Wish]:
    """Return what the bot's last message is to show."""
    text, labels = folded(seen.text), [folded(button.label) for button in seen.buttons]

    def shown(words: str) -> bool:
        return wording.pattern(words).search(text) is not None

    def offered(words: str) -> bool:
        return any(wording.pattern(words).fullmatch(label) for label in labels)

    wishes = [Wish(wording.words(words), shown(words)) for words in expected.text]
    wishes += [Wish(f"[ {wording.words(words)} ]", offered(words)) for words in expected.buttons]
    wishes += [Wish(f"not: {wording.words(words)}", not shown(words)) for words in expected.no_text]
    wishes += [Wish(f"not: [ {wording.words(words)} ]", not offered(words)) for words in expected.no_buttons]
    if expected.asks_contact is not None:
        words = "a button that shares the own number" if expected.asks_contact else "no button that shares a number"
        wishes.append(Wish(words, expected.asks_contact is seen.asks_contact))
    if expected.notice is not None:
        pattern, places = wording.pattern(expected.notice), (*seen.notices[-1:], seen.text)
        is_told = any(pattern.search(folded(each)) for each in places)
        wishes.append(Wish(f"(notice: {wording.words(expected.notice)})", is_told))
    return wishes


def on_page(expected: Sequence[str], landed_on: str, wording: Wording) -> list[Wish]:
    """Return what the page says from which one comes back."""
    said = folded(landed_on)
    return [Wish(wording.words(words), wording.pattern(words).search(said) is not None) for words in expected]


def in_keepsakes(expected: Sequence[Kept], came: Sequence[SeenKeepsake], wording: Wording) -> list[Wish]:
    """Return what was to come below the card, in this order and nothing else."""
    wishes = []
    for number, wanted in enumerate(expected):
        seen = came[number] if number < len(came) else None
        is_kind = seen is not None and seen.kind == wanted.kind
        wishes.append(Wish(f"{number + 1}. a {wanted.kind}", is_kind))
        text = folded(seen.text) if seen is not None else ""
        labels = [folded(label) for label in seen.labels] if seen is not None else []
        wishes += [
            Wish(f"   {wording.words(words)}", wording.pattern(words).search(text) is not None) for words in wanted.text
        ]
        wishes += [
            Wish(f"   [ {wording.words(words)} ]", any(map(wording.pattern(words).fullmatch, labels)))
            for words in wanted.buttons
        ]
        if wanted.file is not None:
            is_named = seen is not None and wording.pattern(wanted.file).fullmatch(seen.file_name) is not None
            wishes.append(Wish(f"   the file {wanted.file}", is_named))
    if len(came) > len(expected) or not expected:
        wishes.append(Wish("nothing else" if expected else "no keepsake", len(came) <= len(expected)))
    return wishes


def in_writes(expected: Sequence[Asked], heard: Sequence[dict[str, Any]]) -> list[Wish]:
    """Return what the shop was to hear, in this order and nothing else."""
    wishes = []
    for number, wanted in enumerate(expected):
        write = heard[number] if number < len(heard) else {"call": None, "body": {}, "query": {}}
        body, query = write["body"] or {}, write["query"]
        wishes.append(Wish(f"{number + 1}. {wanted.call}", write["call"] == wanted.call))
        if wanted.tickets is not None:
            amounts = sorted(line["amount"] for line in body.get("ticket_types", ()))
            named = ", ".join(f"{amount} × {name}" for name, amount in wanted.tickets.items())
            wishes.append(Wish(f"   {named}", amounts == sorted(wanted.tickets.values())))
        if wanted.slot is not None:
            words = "with a time slot" if wanted.slot else "without a time slot"
            wishes.append(Wish(f"   {words}", wanted.slot is (body.get("time_slot_id") is not None)))
        for name, value in (("code", wanted.code), ("key", wanted.key)):
            if value is not None:
                wishes.append(Wish(f"   {name} {value}", query.get(name) == value))
    if len(heard) > len(expected) or not expected:
        wishes.append(Wish("nothing else" if expected else "nothing", len(heard) <= len(expected)))
    return wishes


def write_lines(write: dict[str, Any]) -> Iterator[str]:
    """Yield what was written to the shop, a line each."""
    yield str(write["call"] or f"{write['method']} {write['path']}")
    body = write["body"] if isinstance(write["body"], dict) else {}
    amounts = [f"{line['amount']} × {line['uuid']}" for line in body.get("ticket_types", ())]
    yield from (f"   {each}" for each in amounts)
    if body.get("time_slot_id") is not None:
        yield f"   with the time slot {body['time_slot_id']}"
    yield from (f"   {name} {value}" for name, value in write["query"].items())


def state_lines(state: dict[str, Any]) -> list[str]:
    """Return the state of a chat as far as stories look at it, a line each."""
    cart = ", ".join(f"{each['amount']} × {each['name'] or each['uuid']}" for each in state["cart"])
    event = state["event"]["name"] if state["event"] is not None else NONE
    lines = {**_found(state), "event": event, "cart": cart or "empty", "can": [*state["next"], *state["anytime"]]}
    return [f"{name}: {_written(value)}" for name, value in lines.items()]


def _found(state: dict[str, Any]) -> dict[str, Any]:
    """Return the state of a chat in the words of `ExpectedState`."""
    hold = state["hold"]
    return {
        "step": state["step"],
        "sheet": state["sheet"] or NONE,
        "language": state["language"],
        "plain": state["plain"],
        "fields": sorted(state["fields"]),
        "code": state["code"] or NONE,
        "hold": NONE if hold is None else "ended" if hold["ended"] else "open",
        "payment_page": NONE if hold is None else hold["payment_page"],
        "reported": NONE if hold is None else hold["reported"] or NONE,
        "beside": len(state["beside"]),
    }


def in_state(expected: ExpectedState, state: dict[str, Any], wording: Wording) -> list[Wish]:
    """Return what the bot is to remember of the chat."""
    found = _found(state)
    asked = expected.model_dump(exclude_none=True, mode="json")
    wishes = []
    for name, value in asked.items():
        if name in found:
            wanted = sorted(value) if name == "fields" else value
            wishes.append(Wish(f"{name}: {_written(value)}", found[name] == wanted))
    if expected.event is not None:
        wishes.append(
            Wish(f"event: {wording.words(expected.event)}", _is_event(expected.event, state["event"], wording))
        )
    if expected.cart is not None:
        named = ", ".join(f"{amount} × {wording.words(name)}" for name, amount in expected.cart.items())
        wishes.append(Wish(f"cart: {named or 'empty'}", _is_cart(expected.cart, state["cart"], wording)))
    wishes += [Wish(f"can: {name}", name in (*state["next"], *state["anytime"])) for name in expected.can]
    return wishes


def _is_event(wanted: str, event: dict[str, Any] | None, wording: Wording) -> bool:
    if event is None or wanted == NONE:
        return event is None and wanted == NONE
    return (
        event["uuid"] in {wanted, identifier(wanted)}
        or wording.pattern(wanted).fullmatch(folded(event["name"])) is not None
    )


def _is_cart(wanted: dict[str, int], cart: Sequence[dict[str, Any]], wording: Wording) -> bool:
    left = list(cart)
    for name, amount in wanted.items():
        pattern = wording.pattern(name)
        found = next(
            (
                each
                for each in left
                if each["amount"] == amount
                and (each["uuid"] in {name, identifier(name)} or pattern.fullmatch(folded(each["name"])))
            ),
            None,
        )
        if found is None:
            return False
        left.remove(found)
    return not left


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
