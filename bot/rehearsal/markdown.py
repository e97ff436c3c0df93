"""Tables of Markdown."""

from collections.abc import Iterable, Iterator, Sequence


def table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield a table, a line each."""
    for row in (head, ["---"] * len(head), *rows):
        yield " | ".join(("", *(cell.replace("|", r"\|") for cell in row), "")).strip()
