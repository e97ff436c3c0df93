"""The command line, the same as `ticketbot` and as `python -m bot`."""

import sys
from importlib import import_module
from typing import Final

import typer

COMMANDS: Final = ("demo", "run", "simulate", "rehearse", "gallery", "situations", "link", "doctor", "letters")
"""Each is the function of its name in the module of its name."""


def main() -> None:
    """Run the command line.

    Only the command that is asked for is loaded: nothing of the simulator is in the process of a bot that sells.
    """
    app = typer.Typer(
        name="ticketbot",
        help="Sell event tickets inside Telegram, on CM.com's Ticketing Shop API.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_no_options)
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    for name in (asked,) if asked in COMMANDS else COMMANDS:
        app.command()(getattr(import_module(f"bot.cli.{name}"), name))
    app()


def _no_options() -> None:
    """Keep a lone command from being taken for the whole command line."""
