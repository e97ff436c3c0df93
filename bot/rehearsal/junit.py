"""The report of a rehearsal as build servers read it (https://github.com/testmoapp/junitxml)."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from bot.rehearsal.rehearsal import Played

NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold (https://www.w3.org/TR/xml/#charsets)."""


def write_report(path: Path, plays: Sequence[Played]) -> None:
    """Write the report; raise OSError."""
    failures, skipped = sum(each.failure is not None for each in plays), sum(bool(each.skipped) for each in plays)
    suite = ElementTree.Element(
        "testsuite",
        name="ticketbot rehearse",
        tests=str(len(plays)),
        failures=str(failures),
        errors="0",
        skipped=str(skipped),
        time=f"{sum(each.took_s for each in plays):.3f}",
    )
    for each in sorted(plays, key=lambda each: (str(each.story.path or ""), each.name)):
        file = str(each.story.path or "")
        case = ElementTree.SubElement(
            suite, "testcase", classname=each.story.name, name=each.name, file=file, time=f"{each.took_s:.3f}"
        )
        if each.failure is not None:
            failed = ElementTree.SubElement(case, "failure", message=_allowed(each.failure.headline))
            failed.text = _allowed(str(each.failure))
        elif each.skipped:
            ElementTree.SubElement(case, "skipped", message=_allowed(each.skipped))
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites)
    ElementTree.ElementTree(suites).write(path, encoding="utf-8", xml_declaration=True)


def _allowed(words: str) -> str:
    return NOT_IN_XML.sub("�", words)
