"""A simulator and a bot in one process, with real HTTP between them and one movable clock."""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from starlette.routing import BaseRoute

from bot.conversation.turn import Turn
from bot.linking.wanted import Wanted
from bot.rehearsal.state import chat_state
from bot.settings import Settings
from bot.simulator.app import BOT_USERNAME, Simulator, browser_address
from bot.simulator.backstage import CannotRestart
from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from bot.simulator.shop import Shop
from bot.store.crypto import new_key
from bot.telegram.inbox import mailbox_of
from bot.wiring import link_desk, remembered_chats, ticketbot
from bot.worker import unwatched

TOKEN: Final = "123456789:SIMULATED-BOT-TOKEN-of-no-worth-00000"  # noqa: S105 - it opens nothing but the simulator
PRODUCT_TOKEN: Final = "00000000-0000-4000-8000-000000000000"  # noqa: S105 - as above
MANY_STORIES_GUESS_WRONG: Final = "10000"
"""A person is still held to few wrong guesses; all stories played beside each other are no attack."""
SOON_AFTER_THE_CLOCK_IS_MOVED_S: Final = "0.2"
LOOKS_FOR_A_QUIET_MOMENT: Final = 250
SHOP_PATH: Final = "/ticketingapi/v2.0/ticketshop"


def make_simulator(clock: MovableClock, events: Sequence[str] | None = None) -> Simulator:
    """Return a simulator whose shop lists those events, or all that are meant for a demo."""
    shop = Shop(clock, PRODUCT_TOKEN, events, browser_address=browser_address(BOT_USERNAME))
    return Simulator(clock, TOKEN, shop=shop)


def settings_for(address: str, redis_url: str, session_key: str) -> dict[str, str]:
    """Return the settings that a bot needs to talk to a simulator at that address."""
    return {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": address,
        "SHOP_API_URL": f"{address}{SHOP_PATH}",
        "SHOP_PRODUCT_TOKEN": PRODUCT_TOKEN,
        "REDIS_URL": redis_url,
        "REDIS_MAY_FORGET": "true",
        "SESSION_KEYS": session_key,
        "SHOP_QR_TICKETS": "true",
        "WRONG_GUESSES_ALARM": MANY_STORIES_GUESS_WRONG,
        "TIMERS_EVERY_S": SOON_AFTER_THE_CLOCK_IS_MOVED_S,
        "RESERVATIONS_AN_HOUR": "0",
    }


