"""The decisions that are read off the source, and what the stories meet of them."""

import pytest

from bot.conversation import outcome
from bot.conversation.effects import NotSent
from bot.conversation.facts import Context
from bot.conversation.messages import (
    Action,
    Command,
    CommandName,
    Odd,
    Oddity,
    Press,
    Reply,
    Screen,
    StepName,
    Tap,
    Typed,
    text,
)
from bot.conversation.outcome import Advance, Back, Outcome, Stay
from bot.conversation.session import Details, Profile, Session
from bot.conversation.steps.card import CardStep
from bot.conversation.turn import ANYWHERE, Decision, Turn
from bot.rehearsal.coverage import BEYOND_STORIES, Coverage
from bot.rehearsal.possible import ANYTHING, Row, decisions_of, possible, row_of


@pytest.mark.parametrize(
    ("by", "on", "made"),
    [
        ("card", "Tap NEXT", "Advance"),
        ("card", ANYTHING, "Stay"),
        ("review", "Reserved", "Perform"),
        ("review", "Tap GOTO", "Goto"),
        ("payment", "Returned", "Advance"),
        ("code", "Typed", "Look"),
        ("key", "NotAccepted", "Stay"),
        (ANYWHERE, "Command BACK", "Back"),
        (ANYWHERE, "Odd EDIT", "Stay"),
        (ANYWHERE, "Followed", "Advance"),
    ],
)
def test_decisions_are_read_off_the_source(by: str, on: str, made: str):
    assert Row(by, on, made) in possible()


def test_who_writes_nothing_settles_nothing():
    assert {row.by for row in possible() if row.on == "Refused"} == {StepName.REVIEW, StepName.PAYMENT}


def _helped(context: Context, reply: Reply) -> Outcome:
    match reply:
        case Typed() | Tap(press=Press(action=Action.SKIP)) if context.purchase.event is None:
            return outcome.Stay()
        case Command(name=CommandName.BACK) as command:
            return _by_name(command.name)
        case Odd():
            return CardStep().not_understood()
        case _:
            return next(Advance() for _ in range(1))


def _by_name(name: CommandName) -> Outcome:
    match name:
        case CommandName.HELP | CommandName.BACK:
            return Back()
        case _:
            return Stay()


def test_cases_are_told_apart_through_helpers_methods_and_modules():
    assert {(on, made.__name__) for on, made in decisions_of(_helped)} == {
        ("Typed", "Stay"),
        ("Tap SKIP", "Stay"),
        ("Command HELP", "Back"),
        ("Command BACK", "Back"),
        ("Command BACK", "Stay"),
        *((f"Odd {each.name}", "Stay") for each in Oddity),
        (ANYTHING, "Advance"),
    }


@pytest.mark.parametrize(
    ("decision", "row"),
    [
        (Decision("card", Tap(1, Press(Action.NEXT)), Advance()), Row("card", "Tap NEXT", "Advance")),
        (Decision("event", Tap(1, Press(Action.SKIP)), Stay()), Row("event", "Tap", "Stay")),
        (Decision("card", Typed("x"), Stay()), Row("card", ANYTHING, "Stay")),
        (Decision(ANYWHERE, Tap(1, Press(Action.BACK)), Back()), Row(ANYWHERE, "Command BACK", "Back")),
        (Decision(ANYWHERE, Odd(Oddity.EDIT), Stay()), Row(ANYWHERE, "Odd EDIT", "Stay")),
        (Decision("review", NotSent(), Stay()), Row("review", "NotSent", "Stay")),
        (Decision("card", Typed("x"), Back()), Row("card", "Typed", "Back")),
    ],
)
def test_a_decision_is_counted_as_the_nearest_kind(decision: Decision, row: Row):
    known = {
        Row("card", "Tap NEXT", "Advance"),
        Row("card", ANYTHING, "Stay"),
        Row("event", "Tap", "Stay"),
        Row("event", ANYTHING, "Stay"),
        Row("review", "NotSent", "Stay"),
        Row(ANYWHERE, "Odd EDIT", "Stay"),
    }
    assert row_of(decision, known) == row


def test_the_report_names_what_no_story_meets_and_what_the_source_does_not_hold():
    coverage = Coverage()
    met = Decision("card", Tap(1, Press(Action.NEXT)), Advance())
    wrong = Decision("card", Typed("x"), Back())
    for _ in range(2):
        coverage.watch(turn_with(met, wrong))
    assert Row("card", "Tap NEXT", "Advance") not in coverage.missing
    assert Row("card", ANYTHING, "Stay") in coverage.missing
    assert coverage.unforeseen == [Row("card", "Typed", "Back")]
    report = "\n".join(coverage.report())
    assert "2 ×" in report
    assert "✗ no story meets: card: anything else → Stay" in report
    assert "✗ not found in the source: card: Typed → Back" in report
    assert f"The stories meet 1 of {len(possible()) - len(BEYOND_STORIES)} kinds of decisions." in report


def test_what_is_said_to_be_beyond_stories_and_is_met_is_named():
    coverage = Coverage()
    assert coverage.needless == []
    row = next(iter(BEYOND_STORIES))
    coverage.met[row] += 1
    assert coverage.needless == [row]


def turn_with(*decisions: Decision) -> Turn:
    return Turn(Session(), Details(), Profile(), Screen(text("Help")), 1, decisions=list(decisions))
