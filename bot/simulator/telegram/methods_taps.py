"""The method that answers taps (https://core.telegram.org/bots/api#answercallbackquery)."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from bot.simulator.telegram.entities import utf16_length
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Action
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.queries import Answer
from bot.simulator.telegram.refused import bad_request

MOST_CHARACTERS = 200


def answer_callback_query(messenger: Messenger, parameters: Parameters) -> object:
    """Answer a tap, with a toast or a dialog when a text is given, or with a link back into the bot."""
    text, url = parameters.text("text"), parameters.text("url")
    if utf16_length(text) > MOST_CHARACTERS:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not _starts_the_bot(url, messenger.username):
        raise bad_request("URL_INVALID")
    answer = Answer(text, parameters.flag("show_alert"), url)
    kept = timedelta(seconds=max(parameters.whole("cache_time") or 0, 0))
    query = messenger.queries.answer(parameters.text("callback_query_id"), answer, kept)
    messenger.show_answer(query, answer)
    return True


def _starts_the_bot(url: str, username: str) -> bool:
    """Tell whether a link opens the bot with a parameter; all others are for games."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    names = parse_qs(parts.query)
    if "start" not in names:
        return False
    if parts.scheme == "tg":
        return parts.hostname == "resolve" and [name.lower() for name in names.get("domain", [])] == [username.lower()]
    is_telegram = parts.scheme in ("http", "https") and parts.hostname in ("t.me", "telegram.me")
    return is_telegram and parts.path.strip("/").lower() == username.lower()


TAP_METHODS: dict[str, Action] = {
    "answerCallbackQuery": answer_callback_query,
}
