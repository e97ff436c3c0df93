"""Every screen in every language: what is kept of what was met, and how it is drawn."""

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.cli.gallery import FILE_NAME, collect
from bot.cli.gallery import gallery as command
from bot.conversation.keepsakes import CalendarFile
from bot.conversation.messages import Action, Button, Line, Listing, Press, Screen, SheetName, StepName, Text, text
from bot.conversation.outcome import Stay
from bot.conversation.screens import UNAVAILABLE
from bot.conversation.session import Details, Profile, Purchase, Session
from bot.conversation.turn import Bell, Decision, Turn
from bot.domain.labels import LANGUAGES, Language
from bot.i18n.catalog import GettextCatalog
from bot.rehearsal.chat import CustomerChat
from bot.rehearsal.gallery.drawing import drawn
from bot.rehearsal.gallery.met import BELL, KEPT, PLACES, RESTING, Met, Screens
from bot.rehearsal.gallery.page import gallery
from bot.rehearsal.gallery.served import ServedGallery, served_gallery
from bot.rehearsal.player import Player
from bot.rehearsal.stage import stage
from bot.rehearsal.story import BadStory, Story, read_story
from bot.telegram.contact_question import BUTTON
from bot.telegram.render import render
from tests.telegram.screens import free_order

CATALOG = GettextCatalog()
BEGINS_AT = datetime.fromisoformat("2026-12-01T09:00:00+01:00")
BUYS = read_story(Path(__file__).parents[1] / "stories" / "plain-ticket.yaml")
HELP = Screen(text("Help"), ((Line(text("Step {step} of {steps}", step=1, steps=2)),),))


def turn(screen: Screen | None = HELP, at: StepName = StepName.CARD, **more: Any) -> Turn:
    """Return a turn that shows a screen."""
    session = Session(purchases=(Purchase(at=at),), sheet=more.pop("sheet", None), plain=more.pop("plain", False))
    return Turn(session, Details(), Profile(), screen, 1, **more)


def met_in(*turns: Turn) -> Screens:
    screens = Screens()
    for each in turns:
        screens.watching("a story")(each)
    return screens


def shown(screens: Screens) -> list[tuple[str, list[str]]]:
    return [(each.met.of, [new.msgid for new in each.new]) for each in screens.exhibits()]


# --- what is kept --------------------------------------------------------------------------------------------------------


def test_a_screen_is_kept_where_it_shows_something_new():
    more = replace(HELP, rows=((Button(text("Continue"), Press(Action.NEXT)),),))
    screens = met_in(turn(), turn(), turn(more), turn(notice=text("Nothing has changed yet.")), turn(more))
    assert shown(screens) == [
        (StepName.CARD, ["Help", "Step {step} of {steps}"]),
        (StepName.CARD, ["Continue"]),
        (StepName.CARD, ["Nothing has changed yet."]),
    ]


def test_what_a_text_is_made_of_is_shown_with_it():
    names = Listing((text("First name"), text("Last name")))
    made = Screen(text("{first} {second}", first=text("Help"), second=text("Please fill in: {fields}", fields=names)))
    assert met_in(turn(made)).texts() == {
        "{first} {second}",
        "Help",
        "Please fill in: {fields}",
        "First name",
        "Last name",
    }


def test_a_screen_is_of_its_step_its_sheet_or_of_what_stands_beside_both():
    order = free_order("Polderlicht")
    screens = met_in(
        turn(at=StepName.DONE, handed_over=order),
        turn(sheet=SheetName.HELP),
        turn(plain=True),
        turn(),
        turn(Screen(UNAVAILABLE)),
        turn(Screen(text("Everything is deleted")), forgotten=True),
        turn(None, bell=Bell("it", HELP, 3)),
        turn(None),
    )
    assert [of for of, _ in shown(screens)] == [
        *(StepName.CARD, StepName.CARD, StepName.DONE, SheetName.HELP, SheetName.DELETE, RESTING, BELL),
        *(KEPT, KEPT, KEPT),
    ]
    assert {StepName.CARD, SheetName.HELP, KEPT} <= set(PLACES)
    words = next(each.met.texts() for each in screens.exhibits() if isinstance(each.met.keepsake, CalendarFile))
    assert "Open this file to put the date into your calendar." in words


