"""Keepsakes in a story: what came below the card and stays there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class SeenKeepsake:
    """A keepsake as the customer saw it: its words, its file or picture, and what its buttons say."""

    kind: Literal["note", "document", "photo"]
    text: str
    address: str = ""
    file_name: str = ""
    labels: tuple[str, ...] = ()

    def drawn(self) -> Iterator[str]:
        """Yield what it is, with its words and buttons, a line each."""
        yield f"a {self.kind}" + (f" {self.file_name}" if self.file_name else "")
        yield from (f"   {line}" for line in self.text.splitlines())
        yield from (f"   [ {label} ]" for label in self.labels)


def keepsake_in(message: dict[str, Any]) -> SeenKeepsake | None:
    """Return a message as a keepsake, by what tells it from a card: it brings a file, or no button of it calls back."""
    buttons = [button for row in message["inline_keyboard"] for button in row]
    labels, media = tuple(button["text"] for button in buttons), message["media"]
    if media is not None:
        return SeenKeepsake(media["kind"], message["text"], media["url"], media.get("file_name", ""), labels)
    if buttons and all(button["kind"] != "callback" for button in buttons):
        return SeenKeepsake("note", message["text"], labels=labels)
    return None
