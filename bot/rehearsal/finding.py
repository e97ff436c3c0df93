"""Finds what a line of a story wants to tap or to follow on what is seen."""

import re
from urllib.parse import parse_qs, urlsplit

from bot.rehearsal.chat import Seen, SeenButton
from bot.rehearsal.words import folded


def button_to_tap(seen: Seen, label: re.Pattern[str]) -> SeenButton | None:
    """Return the one button with such a label, if it is one that calls the bot."""
    fitting = [button for button in seen.buttons if label.fullmatch(folded(button.label))]
    return fitting[0] if len(fitting) == 1 and fitting[0].kind == "callback" else None


def payload_to_follow(seen: Seen, label: re.Pattern[str]) -> str | None:
    """Return the payload of the link button with such a label, which leads to the bot."""
    links = (each.value for each in seen.buttons if label.fullmatch(folded(each.label)) and each.kind == "url")
    return next((parse_qs(urlsplit(link).query).get("start", [""])[0] for link in links), None)


def payment_page(seen: Seen) -> str | None:
    """Return the address of the payment page, where there is a button that leads there."""
    return next((each.value for each in seen.buttons if each.kind == "url" and "/pay/" in each.value), None)
