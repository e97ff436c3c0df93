"""The decisions that are read off the source, and what the stories meet of them."""

from pathlib import Path

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
    SheetName,
    StepName,
    Tap,
    Text,
    Typed,
    text,
)
from bot.conversation.outcome import Advance, Back, Outcome, Stay
from bot.conversation.session import Details, Profile, Session
from bot.conversation.steps.card import CardStep
from bot.conversation.turn import ANYWHERE, Decision, Turn
from bot.i18n.extraction import texts
from bot.i18n.maintain import po_path, read
from bot.rehearsal.coverage import BEYOND_STORIES, Coverage, Meeting, meetings
from bot.rehearsal.coverage_page import coverage_page
from bot.rehearsal.possible import ANYTHING, Row, decisions_of, possible, row_of
from bot.rehearsal.texts import texts_of_conversation

FRENCH = texts(read(po_path(Path(__file__).parents[2], "fr"), "fr"))
TRANSLATED = {each.id if isinstance(each.id, str) else each.id[0] for each in FRENCH}


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
    assert "✗ no story meets: Typed at day" in report
    assert "✗ no story shows (steps.head): {day}, {begins}" in report
    assert "✗ no story meets: card: anything else → Stay" in report
    assert "✗ not found in the source: card: Typed → Back" in report
    assert f"The stories meet 1 of {len(possible()) - len(BEYOND_STORIES)} kinds of decisions," in report


def test_what_is_said_to_be_beyond_stories_and_is_met_is_named():
    coverage = Coverage()
    assert coverage.needless == []
    row = next(iter(BEYOND_STORIES))
    coverage.met[row] += 1
    assert coverage.needless == [row]


def test_a_reply_is_given_where_the_customer_stands():
    coverage = Coverage()
    coverage.watch(turn_with(Decision(ANYWHERE, Odd(Oddity.DICE), Stay()), step=StepName.BANK))
    coverage.watch(turn_with(Decision(SheetName.HELP, Typed("x"), Stay()), step=StepName.BANK))
    coverage.watch(turn_with(Decision(StepName.REVIEW, NotSent(), Stay()), step=StepName.REVIEW))
    assert coverage.replies == {Meeting("bank", "Odd"): 1, Meeting("help", "Typed"): 1}
    assert Meeting("bank", "Odd") not in coverage.unheard
    assert Meeting("bank", "Typed") in coverage.unheard


def test_replies_are_asked_for_where_they_can_be_heard():
    asked = meetings()
    assert {Meeting("event", "Followed"), Meeting("help", "Shared"), Meeting("payment", "TimeUp")} < asked
    assert not {Meeting("help", "Odd"), Meeting("day", "Named"), Meeting("tickets", "Returned")} & asked


def test_the_texts_are_those_of_the_source_and_of_the_catalogs():
    known = texts_of_conversation()
    assert known["Help"] == "sheets.help"
    assert "Your tickets are held until {time}: {count} minute left." in known
    assert [msgid for msgid in known if msgid not in TRANSLATED] == []


def test_a_text_is_shown_once_it_stands_on_a_screen_or_in_a_notice_in_its_language():
    coverage = Coverage()
    turn = turn_with(notice=text("Nothing has changed yet."))
    turn.session = Session(language="fr")
    coverage.watch(turn)
    coverage.watch(turn)
    assert not {"Help", "Nothing has changed yet."} & coverage.unshown.keys()
    assert "Back" in coverage.unshown
    assert coverage.screens == {StepName.EVENT: 1}
    assert coverage.shown.keys() == {"fr"}


def test_the_page_shows_what_was_met_and_names_what_was_not():
    coverage = Coverage()
    coverage.watch(turn_with(Decision("card", Tap(1, Press(Action.NEXT)), Advance()), step=StepName.CARD))
    page = coverage_page(coverage)
    assert "- card: anything else → Stay" in page
    assert "- Typed at day" in page
    assert "  - “{day}, {begins}”" in page
    assert "| **card** | 1 | ✗ | ✗ | ✗ | ✗ | ✗ | · | · | ✗ |" in page
    assert "| **card** | ✗ | 1 | · | · | · | · | · |" in page
    assert "| **event** | 1 |" in page
    assert f"| en | 1 of {len(texts_of_conversation())} |" in page
    assert "| **card** | Tap NEXT | Advance | 1 × |" in page


def test_the_page_of_what_all_was_met_says_so():
    coverage = Coverage()
    coverage.met.update(possible() - BEYOND_STORIES.keys())
    coverage.replies.update(meetings())
    page = coverage_page(coverage)
    assert "Every decision, and every reply where it can be given, is met." in page
    assert "✗ |" not in page.partition("## Screens and texts")[0]


def turn_with(*decisions: Decision, step: StepName = StepName.EVENT, notice: Text | None = None) -> Turn:
    return Turn(
        Session(), Details(), Profile(), Screen(text("Help")), 1, notice=notice, decisions=list(decisions), step=step
    )
