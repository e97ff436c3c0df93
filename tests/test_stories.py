"""Every shipped story in each of its languages, played over HTTP."""

import asyncio
import re
from collections import Counter
from pathlib import Path

import httpx
import pytest

from bot.domain.labels import Language
from bot.i18n.catalog import GettextCatalog
from bot.rehearsal.coverage import Coverage
from bot.rehearsal.effort import Effort, effort
from bot.rehearsal.failure import StoryFailed
from bot.rehearsal.grounds import play
from bot.rehearsal.player import Player
from bot.rehearsal.stage import TOKEN, stage
from bot.rehearsal.story import BadStory, Story, read_story, stories_in

FOLDER = Path(__file__).parent / "stories"
STORIES = [read_story(path) for path in stories_in(FOLDER)]
DOCS = Path(__file__).parents[1] / "docs" / "stories.md"
AT_ONCE = 4


def types_words(story: Story) -> bool:
    """Whether the customer types words of a language: what is read then differs from language to language."""
    return any("<" in said for step in story.dialogue for said in (step.say, step.edit, step.group) if said)


def in_all_but_one(story: Story) -> tuple[Language, ...]:
    """Return the languages in which a story is played by itself: it is played in one more where its decisions are counted."""
    return tuple(language for language in story.languages if language != counted_in(story))


def left_to_make_stories(story: Story, language: Language) -> bool:
    """Whether a play can wait: where no words are typed, a run of everything plays one more language, in turn."""
    others = in_all_but_one(story)
    return not types_words(story) and language != others[STORIES.index(story) % len(others)]


def counted_in(story: Story) -> Language:
    return "en" if "en" in story.languages else story.languages[0]


@pytest.mark.parametrize(
    ("story", "language"),
    [
        pytest.param(
            story,
            language,
            id=f"{story.name}-{language}",
            marks=[pytest.mark.stories] if left_to_make_stories(story, language) else [],
        )
        for story in STORIES
        for language in in_all_but_one(story)
    ],
)
async def test_story(story: Story, language: Language):
    await play(story, language)


@pytest.mark.timeout(900)
async def test_the_stories_meet_every_decision_of_the_conversation():
    """Each story in English, several at once: each step's replies and outcomes, by their types."""
    coverage, room = Coverage(), asyncio.Semaphore(AT_ONCE)

    async def counted(story: Story) -> None:
        async with room:
            await play(story, counted_in(story), watch=coverage.watch)

    async with asyncio.TaskGroup() as plays:
        for story in STORIES:
            plays.create_task(counted(story))
    assert [str(row) for row in coverage.missing] == []
    assert [str(meeting) for meeting in coverage.unheard] == []
    assert [str(row) for row in coverage.unforeseen] == []
    assert [str(row) for row in coverage.needless] == []


def test_no_purchase_takes_more_taps_than_the_documentation_says():
    rows = re.findall(r"^\| `fewest/([^`]+)` \|.*\| ([^|]+) \| ([^|]+) \|$", DOCS.read_text(), re.MULTILINE)
    counted = {path.stem: effort(read_story(path)) for path in stories_in(FOLDER / "fewest")}
    assert {name: Effort(*said) for name, *said in rows} == counted


def test_from_the_poster_to_the_payment_page_a_returning_customer_taps_three_times():
    assert effort(read_story(FOLDER / "fewest" / "returning-with-everything.yaml")).to_payment == "3 taps, 0 messages"


def test_two_stories_have_no_name_in_common():
    names = Counter(story.name for story in STORIES)
    assert [name for name, times in names.items() if times > 1] == []


async def test_a_story_that_goes_another_way_fails_with_what_was_seen():
    story = Story.model_validate(
        {"name": "wrong", "dialogue": [{"start": "", "shows": {"text": "<Thank you!>"}}]},
    )
    with pytest.raises(StoryFailed, match=r"(?s)line 1 .*expected +seen.*✗ Thank you! +Which event"):
        await play(story, "en", patience_s=2.0)


@pytest.mark.usefixtures("wrong_calls", "redis")
async def test_a_story_fails_when_a_call_is_not_as_the_schema_says(redis_url: str):
    story = Story.model_validate({"name": "wrong", "dialogue": [{"start": ""}, {"restart": True}]})
    async with (
        stage(redis_url) as standing,
        httpx.AsyncClient(base_url=standing.address, timeout=15.0, trust_env=False) as client,
    ):

        async def call_wrongly() -> None:
            await client.get(f"/bot{TOKEN}/getMe", params={"colour": "red"})

        with pytest.raises(StoryFailed, match=r"(?s)wrong \[en\], .*calls were not .*getMe: colour is unknown"):
            await Player(client, GettextCatalog(), restart=call_wrongly).play(story, "en")


def test_a_file_that_is_no_story_says_what_is_wrong(tmp_path: Path):
    path = tmp_path / "wrong.yaml"
    path.write_text("name: x\ndialogue:\n  - tpa: Continue\n")
    with pytest.raises(BadStory, match=r"line 3: dialogue\.0\.tpa: there is no such key; did you mean tap\?"):
        read_story(path)
    with pytest.raises(BadStory, match="no story here"):
        stories_in(tmp_path / "nothing")
