"""`ticketbot doctor`: is all as a bot needs it?"""

import asyncio
import os
from collections import Counter

import typer

from bot.clock import SystemClock
from bot.doctor.examination import examine
from bot.doctor.finding import Finding, Verdict
from bot.log import Redaction, quiet_logging, secrets_of
from bot.settings import Settings, SettingsError


def doctor() -> None:
    """Ask Telegram, Redis and the shop whether all is as `ticketbot run` needs it; change nothing, and say what to do.

    The exit status is 1 when something is wrong, and 0 when all is well or there is only something to look at.
    """
    quiet_logging()
    try:
        settings = Settings.load(os.environ)
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    findings = asyncio.run(examine(settings, SystemClock()))
    redaction = Redaction(secrets_of(settings))
    for finding in findings:
        typer.echo(redaction.text(_lines(finding)))
    verdicts = Counter(finding.verdict for finding in findings)
    typer.echo(_summary(verdicts))
    if verdicts[Verdict.WRONG]:
        raise typer.Exit(1)


def _lines(finding: Finding) -> str:
    line = f"{finding.verdict:5} {finding.subject}: {finding.words}"
    return f"{line}\n      {finding.remedy}" if finding.remedy else line


def _summary(verdicts: Counter[Verdict]) -> str:
    if not verdicts[Verdict.WRONG] and not verdicts[Verdict.DOUBTFUL]:
        return "All is well."
    return f"{verdicts[Verdict.WRONG]} wrong, {verdicts[Verdict.DOUBTFUL]} to look at."
