"""Draws the flow into `docs/flow.md`, from the source alone: `python -m bot.rehearsal.flow`.

Steps, their order and what they write come of the flow itself, what is decided of `possible`, the words of docstrings: a
flow that changes is drawn anew by a second run, and a test fails until that was done.
"""

import inspect
import re
import sys
import typing
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.conversation import commands
from bot.conversation.effects import Effect, Settled
from bot.conversation.facts import Context, Facts
from bot.conversation.flow import CHOOSING, HELD, STEPS, writer_of
from bot.conversation.messages import Command, CommandName, PaymentOutcome, SheetName, StepName
from bot.conversation.outcome import Outcome
from bot.conversation.session import Details, Session
from bot.conversation.sheets import SHEETS
from bot.conversation.steps.payment import CHANGED_AT
from bot.conversation.steps.review import EDITABLE
from bot.conversation.steps.step import Question, Step
from bot.domain.zones import Zones
from bot.rehearsal.markdown import table
from bot.rehearsal.possible import Made, made_by, possible

PAGE: Final = Path(__file__).parents[2] / "docs" / "flow.md"
EFFECTS: Final[tuple[type[Any], ...]] = typing.get_args(typing.get_args(Effect)[0])

INTRODUCTION: Final = """# The flow as a picture

Drawn from the source by `make flow`; a test fails when it is not current. How the steps look is in the
[gallery](gallery.md), what the stories meet of all this in [stories.md](stories.md).

## The walk

On every turn the walk begins at the first step and ends at the first that is open, so nobody gets past a question that is
open, or open again because the shop says something else by now. A dashed step is not asked of every purchase; one with round
ends is answered by itself where only one answer is possible. Dotted ways lead back.
"""
ABOUT_THE_ORDER: Final = """
## The order

A step cannot write by itself: it asks for a write (`{{ }}`), and decides on how that ended. Without an answer (`Unknown`)
nothing is repeated, as it may have happened.
"""
ABOUT_DECISIONS: Final = """
## What is decided, and on what

By the names of the types (a button by its action), as `ticketbot rehearse --coverage` counts them. What can be asked for
anywhere, a command or a link, is decided before the step hears of it; then an open sheet answers, else the step.
"""
ABOUT_SHEETS: Final = """
## Beside the flow

A sheet answers before the step below it, which is shown again once the sheet is closed.
"""


def page() -> str:
    """Return the page."""
    parts = (
        INTRODUCTION,
        *_diagram(walk()),
        "",
        *table(("step", "asks", "is met", "is answered", "answered by itself", "changed from"), map(_of_step, STEPS)),
        ABOUT_THE_ORDER,
        *_diagram(order()),
        "",
        *table(("write", "what it is", "asked for by"), map(_of_effect, EFFECTS)),
        "",
        *table(("it ends as", "which means"), _meanings(Settled)),
        ABOUT_DECISIONS,
        *table(("it comes to", "which means"), _meanings(Outcome)),
        "",
        *table(("by", "comes to", "on"), _decisions()),
        ABOUT_SHEETS,
        *table(("sheet", "asks", "opened by", "shows"), map(_of_sheet, SHEETS)),
    )
    return "\n".join(parts) + "\n"


# --- the two pictures ----------------------------------------------------------------------------------------------------


def walk() -> Iterator[str]:
    """Yield the steps in their order, and the ways back."""
    *chosen, review = CHOOSING
    yield "flowchart TD"
    yield '  subgraph choosing["Nothing is held"]'
    yield from (f"    {line}" for line in _row_of(chosen))
    yield "  end"
    yield f"  {_node(review)}"
    yield f"  {chosen[-1].name} --> {review.name}"
    yield '  subgraph ordered["The shop holds it, or it is ordered"]'
    yield from (f"    {line}" for line in _row_of(HELD))
    yield "  end"
    yield f"  {review.name} -->|the order button| {HELD[0].name}"
    yield f"  {review.name} -->|free tickets| {HELD[-1].name}"
    yield f"  {review.name} -.->|change something| choosing"
    yield from (f"  {StepName.PAYMENT} -.->|change what is held| {name}" for name in STEPS if name in CHANGED_AT)
    yield "  classDef sometimes stroke-dasharray: 5 5"
    yield f"  class {','.join(step.name for step in STEPS.values() if _is_own(step, 'applies'))} sometimes"


def _row_of(steps: Sequence[Step]) -> Iterator[str]:
    yield from map(_node, steps)
    yield " --> ".join(step.name for step in steps)


def _node(step: Step) -> str:
    opening, closing = ("([", "])") if _is_own(step, "only") else ("[", "]")
    return f'{step.name}{opening}"<b>{step.name}</b><br>{_sentence(_question(step))}"{closing}'


