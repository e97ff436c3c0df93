"""`ticketbot situations`: what can be brought about by name in a rehearsal."""

import textwrap
from itertools import groupby
from typing import Final

import typer

from bot.simulator.situations import SITUATIONS

WIDTH: Final = 100
INDENT: Final = "      "


def situations() -> None:
    """List the situations of a rehearsal by name: what each does, and what the customer should see."""
    for about, each_about in groupby(SITUATIONS, lambda each: each.about):
        typer.echo(typer.style(f"{about[:1].upper()}{about[1:]}", bold=True))
        for each in each_about:
            typer.echo(f"  {typer.style(each.name, fg='cyan')}")
            typer.echo(_wrapped(each.does))
            typer.echo(_wrapped(f"The customer sees: {each.customer_sees[:1].lower()}{each.customer_sees[1:]}"))
        typer.echo()
    typer.echo("In a story:            situation: sold-out-at-the-order")
    typer.echo("With the simulator:    ticketbot simulate --situation sold-out-at-the-order")
    typer.echo("In the demo:           ticketbot demo --situation few-left")


def _wrapped(words: str) -> str:
    return textwrap.fill(words, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)
