"""With any one rule of the simulator switched off, a test fails: `make mutations`.

Each mutation is made in a copy of the project, and the tests that it names are run there.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns
from xml.etree import ElementTree

import pytest

from tests.mutations.mutation import ROOT, Mutation, mutations

MUTATIONS = mutations()
COPIED = ("bot", "locales", "tests", "docs")
LONGEST_S = 240.0
TOLD = re.compile(
    r"assert |AssertionError|Failed: |TimeoutError|ValueError: (?:too many|not enough) values to unpack"
    r"|bot\.ticketshop\.errors\.|telegram\.error\.|bot\.rehearsal\.player\.StoryFailed"
)
"""How the message of a test begins that found the rule broken: not one of code that the edit itself broke."""

pytestmark = [pytest.mark.mutations, pytest.mark.timeout(300)]


@dataclass(frozen=True, slots=True)
class Run:
    """How some tests went: the exit code, the messages of those that failed, and all that was printed."""

    code: int
    failures: tuple[str, ...]
    output: str


class Copy:
    """A copy of the project, in which one mutation at a time is made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in COPIED:
            copytree(ROOT / name, folder / name, ignore=ignore_patterns("__pycache__"))
        (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())

    def run(self, *tests: str) -> Run:
        """Run tests in the copy, up to the first that fails."""
        report = self._folder / "report.xml"
        report.unlink(missing_ok=True)
        options = ["-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist", f"--junitxml={report}"]
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *tests],
            cwd=self._folder,
            env={name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST_S,
            check=False,
        )
        failures = ElementTree.parse(report).iter("failure") if report.exists() else ()
        return Run(ran.returncode, tuple(each.get("message", "") for each in failures), ran.stdout)

    def run_mutated(self, mutation: Mutation) -> Run:
        """Run the tests of a mutation with it."""
        path = self._folder / mutation.file
        whole, times = path.read_text(), path.stat()
        path.write_text(mutation.applied(whole))
        # What is compiled is known by the second and the size of its source: another second makes it old.
        os.utime(path, (times.st_atime, times.st_mtime + 10))
        try:
            return self.run(*mutation.tests)
        finally:
            path.write_text(whole)
            os.utime(path, (times.st_atime, times.st_mtime))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("copy"))


@pytest.mark.parametrize("file", sorted({test.partition("::")[0] for each in MUTATIONS for test in each.tests}))
def test_control_nothing_fails_without_a_mutation(copy: Copy, file: str):
    named = {test for mutation in MUTATIONS for test in mutation.tests if test.partition("::")[0] == file}
    ran = copy.run(*sorted(named))
    assert (ran.code, ran.failures) == (0, ()), ran.output


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.off)
def test_a_test_fails_with_the_rule_switched_off(copy: Copy, mutation: Mutation):
    ran = copy.run_mutated(mutation)
    assert ran.code == 1, f"no test fails while {mutation.off}:\n{ran.output}"
    assert [each for each in ran.failures if TOLD.match(each)], f"the edit broke more than the rule:\n{ran.output}"
