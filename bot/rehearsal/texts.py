"""Every text that the conversation can show, read off its source: what a screen, a notice or a button may say."""

import ast
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Final

from bot import conversation
from bot.conversation.messages import plural, text

MAKERS: Final = (text, plural)
"""The functions whose first argument is a message id."""


@cache
def texts_of_conversation() -> Mapping[str, str]:
    """Return the message ids, each with the module that is the first to have it."""
    found: dict[str, str] = {}
    for each in pkgutil.walk_packages(conversation.__path__, f"{conversation.__name__}."):
        for msgid in texts_in(import_module(each.name)):
            found.setdefault(msgid, each.name.removeprefix(f"{conversation.__name__}."))
    return found


def texts_in(module: ModuleType) -> Iterator[str]:
    """Yield the message ids that a module has."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str() as msgid), *_]):
                if getattr(module, name, None) in MAKERS:
                    yield msgid
            case _:
                pass
