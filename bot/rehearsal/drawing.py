"""Draws a story that went another way: what was expected beside what was seen, and the dialogue until then."""

from collections.abc import Iterator
from io import StringIO
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.rehearsal.failure import StoryFailed

WIDTH: Final = 110
LAST_LINES: Final = 8
"""How many lines of the dialogue are told."""


def as_text(failure: StoryFailed) -> str:
    """Return it without colours, as wide as a report."""
    console = Console(file=StringIO(), width=WIDTH, color_system=None, force_terminal=False)
    with console.capture() as captured:
        console.print(_body(failure))
    # The headline is never folded: what reads it looks for the file and its line.
    return "\n".join([f"✗ {failure.headline}", *(line.rstrip() for line in captured.get().splitlines())])


def drawn(failure: StoryFailed) -> RenderableType:
    """Return it to be printed."""
    return Group(Text(f"✗ {failure.headline}", style="bold red"), _body(failure))


def _body(failure: StoryFailed) -> RenderableType:
    return Padding(Group(*_parts(failure)), (0, 0, 1, 2))


def _parts(failure: StoryFailed) -> Iterator[RenderableType]:
    if failure.reason:
        yield Text(failure.reason)
    if failure.wishes:
        yield _side_by_side(failure)
    if failure.dialogue:
        yield Text("The dialogue until then:", style="bold")
        yield _dialogue(failure)
    if failure.log:
        yield Text("The bot complained meanwhile:", style="bold")
        yield from (Text(f"  {line}") for line in failure.log)


def _side_by_side(failure: StoryFailed) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=False)
    table.add_column("expected", ratio=1, overflow="fold")
    table.add_column("seen", ratio=1, overflow="fold")
    wishes, seen = Text(), Text("\n".join(failure.seen) or "nothing")
    for wish in failure.wishes:
        wishes.append(f"{'✓' if wish.is_met else '✗'} {wish.words}\n", style="green" if wish.is_met else "red")
    wishes.rstrip()
    table.add_row(wishes, seen)
    return table


def _dialogue(failure: StoryFailed) -> Table:
    table = Table.grid(padding=(0, 2))
    left_out = len(failure.dialogue) - LAST_LINES
    if left_out > 0:
        table.add_row("", f"… {left_out} lines before", "")
    for told in failure.dialogue[-LAST_LINES:]:
        table.add_row(told.place.rpartition(":")[2], Text(told.done, style="cyan"), Text(told.seen))
    table.add_row(failure.place.rpartition(":")[2], Text(failure.done, style="cyan"), Text("← here", style="red"))
    return table
