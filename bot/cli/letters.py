"""`ticketbot letters`: what could not be answered, and another try of it."""

import asyncio
import json
import os
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.log import quiet_logging
from bot.settings import Settings, SettingsError
from bot.store.client import StoreUnavailable
from bot.store.dead_letters import DeadLetters, SetAside
from bot.telegram.inbox import kind_of
from bot.wiring import CannotStart, dead_letters


class Action(StrEnum):
    """What is to be done with the dead letters."""

    LIST = "list"
    REPLAY = "replay"


def letters(
    action: Annotated[Action, typer.Argument(help="List them, or put some back to be answered.")] = Action.LIST,
    reference: Annotated[list[str] | None, typer.Argument(help="Which, as the list calls them.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Put all of them back that can be.")] = False,
) -> None:
    """List what failed three times and was set aside (dead letters, kept for seven days), or put it back to be answered.

    Whose they are and what they say is not shown. What was said longer than ten minutes ago orders nothing.
    """
    if action is Action.REPLAY and bool(reference) is every:
        raise typer.BadParameter("name the letters to replay as the list calls them, or all of them with --all")
    quiet_logging()
    try:
        lines, is_done = asyncio.run(_act(Settings.load(os.environ), action, tuple(reference or ())))
    except (SettingsError, CannotStart) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except StoreUnavailable as error:
        typer.echo(f"Redis does not answer at REDIS_URL ({error})", err=True)
        raise typer.Exit(1) from None
    for line in lines:
        typer.echo(line)
    if not is_done:
        raise typer.Exit(1)


async def _act(settings: Settings, action: Action, references: tuple[str, ...]) -> tuple[list[str], bool]:
    """Do it; return what there is to say, and whether all that was asked for is done."""
    async with dead_letters(settings, SystemClock()) as kept:
        found = await kept.of_all()
        if action is Action.LIST:
            return [*map(_line, found)] or ["There are no dead letters."], True
        known = {each.reference: each for each in found}
        said = [await _replayed(kept, name, known.get(name)) for name in references or known]
    return [line for line, _ in said] or ["There are no dead letters."], all(is_done for _, is_done in said)


async def _replayed(kept: DeadLetters, name: str, letter: SetAside | None) -> tuple[str, bool]:
    if letter is None:
        return f"{name}: there is no such dead letter (any more)", False
    if letter.envelope is None:
        return f"{name}: no key of SESSION_KEYS reads what it was; it cannot be put back", False
    if not await kept.replay(letter):
        return f"{name}: it was put back already", False
    return f"{name}: put back; a bot that runs answers it now", True


def _line(letter: SetAside) -> str:
    at = datetime.fromtimestamp(letter.failed_at_ms / 1000, UTC)
    error = letter.letter.error if letter.letter is not None else "unreadable"
    # The name of an error alone: its words may hold what somebody wrote.
    error = error if error.isidentifier() else "error"
    return f"{letter.reference}  {at:%Y-%m-%d %H:%M:%S} UTC  {_kind(letter):16}  {error}"


def _kind(letter: SetAside) -> str:
    if letter.envelope is None:
        return "unknown"
    return kind_of(json.loads(letter.envelope.body)) if letter.envelope.kind == "update" else letter.envelope.kind
