"""`ticketbot simulate`: the other side alone, for a bot that runs elsewhere."""

import asyncio
from typing import Annotated

import typer

from bot.cli.stopping import run_until_stopped
from bot.rehearsal.stage import make_simulator, settings_for, settings_for_http
from bot.simulator.app import Simulator
from bot.simulator.clock import MovableClock
from bot.simulator.faults import Fault
from bot.simulator.server import serve
from bot.simulator.situations import read
from bot.simulator.telegram.limits import Limits
from bot.store.crypto import new_key


def simulate(
    port: Annotated[int, typer.Option(help="Port on the loopback; 0 takes a free one.")] = 8081,
    redis_url: Annotated[
        str, typer.Option(help="The REDIS_URL to print with the settings.")
    ] = "redis://127.0.0.1:6379/0",
    fault: Annotated[
        list[str] | None,
        typer.Option(help="Trouble from the start: side:call:name, such as shop:reserve:500:2 or shop:*:slow:for=30s."),
    ] = None,
    situation: Annotated[
        list[str] | None,
        typer.Option(
            help="A situation by its name (`ticketbot situations` lists them), or one of the shop: places:museum:2."
        ),
    ] = None,
    event: Annotated[
        list[str] | None, typer.Option(help="An event to list; festival and museum when left out.")
    ] = None,
    limits: Annotated[
        bool, typer.Option("--limits/--no-limits", help="Refuse a bot that writes faster than Telegram allows.")
    ] = False,
    webhook: Annotated[
        bool, typer.Option("--webhook/--polling", help="Print settings by which updates are sent to the bot.")
    ] = False,
) -> None:
    """Serve a simulated Telegram, ticket shop and chat page, and print the settings that a bot needs to use them."""
    try:
        simulator = make_simulator(MovableClock(), event)
        simulator.telegram.messenger.flood_gate.limits = Limits(on=limits)
        for words in fault or ():
            simulator.faults.order(Fault.read(words))
        for words in situation or ():
            simulator.situations.order(read(words))
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong)) from None
    try:
        run_until_stopped(_simulate(port, redis_url, simulator, webhook=webhook))
    except OSError as error:
        typer.echo(f"The simulator cannot listen on port {port}: {error.strerror}", err=True)
        raise typer.Exit(1) from None


async def _simulate(port: int, redis_url: str, simulator: Simulator, *, webhook: bool) -> None:
    async with serve(simulator.app, port=port) as address:
        typer.echo(f"# The chat page: {address}/")
        typer.echo("# Settings for the bot; then `ticketbot run`:")
        more = settings_for_http(webhook=True) if webhook else {}
        for name, value in (more | settings_for(address, redis_url, new_key())).items():
            typer.echo(f"export {name}='{value}'")
        await asyncio.Event().wait()
