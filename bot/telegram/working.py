"""What a customer sees of a turn that takes its time: the tap is answered, and the bot is typing.

A turn that is done at once answers the tap itself, with its notice. One that writes to the shop, or waits for it, answers
empty first; the notice then stands on the card.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Protocol, Self

from bot.telegram.incoming import Incoming

SLOW_S: Final = 0.5
"""From when on a turn is slow."""
TYPING_LASTS_S: Final = 4.5
"""How long Telegram shows "typing" (Bot API, sendChatAction: 5 seconds or less)."""
LONGEST_GOODBYE_S: Final = 2.0
"""How long the end of a turn waits for an answer that is on its way: a turn that wrote must not be cut for that."""


class WaysToShowWork(Protocol):
    """The part of the view that is needed here; neither call raises."""

    async def answer_at_once(self, query_id: str) -> None:
        """Answer a tap with nothing."""
        ...

    async def typing(self, chat_id: int) -> None:
        """Show for a moment that something is being done."""
        ...


@dataclass(slots=True)
class Working:
    """Beside one turn. `answered` once the tap has its answer, so that none is owed."""

    view: WaysToShowWork
    said: Incoming
    answered: bool = False
    _now: asyncio.Event = field(default_factory=asyncio.Event)
    _settled: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin to look at the time."""
        self._task = asyncio.create_task(self._show())
        return self

    async def __aexit__(self, *_: object) -> None:
        """End with the turn; an answer that is on its way arrives first."""
        if self._task is None:
            return
        if self.answered:
            with suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_GOODBYE_S):
                    await self._settled.wait()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    def begin_to_show(self) -> None:
        """Show it now, without waiting for Telegram: the shop comes first."""
        self._now.set()

    async def _show(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(SLOW_S):
                await self._now.wait()
        if self.said.query_id is not None:
            self.answered = True
            await self.view.answer_at_once(self.said.query_id)
        self._settled.set()
        while True:
            await self.view.typing(self.said.chat_id)
            await asyncio.sleep(TYPING_LASTS_S)
