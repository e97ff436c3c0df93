"""`ticketbot rehearse`: plays stories against the simulator."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import httpx
import typer

from bot.domain.labels import LANGUAGES, Language, language_of
from bot.i18n.catalog import GettextCatalog
from bot.log import quiet_logging
from bot.rehearsal.player import PATIENCE_S, Player, StoryFailed
from bot.rehearsal.stage import stage
from bot.rehearsal.story import BadStory, Story, read_story, stories_in
from bot.store.embedded import NoServer, embedded_server
from bot.wiring import CannotStart


def rehearse(
    stories: Annotated[Path, typer.Argument(help="A story, or a folder of them.")],
    language: Annotated[str, typer.Option(help="One of nl, en, fr, de; all of them when left out.")] = "",
    fast: Annotated[
        bool, typer.Option("--fast/--slow", help="Move the clock where a story waits, or wait as long as it says.")
    ] = True,
) -> None:
    """Play whole dialogues through a simulated Telegram and shop, and show where one goes another way."""
    if language and language not in LANGUAGES:
        raise typer.BadParameter(f"{language} is none of {', '.join(LANGUAGES)}", param_hint="--language")
    quiet_logging()
    try:
        read = [read_story(path) for path in stories_in(stories)]
        failed = sum([_rehearse(story, language_of(language) if language else None, fast=fast) for story in read])
    except (BadStory, NoServer, CannotStart) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if failed:
        raise typer.Exit(1)


def _rehearse(story: Story, only: Language | None, *, fast: bool) -> int:
    """Play a story in its languages; return how often it failed."""
    failed = 0
    for language in story.languages:
        if only is not None and language != only:
            continue
        try:
            asyncio.run(play(story, language, fast=fast))
        except StoryFailed as failure:
            failed += 1
            typer.echo(f"✗ {story.name} [{language}]\n{failure}")
        else:
            typer.echo(f"✓ {story.name} [{language}]")
    return failed


async def play(story: Story, language: Language, *, fast: bool = True, patience_s: float = PATIENCE_S) -> None:
    """Play a story on a stage of its own; raise StoryFailed."""
    with embedded_server() as redis_url:
        async with (
            stage(redis_url, begins_at=datetime.fromisoformat(story.begins_at), events=story.events) as standing,
            httpx.AsyncClient(base_url=standing.address, timeout=15.0, trust_env=False) as client,
        ):

            async def restart() -> None:
                await standing.stop_bot()
                await standing.start_bot()

            await Player(client, GettextCatalog(), restart, fast, patience_s).play(story, language)