def free_place() -> str:
    """Return a host and a port of this machine at which nobody listens now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        host, port = found.getsockname()
    return f"{host}:{port}"


def settings_for_http(*, webhook: bool = False) -> dict[str, str]:
    """Return the settings by which a bot on this machine serves its own HTTP, and is sent updates there."""
    place = free_place()
    served = {"LISTEN": place, "PUBLIC_URL": f"http://{place}"}
    return served | {"TELEGRAM_WEBHOOK_SECRET": secrets.token_urlsafe(32)} if webhook else served


class Stage:
    """A simulator that is served, and a bot that can be stopped and started again; `watch` sees each of its turns.

    It is the simulator's `Backstage`. `restart_server` stops the bot's Redis and starts it again, where that is ours.
    """

    def __init__(
        self,
        simulator: Simulator,
        address: str,
        redis_url: str,
        watch: Callable[[Turn], None] = unwatched,
        *,
        return_page: bool = False,
        ask_bank: bool = False,
        restart_server: Callable[[], None] | None = None,
    ) -> None:
        self.simulator = simulator
        self.address = address
        settings = settings_for(address, redis_url, new_key()) | {"SHOP_ASK_BANK": str(ask_bank)}
        if return_page:
            settings |= settings_for_http()
        self._settings = Settings.load(settings)
        self._watch = watch
        self._restart_server = restart_server
        self._restarting = asyncio.Lock()
        self._bot: asyncio.Task[None] | None = None
        simulator.situations.backstage = self

    async def start_bot(self) -> None:
        """Start the bot and return once it takes updates; raise CannotStart."""
        running = asyncio.Event()
        self._bot = asyncio.create_task(self._run_bot(running))
        started = asyncio.create_task(running.wait())
        await asyncio.wait({self._bot, started}, return_when=asyncio.FIRST_COMPLETED)
        if not running.is_set():
            started.cancel()
            await self._bot

    async def stop_bot(self) -> None:
        """Stop the bot as a signal would: a turn it is in is finished, nothing new is begun."""
        if self._bot is not None:
            self._bot.cancel()
            with suppress(asyncio.CancelledError):
                await self._bot
            self._bot = None

    async def make_link(self, wanted: Wanted) -> str:
        """Return the address of a link to the bot, as `ticketbot link` makes it; raise NoLink."""
        async with link_desk(self._settings, self.simulator.clock) as desk:
            return (await desk.make(wanted)).address

    async def restart_bot(self) -> None:
        """Stop the bot and start it again; raise CannotStart."""
        async with self._restarting:
            await self.stop_bot()
            await self.start_bot()

    async def restart_redis(self) -> None:
        """Stop the bot's Redis and start it again with what it has written down; raise CannotRestart, NoServer.

        It is done between two turns where there is such a moment soon: one that is cut is only answered when its lease ends.
        """
        if self._restart_server is None:
            raise CannotRestart("the bot's Redis is not ours to restart")
        async with self._restarting, remembered_chats(self._settings, self.simulator.clock) as chats:
            for _ in range(LOOKS_FOR_A_QUIET_MOMENT):
                if not await chats.being_answered():
                    break
                await asyncio.sleep(0.02)
            await asyncio.to_thread(self._restart_server)

    async def state_of(self, customer: int) -> dict[str, Any]:
        """Return what the bot remembers of a customer's private chat, redacted, as JSON."""
        async with remembered_chats(self._settings, self.simulator.clock) as chats:
            remembered = await chats.read(mailbox_of(customer))
        language = "en" if remembered.session is None else remembered.session.language
        named = self.simulator.shop.book.programme.ticket_names(language)
        names = {UUID(ticket): name for ticket, name in named.items()}
        return chat_state(remembered.session, remembered.details, self.simulator.clock.now(), names=names)

    async def wait(self) -> None:
        """Wait as long as a bot runs, over its restarts; raise what ended it."""
        bot = None
        while (running := await self._running()) is not bot and running is not None:
            bot = running
            await asyncio.wait({bot})
        if bot is not None and running is not None:
            await bot

    async def _running(self) -> asyncio.Task[None] | None:
        async with self._restarting:
            return self._bot

    async def _run_bot(self, running: asyncio.Event) -> None:
        chat_address = f"{self.address}/t.me/{self.simulator.bot_username}"
        async with ticketbot(self._settings, self.simulator.clock, chat_address) as bot:
            running.set()
            await replace(bot, worker=replace(bot.worker, watch=self._watch)).run()


@asynccontextmanager
async def stage(
    redis_url: str,
    *,
    begins_at: datetime | None = None,
    events: Sequence[str] | None = None,
    port: int = 0,
    watch: Callable[[Turn], None] = unwatched,
    return_page: bool = False,
    ask_bank: bool = False,
    restart_server: Callable[[], None] | None = None,
    routes: Sequence[BaseRoute] = (),
) -> AsyncIterator[Stage]:
    """Serve a simulator and run a bot against it; raise OSError when the port is taken, CannotStart.

    With `return_page` the bot serves the page to which one comes back from paying; else a link leads into the chat.
    With `ask_bank` the bank for iDEAL is asked here.
    `restart_server` restarts the Redis at that address. `routes` are served beside the simulator's own.
    """
    simulator = make_simulator(MovableClock(begins_at), events)
    simulator.app.routes.extend(routes)
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(serve(simulator.app, port=port))
        standing = Stage(
            simulator,
            address,
            redis_url,
            watch,
            return_page=return_page,
            ask_bank=ask_bank,
            restart_server=restart_server,
        )
        stack.push_async_callback(standing.stop_bot)
        await standing.start_bot()
        yield standing
