"""The HTML parser beside Telegram's own (`tdjson`), and what becomes of a parsed text."""

import json
from typing import Any

import pytest
import tdjson
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulator.telegram.drawing import draw
from bot.simulator.telegram.entities import Entity, settled
from bot.simulator.telegram.html import parse_html
from bot.simulator.telegram.refused import Refused

CORPUS = [
    "plain & simple",
    "<b>bold</b> <strong>x</strong> <i>i</i> <em>x</em> <u>u</u> <ins>x</ins> <s>s</s> <strike>x</strike> <del>x</del>",
    '<tg-spoiler>x</tg-spoiler> <span class="tg-spoiler">y</span> <SPAN CLASS=tg-spoiler>z</SPAN>',
    "<b>a <i>b <u>c</u></i> d</b>",
    "<code>a</code> <pre>b</pre> <pre><code class=\"language-python\">c</code></pre> <code class='language-x'>d</code>",
    '<a href="http://example.com/?a=1&amp;b=2">x</a> <a href="EXAMPLE.com">y</a> <a>https://example.com</a>',
    '<a href="javascript:alert(1)">x</a><a href="">y</a><a href="tg://user?id=12">z</a><a href="tg:resolve?domain=x">w</a>',
    '<a href="http://localhost/">x</a><a href="http://127.0.0.1:8080/pay/1">y</a><a href="ftp://example.com">z</a>',
    '<a href="http://example.com:0/">x</a><a href="http://example.com:65536/">y</a><a href="http://example.com:99">z</a>',
    "<blockquote>a</blockquote><blockquote expandable>b</blockquote>",
    '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
    '<tg-time unix="1647531900" format="wDT">then</tg-time><tg-time unix="1">x</tg-time><tg-time>y</tg-time>',
    "&lt;&gt;&amp;&quot;&#39;&#x1F600;&nbsp;&apos;&lt &#65 &#0; &#1114112; &",
    "é😀<b>é😀</b>",
    "<b></b>",
    "<b>a</>",
    "<b  >a</b  >",
    "<b>a",
    "</b>",
    "a</b>",
    "<b>a</i>",
    "<b>a <i>b</b></i>",
    "a < b",
    "<",
    "<b",
    "<b x=",
    '<b x="1',
    "<a href=a/b>x</a>",
    "<b =>x</b>",
    "</",
    "</b",
    "<b>x</b",
    "é<x>",
    "<br>",
    "<br/>",
    "<p>x</p>",
    "<span>x</span>",
    "<tg-emoji emoji-id=x>y</tg-emoji>",
    '<tg-time unix="1" format="q">x</tg-time>',
    "&#xD800;",
    "&#xD83D;&#xDE00;<b>",
    "&#X41; &#x10FFFE; &#x10FFFF; &#00000065; &#000000065; &LT; &ltx; &; && &amp;lt;",
    "<b\0",
    '<a href="http://x.nl/a b?c#d">x</a><a href=" x.nl">y</a><a href="x.nl\xa0">z</a><a href="http://é.nl?ü">w</a>',
    '<a href="u:p@x.nl:080">x</a><a href="http://a@@x.nl">y</a><a href="x.nl:">z</a><a href="http://[::1]:8/">w</a>',
    '<a href="http://[fe80::1%eth0]/">x</a><a href="http://%41.nl">y</a><a href="http://%zz.nl">z</a><a href="http://.">w</a>',
    '<a href="tg:user?x=1&amp;id=5#y">x</a><a href="TG://USER/?ID=5">y</a><a href="tg://user?id=05">z</a>',
    '<a href="tg://user?id=0">x</a><a href="tg://user?id=1099511627776">y</a><a href="tonsite://a.b">z</a>',
    '<tg-emoji emoji-id="-5">x</tg-emoji>',
    '<tg-emoji emoji-id="05">x</tg-emoji>',
    '<span class="tg-spoiler" class="x">x</span><code class="language-a" class="b">y</code>',
    '<code class="language-x"><pre><code class="language-y">x</code></pre></code>',
]
TYPES = {
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "CustomEmoji": "custom_emoji",
    "DateTime": "date_time",
}
DETAILS = ("url", "language", "user_id", "custom_emoji_id", "unix_time", "date_time_format")
PRECISIONS = {"dateTimePartPrecisionNone": 0, "dateTimePartPrecisionShort": 1, "dateTimePartPrecisionLong": 2}


def ask_tdlib(**request: object) -> dict[str, object]:
    answer: dict[str, object] = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"{}")
    return answer