def test_what_led_to_a_screen_is_named():
    decision = Decision("card", Press(Action.NEXT), Stay())  # type: ignore[arg-type]
    [exhibit] = met_in(turn(decisions=[decision])).exhibits()
    assert exhibit.met.after == "card: anything else → Stay"


# --- how it is drawn -----------------------------------------------------------------------------------------------------


async def test_what_is_drawn_is_what_the_bot_sent(redis_url: str):
    screens = Screens()
    async with (
        stage(redis_url, begins_at=BEGINS_AT, events=BUYS.events, watch=screens.watching(BUYS.name)) as standing,
        httpx.AsyncClient(base_url=standing.address, timeout=15.0, trust_env=False) as client,
    ):
        await Player(client, CATALOG, patience_s=60).play(BUYS, "nl")
        calls = (await client.get("/simulator/telegram/calls")).json()
    sent = [_said(call["parameters"]) for call in calls if call["method"] in {"sendMessage", "editMessageText"}]
    in_dutch, in_french = (
        [_rendered(each, notice, language) for each in screens for notice in (each.notice, None)]
        for language in ("nl", "fr")
    )
    assert len(sent) > 8
    assert [each for each in sent if each not in in_dutch] == []
    assert [each for each in sent if each in in_french] == []


def _said(parameters: dict[str, Any]) -> tuple[str, Any]:
    markup = parameters.get("reply_markup")
    return parameters["text"], markup["inline_keyboard"] if markup else []


def _rendered(met: Met, notice: Text | None, language: Language) -> tuple[str, Any]:
    rendered = render(met.screen, met.visit, notice, language, CATALOG, in_plain=met.is_plain)
    return rendered.html, [list(row) for row in rendered.keyboard]


def test_a_message_is_drawn_as_on_the_chat_page_without_anything_to_touch():
    row = (
        Button(text("Pay now"), url="https://pay.cm.com/x", way_on=True),
        Button(text("Copy the order number"), copy="x"),
    )
    words = Line(text("{value}", value="<b>Fest & Co</b> /help https://example.com"))
    html = drawn(
        Met("card", Screen(text("Help"), ((words,),), (row,), picture="https://cm.com/x.png"), ""), "en", CATALOG
    )
    assert '<div class="picture none"' in html
    assert "<b>Help</b>" in html
    assert "&lt;b&gt;Fest &amp; Co&lt;/b&gt;" in html
    assert '<span class="key primary">Pay now<svg class="mark"' in html
    assert not re.search(r"<(a|button|script)\b", html)


def test_the_button_below_the_message_field_is_drawn_and_a_ticket_has_its_picture():
    asking = Screen(text("Your details"), asks_contact=True)
    assert CATALOG.words(BUTTON, "fr") in drawn(Met("customer", asking, ""), "fr", CATALOG)
    kept = [each.met for each in met_in(turn(handed_over=free_order("Fest"))).exhibits()]
    html = "".join(drawn(met, "de", CATALOG) for met in kept)
    assert 'src="data:image/png;base64,' in html
    assert ".ics</b>" in html


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.languages: list[str] = []
        self.headings: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [named["href"] or ""] if tag == "a" else []
        self.languages += [named.get("lang") or ""] if tag == "figure" else []
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []


def pages() -> Iterator[str]:
    hostile = replace(HELP, title=text("{value}", value='</h3><script>alert("x")</script>'))
    yield gallery(met_in(turn(), turn(hostile, at=StepName.DAY), turn(sheet=SheetName.HELP)), CATALOG)
    yield gallery(Screens(), CATALOG, note="<p>Nothing yet.</p>")


def test_the_page_holds_every_language_of_every_screen_and_can_be_linked_into():
    full, empty = map(_Page, pages())
    assert full.languages == [*LANGUAGES] * 3
    assert len(full.ids) == len(set(full.ids))
    assert {"card-1", "day-1", "help-1"} < set(full.ids)
    assert {link.removeprefix("#") for link in full.links} <= set(full.ids)
    assert full.headings == [1, 2, 3, 2, 3, 2, 3]
    assert empty.headings == [1]


