"""The HTML parser beside Telegram's own on anything: random markup, well-formed and not, and random addresses."""

from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulator.test_emulator_html import ours, theirs

STYLES = ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "code", "pre", "blockquote", "a")
NAMES = (*STYLES, "span", "tg-emoji", "tg-time", "B", "Tg-Spoiler", "p", "br", "tg-spoilerx", "")
CLASSES = ("tg-spoiler", "language-python", "language-", "language-a b", "x", "")
ADDRESSES = ("http://x.nl/", "x", "", "tg://user?id=5", "tg://user?id=0", "mailto:a@b.nl", "http://é.nl/a b", "x.nl:0")
NUMBERS = ("1647531900", "1", "0", "-1", "2147483648", "5368324170671202286", "99999999999999999999", "x")
FORMATS = ("", "r", "R", "wDT", "dt", "Dd", "Tw")
CHARACTERS = ("a", " ", "\n", "\t", "é", "😀", "e\u0301", "\u200b", "\xa0", "\r", "\0", "\x01", "\u2028", "\u202e")
REFERENCES = (
    *(
        "&lt;",
        "&gt;",
        "&amp;",
        "&quot;",
        "&apos;",
        "&nbsp;",
        "&lt",
        "&LT;",
        "&#65;",
        "&#65",
        "&#x41;",
        "&#X41;",
        "&#0;",
    ),
    *(
        "&#x1F600;",
        "&#xD800;",
        "&#57343;",
        "&#1114110;",
        "&#1114111;",
        "&#99999999;",
        "&#999999999;",
        "&#",
        "&#x;",
        "&",
    ),
)
PLACES = (
    *(
        "http",
        "https",
        "HTTP",
        "ftp",
        "tg",
        "tonsite",
        "://",
        ":",
        "/",
        "?",
        "#",
        "@",
        "[",
        "]",
        "x.nl",
        "X.NL",
        "localhost",
    ),
    *("127.0.0.1", "::1", "user", "id=", "=", "&", "%41", "%zz", "%", "80", "0", "080", "65536", ".", " ", "\n", "\0"),
    *("!", "~", "(", "+", "-", "_", "|", "^", "{", "<", "é", "😀", "\xa0", "-1", "99999999999999999999"),
)

words = st.sampled_from(CHARACTERS) | st.sampled_from(REFERENCES)


def attribute(name: str, *values: str) -> st.SearchStrategy[str]:
    """An attribute with one of these values, quoted or not, or without any."""
    written = st.sampled_from(['{}="{}"', "{}='{}'", "{}={}", "{}"])
    return st.builds(lambda form, value: form.format(name, value), written, st.sampled_from(values))


attributes = st.one_of(
    attribute("class", *CLASSES),
    attribute("href", *ADDRESSES, *REFERENCES),
    attribute("emoji-id", *NUMBERS),
    attribute("unix", *NUMBERS),
    attribute("format", *FORMATS),
    attribute("expandable", "", "x"),
    st.sampled_from(["=", '"x"', "a='b", 'a="b', "&lt;", "x=&amp;"]),
)


def opened(name: str) -> st.SearchStrategy[str]:
    """A start tag that Telegram takes."""
    match name:
        case "span":
            return st.just('<span class="tg-spoiler">')
        case "a":
            return st.sampled_from(ADDRESSES).map(lambda address: f'<a href="{address}">')
        case "code" | "pre":
            return st.sampled_from(CLASSES).map(lambda name_of: f'<{name} class="{name_of}">')
        case "blockquote":
            return st.sampled_from(["<blockquote>", "<blockquote expandable>"])
        case "tg-emoji":
            return st.just('<tg-emoji emoji-id="5368324170671202286">')
        case "tg-time":
            return st.sampled_from(FORMATS).map(lambda shape: f'<tg-time unix="1647531900" format="{shape}">')
        case _:
            return st.just(f"<{name}>")


def enclosed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Marked up parts, one after the other, in tags that are closed."""
    part = st.sampled_from(NAMES[:17]).flatmap(
        lambda name: st.builds(lambda start, text: f"{start}{text}</{name}>", opened(name), inner)
    )
    return st.lists(words | part, max_size=3).map("".join)


well_formed = st.recursive(words, enclosed, max_leaves=12)
tags = st.builds(
    lambda name, gap, listed, end: f"<{name}{gap}{' '.join(listed)}{end}",
    st.sampled_from(NAMES),
    st.sampled_from([" ", "  ", "\n", "\t", "/", "\0", ""]),
    st.lists(attributes, max_size=3),
    st.sampled_from([">", ">", " >", "/>", ""]),
)
end_tags = st.sampled_from(["</>", "</", *(f"</{name}>" for name in NAMES)])
anything = st.lists(tags | end_tags | words | st.sampled_from("<>/='\""), max_size=9).map("".join)


@settings(max_examples=400, deadline=None)
@given(well_formed)
def test_good_markup_is_read_alike(html: str):
    assert ours(html) == theirs(html)


@settings(max_examples=600, deadline=None)
@given(anything)
def test_anything_is_read_or_refused_alike_in_the_same_words(html: str):
    assert ours(html) == theirs(html)


@settings(max_examples=200, deadline=None)
@given(st.text("<>/&;#x\"'= abtgspanclodeprq-1😀é", max_size=25))
def test_any_text_is_read_or_refused_alike(html: str):
    assert ours(html) == theirs(html)


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(["http://", "https://", "tg://", "tg:", "ton://", "tonsite://", "tg://user?id=", ""]),
    st.lists(st.sampled_from(PLACES), max_size=6).map("".join),
)
def test_any_address_is_taken_or_dropped_alike(beginning: str, rest: str):
    html = f'<a href="{escape(beginning + rest)}">x</a>'
    assert ours(html) == theirs(html)


def test_good_markup_is_good():
    """Control: what is called well-formed above is read, not refused, for the greater part."""
    read: list[bool] = []

    @settings(max_examples=200, deadline=None, database=None)
    @given(well_formed)
    def look(html: str) -> None:
        read.append(not isinstance(ours(html), str))

    look()
    assert sum(read) > len(read) / 2
