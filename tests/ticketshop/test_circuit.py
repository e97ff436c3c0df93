"""When the shop is left alone, as one process knows it."""

from datetime import timedelta
from uuid import UUID

import pytest

from bot.ticketshop.circuit import FAILURES, TRIED_EVERY, Circuit, Part
from tests.ticketshop.samples import NOON

ONE, OTHER, THIRD = (UUID(int=number) for number in (1, 2, 3))
LIST: Part = None


def failing(circuit: Circuit, *parts: Part, times: int = 1) -> Circuit:
    for _ in range(times):
        for part in parts:
            circuit.failed(part, NOON)
    return circuit


def test_ten_failures_in_a_row_open_it_and_an_answer_closes_it():
    circuit = failing(Circuit(), ONE, OTHER, times=FAILURES // 2 - 1)
    circuit.failed(LIST, NOON)
    assert not circuit.is_whole_open
    circuit.failed(ONE, NOON)
    assert [circuit.is_open(part) for part in (ONE, OTHER, THIRD, LIST)] == [True] * 4
    circuit.answered(THIRD)
    assert not any(circuit.is_open(part) for part in (ONE, OTHER, THIRD, LIST))


def test_failures_with_an_answer_in_between_open_nothing():
    circuit = Circuit()
    for _ in range(FAILURES):
        failing(circuit, ONE, OTHER, times=4)
        circuit.answered(ONE)
        circuit.answered(OTHER)
    assert not circuit.is_open(ONE)


@pytest.mark.parametrize("part", [ONE, LIST])
def test_one_events_trouble_is_its_own(part: Part):
    circuit = failing(Circuit(), part, times=FAILURES)
    assert (circuit.is_open(part), circuit.is_open(OTHER), circuit.is_whole_open) == (True, False, False)
    assert circuit.to_be_tried(part) is part
    circuit.answered(OTHER)
    assert circuit.is_open(part)
    circuit.answered(part)
    assert not circuit.is_open(part)


def test_the_trouble_of_one_event_and_then_of_the_list_is_that_of_the_shop():
    circuit = failing(Circuit(), ONE, times=FAILURES)
    circuit.failed(LIST, NOON)
    assert circuit.is_open(OTHER)
    assert circuit.to_be_tried(ONE) is None


def test_it_is_tried_every_ten_seconds():
    circuit = failing(Circuit(), ONE, OTHER, times=FAILURES)
    tried = circuit.to_be_tried(OTHER)
    moments = [NOON + timedelta(seconds=second) for second in range(31)]
    assert [at for at in moments if circuit.may_try(tried, at)] == [NOON + TRIED_EVERY * each for each in (1, 2, 3)]


def test_an_event_that_failed_while_all_did_can_be_tried_when_the_shop_is_back():
    circuit = failing(Circuit(), OTHER, ONE, times=2 * FAILURES)
    circuit.answered(LIST)
    assert (circuit.is_whole_open, circuit.is_open(ONE)) == (False, True)
    assert circuit.may_try(ONE, NOON)
    circuit.answered(ONE)
    assert not circuit.is_open(ONE)


def test_what_another_process_heard_before_says_nothing():
    circuit = failing(Circuit(), ONE, times=FAILURES)
    circuit.answered_another(ONE, NOON)
    assert circuit.is_open(ONE)
    circuit.answered_another(ONE, NOON + timedelta(seconds=1))
    assert not circuit.is_open(ONE)


def test_each_change_is_told_once():
    told: list[tuple[bool, int]] = []
    circuit = failing(Circuit(lambda is_whole, events: told.append((is_whole, events))), ONE, times=FAILURES + 2)
    circuit.failed(OTHER, NOON)
    circuit.answered(LIST)
    circuit.answered(ONE)
    circuit.answered(ONE)
    assert told == [(False, 1), (True, 1), (False, 1), (False, 0)]
