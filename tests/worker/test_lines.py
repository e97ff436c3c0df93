"""What the log says of a turn: every line names the envelope, whoever writes it, so that they are found together."""

import pytest
import structlog
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs
from structlog.typing import EventDict

import bot.worker
from tests.worker.conftest import MakeSide
from tests.worker.sides import CHAT, MISBEHAVIOUR, said, work_until


async def somebody_warns_and_fails() -> None:
    structlog.get_logger("elsewhere").warning("shop_unavailable")
    raise RuntimeError


async def lines_of_two_turns(make_side: MakeSide) -> list[EventDict]:
    """Let turns of two chats fail for good beside each other; return what was logged."""
    MISBEHAVIOUR[:] = [somebody_warns_and_fails]
    side = make_side(most_failures=1)
    with capture_logs([merge_contextvars]) as lines:
        await side.mailbox.put(CHAT, said(1, "bad"))
        await side.mailbox.put("user:8", said(2, "bad", person=8))
        await work_until(side, lambda: len(side.view.cards) == 2)
    return lines


async def test_every_line_of_a_turn_names_its_envelope(make_side: MakeSide):
    lines = await lines_of_two_turns(make_side)
    assert sorted((line["envelope"], line["event"]) for line in lines) == [
        ("update:1", "shop_unavailable"),
        ("update:1", "turn_failed"),
        ("update:2", "shop_unavailable"),
        ("update:2", "turn_failed"),
    ]


async def test_control_without_being_bound_a_line_is_nobodys(make_side: MakeSide, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bot.worker, "_named", lambda claim: {})
    assert all("envelope" not in line for line in await lines_of_two_turns(make_side))
