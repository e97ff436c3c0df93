"""The flow as a picture, drawn from the source."""

import re

import pytest

from bot.conversation.flow import STEPS
from bot.conversation.messages import SheetName, StepName
from bot.conversation.steps.day import DayStep
from bot.rehearsal import flow
from bot.rehearsal.possible import possible

ARROW = re.compile(r"^\s*(\S+) -\.?->(?:\|[^|]+\|)? (\S+)$")
NODE = re.compile(r"^\s*(?:subgraph )?(\w+)[\[({]")


def test_the_picture_in_the_documentation_is_current():
    assert flow.PAGE.read_text(encoding="utf-8") == flow.page(), "draw it anew with `make flow`"


def test_a_step_that_becomes_another_is_drawn_otherwise(monkeypatch: pytest.MonkeyPatch):
    def applies(self: DayStep, context: object) -> bool:
        """Asked on Sundays."""
        return True

    monkeypatch.setattr(DayStep, "applies", applies)
    assert "| Asked on Sundays. |" in flow.page()
    assert flow.PAGE.read_text(encoding="utf-8") != flow.page()


def test_every_step_stands_in_the_walk_once_and_every_arrow_leads_somewhere():
    for drawn in (list(flow.walk()), list(flow.order())):
        known = {found[1] for line in drawn if (found := NODE.match(line))} | set(StepName)
        arrows = [found for line in drawn if (found := ARROW.match(line))]
        assert len(arrows) > 5
        assert [found[0] for found in arrows if not {found[1], found[2]} <= known] == []
    steps = [found[1] for line in flow.walk() if (found := NODE.match(line)) and found[1] in set(StepName)]
    assert steps == list(STEPS)


def test_every_write_is_asked_for_and_every_end_of_it_leads_on():
    drawn = "\n".join(flow.order())
    for effect in flow.EFFECTS:
        assert re.search(rf"-->\|Tap \w+\| {effect.__name__}$", drawn, re.MULTILINE), effect
    assert "review_settles -->|FreeReserved| done" in drawn
    assert "review_settles -->|Reserved| OpenCheckout" in drawn
    assert "payment_settles -->|CheckoutOpened, Refused, NotSent, Unknown| payment" in drawn


def test_every_decision_and_every_sheet_is_in_the_tables():
    page = flow.page()
    for by, outcome in {(row.by, row.outcome) for row in possible()}:
        assert f"| **{by}** | `{outcome}` |" in page
    for sheet in SheetName:
        assert f"| **{sheet}** |" in page
    assert "| **privacy** | What is kept of a person" in page
    assert "| /privacy |" in page
