"""`ticketbot demo`: everything on this machine, nothing to sign up for."""

import asyncio
import errno
import os
import sys
import webbrowser
from collections.abc import Sequence
from functools import partial
from typing import Annotated, Final

import typer

from bot.cli.gallery import STORIES, collect_from
from bot.cli.stopping import run_until_stopped
from bot.i18n.catalog import GettextCatalog
from bot.log import quiet_logging
from bot.rehearsal.gallery.served import PATH as GALLERY
from bot.rehearsal.gallery.served import served_gallery
from bot.rehearsal.stage import stage
from bot.simulator.shop.situations import Situation
from bot.simulator.situations import NamedSituation, read
from bot.store.embedded import EmbeddedServer, NoServer, restartable_server
from bot.wiring import CannotStart

PORT = 8080
PORT_IS_TAKEN: Final = (errno.EADDRINUSE, errno.EACCES)
Begins = Sequence[NamedSituation | Situation]


def demo(
    port: Annotated[int, typer.Option(help="Port of the page; a free one is taken when it is in use.")] = PORT,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page where there is a desktop.")
    ] = True,
    return_page: Annotated[
        bool, typer.Option("--return-page", help="Come back from paying by the bot's own page, as with PUBLIC_URL.")
    ] = False,
    situation: Annotated[
        list[str] | None,
        typer.Option(help="A situation from the start, by its name; `ticketbot situations` lists them."),
    ] = None,
) -> None:
    """Chat with the bot in your browser: a simulated Telegram and a simulated ticket shop, no account, no network."""
    quiet_logging()
    try:
        begins_with = [read(words) for words in situation or ()]
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint="--situation") from None
    try:
        with restartable_server() as server:
            run_until_stopped(_demo(server, port, begins_with, browser=browser, return_page=return_page))
    except (NoServer, CannotStart) as error:
        typer.echo(f"The demo cannot start: {error}", err=True)
        raise typer.Exit(1) from None


async def _demo(server: EmbeddedServer, port: int, begins_with: Begins, *, browser: bool, return_page: bool) -> None:
    try:
        await _show(server, port, begins_with, browser=browser, return_page=return_page)
    except OSError as error:
        if error.errno not in PORT_IS_TAKEN:
            raise
        await _show(server, 0, begins_with, browser=browser, return_page=return_page)


async def _show(server: EmbeddedServer, port: int, begins_with: Begins, *, browser: bool, return_page: bool) -> None:
    stories = partial(collect_from, STORIES) if STORIES.is_dir() else None
    async with (
        served_gallery(GettextCatalog(), stories) as screens,
        stage(
            server.address,
            port=port,
            return_page=return_page,
            restart_server=server.restart,
            watch=screens.watch,
            routes=screens.routes(),
        ) as standing,
    ):
        typer.echo(f"\n  Chat with the bot:  {standing.address}/")
        typer.echo(f"  Look at screens:    {standing.address}{GALLERY}\n")
        typer.echo("  Everything here is simulated: no account, no network, no real money. Ctrl-C stops it.")
        if browser and has_desktop():
            await asyncio.to_thread(webbrowser.open, f"{standing.address}/")
        await standing.wait()


def has_desktop() -> bool:
    """Whether a browser could be shown here."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
