"""A keepsake is struck off when it was sent: a crash right between repeats that one, once, and no other."""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from redis.asyncio import Redis

from bot.conversation.ports import Claim, Committed, Envelope, Owed
from bot.conversation.session import Details, Profile, Session
from bot.simulator.clock import MovableClock
from bot.store.crypto import Cipher, new_key
from bot.store.mailbox import RedisMailbox
from bot.telegram.keepsakes import Handout
from bot.telegram.owed import owed, read
from bot.worker import Worker
from tests.conversation.dialogue import CATALOG, NOW
from tests.conversation.test_keepsakes import order

KINDS = ["note", "document", "ticket_picture", "ticket_picture"]


class Killed(BaseException):
    """The process is gone."""


@dataclass
class DyingView:
    """A way out whose process dies right after it sent so many messages."""

    dies_after: int
    sent: list[str] = field(default_factory=list)

    async def send(self, stored: Owed, remembered: str | None) -> str | None:
        self.sent.append(read(stored).kind)
        if len(self.sent) == self.dies_after:
            raise Killed
        return remembered


async def kinds_sent(redis: Redis, dies_after: int) -> list[str]:
    """Hand an order over by a worker that dies on the way and one that comes after it; return what was sent."""
    clock = MovableClock(NOW)
    mailbox, view = RedisMailbox(redis, Cipher([new_key()]), clock), DyingView(dies_after)
    worker = Worker(mailbox, SimpleNamespace(view=view))  # type: ignore[arg-type]
    await mailbox.put("user:7", Envelope("update:1", "update", NOW, "{}"))
    claim = await mailbox.claim()
    assert claim is not None
    handed_over = tuple(map(owed, Handout(draws_tickets=True).owed(order(), 7, "en", CATALOG)))
    await mailbox.commit(claim, Committed(Session(), Details(), Profile(), "{}", handed_over))
    await mailbox.release(claim)
    for _ in range(3):
        claim = await mailbox.claim()
        if claim is not None:
            try:
                await worker.take(claim)
            except Killed:
                clock.move(timedelta(seconds=31))
    return view.sent


@pytest.mark.parametrize("dies_after", [1, 2, 3, 4])
async def test_a_crash_repeats_one_keepsake_once(redis: Redis, dies_after: int):
    sent = await kinds_sent(redis, dies_after)
    assert sent == [*KINDS[:dies_after], *KINDS[dies_after - 1 :]]


async def test_control_without_striking_off_all_are_repeated(redis: Redis, monkeypatch: pytest.MonkeyPatch):
    async def forgotten(self: RedisMailbox, claim: Claim, *_: Any) -> None:
        return None

    monkeypatch.setattr(RedisMailbox, "sent", forgotten)
    assert len(await kinds_sent(redis, 3)) > len(KINDS) + 1
