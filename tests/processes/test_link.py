"""`ticketbot link` as an organiser runs it: what it prints, how it ends, and the QR code it writes."""

import re
from pathlib import Path

import pytest
import segno

from tests.processes.conftest import ended, start
from tests.qr_files import Modules, modules_in


async def link(settings: dict[str, str], *arguments: str) -> tuple[int, str]:
    return await ended(await start("link", *arguments, **settings))


@pytest.mark.parametrize("kind", ["svg", "png"])
async def test_a_link_and_its_qr_code(simulated: dict[str, str], tmp_path: Path, kind: str):
    file = tmp_path / f"poster.{kind}"
    asked = ("polderlicht", "--ticket", "Day ticket=2", "--source", "poster", "--qr", str(file))
    code, output = await link(simulated, *asked)
    assert code == 0
    address, told, *_ = output.splitlines()
    assert re.fullmatch(r"https://t\.me/ticket_rehearsal_bot\?start=e[\w-]{22}_l0-[a-z0-9]{20}_sposter", address)
    assert told == "Opens Polderlicht Festival, with 2 × Day ticket."
    drawn = modules_in(file)
    assert drawn == Modules.of(segno.make_qr(address, error="m", boost_error=False), quiet_zone=4)
    assert drawn.error_correction == "M"
    assert drawn != Modules.of(segno.make_qr(address[:-1] + "x", error="m", boost_error=False), quiet_zone=4)

    before = file.read_bytes()
    code, output = await link(simulated, "polderlicht", "--qr", str(file))
    assert (code, file.read_bytes()) == (2, before)
    assert "--force" in output
    code, _ = await link(simulated, "polderlicht", "--qr", str(file), "--force")
    assert code == 0
    assert file.read_bytes() != before


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("opera",), 1, "No event is called “opera”"),
        (("museum", "--day", "12-12-2026"), 2, "--day"),
        (("museum", "--qr", "poster.gif"), 2, "neither in .svg nor in .png"),
        (("museum", "--qr", "no-such-folder/poster.svg"), 2, "there is no folder"),
    ],
)
async def test_what_cannot_be_is_refused_in_words(
    simulated: dict[str, str], arguments: tuple[str, ...], status: int, said: str
):
    code, output = await link(simulated, *arguments)
    assert code == status
    assert said in " ".join(re.sub("[│╭╮╰╯─]", " ", output).split())
    assert "Traceback" not in output


async def test_without_its_settings_nothing_is_made():
    code, output = await link({}, "museum")
    assert code == 1
    assert "TELEGRAM_BOT_TOKEN: is missing" in output
