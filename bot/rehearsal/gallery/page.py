"""The gallery as one HTML file that needs nothing else: every screen that was met, its languages side by side."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

from bot.conversation.messages import Text
from bot.conversation.ports import Catalog
from bot.domain.labels import LANGUAGES, Language
from bot.rehearsal.gallery.drawing import drawn
from bot.rehearsal.gallery.met import Exhibit, Screens
from bot.simulator import page as chat_page

NAMES: Final = {"nl": "Nederlands", "en": "English", "fr": "Français", "de": "Deutsch"}
FOLDER: Final = Path(__file__).parent
LOOK: Final = ("theme.css", "messages.css", "media.css")
"""Of the chat page, so that screens look here as they do there."""
LONGEST_NAME: Final = 90
NOT_IN_AN_ID: Final = re.compile(r"[^a-z0-9]+")


def gallery(screens: Screens, catalog: Catalog, *, note: str = "") -> str:
    """Return the page; `note` is HTML that stands above the screens."""
    exhibits = screens.exhibits()
    style = "\n".join(path.read_text(encoding="utf-8") for path in _styles())
    script = (FOLDER / "gallery.js").read_text(encoding="utf-8")
    sections = [(of, list(group)) for of, group in groupby(exhibits, key=lambda each: each.met.of)]
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Every screen, in every language</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#screens">To the screens</a>
<header>
<h1>Every screen, in every language</h1>
<p>As a customer sees them: {len(exhibits)} screens, met in {len(screens.met)} dialogues and drawn as Telegram gets them. A
screen is shown where it says or offers something that none before it in its step did.</p>
{note}
<form id="controls" role="search">
<label>Search <input id="search" type="search" autocomplete="off" placeholder="words, a step, a story"></label>
<fieldset><legend>Languages</legend>{"".join(map(_choice, LANGUAGES))}</fieldset>
<label>Look <select id="theme"><option value="">as this device</option><option value="light">light</option>
<option value="dark">dark</option></select></label>
</form>
<p id="found" role="status"></p>
<nav aria-label="Steps"><ul>{"".join(_entry(of, group) for of, group in sections)}</ul></nav>
</header>
<main id="screens" tabindex="-1">
{"".join(_section(of, group, catalog) for of, group in sections)}
</main>
<script>{script}</script>
</body>
</html>
"""


def _styles() -> Iterator[Path]:
    yield from (chat_page.FOLDER / name for name in LOOK)
    yield FOLDER / "gallery.css"


def _policy(style: str, script: str) -> str:
    """Return the page's own policy: nothing is loaded, and nothing runs but what stands in it."""
    return (
        f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'self'"
    )


def _digest(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


def _choice(language: Language) -> str:
    name = f'<span lang="{language}">{NAMES[language]}</span>'
    return f'<label><input type="checkbox" value="{language}" checked> {name}</label>'


def _entry(of: str, group: list[Exhibit]) -> str:
    return f'<li><a href="#{_id(of)}">{escape(of)}</a> <small>{len(group)}</small></li>'


def _section(of: str, group: list[Exhibit], catalog: Catalog) -> str:
    articles = "".join(_article(exhibit, catalog) for exhibit in group)
    title = f'<h2 id="{_id(of)}-title">{escape(of)}</h2>'
    return f'<section id="{_id(of)}" aria-labelledby="{_id(of)}-title">{title}{articles}</section>'


def _article(exhibit: Exhibit, catalog: Catalog) -> str:
    met = exhibit.met
    name = f"{_id(met.of)}-{exhibit.number}"
    after = f", after <code>{escape(met.after)}</code>" if met.after else ""
    plain = ", in plain mode" if met.is_plain else ""
    figures = "".join(
        f'<figure lang="{language}"><figcaption>{NAMES[language]}</figcaption>{drawn(met, language, catalog)}</figure>'
        for language in LANGUAGES
    )
    return f"""<article id="{name}" aria-labelledby="{name}-title">
<h3 id="{name}-title"><a href="#{name}">{escape(heading(exhibit, catalog))}</a></h3>
<p class="from">In the story “{escape(met.story)}”{after}{plain}.</p>
<div class="languages">{figures}</div>
</article>
"""


def heading(exhibit: Exhibit, catalog: Catalog) -> str:
    """Return what a screen is called, in English: its title, and what is new on it where the title is not."""
    title = exhibit.met.screen.title
    if title.msgid == exhibit.new[0].msgid:
        return _short(catalog, title)
    return f"{_short(catalog, title)} · {_short(catalog, exhibit.new[0])}"


def _short(catalog: Catalog, text: Text) -> str:
    words = " ".join(re.sub(r"<[^>]*>", " ", catalog.words(text, "en")).split())
    return words if len(words) <= LONGEST_NAME else f"{words[:LONGEST_NAME]}…"


def _id(of: str) -> str:
    return NOT_IN_AN_ID.sub("-", of.lower()).strip("-")
