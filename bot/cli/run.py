"""`ticketbot run`: the real thing, from the environment."""

import os

import typer

from bot.cli.stopping import run_until_stopped
from bot.clock import SystemClock
from bot.log import set_up_logging
from bot.settings import Settings, SettingsError
from bot.wiring import CannotStart, ticketbot, told


def run() -> None:
    """Sell: take updates from Telegram by polling, with all settings from the environment (see .env.example)."""
    try:
        settings = Settings.load(os.environ)
        set_up_logging(settings)
        run_until_stopped(_run(settings))
    except (SettingsError, CannotStart) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


async def _run(settings: Settings) -> None:
    async with ticketbot(settings, SystemClock()) as bot:
        for doubt in bot.doubts:
            told("redis_may_forget", doubt)
        if settings.public_url:
            typer.echo(
                f"Customers come back from paying to {settings.public_url}, which is served at {settings.listen}."
            )
        if settings.operations_listen:
            typer.echo(f"Its /live, /ready and /metrics are served at {settings.operations_listen}.")
        typer.echo(f"Selling as t.me/{bot.username}. Ctrl-C stops it.")
        await bot.run()
