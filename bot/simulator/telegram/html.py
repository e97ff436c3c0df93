"""Telegram's HTML (https://core.telegram.org/bots/api#html-style): parsed to a plain text with entities.

It is parsed byte by byte, because errors name byte offsets, and agrees with TDLib's parser in what is refused and
in which words.
"""

import re
from dataclasses import dataclass, replace

from bot.simulator.telegram.address import WrongAddress, checked, user_of
from bot.simulator.telegram.entities import Entity, utf16_length
from bot.simulator.telegram.refused import Refused, bad_request

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset({*_STYLES, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"})
_BEGINS = {("code", "class"): "language-", ("span", "class"): "tg-"}
"""How the value of an attribute must begin to count at all; of several that do the last counts."""
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_SPACE = b" \t\r\n\v\0"
_REFERENCE = re.compile(rb"&(?:#[xX]([0-9A-Fa-f]+)|#([0-9]+)|([A-Za-z]+));?")
_NAME_TOKEN = re.compile(rb"[A-Za-z0-9.-]*")
_TAG_NAME = re.compile(rb"[^ \t\r\n\v\0>]*")
_ATTRIBUTE_NAME = re.compile(rb"[^ \t\r\n\v\0=>/\"']*")
_BLANK = re.compile(rb"[ \t\r\n\v]*")
_EMOJI = re.compile(r"-?[1-9][0-9]{0,18}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TIME_FORMAT = re.compile(r"[wWdDtT]*")


@dataclass(frozen=True, slots=True)
class _Open:
    """A start tag that waits for its end tag."""

    tag: str
    attributes: dict[str, str]
    offset: int
    written: int


def parse_html(html: str) -> tuple[str, list[Entity]]:
    """Return the plain text and its entities, ordered as their end tags; raise Refused as the Bot API does."""
    return _Parser(html).parse()


def _refusal(why: str) -> Refused:
    return bad_request(f"can't parse entities: {why}")


class _Parser:
    def __init__(self, html: str) -> None:
        self._source = html.encode()
        self._at = 0
        self._written: list[str] = []
        self._offset = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._source):
            if self._source[self._at] != ord("<"):
                self._read_text()
            elif self._source.startswith(b"/", self._at + 1):
                self._read_end_tag()
            else:
                self._read_start_tag()
        if self._open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        text = "".join(self._written)
        if _SURROGATE.search(text) is not None:
            raise _refusal(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return text, [replace(part, detail={}) if part.type == "code" else part for part in self._entities]

    def _write(self, text: str) -> None:
        self._written.append(text)
        self._offset += utf16_length(text)

    def _read_text(self) -> None:
        if self._source[self._at] == ord("&"):
            self._write(self._reference() or self._literal_ampersand())
            return
        end = self._at
        while end < len(self._source) and self._source[end] not in b"<&":
            end += 1
        self._write(self._source[self._at : end].decode())
        self._at = end

    def _literal_ampersand(self) -> str:
        self._at += 1
        return "&"

    def _reference(self) -> str | None:
        """Read a character reference; None, and nothing read, where Telegram takes the ampersand literally."""
        match = _REFERENCE.match(self._source, self._at)
        if match is None:
            return None
        hexadecimal, decimal, name = match.groups()
        if name is not None:
            character = _NAMED.get(name)
        else:
            digits = match.end() - match.start() - match.group().endswith(b";")
            number = int(hexadecimal, 16) if hexadecimal else int(decimal)
            if number == 0 or number >= 0x10FFFF or digits >= 10:
                return None
            character = chr(number)
        if character is not None:
            self._at = match.end()
        return character

    def _read_start_tag(self) -> None:
        begin = self._at
        self._at += 1
        name = self._take(_TAG_NAME)
        if self._is_over():
            raise _refusal(f"Unclosed start tag at byte offset {begin}")
        tag = name.decode().lower()
        if tag not in _TAGS:
            raise _refusal(f'Unsupported start tag "{tag}" at byte offset {begin}')
        attributes = self._read_attributes(tag, begin)
        self._at += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _refusal(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self._open.append(_Open(tag, attributes, self._offset, len(self._written)))

    def _read_attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._take(_BLANK)
            if self._source.startswith(b">", self._at):
                return attributes
            name = self._take(_ATTRIBUTE_NAME).decode()
            if not name:
                raise _refusal(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            self._take(_BLANK)
            if self._is_over():
                raise _refusal(f'Unclosed start tag "{tag}" at byte offset {begin}')
            if not self._source.startswith(b"=", self._at):
                attributes.setdefault(name, "")
                continue
            self._at += 1
            self._take(_BLANK)
            if self._is_over():
                raise _refusal(f'Unclosed start tag "{tag}" at byte offset {begin}')
            value = self._read_value()
            if value.startswith(_BEGINS.get((tag, name), "")):
                attributes[name] = value
            if self._is_over():
                raise _refusal(f"Unclosed start tag at byte offset {begin}")

    def _read_value(self) -> str:
        quote = self._source[self._at : self._at + 1]
        if quote not in (b"'", b'"'):
            begin = self._at
            token = self._take(_NAME_TOKEN)
            if not self._is_over() and self._source[self._at] not in _SPACE + b">":
                raise _refusal(f"Unexpected end of name token at byte offset {begin}")
            return token.decode().lower()
        self._at += 1
        value = bytearray()
        while not self._is_over() and self._source[self._at] != quote[0]:
            reference = self._reference() if self._source[self._at] == ord("&") else None
            if reference is not None:
                value += reference.encode(errors="surrogatepass")
            else:
                value.append(self._source[self._at])
                self._at += 1
        self._at += not self._is_over()
        return value.decode(errors="surrogatepass")

    def _read_end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise _refusal(f"Unexpected end tag at byte offset {begin}")
        self._at += 2
        found = self._take(_TAG_NAME).decode().lower()
        self._take(_BLANK)
        if not self._source.startswith(b">", self._at):
            raise _refusal(f"Unclosed end tag at byte offset {begin}")
        self._at += 1
        expected = self._open[-1].tag
        if found and found != expected:
            raise _refusal(f'Unmatched end tag at byte offset {begin}, expected "</{expected}>", found "</{found}>"')
        self._close(self._open.pop())

    def _close(self, opened: _Open) -> None:
        length = self._offset - opened.offset
        if length == 0:
            return
        entity = _entity(opened, length, "".join(self._written[opened.written :]))
        if entity is not None:
            self._entities.append(entity)
            self._join_code()

    def _join_code(self) -> None:
        """Make one `pre` with a language of a `pre` and a `code class="language-…"` around the same text."""
        if len(self._entities) < 2:
            return
        one, other = sorted(self._entities[-2:], key=lambda part: part.type)
        if (one.type, other.type) != ("code", "pre") or (one.offset, one.end) != (other.offset, other.end):
            return
        if one.detail and not other.detail:
            self._entities[-2:] = [Entity("pre", one.offset, one.length, one.detail)]

    def _take(self, pattern: re.Pattern[bytes]) -> bytes:
        match = pattern.match(self._source, self._at)
        if match is None:
            return b""
        self._at = match.end()
        return match.group()

    def _is_over(self) -> bool:
        """Whether nothing follows; inside a tag Telegram takes a zero byte for the end."""
        return self._source[self._at : self._at + 1] in (b"", b"\0")


def _entity(opened: _Open, length: int, text: str) -> Entity | None:
    """Return the entity of a closed tag; None where Telegram drops the tag and keeps its text."""
    attributes = opened.attributes
    match opened.tag:
        case "a":
            return _link(attributes.get("href") or text, opened.offset, length)
        case "code":
            language = attributes.get("class", "")
            detail = {"language": language.removeprefix("language-")} if language.startswith("language-") else {}
            return Entity("code", opened.offset, length, detail)
        case "pre":
            return Entity("pre", opened.offset, length)
        case "blockquote":
            kind = "expandable_blockquote" if "expandable" in attributes else "blockquote"
            return Entity(kind, opened.offset, length)
        case "tg-emoji":
            identifier = attributes.get("emoji-id", "")
            if _EMOJI.fullmatch(identifier) is None or not -(2**63) <= int(identifier) < 2**63:
                raise _refusal("Invalid custom emoji identifier specified")
            return Entity("custom_emoji", opened.offset, length, {"custom_emoji_id": identifier})
        case "tg-time":
            return _time(attributes, opened.offset, length)
        case tag:
            return Entity(_STYLES[tag], opened.offset, length)


def _link(address: str, offset: int, length: int) -> Entity | None:
    if (user := user_of(address)) is not None:
        return Entity("text_mention", offset, length, {"user_id": user})
    try:
        return Entity("text_link", offset, length, {"url": checked(address)})
    except WrongAddress:
        return None


def _time(attributes: dict[str, str], offset: int, length: int) -> Entity | None:
    shape = time_format(attributes.get("format", ""))
    if shape is None:
        raise _refusal("Invalid date format used")
    digits = re.match(r"[0-9]+", attributes.get("unix", ""))
    moment = int(digits[0]) % 2**32 if digits is not None else 0
    if not 0 < moment < 2**31:
        return None
    return Entity("date_time", offset, length, {"unix_time": moment, "date_time_format": shape})


def time_format(shape: str, *, short_wins: bool = True) -> str | None:
    """Return how a moment is written in Telegram's order of letters; None for a way that there is not.

    https://core.telegram.org/bots/api#date-time-entity-formatting: relative, or day of the week, date and time, the
    last two short or long. In HTML the short form wins over the long one, in JSON the last one.
    """
    if shape in ("r", "R"):
        return "r"
    if _TIME_FORMAT.fullmatch(shape) is None:
        return None
    chosen = ["w" if "w" in shape.lower() else ""]
    for short, long in ("dD", "tT"):
        given = [letter for letter in shape if letter in (short, long)]
        last = given[-1] if given else ""
        chosen.append(short if short_wins and short in given else last)
    return "".join(chosen)
