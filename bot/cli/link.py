"""`ticketbot link`: links and QR codes for posters, newsletters and websites."""

import asyncio
import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.linking.desk import MadeLink
from bot.linking.telling import told
from bot.linking.wanted import NoLink, Wanted
from bot.log import quiet_logging
from bot.settings import Settings, SettingsError
from bot.telegram import qr
from bot.wiring import CannotStart, link_desk


def link(
    event: Annotated[str, typer.Argument(help="The event, by its UUID or by its name or a part of that.")],
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day of its calendar.")] = None,
    begins: Annotated[
        datetime | None,
        typer.Option("--time", formats=["%H:%M"], help="A time slot of that day, as the venue's clock shows it."),
    ] = None,
    ticket: Annotated[list[str] | None, typer.Option(help="Tickets to put in the cart, such as “Adult=2”.")] = None,
    code: Annotated[str, typer.Option(help="A discount or voucher code.")] = "",
    key: Annotated[str, typer.Option(help="The access key of an event that is locked.")] = "",
    source: Annotated[str, typer.Option(help="A tag that says where the link is shown, such as poster.")] = "",
    qr_file: Annotated[
        Path | None, typer.Option("--qr", help="Write a QR code of the link to this .svg or .png file.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Overwrite that file.")] = False,
) -> None:
    """Make a link that opens the bot at an event, with as much of the order as you like, and say what it does."""
    if qr_file is not None:
        _refuse_bad_file(qr_file, force=force)
    wanted = Wanted(
        event=event.strip(),
        day=day.date() if day is not None else None,
        at=begins.time() if begins is not None else None,
        tickets=tuple(ticket or ()),
        code=code.strip(),
        key=key.strip(),
        source=source.strip(),
    )
    quiet_logging()
    try:
        made = asyncio.run(_make(Settings.load(os.environ), wanted))
        if qr_file is not None:
            qr.save(made.address, qr_file)
    except (SettingsError, CannotStart, NoLink) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        typer.echo(f"The QR code cannot be written to {qr_file}: {error.strerror}", err=True)
        raise typer.Exit(1) from None
    typer.echo(made.address)
    for line in told(made):
        typer.echo(line)
    if qr_file is not None:
        typer.echo(f"Its QR code is in {qr_file}. Try it with a phone before you print it.")


async def _make(settings: Settings, wanted: Wanted) -> MadeLink:
    async with link_desk(settings, SystemClock()) as desk:
        return await desk.make(wanted)


def _refuse_bad_file(file: Path, *, force: bool) -> None:
    if file.suffix not in qr.KINDS:
        raise typer.BadParameter(f"{file} ends neither in .svg nor in .png", param_hint="--qr")
    if file.exists() and not force:
        raise typer.BadParameter(f"{file} is there already; --force overwrites it", param_hint="--qr")
    if not file.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {file.parent}", param_hint="--qr")
