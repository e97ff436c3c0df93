"""`ticketbot rehearse`: plays stories against the simulator."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.domain.labels import LANGUAGES, Language, language_of
from bot.rehearsal.coverage import Coverage
from bot.rehearsal.coverage_page import coverage_page
from bot.rehearsal.drawing import drawn
from bot.rehearsal.effort import effort
from bot.rehearsal.grounds import CannotPlay, Ground, OwnStages, running_bot
from bot.rehearsal.junit import write_report
from bot.rehearsal.overhearing import overhear
from bot.rehearsal.rehearsal import Played, plays_of
from bot.rehearsal.rehearsal import rehearse as play_all
from bot.rehearsal.story import BadStory, Story, read_story, stories_in
from bot.store.embedded import NoServer
from bot.wiring import CannotStart

CANNOT: Final = 2
"""The exit status of what cannot be played."""


def rehearse(
    stories: Annotated[Path, typer.Argument(help="A story, or a folder of them.")],
    language: Annotated[str, typer.Option(help="One of nl, en, fr, de; all of them when left out.")] = "",
    bot: Annotated[
        str,
        typer.Option(help="Play at a bot that runs: the address of the simulator it talks to. Some cannot be then."),
    ] = "",
    at_once: Annotated[
        int, typer.Option(min=1, max=64, help="How many plays at once; at a running bot it is one.")
    ] = 4,
    fast: Annotated[
        bool, typer.Option("--fast/--slow", help="Move the clock where a story waits, or wait as long as it says.")
    ] = True,
    junit: Annotated[Path | None, typer.Option(help="Also write the report to this file, as JUnit's XML.")] = None,
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
    """Play whole dialogues through a simulated Telegram and shop, and show where one goes another way.

    It ends with 0 when all went well, with 1 when one went another way, and with 2 when nothing can be played.
    """
    if language and language not in LANGUAGES:
        raise typer.BadParameter(f"{language} is none of {', '.join(LANGUAGES)}", param_hint="--language")
    if bot and (coverage or report is not None):
        raise typer.BadParameter("what stories meet is told by bots on stages of their own alone", param_hint="--bot")
    overhear()
    met, began_s = Coverage(), time.monotonic()
    own = OwnStages(fast, met.watch)
    try:
        read = [read_story(path) for path in stories_in(stories)]
        plays = list(plays_of(read, language_of(language) if language else None))
        ended = asyncio.run(_rehearse(plays, own, bot, at_once=1 if bot else at_once, taps=taps))
    except (BadStory, NoServer, CannotStart, CannotPlay) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(CANNOT) from None
    typer.echo(_summary(ended, time.monotonic() - began_s))
    if junit is not None:
        write_report(junit, ended)
    if coverage:
        typer.echo("\n".join(("", *met.report())))
    if report is not None:
        report.write_text(coverage_page(met), encoding="utf-8")
    is_missing = bool(met.missing or met.unheard or met.unforeseen)
    if any(each.failure is not None for each in ended) or (coverage and is_missing):
        raise typer.Exit(1)
    if all(each.skipped for each in ended):
        raise typer.Exit(CANNOT)


async def _rehearse(
    plays: Sequence[tuple[Story, Language]], own: Ground, bot: str, *, at_once: int, taps: bool
) -> list[Played]:
    async with _ground(own, bot) as ground:
        with _progress() as progress:
            bar = progress.add_task("", total=len(plays))

            def told(played: Played) -> None:
                _tell(played, taps=taps)
                progress.advance(bar)

            return await play_all(plays, ground, told, at_once=at_once)


@asynccontextmanager
async def _ground(own: Ground, bot: str) -> AsyncIterator[Ground]:
    if not bot:
        yield own
        return
    async with running_bot(bot) as running:
        yield running


def _progress() -> Progress:
    """Return a bar, which is shown on a terminal alone."""
    console = Console(stderr=True)
    columns = (TextColumn("rehearsing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(
        *columns,
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=sys.stdout.isatty(),
        redirect_stderr=sys.stderr.isatty(),
    )


def _tell(played: Played, *, taps: bool) -> None:
    if played.failure is not None:
        console = Console(highlight=False)
        if console.is_terminal:
            console.print(drawn(played.failure))
        else:
            typer.echo(str(played.failure))
    elif played.skipped:
        typer.echo(f"– {played.name}: not played, as {played.skipped}")
    else:
        takes = f" · {effort(played.story)}" if taps else ""
        typer.echo(f"✓ {played.name} {played.took_s:.1f} s{takes}")


def _summary(ended: Sequence[Played], took_s: float) -> str:
    def number(is_so: Callable[[Played], bool]) -> int:
        return sum(map(is_so, ended))

    failed, skipped = number(lambda each: each.failure is not None), number(lambda each: bool(each.skipped))
    parts = [f"{len(ended) - failed - skipped} as written"]
    parts += [f"{failed} another way"] if failed else []
    parts += [f"{skipped} not played"] if skipped else []
    return f"{len(ended)} plays in {took_s:.1f} s: {', '.join(parts)}."
