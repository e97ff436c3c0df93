"""The shop's own HTML as Telegram may show it: made safe first, folded where it is long.

https://core.telegram.org/bots/api#html-style
"""

import re
from html import escape, unescape
from typing import Final

import nh3

LONG: Final = 300
"""From how many characters on a description is folded."""
KEPT: Final = {"b", "strong", "i", "em", "u", "ins", "s", "del", "a"}
"""The tags that mean the same to Telegram."""
_BREAKS: Final = re.compile(r"(?i)<\s*(?:br\s*/?|/?(?:p|div|ul|ol|h[1-6]|tr|table|blockquote))\s*>")
_ITEM: Final = re.compile(r"(?i)<\s*li[^>]*>")
_EMPTY_LINES: Final = re.compile(r"\n\s*\n\s*")


def drawn(html: str) -> str:
    """Return a description as Telegram's HTML: the tags that Telegram knows, links to https addresses, the text of all else."""
    lines = _ITEM.sub("\n• ", _BREAKS.sub("\n", html))
    safe = nh3.clean(lines, tags=KEPT, attributes={"a": {"href"}}, url_schemes={"https"}, link_rel=None)
    words = _EMPTY_LINES.sub("\n\n", safe).strip()
    if len(plain(words)) <= LONG:
        return words
    return f"<blockquote expandable>{words}</blockquote>"


def plain(html: str) -> str:
    """Return the text alone, without any mark-up."""
    return unescape(nh3.clean(html, tags=set())).strip()


def shortened(html: str, most: int) -> str:
    """Return a description within a length: whole where it fits, else the beginning of its text alone."""
    whole = drawn(html)
    if len(whole) <= most:
        return whole
    return f"<blockquote expandable>{escape(plain(html)[:most], quote=False)}…</blockquote>"


def remark(html: str) -> str:
    """Return the words of a description alone, on one line."""
    return " ".join(plain(_BREAKS.sub(" ", _ITEM.sub(" · ", html))).split())
