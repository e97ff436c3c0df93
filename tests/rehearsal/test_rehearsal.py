"""A rehearsal of many stories: several at once, each told as it ends, with a report that build servers read."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
import structlog

from bot.domain.labels import LANGUAGES, Language
from bot.rehearsal.failure import StoryFailed, Told, Wish
from bot.rehearsal.grounds import CLOCK, RESTART, CannotPlay, RunningBot, client_of, running_bot
from bot.rehearsal.junit import write_report
from bot.rehearsal.overhearing import overhear
from bot.rehearsal.rehearsal import Played, plays_of, rehearse
from bot.rehearsal.stage import stage
from bot.rehearsal.story import Story

LIST = {"start": "", "shows": {"text": "<Which event would you like to go to?>"}}
FAILURE = StoryFailed(
    story="b",
    language="en",
    place="b.yaml:7",
    done="tap Go",
    wishes=(Wish("[ Pay ]", is_met=True), Wish("Thank you!", is_met=False)),
    seen=("Your details", "[ Back ]"),
    dialogue=tuple(Told(f"b.yaml:{line}", f"say {line}", "Hello") for line in range(1, 13)),
)


def story(name: str, *lines: object, **more: object) -> Story:
    return Story.model_validate({"name": name, "dialogue": lines or ({"start": ""},), **more})


@dataclass
class Ground:
    """Plays nothing: `a` goes well, `b` another way, `c` cannot be played. Remembers how many were played at once."""

    now: int = 0
    most: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def why_not(self, story: Story) -> str | None:
        return "it is c" if story.name == "c" else None

    async def play(self, story: Story, language: Language) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        if self.now == 2:
            self.gate.set()
        await self.gate.wait()
        self.now -= 1
        if story.name == "b":
            structlog.get_logger("bot").warning("misconfigured", word=story.name)
            raise StoryFailed(story="b", language=language, place="b.yaml:7")


async def test_several_are_played_at_once_and_each_is_told():
    overhear()
    told, ground = list[Played](), Ground()
    ended = await rehearse(plays_of([story("a"), story("b"), story("c")], None), ground, told.append, at_once=2)
    assert ground.most == 2
    assert sorted(each.name for each in told) == sorted(
        f"{name} [{language}]" for name in "abc" for language in LANGUAGES
    )
    assert ended == told
    assert {each.story.name for each in ended if each.failure} == {"b"}
    assert {each.skipped for each in ended} == {"", "it is c"}
    assert {each.failure.log for each in ended if each.failure} == {("misconfigured word=b",)}


async def test_what_keeps_all_from_being_played_ends_it():
    class Broken(Ground):
        async def play(self, story: Story, language: Language) -> None:
            raise CannotPlay("no server")

    with pytest.raises(CannotPlay, match="no server"):
        await rehearse(plays_of([story("a")], None), Broken(), lambda _: None, at_once=3)


def test_one_language_can_be_asked_for():
    stories = [story("a"), story("b", languages=["nl", "de"])]
    assert [(each.name, language) for each, language in plays_of(stories, "de")] == [("a", "de"), ("b", "de")]
    assert [each.name for each, _ in plays_of(stories, "fr")] == ["a"]


def test_a_failure_shows_what_was_expected_beside_what_was_seen_and_the_dialogue():
    lines = str(FAILURE).splitlines()
    assert lines[0] == "✗ b [en], b.yaml:7: tap Go"
    shown = [" ".join(line.split()) for line in lines]
    assert "expected seen" in shown
    assert "✓ [ Pay ] Your details" in shown
    assert "✗ Thank you! [ Back ]" in shown
    assert any("4 lines before" in line for line in lines)
    assert [line.split() for line in lines if "← here" in line] == [["7", "tap", "Go", "←", "here"]]


def test_the_report_is_junits(tmp_path: Path):
    path = tmp_path / "report.xml"
    bad = StoryFailed(story="x", language="en", place="x.yaml:1", reason="control \x00 and \ud800")
    plays = [
        Played(story("a"), "nl", 1.25),
        Played(story("b"), "en", 0.5, FAILURE),
        Played(story("c"), "fr", skipped=CLOCK),
        Played(story("x"), "en", 0.5, bad),
    ]
    write_report(path, plays)
    [suite] = ElementTree.parse(path).getroot()
    assert {name: suite.get(name) for name in ("tests", "failures", "skipped", "errors")} == {
        "tests": "4",
        "failures": "2",
        "skipped": "1",
        "errors": "0",
    }
    cases = {case.get("name"): case for case in suite}
    assert cases["a [nl]"].get("time") == "1.250"
    assert cases["b [en]"].find("failure").text == str(FAILURE)
    assert cases["c [fr]"].find("skipped").get("message") == CLOCK
    assert cases["x [en]"].find("failure") is not None


# --- a bot that runs already -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "more", "why"),
    [
        ({"tap": "Go", "shop": []}, {}, None),
        ({"fault": "shop:reserve:500", "situation": ["sold-out", "places:festival.day:0"]}, {}, None),
        ({"clock": "+5m"}, {}, CLOCK),
        ({"situation": "hold-over"}, {}, CLOCK),
        ({"restart": True}, {}, RESTART),
        ({"situation": "redis-restart"}, {}, RESTART),
        ({"link": {"event": "museum"}}, {}, "it makes a link"),
        ({"state": {"step": "event"}}, {}, "it looks at the state"),
        ({"start": ""}, {"begins_at": "2026-12-01T09:00:00+01:00"}, "it begins at a moment of its own"),
        ({"start": ""}, {"ask_bank": True}, "it needs settings of its own"),
        ({"start": ""}, {"events": ["dinner"]}, "it is about dinner, and the shop there lists museum, festival"),
    ],
)
def test_what_a_running_bot_cannot_be_asked_is_not_played_and_says_why(
    line: dict[str, object], more: dict[str, object], why: str | None
):
    running = RunningBot(httpx.AsyncClient(), ("museum", "festival"), tells_state=False)
    told = running.why_not(story("x", line, **more))
    assert told is None if why is None else told is not None and told.startswith(why)


@pytest.mark.usefixtures("redis")
async def test_a_running_bot_is_played_at_and_left_well(redis_url: str):
    stories = [
        story("well", {"fault": "shop:*:slow:seconds=0:for=1h"}, LIST),
        story("another way", {"start": "", "shows": {"text": "no such words"}}),
        story("later", {"clock": "+1d"}, LIST),
    ]
    async with (
        stage(redis_url) as standing,
        running_bot(standing.address) as running,
        client_of(standing.address) as client,
    ):
        hurried = RunningBot(client, running.events, tells_state=running.tells_state, patience_s=1.0)
        ended = await rehearse(plays_of(stories, "en"), hurried, lambda _: None)
        assert list(standing.simulator.faults) == []
    assert [(each.story.name, each.failure is None, each.skipped) for each in ended] == [
        ("well", True, ""),
        ("another way", False, ""),
        ("later", True, CLOCK),
    ]


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "nonsense", "http://["])
async def test_without_a_simulator_there_it_says_so(address: str):
    with pytest.raises(CannotPlay, match="No simulator answers at"):
        async with running_bot(address):
            pass
