"""A rehearsal: many stories in their languages, several at once, and how each went."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.domain.labels import Language
from bot.rehearsal.failure import StoryFailed
from bot.rehearsal.grounds import Ground
from bot.rehearsal.overhearing import overheard
from bot.rehearsal.story import Story


@dataclass(frozen=True, slots=True)
class Played:
    """How a play went: well, or otherwise, or not at all for a reason."""

    story: Story
    language: Language
    took_s: float = 0.0
    failure: StoryFailed | None = None
    skipped: str = ""

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return f"{self.story.name} [{self.language}]"


def plays_of(stories: Iterable[Story], only: Language | None) -> Iterator[tuple[Story, Language]]:
    """Yield each story in each of its languages, or in one of them."""
    for story in stories:
        yield from ((story, language) for language in story.languages if only in (None, language))


async def rehearse(
    plays: Iterable[tuple[Story, Language]], ground: Ground, told: Callable[[Played], None], *, at_once: int = 1
) -> list[Played]:
    """Play all, so many at once, and tell of each as it ends; raise what keeps all of them from being played."""
    waiting, ended = deque(plays), list[Played]()

    async def work() -> None:
        while waiting:
            played = await _played(*waiting.popleft(), ground)
            ended.append(played)
            told(played)

    workers = [asyncio.create_task(work()) for _ in range(at_once)]
    try:
        await asyncio.gather(*workers)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return ended


async def _played(story: Story, language: Language, ground: Ground) -> Played:
    if (why := ground.why_not(story)) is not None:
        return Played(story, language, skipped=why)
    began_s = time.monotonic()
    with overheard() as complaints:
        try:
            await ground.play(story, language)
        except StoryFailed as failure:
            failure.log = tuple(complaints)
            return Played(story, language, time.monotonic() - began_s, failure)
    return Played(story, language, time.monotonic() - began_s)
