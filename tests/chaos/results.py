"""The table that a run of the chaos suite ends with: what was promised, how often it was tried, and what came of it."""

from dataclasses import asdict, dataclass
from typing import Final

from tests.chaos.checker import Verdict

PROPERTY: Final = "chaos"
"""Under which name a test's row travels with its report, from whichever process ran it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `figures` is what else was measured, in words."""

    promise: str
    runs: int
    lost: int
    doubled: int
    reordered: int
    time_s: float
    figures: str = ""


def row(promise: str, runs: int, verdict: Verdict, time_s: float, figures: str = "") -> tuple[str, dict[str, object]]:
    """Return a test's row as the property of its report."""
    counts = {what: len(broken) for what, broken in verdict.broken.items()}
    return PROPERTY, asdict(Row(promise, runs, time_s=round(time_s, 1), figures=figures, **counts))


def _number(row: Row) -> tuple[int, str]:
    """Sort by the number of the promise; what has none comes last."""
    number = row.promise.partition(" ")[0].rstrip(",")
    return (int(number) if number.isdecimal() else 1000, row.promise)


def table(rows: list[Row]) -> list[str]:
    """Return the lines of the table, in Markdown."""
    head = ["promise", "runs", "lost", "doubled", "reordered", "time", "figures"]
    cells = [
        [
            row.promise,
            str(row.runs),
            str(row.lost),
            str(row.doubled),
            str(row.reordered),
            f"{row.time_s:.0f} s",
            row.figures,
        ]
        for row in sorted(rows, key=_number)
    ]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    lines = [head, ["-" * width for width in widths], *cells]
    return [f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |" for line in lines]
