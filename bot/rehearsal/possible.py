"""Every decision that the conversation can take, read off its source: who decides, on what, and how.

Steps, sheets and commands match on what they decide on, and make their outcomes by name. Both are found here by walking
from what the engine calls through every function that returns an outcome, so that a case nobody wrote a story for is
seen as soon as it is written.
"""

import ast
import inspect
import textwrap
import typing
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import FunctionType, UnionType
from typing import Any, Final
from uuid import UUID

from bot.conversation import commands
from bot.conversation.effects import Effect, Settled
from bot.conversation.flow import STEPS
from bot.conversation.lookups import Found, TryCode, TryKey
from bot.conversation.messages import Action, Command, CommandName, Odd, Oddity, Press, Reply, Tap, TimerName, TimeUp
from bot.conversation.outcome import Outcome
from bot.conversation.sheets import SHEETS, judge_of
from bot.conversation.sheets.code import judge_linked
from bot.conversation.sheets.sheet import Sheet
from bot.conversation.steps.step import Question, Step
from bot.conversation.turn import ANYWHERE, LINK, Decision

ANYTHING: Final = "anything else"
"""What a last case decides on: whatever none before it names."""

_ON: Final = frozenset((*typing.get_args(Reply), *typing.get_args(Settled), *typing.get_args(Found)))
_OUTCOMES: Final = frozenset(typing.get_args(Outcome))
_EFFECTS: Final = typing.get_args(typing.get_args(Effect)[0])
_NAMED: Final = (Action, CommandName, Oddity, TimerName)


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """A kind of decision, by the names of its types."""

    by: str
    on: str
    outcome: str

    def __str__(self) -> str:
        return f"{self.by}: {self.on} → {self.outcome}"


def row_of(decision: Decision, known: Collection[Row]) -> Row:
    """Return what kind of decision it was: the nearest of those that are known."""
    by, outcome, kind = decision.by, type(decision.outcome).__name__, _kind(decision.on)
    nearest = (Row(by, on, outcome) for on in (kind, kind.partition(" ")[0], ANYTHING))
    return next((row for row in nearest if row in known), Row(by, kind, outcome))


def _kind(on: object) -> str:
    match on:
        case Tap(press=Press(action=action)) if commands.name_of(on) is None:
            return _named(Tap, action)
        case Odd(what=what):
            return _named(Odd, what)
        case TimeUp(name=timer):
            return _named(TimeUp, timer)
        case _:
            name = commands.name_of(on)
            return _named(Command, name) if name is not None else _named(type(on))


def _named(kind: type[Any], member: Enum | None = None) -> str:
    return kind.__name__ if member is None else f"{kind.__name__} {member.name}"


@cache
def possible() -> frozenset[Row]:
    """Return every kind of decision that the source knows."""
    rows = {*_rows(ANYWHERE, commands.answer), *_rows(LINK, judge_linked)}
    questions: tuple[Step | Sheet, ...] = (*STEPS.values(), *SHEETS.values())
    for asking in questions:
        rows.update(_rows(asking.name, type(asking).answer))
    for step in STEPS.values():
        # What every step inherits is never called: it asks for no write.
        if type(step).settle.__qualname__ != Question.settle.__qualname__:
            rows.update(_rows(step.name, type(step).settle))
    for lookup in (TryCode("", UUID(int=0)), TryKey("")):
        sheet = judge_of(lookup)
        rows.update(_rows(sheet.name, type(sheet).judge))
    return frozenset(rows)


