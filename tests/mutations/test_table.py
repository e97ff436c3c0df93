"""Every rule that docs/simulator.md promises has a mutation, and every mutation can be made."""

import ast
from collections import Counter

import pytest

from tests.mutations.mutation import ROOT, Mutation, mutations, rules

MUTATIONS = mutations()
RULES = list(rules())


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.off)
def test_a_mutation_is_an_edit_that_can_be_made(mutation: Mutation):
    compile(mutation.applied(mutation.path.read_text()), mutation.file, "exec")


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.off)
def test_its_tests_exist(mutation: Mutation):
    for named in mutation.tests:
        file, _, test = named.partition("::")
        defined = ast.walk(ast.parse((ROOT / file).read_text()))
        names = {each.name for each in defined if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert not test or test.partition("[")[0] in names, named


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
