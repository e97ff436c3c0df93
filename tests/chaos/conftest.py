"""The end of a chaos run: its table."""

import os

import pytest

from tests.chaos.results import PROPERTY, Row, table


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what a whole run has measured, also where it was measured by other processes."""
    if terminalreporter.config.option.markexpr != "chaos":
        return
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    rows = [
        Row(**given)
        for report in reports
        for name, given in report.user_properties
        if name == PROPERTY and report.when == "call"
    ]
    if rows:
        terminalreporter.section("what the chaos came to")
        for line in table(rows):
            terminalreporter.write_line(line)


@pytest.fixture
def attempts() -> int:
    """How often each harm is tried: `CHAOS_TIMES`, ten when it is not said."""
    return int(os.environ.get("CHAOS_TIMES", "10"))


@pytest.fixture
def kills() -> int:
    """How many processes are killed at random moments: `CHAOS_KILLS`, 200 when it is not said."""
    return int(os.environ.get("CHAOS_KILLS", "200"))
