"""Every rule that docs/simulator.md promises has a mutation, and every mutation can be made."""

import ast
from collections import Counter
from functools import cache

import pytest

from tests.mutations.mutation import ROOT, Mutation, mutations, rules

MUTATIONS = mutations()
RULES = list(rules())


def test_every_mutation_is_an_edit_that_can_be_made():
    wrong = {}
    for mutation in MUTATIONS:
        try:
            compile(mutation.applied(mutation.path.read_text()), mutation.file, "exec")
        except (ValueError, SyntaxError) as why:
            wrong[mutation.off] = str(why)
    assert wrong == {}


@cache
def defined_in(file: str) -> frozenset[str]:
    defined = ast.walk(ast.parse((ROOT / file).read_text()))
    return frozenset(each.name for each in defined if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))


def test_their_tests_exist():
    asked = [named.partition("::") for mutation in MUTATIONS for named in mutation.tests]
    assert [(file, test) for file, _, test in asked if test and test.partition("[")[0] not in defined_in(file)] == []
    assert [file for file, _, test in asked if not (ROOT / file).is_file()] == []


def test_every_rule_has_a_mutation_and_every_mutation_a_rule():
    of = {mutation.off: [rule for rule in RULES if rule.startswith(mutation.rule)] for mutation in MUTATIONS}
    assert {off: found for off, found in of.items() if len(found) != 1} == {}, "no rule begins so, or several do"
    assert [rule for rule in RULES if [rule] not in of.values()] == [], "rules without a mutation"
    assert len(RULES) > 20


def test_mutations_are_told_apart():
    assert [off for off, times in Counter(each.off for each in MUTATIONS).items() if times > 1] == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("not there", "x", "`old` is 0 times"),
        ("self", "this", r"`old` is \d+ times"),
        ("from datetime import UTC, datetime, timedelta", "from datetime import (UTC, datetime, timedelta)", "nothing"),
    ],
)
def test_control_an_edit_that_cannot_be_made_is_told(old: str, new: str, words: str):
    file = "bot/simulator/clock.py"
    mutation = Mutation(rule="a rule of no row", off="x", file=file, old=old, new=new, tests=("tests/test_floors.py",))
    with pytest.raises(ValueError, match=words):
        mutation.applied(mutation.path.read_text())