def order() -> Iterator[str]:
    """Yield how an order comes about: who asks for which write, how each ends, and what the payment page reports."""
    yield "flowchart TD"
    asking: dict[tuple[str, str], list[str]] = {}
    for step in STEPS.values():
        for made in made_by(type(step).answer):
            for effect in made.effects:
                asking.setdefault((step.name, effect), []).append(made.on)
    for (name, effect), replies in asking.items():
        yield f"  {name} -->|{_listed(replies)}| {effect}"
    yield from (f"  {effect.__name__}{{{{{effect.__name__}}}}}" for effect in EFFECTS)
    writers = {effect.__name__: writer_of(effect.model_construct()) for effect in EFFECTS}
    for writer in dict.fromkeys(writers.values()):
        settling = f"{writer.name}_settles"
        yield f'  {settling}{{"{writer.name}:<br>how did it end?"}}'
        yield from (f"  {effect} --> {settling}" for effect, settled_by in writers.items() if settled_by is writer)
        for target, kinds in _settled(writer).items():
            yield f"  {settling} -->|{_listed(kinds)}| {target}"
    others = _listed(each for each in PaymentOutcome if each is not PaymentOutcome.SUCCESS)
    yield '  page[/"payment page"/]'
    yield f"  {StepName.PAYMENT} -->|the link| page"
    yield f"  page -->|{PaymentOutcome.SUCCESS}| {StepName.DONE}"
    yield f"  page -->|{others}| {StepName.PAYMENT}"


def _settled(writer: Step) -> dict[str, list[str]]:
    """Return where each end of a write leads: to the next write, or to the step that is shown then."""
    leads: dict[str, list[str]] = {}
    for made in made_by(type(writer).settle):
        for target in made.effects or (_shown_after(made, writer),):
            leads.setdefault(target, []).append(made.on)
    return leads


def _shown_after(made: Made, writer: Step) -> str:
    """Return the step that is shown once a write has ended: on from an order there is only the end."""
    return StepName.DONE if made.outcome.__name__ == "Advance" else writer.name


# --- the tables ----------------------------------------------------------------------------------------------------------


def _of_step(name: StepName) -> Iterator[str]:
    step = STEPS[name]
    places = [place for place, steps in ((StepName.REVIEW, EDITABLE), (StepName.PAYMENT, CHANGED_AT)) if name in steps]
    yield from (f"**{name}**", _question(step))
    yield _says(type(step).applies) if _is_own(step, "applies") else "always"
    yield _says(type(step).done)
    yield _says(type(step).only) if _is_own(step, "only") else "–"
    yield _listed(places) or "–"


def _of_effect(effect: type[Any]) -> Iterator[str]:
    asked = (
        f"{step.name} ({made.on})"
        for step in STEPS.values()
        for made in (*made_by(type(step).answer), *made_by(type(step).settle))
        if effect.__name__ in made.effects
    )
    yield from (f"`{effect.__name__}`", _sentence(_says(effect)), _listed(asked))


def _meanings(kinds: object) -> Iterator[Sequence[str]]:
    """Yield what the docstring of each type of a union says."""
    yield from ((f"`{kind.__name__}`", _sentence(_says(kind))) for kind in typing.get_args(kinds))


def _decisions() -> Iterator[Sequence[str]]:
    """Yield who decides, to what it comes, and on what; in the order of the flow."""
    on: dict[tuple[str, str], list[str]] = {}
    for row in sorted(possible()):
        on.setdefault((row.by, row.outcome), []).append(row.on)
    names = [*STEPS, *SHEETS]
    for by in (*names, *sorted({by for by, _ in on} - set(names))):
        for (decider, outcome), replies in on.items():
            if decider == by:
                yield f"**{by}**", f"`{outcome}`", _listed(replies)


def _of_sheet(name: SheetName) -> Iterator[str]:
    sheet = type(SHEETS[name])
    opening = [f"/{command}" for command in CommandName if _opens(command) is name]
    yield from (
        f"**{name}**",
        _first(sys.modules[sheet.__module__].__doc__),
        _listed(opening) or "a button",
        _says(sheet),
    )


def _opens(command: CommandName) -> SheetName | None:
    """Return the sheet that a command opens."""
    context = Context(Session(), Details(), Facts(datetime.min.replace(tzinfo=UTC), Zones(ZoneInfo("UTC"))))
    outcome = commands.answer(context, Command(command))
    return outcome.session.sheet if outcome is not None and outcome.session is not None else None


# --- words ---------------------------------------------------------------------------------------------------------------


def _is_own(step: Step, name: str) -> bool:
    """Whether a step says for itself what most have in common."""
    return getattr(type(step), name) is not getattr(Question, name)


def _question(step: Step) -> str:
    return _first(sys.modules[type(step).__module__].__doc__)


def _says(thing: object) -> str:
    return _first(inspect.getdoc(thing))


def _first(docstring: str | None) -> str:
    """Return what a docstring begins with: its first paragraph, on one line."""
    return " ".join((docstring or "").split("\n\n")[0].split())


def _sentence(words: str) -> str:
    """Return the first sentence, or what stands before its colon."""
    return re.split(r"(?<=[?.])\s|:\s|;\s", words)[0]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _diagram(lines: Iterable[str]) -> Iterator[str]:
    yield from ("```mermaid", *lines, "```")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
