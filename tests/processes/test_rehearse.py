"""`ticketbot rehearse` as somebody runs it: what it says, and how it ends."""

from pathlib import Path
from xml.etree import ElementTree

from tests.processes.conftest import ended, start

GOOD = """
name: good
dialogue:
  - start: ""
    shows: {text: "<Which event would you like to go to?>"}
"""
OTHERWISE = """
name: otherwise
languages: [en]
dialogue:
  - start: ""
  - tap_old: "Nothing like it"
"""


async def rehearse(*arguments: str | Path) -> tuple[int, list[str]]:
    code, output = await ended(await start("rehearse", *map(str, arguments)))
    return code, output.splitlines()


async def test_it_tells_each_play_and_ends_with_a_status(tmp_path: Path):
    stories = tmp_path / "stories"
    stories.mkdir()
    (stories / "good.yaml").write_text(GOOD)
    (stories / "otherwise.yaml").write_text(OTHERWISE)
    report = tmp_path / "report.xml"
    code, lines = await rehearse(stories, "--language", "en", "--junit", report)
    assert code == 1
    assert any(line.startswith("✓ good [en]") for line in lines)
    assert f"✗ otherwise [en], {stories / 'otherwise.yaml'}:6: tap_old Nothing like it" in lines
    assert "1 as written, 1 another way." in lines[-1]
    assert not any("\x1b" in line or "rehearsing" in line for line in lines)
    assert ElementTree.parse(report).getroot()[0].get("tests") == "2"

    assert (await rehearse(stories / "good.yaml", "--language", "en"))[0] == 0


async def test_what_cannot_be_played_ends_otherwise(tmp_path: Path):
    path = tmp_path / "wrong.yaml"
    path.write_text(f"{GOOD}  - situation: sold-uot\n")
    code, lines = await rehearse(path)
    assert (code, lines[0]) == (2, f"{path}:")
    assert lines[1].startswith("  line 6: dialogue.1.situation.0: 'sold-uot' is no situation; did you mean sold-out")
    path.write_text(GOOD)
    assert await rehearse(path, "--bot", "http://127.0.0.1:9") == (
        2,
        ["No simulator answers at http://127.0.0.1:9 (ConnectError)."],
    )
