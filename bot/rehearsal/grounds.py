"""Where stories are played: on a stage of their own each, or at a bot that runs already."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

import httpx

from bot.conversation.turn import Turn
from bot.domain.labels import Language
from bot.i18n.catalog import GettextCatalog
from bot.rehearsal.lines import Step
from bot.rehearsal.player import PATIENCE_S, Player
from bot.rehearsal.stage import stage
from bot.rehearsal.story import Story
from bot.rehearsal.surroundings import Surroundings
from bot.simulator.situations import NamedSituation, read
from bot.store.embedded import restartable_server
from bot.ticketshop.connection import tls
from bot.worker import unwatched

TIMEOUT_S: Final = 15.0
CLOCK: Final = "it moves the clock, which a running bot does not follow"
RESTART: Final = "it restarts the bot or its Redis, which run elsewhere"


class CannotPlay(Exception):
    """Nothing can be played there; the message says why."""


class Ground(Protocol):
    """A place to play stories at."""

    def why_not(self, story: Story) -> str | None:
        """Return why a story cannot be played here; None when it can."""
        ...

    async def play(self, story: Story, language: Language) -> None:
        """Play it; raise StoryFailed."""
        ...


async def play(
    story: Story,
    language: Language,
    *,
    fast: bool = True,
    patience_s: float = PATIENCE_S,
    watch: Callable[[Turn], None] = unwatched,
) -> None:
    """Play a story on a stage of its own; raise StoryFailed."""
    with restartable_server() as server:
        async with (
            stage(
                server.address,
                begins_at=datetime.fromisoformat(story.begins_at),
                events=story.events,
                watch=watch,
                return_page=story.return_page,
                ask_bank=story.ask_bank,
                restart_server=server.restart,
            ) as standing,
            client_of(standing.address) as client,
        ):
            player = Player(client, GettextCatalog(), standing.restart_bot, fast, patience_s, standing.make_link)
            await player.play(story, language)


@dataclass(frozen=True, slots=True)
class OwnStages:
    """Each play has a simulator, a bot and a Redis of its own. `watch` sees the turns of all of them."""

    fast: bool = True
    watch: Callable[[Turn], None] = unwatched

    def why_not(self, story: Story) -> str | None:
        """Return None: a stage is made for each story."""
        return None

    async def play(self, story: Story, language: Language) -> None:
        """Play it; raise StoryFailed, CannotStart, NoServer."""
        await play(story, language, fast=self.fast, watch=self.watch)


@dataclass(frozen=True, slots=True)
class RunningBot:
    """A bot that runs beside a simulator, which others may use too. `events` are those that its shop lists."""

    client: httpx.AsyncClient
    events: tuple[str, ...]
    tells_state: bool
    patience_s: float = PATIENCE_S

    def why_not(self, story: Story) -> str | None:
        """Return what a story needs that cannot be had here."""
        if "begins_at" in story.model_fields_set:
            return "it begins at a moment of its own, and a running bot goes by the present"
        if story.return_page or story.ask_bank:
            return "it needs settings of its own (return_page, ask_bank)"
        if sorted(self.events) != sorted(story.events):
            return (
                f"it is about {', '.join(story.events)}, and the shop there lists {', '.join(self.events) or 'nothing'}"
            )
        return next(filter(None, map(self._hindrance, story.dialogue)), None)

    async def play(self, story: Story, language: Language) -> None:
        """Play it, and let all be well again after it; raise StoryFailed."""
        try:
            await Player(self.client, GettextCatalog(), patience_s=self.patience_s).play(story, language)
        finally:
            if any(step.fault or step.situation or step.limits for step in story.dialogue):
                await Surroundings(self.client).end()

    def _hindrance(self, step: Step) -> str | None:
        named = [each for each in map(read, step.situation) if isinstance(each, NamedSituation)]
        if step.clock is not None or any(each.clock for each in named):
            return CLOCK
        if step.restart or any(each.restart is not None for each in named):
            return RESTART
        if step.link is not None:
            return "it makes a link, which is stored with a bot's own settings"
        if step.state is not None and not self.tells_state:
            return "it looks at the state, which only a bot on the same stage tells"
        return None


@asynccontextmanager
async def running_bot(address: str) -> AsyncIterator[RunningBot]:
    """Reach a bot through the simulator that it talks to; raise CannotPlay."""
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(client_of(address.rstrip("/")))
        try:
            shop = await _asked(client, "/simulator/shop/situations")
            situations = await _asked(client, "/simulator/situations")
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise CannotPlay(f"No simulator answers at {address} ({type(error).__name__}).") from None
        here = {each["name"]: each["cannot"] is None for each in situations["situations"]}
        yield RunningBot(client, tuple(shop["events"]), tells_state=here["bot-restart"])


def client_of(address: str) -> httpx.AsyncClient:
    """Return a client of a simulator."""
    return httpx.AsyncClient(base_url=address, timeout=TIMEOUT_S, trust_env=False, verify=tls())


async def _asked(client: httpx.AsyncClient, path: str) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.get(path)).raise_for_status().json()
    return answer
