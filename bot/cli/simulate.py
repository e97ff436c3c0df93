"""`ticketbot simulate`: the other side alone, for a bot that runs elsewhere."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer

from bot.cli.stopping import run_until_stopped
from bot.rehearsal.stage import make_simulator, settings_for
from bot.simulator.clock import MovableClock
from bot.simulator.faults import Fault
from bot.simulator.server import serve
from bot.store.crypto import new_key


def simulate(
    port: Annotated[int, typer.Option(help="Port on the loopback; 0 takes a free one.")] = 8081,
    redis_url: Annotated[
        str, typer.Option(help="The REDIS_URL to print with the settings.")
    ] = "redis://127.0.0.1:6379/0",
    fault: Annotated[
        list[str] | None,
        typer.Option(help="Trouble from the start: side:call:name[:times], such as shop:reserve:500:2."),
    ] = None,
) -> None:
    """Serve a simulated Telegram, ticket shop and chat page, and print the settings that a bot needs to use them."""
    try:
        faults = [Fault.read(words) for words in fault or ()]
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint="--fault") from None
    try:
        run_until_stopped(_simulate(port, redis_url, faults))
    except OSError as error:
        typer.echo(f"The simulator cannot listen on port {port}: {error.strerror}", err=True)
        raise typer.Exit(1) from None


async def _simulate(port: int, redis_url: str, faults: Sequence[Fault]) -> None:
    simulator = make_simulator(MovableClock())
    for fault in faults:
        simulator.faults.order(fault)
    async with serve(simulator.app, port=port) as address:
        typer.echo(f"# The chat page: {address}/")
        typer.echo("# Settings for the bot; then `ticketbot run`:")
        for name, value in settings_for(address, redis_url, new_key()).items():
            typer.echo(f"export {name}='{value}'")
        await asyncio.Event().wait()