def _rows(by: str, decide: Callable[..., Outcome | None]) -> Iterator[Row]:
    for on, outcome in decisions_of(decide):
        yield Row(by, on, outcome.__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """An outcome that a function makes: on what, which, and the writes that it asks for."""

    on: str
    outcome: type
    effects: tuple[str, ...] = ()


def decisions_of(decide: Callable[..., Outcome | None]) -> Iterator[tuple[str, type]]:
    """Yield what a function decides on, and the outcomes that it makes of it."""
    yield from ((made.on, made.outcome) for made in made_by(decide))


def made_by(decide: Callable[..., Outcome | None]) -> Iterator[Made]:
    """Yield each outcome that a function makes, with what it is made on."""
    yield from _Walk().function(decide, None, ANYTHING)


class _Walk:
    """A walk through the functions that one decision may come from; each is walked once for what it is called on."""

    def __init__(self) -> None:
        self._walked: set[tuple[Callable[..., Any], str]] = set()

    def function(self, function: Callable[..., Any], owner: type | None, on: str) -> Iterator[Made]:
        """Yield what a function decides on and the outcomes that it makes of it."""
        if (function, on) in self._walked:
            return
        self._walked.add((function, on))
        source = ast.parse(textwrap.dedent(inspect.getsource(function)))
        yield from self._node(source, _Names(function, owner), on)

    def _node(self, node: ast.AST, names: "_Names", on: str) -> Iterator[Made]:
        if isinstance(node, ast.match_case):
            for kind in dict.fromkeys(_kinds(node.pattern, names)) or (on,):
                for statement in node.body:
                    yield from self._node(statement, names, kind)
            return
        if isinstance(node, ast.Call):
            called = names.find(node.func)
            if isinstance(called, type) and called in _OUTCOMES:
                yield Made(on, called, tuple(_effects(node, names)))
            elif isinstance(called, FunctionType) and _makes_outcomes(called):
                yield from self.function(called, names.owner_of(node.func), on)
        for child in ast.iter_child_nodes(node):
            yield from self._node(child, names, on)


class _Names:
    """What the names in a function stand for."""

    def __init__(self, function: Callable[..., Any], owner: type | None) -> None:
        self._globals: dict[str, Any] = getattr(function, "__globals__", {})
        self._owner = owner if owner is not None else self._class_of(function)

    def find(self, node: ast.expr) -> object:
        """Return what an expression stands for; None where that is only known when it runs."""
        match node:
            case ast.Name(id="self"):
                return self._owner
            case ast.Name(id=name):
                return self._globals.get(name)
            case ast.Attribute(value=value, attr=name):
                return inspect.getattr_static(self.find(value), name, None)
            case ast.Call(func=called):
                made = self.find(called)
                return made if isinstance(made, type) else None
            case _:
                return None

    def owner_of(self, node: ast.expr) -> type | None:
        """Return the class whose method an expression names."""
        found = self.find(node.value) if isinstance(node, ast.Attribute) else None
        return found if isinstance(found, type) else None

    def _class_of(self, function: Callable[..., Any]) -> type | None:
        owner = self._globals.get(function.__qualname__.partition(".")[0])
        return owner if isinstance(owner, type) else None


def _effects(outcome: ast.Call, names: _Names) -> Iterator[str]:
    """Yield the writes that an outcome asks for, by name: each that is made for it, or that a function makes."""
    for asked in (each.value for each in outcome.keywords if each.arg == "effect"):
        for node in ast.walk(asked):
            called = names.find(node.func) if isinstance(node, ast.Call) else None
            if isinstance(called, FunctionType):
                called = typing.get_type_hints(called).get("return")
            if isinstance(called, type) and called in _EFFECTS:
                yield called.__name__


def _makes_outcomes(function: FunctionType) -> bool:
    made = typing.get_type_hints(function).get("return")
    return bool(_OUTCOMES & set(typing.get_args(made) if isinstance(made, UnionType) else (made,)))


def _kinds(pattern: ast.pattern, names: _Names) -> Iterator[str]:
    """Yield the kinds of replies and results that a pattern takes; nothing where it is about something else."""
    match pattern:
        case ast.MatchOr(patterns=patterns) | ast.MatchSequence(patterns=patterns):
            for each in patterns:
                yield from _kinds(each, names)
        case ast.MatchAs(pattern=ast.pattern() as inner):
            yield from _kinds(inner, names)
        case ast.MatchValue(value=value) if isinstance(member := names.find(value), CommandName):
            yield _named(Command, member)
        case ast.MatchClass(cls=cls) if isinstance(kind := names.find(cls), type) and kind in _ON:
            members = [
                member
                for each in ast.walk(pattern)
                if isinstance(each, ast.MatchValue) and isinstance(member := names.find(each.value), _NAMED)
            ]
            if kind is Odd and not members:
                members = list(Oddity)
            yield from [_named(kind, member) for member in members] or [_named(kind)]
        case _:
            return
