"""What the project ships besides its code: locks, commands, container, and nothing that should not be there."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
SECRETS = re.compile(r"-----BEGIN|AKIA[0-9A-Z]{16}|xox[bp]-|ghp_\w{36}|\b\d{8,10}:AA[\w-]{33}\b")
PATHS_OF_A_MACHINE = re.compile(r"(?<![\w.])/(?:work|home|Users|root)/\w+")


def tracked() -> list[Path]:
    """Return the files that a commit holds; those of the folder where there is no repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content and path != Path(__file__):
            found.append((str(path.relative_to(ROOT)), content.decode()))
    return found


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_hashes_and_no_addresses(name: str):
    lock = (ROOT / name).read_text()
    assert "://" not in lock
    assert "--index" not in lock
    pins = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", lock, re.MULTILINE)
    assert len(pins) > 20
    for entry in re.split(r"\n(?=[\w.-]+(?:\[[\w,-]+\])?==)", lock.strip()):
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_the_locks_hold_what_the_project_asks_for():
    asked = [re.split(r"[<>=\[; ]", each)[0] for each in project()["project"]["dependencies"]]
    dev = [re.split(r"[<>=\[; ]", each)[0] for each in project()["dependency-groups"]["dev"]]
    runtime, both = ((ROOT / name).read_text() for name in LOCKS)
    assert [each for each in asked if f"\n{each}==" not in f"\n{runtime}"] == []
    assert [each for each in [*asked, *dev] if f"\n{each}==" not in f"\n{both}"] == []
    assert not [each for each in dev if f"\n{each}==" in f"\n{runtime}"]


def test_nothing_of_this_machine_and_no_secret_is_in_any_file():
    assert [name for name, content in texts() if SECRETS.search(content)] == []
    assert [(name, found[0]) for name, content in texts() if (found := PATHS_OF_A_MACHINE.search(content))] == []


def test_the_commands_of_the_readme_exist():
    readme, makefile = (ROOT / "README.md").read_text(), (ROOT / "Makefile").read_text()
    named = set(re.findall(r"make ([a-z]+)", readme)) - {"and"}
    assert {"demo", "test"} <= named
    assert named <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert "make test" in (ROOT / ".ci" / "run").read_text()


def test_every_document_that_is_linked_exists():
    for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text()):
            assert (path.parent / link).exists(), f"{path.name} links {link}"


def test_one_command_line_under_two_names():
    assert project()["project"]["scripts"] == {"ticketbot": "bot.cli:main"}
    assert "from bot.cli import main" in (ROOT / "bot" / "__main__.py").read_text()


@pytest.mark.parametrize(
    ("command", "is_there"), [*((name, False) for name in ("run", "link", "doctor", "letters")), ("demo", True)]
)
def test_nothing_of_the_simulator_is_in_the_process_of_a_bot_that_sells(command: str, is_there: bool):
    told = f"import sys, bot.cli; sys.argv[1:] = [{command!r}, '--help']\ntry: bot.cli.main()\nfinally: print(*sys.modules)"
    printed = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = printed.stdout.splitlines()[-1].split()
    assert f"bot.cli.{command}" in loaded
    assert any(name.startswith(("bot.simulator", "bot.rehearsal")) for name in loaded) is is_there
