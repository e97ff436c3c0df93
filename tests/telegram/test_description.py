"""The shop's HTML: what of it is shown, and that Telegram's own parser reads whatever becomes of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulator.shop.special_events import HOSTILE
from bot.telegram.description import LONG, drawn, remark
from bot.telegram.length import units
from tests.telegram.test_screens import parsed

TAGS = (
    "b", "i", "u", "s", "a href='https://example.com/?a=1&b=2'", "a href='javascript:x'", "a href='//x'", "p", "div", "br",
    "ul", "ol", "li", "h2", "blockquote", "blockquote expandable", "table", "tr", "td", "pre", "code", "tg-spoiler", "script",
    "style", "svg", "img src=x", "!--", "span class='tg-spoiler'", "tg-emoji emoji-id='1'", "textarea", "plaintext",
)  # fmt: skip
WORDS = (
    "Kom vroeg",
    " ",
    "\n",
    "&amp;",
    "&lt;b&gt;",
    "&nbsp;",
    "&#0;",
    "&#x202e;",
    "&bogus;",
    "<",
    ">",
    "&",
    "🎟️",
    "é",
    "\x07",
    "]]>",
)
pieces = st.one_of(
    st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag.split()[0]}>"),
    st.sampled_from(WORDS),
    st.text(max_size=12),
)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("Two  days\nof light", "Two days of light"),
        (
            "<p>Two days</p>\n<p>of <strong>light</strong> &amp; <em>sound</em></p>",
            "Two days\n\nof <b>light</b> &amp; <i>sound</i>",
        ),
        ("<h2>Doors</h2>open at <u>8</u>", "<b>Doors</b>\n\nopen at <u>8</u>"),
        ("<ul><li>one</li><li>two<ul><li>half</li></ul></li></ul>after", "• one\n• two\n◦ half\n\nafter"),
        ("<ol><li>one</li><li><p>two</p></li></ol>", "1. one\n2. two"),
        ("<table><tr><td>Fri</td><td>8 pm</td></tr><tr><td>Sat</td></tr></table>", "Fri 8 pm\nSat"),
        ("a<br>b<br><br><br>c", "a\nb\n\nc"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "a\n\nb"),
        ('<a href="https://example.com/?a=1&b=2">plan</a>', '<a href="https://example.com/?a=1&amp;b=2">plan</a>'),
        ('<a href="http://example.com">a</a> <a href="//b.c">b</a> <a href="https://x@y.z">c</a> <a>d</a>', "a b c d"),
        ("<b>a <strong>b</strong></b> <b><i>c</b>d</i>", "<b>a</b> <b>b</b> <b><i>c</i></b><i>d</i>"),
        ("caf&eacute;&nbsp;&euro;5 &lt;b&gt; a&#x202e;b\x07", "café\xa0€5 &lt;b&gt; ab"),
        ("<script>alert(1)</script><style>p{}</style><!-- no --><p> </p>", ""),
        ("", ""),
    ],
)
def test_what_of_it_is_shown(html: str, shown: str):
    assert drawn(html, 2000) == shown


def test_what_harms_is_gone_and_what_is_broken_is_mended():
    shown = drawn(HOSTILE, 2000)
    assert parsed(shown).startswith("Kom vroeg & warm\n\nklik plan\n\n• één\n• twee")
    assert '<a href="https://example.com/?a=1&amp;b=2">plan</a>' in shown
    for harmful in ("script", "onclick", "onerror", "javascript", "alert", "display"):
        assert harmful not in shown


def test_long_text_is_folded_and_short_text_is_not():
    assert drawn("x" * LONG, 2000) == "x" * LONG
    assert drawn("x" * (LONG + 1), 2000) == f"<blockquote expandable>{'x' * (LONG + 1)}</blockquote>"


def test_a_cut_keeps_the_marks_and_leaves_no_tag_open():
    shown = drawn("<b>" + "light &amp; <i>sound</i> " * 200 + "</b>", 600)
    assert shown.endswith("</blockquote>")
    assert 500 < units(shown) <= 600
    assert "<i>sound</i>" in shown
    assert parsed(shown).endswith("…")


def test_no_room_is_no_description():
    assert drawn("light", 10) == ""
    assert drawn(f'<a href="https://example.com/{"x" * 400}">light</a>', 100) == ""


def test_a_link_longer_than_any_that_is_written_by_hand_is_left_as_its_words():
    assert drawn(f'<a href="https://example.com/{"x" * 600}">light</a>', 2000) == "light"


def test_a_remark_is_its_words_alone():
    assert (
        remark("<p>Two <b>days</b></p><ul><li>of light</li><li>&amp; sound</li></ul>")
        == "Two days · of light · & sound"
    )


@settings(max_examples=150, deadline=None)
@given(html=st.lists(pieces, max_size=25).map("".join), most=st.integers(min_value=0, max_value=600))
def test_whatever_it_is_telegram_takes_it_within_the_limit(html: str, most: int):
    shown = drawn(html, most)
    assert units(shown) <= most
    if shown:
        assert parsed(f"x{shown}")
        assert shown.count("<blockquote") <= 1


def test_control_without_the_cleaner_harm_comes_through(monkeypatch):
    monkeypatch.setattr("nh3.clean", lambda html, **_: html)
    with pytest.raises((AssertionError, IndexError)):
        assert parsed(drawn(HOSTILE, 2000)).startswith("Kom vroeg & warm\n\nklik plan")
