"""Writes down what the simulator sees of a run, and reads the bot's journal in the end: the history that is judged."""

import json
import re
from collections import deque
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.clock import SystemClock
from bot.simulator.app import Simulator
from bot.store.client import Client
from bot.store.crypto import Cipher
from bot.store.dead_letters import DeadLetters
from bot.store.journal import Journal
from tests.chaos.history import History, Life, Line, Told, Update, Wanted, Write

TELLING: Final = ("sendMessage", "editMessageText", "sendDocument", "sendPhoto", "answerCallbackQuery")
ADDRESS: Final = re.compile(r"c(\d+)@example\.com")
WRITES: Final = ("POST", "PUT")
NOT_MODIFIED: Final = "message is not modified"


class Recorder:
    """Watches one simulator from its beginning."""

    def __init__(self, simulator: Simulator) -> None:
        self.updates: list[Update] = []
        self.told: list[Told] = []
        self.lives: list[Life] = []
        self.wanted: dict[int, Wanted] = {}
        self._simulator = simulator
        self._taps = dict[str, int]()
        messenger = simulator.telegram.messenger
        self._put, messenger.updates.put = messenger.updates.put, self._put_update
        self._note, messenger.calls.note = messenger.calls.note, self._note_call
        simulator.shop.api.calls = deque()

    def now(self) -> float:
        """Return the moment by the simulator's clock."""
        return self._simulator.clock.now().timestamp()

    def note_cut(self) -> None:
        """Note that a line was cut: what was sent over it may have arrived, or not."""
        self.lives.append(Life(self.now(), "cut"))

    async def history(
        self,
        redis: Client,
        session_key: str,
        *,
        shards: int = 1,
        queues: int = 1,
        is_answered_late: bool = False,
        stuck: tuple[str, ...] = (),
    ) -> History:
        """Return what was seen until now."""
        cipher = Cipher([session_key])
        journal = Journal(redis, cipher, SystemClock(), shards=shards)
        chats = dict.fromkeys(update.chat for update in self.updates)
        lines = [Line(chat, _envelope(line)) for chat in chats for line in await journal.read(f"user:{chat}")]
        letters = await DeadLetters(redis, cipher, SystemClock()).of_all()
        return History(
            updates=tuple(self.updates),
            told=tuple(self.told),
            writes=tuple(self._writes()),
            lines=tuple(lines),
            lives=tuple(self.lives),
            dead=frozenset(letter.envelope.id for letter in letters if letter.envelope is not None),
            wanted=dict(self.wanted),
            queues=queues,
            is_answered_late=is_answered_late,
            stuck=stuck,
        )

    def _put_update(self, kind: str, content: dict[str, Any]) -> None:
        number = self._simulator.telegram.messenger.updates.next_number
        self._put(kind, content)
        if kind == "message":
            self.updates.append(Update(number, content["chat"]["id"], self.now(), content.get("text", "")))
        elif kind == "callback_query":
            chat, query = content["message"]["chat"]["id"], content["id"]
            self._taps[query] = chat
            self.updates.append(Update(number, chat, self.now(), content["data"], query))

    def _note_call(
        self,
        at: datetime,
        method: str,
        parameters: dict[str, Any],
        violations: list[str],
        status: int,
        answer: object,
    ) -> None:
        self._note(at, method, parameters, violations, status, answer)
        if method not in TELLING:
            return
        query = str(parameters.get("callback_query_id", ""))
        words = str(parameters.get("text", parameters.get("caption", "")))
        is_silent = str(parameters.get("disable_notification", "")).casefold() == "true"
        self.told.append(
            Told(
                chat=self._taps.get(query, 0) if query else int(parameters["chat_id"]),
                at=at.timestamp(),
                method=method,
                words="\n".join([words, *_labels(parameters.get("reply_markup"))]),
                query=query,
                keepsake=f"{method}: {words[:40]}" if is_silent else "",
                is_done=status == 200 or NOT_MODIFIED in str(answer),
            )
        )

    def _writes(self) -> list[Write]:
        orders = dict[str, int]()
        writes = list[Write]()
        for call in self._simulator.shop.api.calls:
            if call["method"] not in WRITES or call["call"] is None:
                continue
            at = datetime.fromisoformat(call["at"]).timestamp()
            body: Mapping[str, Any] = call["body"]
            if call["call"] == "checkout":
                order_id = call["path"].split("/")[-2]
                writes.append(Write(orders.get(order_id, 0), at, "checkout", call["status"]))
                continue
            customer = body["customer_data"]
            found = ADDRESS.fullmatch(customer["email"] or "")
            chat = int(found[1]) if found is not None else 0
            orders[(call["answer"] or {}).get("order_id", "")] = chat
            names = (customer["first_name"], customer["last_name"])
            tickets = sum(each["amount"] for each in body["ticket_types"])
            writes.append(Write(chat, at, call["call"], call["status"], names, tickets))
        return writes


def _labels(markup: object) -> list[str]:
    """Return the labels of the buttons of a message."""
    keyboard = json.loads(markup) if isinstance(markup, str) else markup
    rows = keyboard.get("inline_keyboard", ()) if isinstance(keyboard, dict) else ()
    return [str(button["text"]) for row in rows for button in row]


def _envelope(line: str) -> str:
    return str(json.loads(line).get("id", ""))