def test_the_page_needs_nothing_else_and_runs_nothing_else():
    for page in pages():
        assert page.count("<script>") == 1
        assert "<script>alert" not in page
        assert not re.search(r"""(src|href)=["'](?!#|data:)""", page)
        assert "default-src 'none'" in page


# --- beside the chat page ------------------------------------------------------------------------------------------------


async def test_a_demo_shows_what_was_met_in_it_and_plays_the_stories_on_request(redis_url: str):
    goes_on, waits = asyncio.Event(), asyncio.Event()

    async def collected(screens: Screens, told: Callable[[int, int], None]) -> list[str]:
        told(1, 2)
        screens.watching("played")(turn(sheet=SheetName.HELP))
        waits.set()
        await goes_on.wait()
        return ["wrong [en], line 1: <b>"]

    async with (
        served_gallery(CATALOG, collected) as served,
        stage(redis_url, watch=served.watch, routes=served.routes()) as standing,
        httpx.AsyncClient(base_url=standing.address, timeout=15.0, trust_env=False, follow_redirects=True) as client,
    ):
        chat = await CustomerChat.join(client, "nl")
        await chat.start()
        seen = await chat.look()
        while not seen.text:
            seen = await chat.look(after=seen.revision, wait_s=10)
        shown_here = (await client.get("/simulator/gallery")).raise_for_status()
        assert "frame-ancestors 'self'" in shown_here.headers["content-security-policy"]
        assert "Naar welk evenement wil je?" in shown_here.text
        assert "this demo" in shown_here.text
        assert 'id="help-1"' not in shown_here.text
        foreign = await client.post("/simulator/gallery", headers={"origin": "https://example.com"})
        assert foreign.status_code == 403
        assert not waits.is_set()
        played = await client.post("/simulator/gallery", headers={"origin": standing.address})
        await waits.wait()
        played = await client.get("/simulator/gallery")
        assert "1 of 2" in played.text
        assert 'id="help-1"' in played.text
        goes_on.set()
        assert "wrong [en], line 1: &lt;b&gt;" in (await client.get("/simulator/gallery")).text


async def test_what_keeps_the_stories_from_being_played_is_told_and_a_demo_that_ends_ends_them():
    begun = asyncio.Event()

    async def fails(screens: Screens, told: Callable[[int, int], None]) -> list[str]:
        begun.set()
        raise BadStory("x.yaml: not YAML")

    async def lasts(screens: Screens, told: Callable[[int, int], None]) -> list[str]:
        begun.set()
        await asyncio.Event().wait()
        return []

    async def asked(served: ServedGallery) -> str:
        transport = httpx.ASGITransport(Starlette(routes=served.routes()))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            await client.post("/simulator/gallery")
            await begun.wait()
            return (await client.get("/simulator/gallery")).text

    async with served_gallery(CATALOG, fails) as served:
        assert "could not be played: x.yaml: not YAML" in await asked(served)
    begun.clear()
    async with served_gallery(CATALOG, lasts) as served:
        assert "are being played" in await asked(served)
    async with served_gallery(CATALOG, None) as served:
        assert "<form method" not in await asked(served)


# --- the command ---------------------------------------------------------------------------------------------------------


def test_the_command_writes_the_page_of_the_stories(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    story = tmp_path / "begins.yaml"
    story.write_text(
        'name: begins\ndialogue:\n  - start: ""\n    shows: {text: "<Which event would you like to go to?>"}\n'
    )
    command(tmp_path, story)
    page = (tmp_path / FILE_NAME).read_text()
    assert "In the story “begins”, after <code>anywhere: Command START → Advance</code>." in page
    assert "Naar welk evenement wil je?" in page
    assert "1 screens of 1 stories" in capsys.readouterr().out


async def test_a_story_that_goes_another_way_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.cli.gallery.PATIENCE_S", 1.0)
    story = Story.model_validate({"name": "wrong", "dialogue": [{"start": "", "shows": {"text": "<Thank you!>"}}]})
    screens, told = Screens(), list[tuple[int, int]]()
    [failure] = await collect([story], screens, lambda *progress: told.append(progress))
    assert failure.startswith("✗ wrong [en], line 1")
    assert told == [(1, 1)]
    assert [of for of, _ in shown(screens)] == [StepName.EVENT]
