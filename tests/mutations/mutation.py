"""Mutations: small edits that each switch one rule of the simulator off. Nobody in the product knows of them."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

ROOT: Final = Path(__file__).parents[2]
RULES: Final = ROOT / "docs" / "simulator.md"

_RULE_TABLE = re.compile(r"^\| rule \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", re.MULTILINE)


class Mutation(BaseModel):
    """One edit. `rule` is how the rule's row in docs/simulator.md begins, `off` what is so while it is switched off.

    `old` occurs once in `file` and is replaced by `new`; one of `tests` (files, or tests in them) must then fail.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: Annotated[str, Field(min_length=10)]
    off: str
    file: str
    old: str
    new: str
    tests: Annotated[tuple[str, ...], Field(min_length=1)]

    @property
    def path(self) -> Path:
        """The file that is edited."""
        return ROOT / self.file

    def applied(self, source: str) -> str:
        """Return the edited source; raise ValueError when `old` is not there exactly once, or nothing changes by it."""
        if (times := source.count(self.old)) != 1:
            raise ValueError(f"`old` is {times} times in {self.file}")
        edited = source.replace(self.old, self.new)
        if ast.dump(ast.parse(edited)) == ast.dump(ast.parse(source)):
            raise ValueError(f"the edit of {self.file} changes nothing that runs")
        return edited


def mutations() -> list[Mutation]:
    """Return the mutations of all tables in this folder."""
    tables = sorted(Path(__file__).parent.glob("*.toml"))
    return [Mutation.model_validate(each) for table in tables for each in tomllib.loads(table.read_text())["mutation"]]


def rules() -> Iterator[str]:
    """Return the first cell of every row of docs/simulator.md's tables of rules."""
    for table in _RULE_TABLE.finditer(RULES.read_text()):
        for row in table[1].splitlines():
            yield re.split(r"(?<!\\)\|", row)[1].strip()
