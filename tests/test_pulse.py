"""Loops that say when they turn again, and are found when they do not."""

from bot.pulse import Pulse


class Seconds:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_loop_is_silent_once_its_time_and_the_slack_are_over():
    seconds = Seconds()
    pulse = Pulse(15.0, seconds)
    assert not pulse.has_begun
    pulse.turns("poll", again_within_s=25.0)
    pulse.turns("sweep")
    assert pulse.has_begun
    assert pulse.silent() == ()
    seconds.now_s = 15.1
    assert pulse.silent() == ("sweep",)
    pulse.turns("sweep")
    assert pulse.silent() == ()
    seconds.now_s = 40.1
    assert pulse.silent() == ("poll", "sweep")


def test_nobody_waits_for_a_loop_that_has_come_to_rest():
    """As the poll loop does in a process that is not the elected one any more."""
    seconds = Seconds()
    pulse = Pulse(15.0, seconds)
    pulse.turns("poll")
    pulse.turns("election")
    pulse.rests("poll")
    pulse.rests("never begun")
    seconds.now_s = 15.1
    assert pulse.silent() == ("election",)
