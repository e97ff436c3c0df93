"""`ticketbot rehearse`: plays stories against the simulator."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import httpx
import typer

from bot.conversation.turn import Turn
from bot.domain.labels import LANGUAGES, Language, language_of
from bot.i18n.catalog import GettextCatalog
from bot.log import quiet_logging
from bot.rehearsal.coverage import Coverage
from bot.rehearsal.coverage_page import coverage_page
from bot.rehearsal.effort import effort
from bot.rehearsal.failure import StoryFailed
from bot.rehearsal.player import PATIENCE_S, Player
from bot.rehearsal.stage import stage
from bot.rehearsal.story import BadStory, Story, read_story, stories_in
from bot.store.embedded import NoServer, restartable_server
from bot.ticketshop.connection import tls
from bot.wiring import CannotStart
from bot.worker import unwatched


def rehearse(
    stories: Annotated[Path, typer.Argument(help="A story, or a folder of them.")],
    language: Annotated[str, typer.Option(help="One of nl, en, fr, de; all of them when left out.")] = "",
    fast: Annotated[
        bool, typer.Option("--fast/--slow", help="Move the clock where a story waits, or wait as long as it says.")
    ] = True,
    coverage: Annotated[
        bool,
        typer.Option(
            "--coverage", help="Then list every decision of the conversation, and what no story meets or shows."
        ),
    ] = False,
    report: Annotated[Path | None, typer.Option(help="Write what the stories meet to this file, as Markdown.")] = None,
    taps: Annotated[
        bool,
        typer.Option(
            "--taps", help="Tell how many taps and messages each story takes to the review and the payment page."
        ),
    ] = False,
) -> None:
    """Play whole dialogues through a simulated Telegram and shop, and show where one goes another way."""
    if language and language not in LANGUAGES:
        raise typer.BadParameter(f"{language} is none of {', '.join(LANGUAGES)}", param_hint="--language")
    quiet_logging()
    met = Coverage()
    only = language_of(language) if language else None
    try:
        read = [read_story(path) for path in stories_in(stories)]
        failed = sum([_rehearse(story, only, met.watch, fast=fast, taps=taps) for story in read])
    except (BadStory, NoServer, CannotStart) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if coverage:
        typer.echo("\n".join(("", *met.report())))
    if report is not None:
        report.write_text(coverage_page(met), encoding="utf-8")
    if failed or (coverage and (met.missing or met.unheard or met.unforeseen)):
        raise typer.Exit(1)


def _rehearse(story: Story, only: Language | None, watch: Callable[[Turn], None], *, fast: bool, taps: bool) -> int:
    """Play a story in its languages; return how often it failed."""
    failed = 0
    takes = f" · {effort(story)}" if taps else ""
    for language in story.languages:
        if only is not None and language != only:
            continue
        began_s = time.monotonic()
        try:
            asyncio.run(play(story, language, fast=fast, watch=watch))
        except StoryFailed as failure:
            failed += 1
            typer.echo(f"✗ {story.name} [{language}]\n{failure}")
        else:
            typer.echo(f"✓ {story.name} [{language}] {time.monotonic() - began_s:.1f} s{takes}")
    return failed


async def play(
    story: Story,
    language: Language,
    *,
    fast: bool = True,
    patience_s: float = PATIENCE_S,
    watch: Callable[[Turn], None] = unwatched,
) -> None:
    """Play a story on a stage of its own; raise StoryFailed."""
    begins_at = datetime.fromisoformat(story.begins_at)
    with restartable_server() as server:
        async with (
            stage(
                server.address,
                begins_at=begins_at,
                events=story.events,
                watch=watch,
                return_page=story.return_page,
                ask_bank=story.ask_bank,
                restart_server=server.restart,
            ) as standing,
            httpx.AsyncClient(base_url=standing.address, timeout=15.0, trust_env=False, verify=tls()) as client,
        ):
            player = Player(client, GettextCatalog(), standing.restart_bot, fast, patience_s, standing.make_link)
            await player.play(story, language)
