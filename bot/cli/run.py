"""`ticketbot run`: the real thing, from the environment."""

import os
from typing import Annotated

import typer

from bot.cli.stopping import run_until_stopped
from bot.clock import SystemClock
from bot.log import set_up_logging
from bot.settings import Role, Settings, SettingsError
from bot.wiring import CannotStart, ticketbot, told


def run(
    role: Annotated[
        Role | None,
        typer.Option(help="What this process does: take updates in, answer them, or all. Else the setting ROLE."),
    ] = None,
) -> None:
    """Sell: take updates from Telegram and answer them, with all settings from the environment (see .env.example).

    Any number of processes may run on one Redis, here or elsewhere; without a webhook one of them polls.
    """
    try:
        settings = Settings.load(os.environ if role is None else {**os.environ, "ROLE": role})
        set_up_logging(settings)
        run_until_stopped(_run(settings), settings.stop_s)
    except (SettingsError, CannotStart) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


async def _run(settings: Settings) -> None:
    async with ticketbot(settings, SystemClock()) as bot:
        for doubt in bot.doubts:
            told("redis_may_forget", doubt)
        if settings.public_url and settings.role.takes_in:
            typer.echo(
                f"Customers come back from paying to {settings.public_url}, which is served at {settings.listen}."
            )
        if settings.telegram_webhook_secret and settings.role.takes_in:
            typer.echo(f"Telegram sends updates to {settings.public_url}.")
        if settings.operations_listen:
            typer.echo(f"Its /live, /ready and /metrics are served at {settings.operations_listen}.")
        part = "" if settings.role is Role.ALL else f" ({settings.role} only)"
        typer.echo(f"Selling as t.me/{bot.username}{part}. Ctrl-C stops it.")
        await bot.run()
