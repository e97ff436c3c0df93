"""`ticketbot gallery`: every screen in every language, on one page."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.conversation.turn import Turn
from bot.i18n.catalog import GettextCatalog
from bot.log import quiet_logging
from bot.rehearsal.failure import StoryFailed
from bot.rehearsal.gallery.met import Screens
from bot.rehearsal.gallery.page import gallery as page_of
from bot.rehearsal.grounds import play
from bot.rehearsal.story import BadStory, Story, read_story, stories_in
from bot.store.embedded import NoServer
from bot.wiring import CannotStart

STORIES: Final = Path("tests/stories")
FILE_NAME: Final = "gallery.html"
AT_ONCE: Final = 4
PATIENCE_S: Final = 60.0
"""Several stories share the machine here, so each may take its time."""


def gallery(
    place: Annotated[Path, typer.Argument(help="The HTML file to write, or the folder to write gallery.html into.")],
    stories: Annotated[Path, typer.Option(help="The stories whose screens are shown.")] = STORIES,
) -> None:
    """Draw every screen that the stories meet, in every language, as a customer sees it."""
    quiet_logging()
    screens = Screens()
    try:
        failures = asyncio.run(collect_from(stories, screens, _tell_progress))
    except (BadStory, NoServer, CannotStart) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    file = place / FILE_NAME if place.is_dir() else place
    file.write_text(page_of(screens, GettextCatalog()), encoding="utf-8")
    typer.echo(f"{file}: {len(screens.exhibits())} screens of {len(screens.met)} stories, in every language.")
    for failure in failures:
        typer.echo(failure, err=True)
    if failures:
        raise typer.Exit(1)


async def collect_from(folder: Path, screens: Screens, told: Callable[[int, int], None]) -> list[str]:
    """Play the stories of a folder; raise BadStory."""
    return await collect([read_story(path) for path in stories_in(folder)], screens, told)


async def collect(stories: Sequence[Story], screens: Screens, told: Callable[[int, int], None]) -> list[str]:
    """Play each story once and keep its screens; return what went another way. `told` hears how many are done, of all."""
    room, failures, done = asyncio.Semaphore(AT_ONCE), list[str](), 0

    async def met(story: Story, watch: Callable[[Turn], None]) -> None:
        nonlocal done
        language = "en" if "en" in story.languages else story.languages[0]
        async with room:
            try:
                await play(story, language, patience_s=PATIENCE_S, watch=watch)
            except StoryFailed as failure:
                failures.append(str(failure))
        done += 1
        told(done, len(stories))

    async with asyncio.TaskGroup() as plays:
        for story in sorted(stories, key=_is_troubled):
            plays.create_task(met(story, screens.watching(story.name)))
    return failures


def _is_troubled(story: Story) -> bool:
    """Whether anything out of the ordinary is ordered in a story: the usual screens come first."""
    return any(step.fault is not None or step.situation for step in story.dialogue)


def _tell_progress(done: int, of: int) -> None:
    typer.echo(f"\r{done} of {of} stories", err=True, nl=done == of)