@pytest.fixture(scope="module", autouse=True)
def _quiet() -> None:
    ask_tdlib(**{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def their_format(shape: dict[str, Any] | None) -> str:
    """Write what their parser says of a moment's form in the Bot API's letters."""
    if shape is None:
        return ""
    if shape["@type"] == "dateTimeFormattingTypeRelative":
        return "r"
    day = "w" if shape["show_day_of_week"] else ""
    date, time = (PRECISIONS[shape[f"{part}_precision"]["@type"]] for part in ("date", "time"))
    return day + ("", "d", "D")[date] + ("", "t", "T")[time]


def theirs(html: str) -> object:
    answer = json.loads(
        tdjson.td_execute(
            json.dumps(
                {"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}}
            ).encode()
        )
        or b""
    )
    if answer["@type"] == "error":
        return answer["message"]
    return answer["text"], sorted(
        (
            part["offset"],
            part["length"],
            TYPES[part["type"]["@type"].removeprefix("textEntityType")],
            *(str(part["type"].get(detail, "")) for detail in DETAILS[:-1]),
            their_format(part["type"].get("formatting_type")),
        )
        for part in answer["entities"]
    )


def ours(html: str) -> object:
    try:
        text, entities = parse_html(html)
    except Refused as refused:
        reason = refused.description.removeprefix("Bad Request: ")
        return reason[0].upper() + reason[1:]
    return text, sorted(
        (part.offset, part.length, part.type, *(str(part.detail.get(detail, "")) for detail in DETAILS))
        for part in entities
    )


@pytest.mark.parametrize("html", CORPUS)
def test_the_parser_agrees_with_telegrams(html: str):
    assert ours(html) == theirs(html)


@pytest.mark.parametrize(
    "shape", ["r", "R", "rr", "rT", "w", "Wd", "Tw", "tT", "Dd", "wDT", "tTdD", "ww", " r", "x", "wDTx"]
)
def test_the_form_of_a_moment_is_read_as_telegram_does(shape: str):
    html = f'<tg-time unix="1647531900" format="{shape}">then</tg-time>'
    assert ours(html) == theirs(html)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.integers(-10, 2**70).map(str), st.text("0123456789+-. x", max_size=12)),
    st.text("rRwWdDtTx", max_size=5),
)
def test_any_moment_is_read_as_telegram_does(unix: str, shape: str):
    html = f'<tg-time unix="{unix}" format="{shape}">then</tg-time>'
    assert ours(html) == theirs(html)


def kept(html: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, entities = settled(*parse_html(html))
    return text, [(part.type, part.offset, part.length) for part in entities]


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        (" \n <b>a</b> \n", "a", [("bold", 0, 1)]),
        ("<b> a </b>", " a", [("bold", 0, 2)]),
        ("a\r\nb\x07c\u202ed", "a\nb cd", []),
        ("<b>a</b><b>b</b>", "ab", [("bold", 0, 2)]),
        ("<b>a<b>b</b></b>", "ab", [("bold", 0, 2)]),
        ("<code><b>a</b></code>", "a", [("code", 0, 1)]),
        ("<b>a<code>x</code>b</b>", "axb", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ('<b>a<tg-time unix="5">bc</tg-time></b>', "abc", [("bold", 0, 1), ("date_time", 1, 2)]),
        ("<blockquote>a<blockquote>x</blockquote>b</blockquote>", "axb", [("blockquote", 0, 3)]),
        ('<a href="http://x.nl"><b>a</b></a>', "a", [("text_link", 0, 1), ("bold", 0, 1)]),
        ("<b>http://x.nl</b>", "http://x.nl", [("url", 0, 11), ("bold", 0, 11)]),
        ("<b> </b>a", "a", []),
        ("😀 <b>😀</b>", "😀 😀", [("bold", 3, 2)]),
        ("/start@rehearsal_bot x", "/start@rehearsal_bot x", [("bot_command", 0, 20)]),
        ("a/b 1/2 http://x.nl/a/b.", "a/b 1/2 http://x.nl/a/b.", [("url", 8, 15)]),
        ("<code>/start</code>", "/start", [("code", 0, 6)]),
        (
            "a@example.com @someone #tag",
            "a@example.com @someone #tag",
            [("email", 0, 13), ("mention", 14, 8), ("hashtag", 23, 4)],
        ),
        ("+31 6 12345678", "+31 6 12345678", [("phone_number", 0, 14)]),
    ],
)
def test_a_text_is_kept_as_telegram_keeps_it(html: str, text: str, entities: list[tuple[str, int, int]]):
    assert kept(html) == (text, entities)


def test_overlapping_parts_are_drawn_nested():
    parts = (Entity("bold", 0, 4), Entity("italic", 2, 4))
    assert draw("abcdef", parts) == "<b>ab<i>cd</i></b><i>ef</i>"


@pytest.mark.parametrize(
    ("html", "drawn"),
    [
        ("&lt;script&gt;&amp;\"'", "&lt;script&gt;&amp;&quot;&#x27;"),
        (
            '<a href="http://x.nl/?a=&quot;&gt;&lt;b">x</a>',
            '<a href="http://x.nl/?a=&quot;&gt;&lt;b" target="_blank" rel="noopener noreferrer">x</a>',
        ),
        ("<b>é<i>😀</i></b>!", "<b>é<i>😀</i></b>!"),
        ("a\n<blockquote>b</blockquote>\nc", "a<blockquote>b</blockquote>c"),
        ("/help", '<button type="button" class="command" data-command="/help">/help</button>'),
    ],
)
def test_a_text_is_drawn_escaped(html: str, drawn: str):
    assert draw(*settled(*parse_html(html))) == drawn
