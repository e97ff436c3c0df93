"""What the stories meet as a page for people, in Markdown: `ticketbot rehearse tests/stories --report FILE`."""

import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from bot.conversation.flow import STEPS
from bot.conversation.outcome import Outcome
from bot.conversation.sheets import SHEETS
from bot.conversation.turn import ANYWHERE, LINK
from bot.domain.labels import LANGUAGES, Language
from bot.rehearsal.coverage import BEYOND_STORIES, REPLIES, Coverage, Meeting, meetings
from bot.rehearsal.gallery.met import PLACES
from bot.rehearsal.markdown import table
from bot.rehearsal.possible import possible
from bot.rehearsal.texts import texts_of_conversation

NEVER: Final = "✗"
NOT_HERE: Final = "·"
OUTCOMES: Final = tuple(kind.__name__ for kind in typing.get_args(Outcome))
LEGEND: Final = f"A number says how often it was met; {NEVER}: no story meets it; {NOT_HERE}: it cannot be there."


def coverage_page(coverage: Coverage) -> str:
    """Return the page."""
    sections: Mapping[str, Iterable[str]] = {
        "What no story meets": _gaps(coverage),
        "Replies at each step and sheet": ["", LEGEND, "", *_replies(coverage)],
        "What each decides": ["", LEGEND, "", *_outcomes(coverage)],
        "Screens and texts": ["", *_screens(coverage), "", *_languages(coverage)],
        "Every decision": ["", *_decisions(coverage)],
    }
    lines = ["# What the stories meet", "", " ".join(coverage.summary())]
    for title, section in sections.items():
        lines += ["", f"## {title}", *section]
    return "\n".join(lines) + "\n"


def _gaps(coverage: Coverage) -> Iterator[str]:
    rows = [f"- {row}" for row in (*coverage.missing, *coverage.unheard)]
    yield from ("", *(rows or ["Every decision, and every reply where it can be given, is met."]))
    unshown = sorted(coverage.unshown.items(), key=lambda each: each[1])
    if unshown:
        yield from ("", "Texts that no story shows, by where they are in `bot/conversation`:")
    for module, texts in groupby(unshown, key=lambda each: each[1]):
        yield from ("", f"- `{module}`", *(f"  - “{text}”" for text, _ in texts))
    yield from ("", "What no story can meet, and why:", "")
    yield from (f"- {row}: {why}" for row, why in BEYOND_STORIES.items())


def _replies(coverage: Coverage) -> Iterator[str]:
    heard = meetings()

    def cell(at: str, reply: str) -> str:
        meeting = Meeting(at, reply)
        return str(coverage.replies[meeting] or (NEVER if meeting in heard else NOT_HERE))

    kinds = [kind.__name__ for kind in REPLIES]
    yield from table(("at", *kinds), ((f"**{at}**", *(cell(at, kind) for kind in kinds)) for at in (*STEPS, *SHEETS)))


def _outcomes(coverage: Coverage) -> Iterator[str]:
    can = {(row.by, row.outcome) for row in possible()}

    def cell(by: str, outcome: str) -> str:
        met = sum(times for row, times in coverage.met.items() if (row.by, row.outcome) == (by, outcome))
        return str(met or (NEVER if (by, outcome) in can else NOT_HERE))

    deciding = (*STEPS, *SHEETS, ANYWHERE, LINK)
    yield from table(("by", *OUTCOMES), ((f"**{by}**", *(cell(by, each) for each in OUTCOMES)) for by in deciding))


def _screens(coverage: Coverage) -> Iterator[str]:
    yield from table(
        ("of", "screens with something new"),
        ((f"**{of}**", str(coverage.screens[of] or NEVER)) for of in PLACES),
    )


def _languages(coverage: Coverage) -> Iterator[str]:
    texts = texts_of_conversation().keys()

    def shown(language: Language) -> str:
        return f"{len(texts & coverage.shown.get(language, set()))} of {len(texts)}"

    yield from table(("language", "texts that were shown in it"), ((each, shown(each)) for each in LANGUAGES))


def _decisions(coverage: Coverage) -> Iterator[str]:
    rows: list[Sequence[str]] = [
        (f"**{row.by}**", row.on, row.outcome, coverage.remark(row)) for row in sorted(possible())
    ]
    yield from table(("by", "on", "outcome", "met"), rows)
