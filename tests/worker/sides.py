"""A worker as a process of its own has it, over a real store, with a shop of plain values; and what is said to it."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.conversation.messages import Press
from bot.conversation.ports import Claim, Committed, Envelope, Keep, Owed
from bot.conversation.session import Profile
from bot.conversation.turn import Turn
from bot.store.mailbox import RedisMailbox
from bot.telegram.callback import encode
from bot.telegram.front import Front
from bot.telegram.owed import Card, read
from bot.worker import Worker
from tests.conversation.dialogue import NOW, Dialogue

CHAT = "user:7"
PERSON = {"id": 7, "is_bot": False, "first_name": "Robin", "language_code": "en"}
PRIVATE = {"id": 7, "type": "private"}
Misbehaviour = Callable[[], Awaitable[None]]
MISBEHAVIOUR: list[Misbehaviour] = []
"""What a turn of the word "bad" does."""


@dataclass
class PlainView:
    """A way out that remembers what was sent, and to whom."""

    cards: list[str] = field(default_factory=list)
    chats: list[int] = field(default_factory=list)

    async def send(self, stored: Owed, remembered: str | None) -> str | None:
        message = read(stored)
        if isinstance(message, Card):
            self.cards.append(message.html)
            self.chats.append(message.chat_id)
        return remembered

    async def answer_at_once(self, query_id: str) -> None:
        return

    async def typing(self, chat_id: int) -> None:
        return

    async def ask(self) -> None:
        return


@dataclass
class Seen:
    """The turns that were begun, in their order, by any number of workers; and how many of one chat ran at once."""

    begun: list[str] = field(default_factory=list)
    running: Counter[str] = field(default_factory=Counter)
    most_at_once: int = 0

    def begins(self, claim: Claim, envelope: Envelope) -> None:
        self.begun.append(envelope.id)
        self.running[claim.chat] += 1
        self.most_at_once = max(self.most_at_once, self.running[claim.chat])

    def ends(self, claim: Claim) -> None:
        self.running[claim.chat] -= 1


@dataclass(frozen=True)
class Moody(Front):
    """A front whose turns are seen, and go wrong for the word "bad" in the way a test wants."""

    seen: Seen = field(default_factory=Seen)

    async def turn(
        self, claim: Claim, envelope: Envelope, *, keep: Keep, time_left_s: Callable[[], float]
    ) -> tuple[Committed, Turn | None]:
        self.seen.begins(claim, envelope)
        try:
            if '"bad"' in envelope.body:
                await MISBEHAVIOUR[0]()
            # Let the others run in the middle of every turn.
            await asyncio.sleep(0)
            return await super().turn(claim, envelope, keep=keep, time_left_s=time_left_s)
        finally:
            self.seen.ends(claim)


@dataclass
class Side:
    """One worker with all it needs."""

    mailbox: RedisMailbox
    worker: Worker
    view: PlainView

    async def remembers(self, dialogue: Dialogue, person: int = 7) -> None:
        """Have a person stand where a dialogue got to."""
        await self.mailbox.put(f"user:{person}", said(1000 + person, "hello", person))
        claim = await self.mailbox.claim()
        assert claim is not None
        await self.mailbox.commit(claim, Committed(dialogue.session, dialogue.details, Profile(), "{}"))
        await self.mailbox.release(claim)


def said(number: int, words: str, person: int = 7) -> Envelope:
    message = {
        "message_id": number,
        "from": PERSON | {"id": person},
        "chat": PRIVATE | {"id": person},
        "date": 1,
        "text": words,
    }
    return Envelope(f"update:{number}", "update", NOW, json.dumps({"update_id": number, "message": message}))


def tapped(number: int, visit: int, press: Press, person: int = 7) -> Envelope:
    query = {
        "id": str(number),
        "from": PERSON | {"id": person},
        "message": {"message_id": 1, "chat": PRIVATE | {"id": person}},
        "data": encode(visit, press),
    }
    return Envelope(f"update:{number}", "update", NOW, json.dumps({"update_id": number, "callback_query": query}))


async def work_until(side: Side, done: Callable[[], bool], within_s: float = 10.0) -> None:
    """Let a worker work until something is so, and stop it."""
    await all_work_until([side], done, within_s)


async def all_work_until(sides: list[Side], done: Callable[[], bool], within_s: float = 10.0) -> None:
    """Let workers work beside each other until something is so, and stop them."""
    working = [asyncio.create_task(side.worker.run()) for side in sides]
    try:
        async with asyncio.timeout(within_s):
            while not done():
                assert not any(each.done() for each in working), "a worker ended"
                await asyncio.sleep(0.01)
    finally:
        for each in working:
            each.cancel()
        await asyncio.gather(*working, return_exceptions=True)


async def raises() -> None:
    raise ValueError("bad")


async def raises_a_cancellation() -> None:
    raise asyncio.CancelledError


async def hangs() -> None:
    await asyncio.sleep(60)


async def mended() -> None:
    return
