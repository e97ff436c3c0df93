"""The checker finds each kind of harm in a history that has nothing else wrong with it, and none in a good one."""

from dataclasses import replace

import pytest

from tests.chaos.checker import check, longest_wait_s
from tests.chaos.history import History, Life, Line, Told, Update, Wanted, Write

CHAT = 7
NAMES = ("Robin", "de Vries")
RESERVE = Write(CHAT, at=21.0, call="reserve", status=201, names=NAMES, tickets=1)
KEEPSAKE = Told(CHAT, at=24.0, method="sendDocument", keepsake="order.ics")
GOOD = History(
    updates=(Update(1, CHAT, 10.0, "Robin"), Update(2, CHAT, 20.0, "Order and pay", query="q")),
    told=(
        Told(CHAT, at=11.0, method="sendMessage", words="What is your last name?"),
        Told(CHAT, at=20.5, method="answerCallbackQuery", query="q"),
        Told(CHAT, at=22.0, method="editMessageText", words="Your tickets are held.\nPay now"),
        KEEPSAKE,
    ),
    writes=(RESERVE, Write(CHAT, at=21.5, call="checkout", status=201)),
    lines=(Line(CHAT, "update:1"), Line(CHAT, "update:2")),
    lives=(Life(0.0, "started"),),
    wanted={CHAT: Wanted(NAMES, 1)},
)
SOON_AGAIN, LATER_AGAIN = replace(RESERVE, at=21.8), replace(RESERVE, at=23.0)


def with_told(*more: Told) -> History:
    return replace(GOOD, told=(*GOOD.told, *more))


BROKEN: dict[str, tuple[str, History]] = {
    "no turn": ("lost", replace(GOOD, lines=GOOD.lines[:1])),
    "silence": (
        "lost",
        replace(GOOD, updates=(*GOOD.updates, Update(3, CHAT, 30.0, "?")), lines=(*GOOD.lines, Line(CHAT, "update:3"))),
    ),
    "a tap without its answer": ("lost", replace(GOOD, told=tuple(each for each in GOOD.told if each.query != "q"))),
    "an answer that Telegram refused": (
        "lost",
        replace(GOOD, told=tuple(replace(each, is_done=each.query != "q") for each in GOOD.told)),
    ),
    "somebody who waits in vain": ("lost", replace(GOOD, stuck=("chat 7 waits",))),
    "given up": ("lost", replace(GOOD, lines=GOOD.lines[1:], dead=frozenset({"update:1"}))),
    "an outcome nobody told": ("lost", replace(GOOD, told=tuple(replace(each, words="") for each in GOOD.told))),
    "an outcome told too late": (
        "lost",
        replace(
            GOOD,
            told=tuple(replace(each, at=each.at + 70.0) if "Pay now" in each.words else each for each in GOOD.told),
        ),
    ),
    "two turns": ("doubled", replace(GOOD, lines=(*GOOD.lines, GOOD.lines[-1]))),
    "a keepsake again": ("doubled", with_told(replace(KEEPSAKE, at=25.0))),
    "two repeats and one crash": (
        "doubled",
        replace(
            with_told(replace(KEEPSAKE, at=26.0), replace(KEEPSAKE, at=27.0)),
            lives=(*GOOD.lives, Life(25.0, "killed")),
        ),
    ),
    "a write again": ("doubled", replace(GOOD, writes=(*GOOD.writes, SOON_AGAIN))),
    "a write again for a tap from before its outcome": (
        "doubled",
        replace(
            GOOD,
            updates=(*GOOD.updates, Update(3, CHAT, 21.9, "Order and pay", query="q3")),
            told=(*GOOD.told, Told(CHAT, at=23.5, method="answerCallbackQuery", query="q3", words="Pay now")),
            lines=(*GOOD.lines, Line(CHAT, "update:3")),
            writes=(*GOOD.writes, LATER_AGAIN),
        ),
    ),
    "a write that nobody asked for": ("doubled", replace(GOOD, updates=(), lines=())),
    "a write from an old reply": (
        "doubled",
        replace(
            GOOD,
            writes=tuple(replace(each, at=each.at + 700.0) for each in GOOD.writes),
            told=tuple(replace(each, at=each.at + 700.0) for each in GOOD.told),
        ),
    ),
    "turned round": ("reordered", replace(GOOD, lines=GOOD.lines[::-1])),
    "names turned round": ("reordered", replace(GOOD, writes=(replace(RESERVE, names=NAMES[::-1]), GOOD.writes[1]))),
    "another number of tickets": ("reordered", replace(GOOD, writes=(replace(RESERVE, tickets=2), GOOD.writes[1]))),
}


def test_a_good_history_is_clean():
    assert str(check(GOOD)) == ""
    assert check(GOOD).is_clean
    assert longest_wait_s(GOOD) == 1.0


@pytest.mark.parametrize(("what", "history"), BROKEN.values(), ids=BROKEN)
def test_each_harm_is_found_and_counted_as_what_it_is(what: str, history: History):
    verdict = check(history)
    assert [kind for kind, broken in verdict.broken.items() if broken] == [what], str(verdict)
    assert str(verdict).startswith(f"{what}: ")


def test_what_is_allowed_is_clean():
    crash = Life(24.5, "killed")
    repeated = replace(with_told(replace(KEEPSAKE, at=25.0)), lives=(*GOOD.lives, crash))
    pressed = replace(
        GOOD,
        updates=(*GOOD.updates, Update(3, CHAT, 22.5, "Order and pay", query="q3")),
        told=(
            *GOOD.told,
            Told(CHAT, at=23.5, method="answerCallbackQuery", query="q3"),
            Told(CHAT, at=23.6, method="editMessageText", words="Pay now"),
        ),
        lines=(*GOOD.lines, Line(CHAT, "update:3")),
        writes=(*GOOD.writes, LATER_AGAIN),
    )
    crossed = replace(GOOD, queues=2, lines=GOOD.lines[::-1])
    after_a_restart = replace(
        GOOD,
        told=tuple(replace(each, at=each.at + 90.0) for each in GOOD.told),
        lives=(*GOOD.lives, Life(22.0, "killed"), Life(100.0, "started")),
    )
    for allowed in (repeated, pressed, crossed, after_a_restart):
        assert str(check(allowed)) == ""
