"""The command line, the same as `ticketbot` and as `python -m bot`."""

import typer

from bot.cli import demo, link, rehearse, run, simulate

app = typer.Typer(
    name="ticketbot",
    help="Sell event tickets inside Telegram, on CM.com's Ticketing Shop API.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(demo.demo)
app.command()(run.run)
app.command()(simulate.simulate)
app.command()(rehearse.rehearse)
app.command()(link.link)


def main() -> None:
    """Run the command line."""
    app()
