"""How long words are to Telegram, which counts UTF-16 code units."""


def units(words: str) -> int:
    """Return the length as Telegram counts it, in UTF-16 units."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def shorten(words: str, most: int) -> str:
    """Return words cut to a length in UTF-16 units, with an ellipsis when something is cut."""
    if units(words) <= most:
        return words
    kept = words.encode("utf-16-le", "surrogatepass")[: (most - 1) * 2].decode("utf-16-le", "ignore")
    return kept.rstrip() + "…"
