"""What a message of the bot answers, and which words of it (https://core.telegram.org/bots/api#replyparameters)."""

from dataclasses import dataclass

from bot.simulator.telegram.chat import Chat
from bot.simulator.telegram.entities import settled, utf16_length
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.refused import bad_request
from bot.simulator.telegram.words import read_words


@dataclass(frozen=True, slots=True)
class Reply:
    """The message that is answered, and the Bot API's TextQuote of it."""

    message_id: int | None = None
    quote: dict[str, object] | None = None


def asked_reply(chat: Chat, parameters: Parameters) -> Reply:
    """Return what a call answers; raise Refused for a message that is not there or words that are not in it."""
    asked = _asked(parameters)
    elsewhere = asked.text("chat_id") not in ("", str(chat.id))
    if elsewhere:
        raise bad_request("chat not found")
    message_id = asked.whole("message_id") or 0
    if message_id <= 0:
        return Reply()
    message = chat.messages.get(message_id)
    if message is None:
        if asked.flag("allow_sending_without_reply"):
            return Reply()
        raise bad_request("message to be replied not found")
    return Reply(message_id, _quote(asked, message.content.text) if asked.text("quote") else None)


def _asked(parameters: Parameters) -> Parameters:
    """Return the ReplyParameters, put together of older parameters when they are not given."""
    document = parameters.document("reply_parameters")
    if document is None:
        older = {"message_id": "reply_to_message_id", "allow_sending_without_reply": "allow_sending_without_reply"}
        return Parameters({new: parameters.text(old) for new, old in older.items() if old in parameters})
    if not isinstance(document, dict):
        raise bad_request("object expected as reply parameters")
    if "message_id" not in document:
        raise bad_request("can't parse reply parameters: Can't find field \"message_id\"")
    return Parameters(document)


def _quote(asked: Parameters, text: str) -> dict[str, object]:
    words = read_words(asked.text("quote"), asked.text("quote_parse_mode"), asked.document("quote_entities"))
    quoted, _ = settled(words.text, words.entities)
    at = text.find(quoted)
    if at < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"text": quoted, "position": utf16_length(text[:at]), "is_manual": True}
