"""What an examination comes to: one line on one subject, and what to do where all is not well."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether it is well."""

    GOOD = "ok"
    DOUBTFUL = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. It holds no secret and nothing of a customer; `remedy` is what to do."""

    subject: str
    verdict: Verdict
    words: str
    remedy: str = ""


def good(subject: str, words: str) -> Finding:
    """Return that something is well."""
    return Finding(subject, Verdict.GOOD, words)


def doubtful(subject: str, words: str, remedy: str) -> Finding:
    """Return that something may be meant as it is, or may not."""
    return Finding(subject, Verdict.DOUBTFUL, words, remedy)


def wrong(subject: str, words: str, remedy: str) -> Finding:
    """Return that something keeps the bot from selling well."""
    return Finding(subject, Verdict.WRONG, words, remedy)
