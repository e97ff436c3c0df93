"""Words as a story compares them."""

import re

SPACES = re.compile(r"\s+")
SET_APART = re.compile(r"\s+(?=[:;!?%»])")


def folded(words: str) -> str:
    """Return words with any white space as one space and none before punctuation, which French sets apart."""
    return SPACES.sub(" ", SET_APART.sub("", words)).strip()
