"""One screen in one language, as the chat page draws the message that Telegram gets: the HTML of its bubble and buttons."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, Final

from bot.conversation.keepsakes import CalendarFile, TicketPicture
from bot.conversation.ports import Catalog
from bot.domain.labels import Language
from bot.rehearsal.gallery.met import Met
from bot.simulator.telegram.drawing import draw
from bot.simulator.telegram.html import parse_html
from bot.telegram.contact_question import BUTTON, QUESTION
from bot.telegram.qr_picture import qr_picture
from bot.telegram.render import Rendered, render

ICONS: Final = {
    "away": "M6 18L18 6M8 6h10v10",
    "copy": "M9 9h11v11H9zM5 15H4V4h11v1",
    "share": "M12 3a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21c0-4 3.5-6.5 8-6.5s8 2.5 8 6.5",
    "file": "M6 2h8l5 5v15H6zM14 2v5h5",
    "picture": "M3 5h18v14H3zM3 16l5-5 5 5 3-3 5 5M15.5 9h.01",
}
"""As the chat page draws them."""
_COMMAND: Final = re.compile(r"<(/?)button\b[^>]*>")
_LINK: Final = re.compile(r'<a href="[^"]*"[^>]*>(.*?)</a>', re.DOTALL)


def drawn(met: Met, language: Language, catalog: Catalog) -> str:
    """Return the messages that a customer sees."""
    rendered = render(met.screen, met.visit, met.notice, language, catalog, in_plain=met.is_plain)
    parts = [_message("".join((_above(met, rendered), _words(rendered.html))), rendered.keyboard)]
    if met.screen.asks_contact:
        asked = ({"text": catalog.words(BUTTON, language)},)
        words = _words(escape(catalog.words(QUESTION, language), quote=False))
        parts.append(_message(words, ()) + _keyboard((asked,), "share", "below the message field: "))
    return "".join(parts)


def _message(bubble: str, keyboard: Iterable[Iterable[dict[str, Any]]]) -> str:
    buttons = _keyboard(keyboard)
    wide = " wide" if buttons else ""
    return (
        f'<div class="message theirs{wide}"><div class="said"><div class="bubble">{bubble}</div></div>{buttons}</div>'
    )


def _above(met: Met, rendered: Rendered) -> str:
    """Return what stands above the words: the picture of an event or a ticket, or a file."""
    match met.keepsake:
        case TicketPicture(code=code):
            picture = b64encode(qr_picture(code)).decode()
            return f'<div class="picture"><img alt="QR code" src="data:image/png;base64,{picture}"></div>'
        case CalendarFile(name=name):
            return f'<div class="file">{_icon("file")}<span class="file-words"><b>{escape(name)}</b></span></div>'
        case _:
            pass
    return (
        f'<div class="picture none" title="the event\'s picture">{_icon("picture")}</div>' if rendered.picture else ""
    )


def _words(html: str) -> str:
    """Return a text as a phone shows it; what can be touched there is only looked at here."""
    words, entities = parse_html(html)
    text = _LINK.sub(r"<u>\1</u>", _COMMAND.sub(r"<\1span>", draw(words, tuple(entities))))
    return f'<div class="words" dir="auto">{text}</div>'


def _keyboard(rows: Iterable[Iterable[dict[str, Any]]], icon: str = "", what: str = "") -> str:
    lines = "".join(f'<div class="row">{"".join(_keys(row, icon))}</div>' for row in rows)
    said = f'<span class="hidden" lang="en">Buttons {what}</span>'
    return f'<div class="keyboard rounded">{said}{lines}</div>' if lines else ""


def _keys(row: Iterable[dict[str, Any]], icon: str) -> Iterator[str]:
    for button in row:
        mark = "away" if "url" in button else "copy" if "copy_text" in button else icon
        drawn_mark = _icon(mark, "mark") if mark else ""
        yield f'<span class="key {button.get("style", "")}">{escape(button["text"])}{drawn_mark}</span> '


def _icon(name: str, look: str = "") -> str:
    return f'<svg class="{look}" viewBox="0 0 24 24" aria-hidden="true"><path d="{ICONS[name]}"/></svg>'
