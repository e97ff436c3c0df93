"""The methods that change messages (https://core.telegram.org/bots/api#updating-messages)."""

from bot.simulator.telegram.chat import Chat
from bot.simulator.telegram.content import Content, media_content, text_content
from bot.simulator.telegram.input_media import read_input_media
from bot.simulator.telegram.keyboards import Markup
from bot.simulator.telegram.media import CAPTIONED
from bot.simulator.telegram.messages import Message
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Action, inline_markup, message_to_edit
from bot.simulator.telegram.method_content import asked_caption, asked_text
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.refused import bad_request

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)

_REPLACED = frozenset({"photo", "document", "animation", "audio", "video"})


def edit_message_text(messenger: Messenger, parameters: Parameters) -> object:
    """Replace text and keyboard of a message; a keyboard that is not given is taken away."""
    words, preview = asked_text(parameters)
    chat, message = message_to_edit(messenger, parameters)
    if message.content.media is not None:
        raise bad_request("there is no text in the message to edit")
    return _edit(messenger, chat, message, text_content(words, preview, edited=True), inline_markup(parameters))


def edit_message_caption(messenger: Messenger, parameters: Parameters) -> object:
    """Replace caption and keyboard of a message that carries a file; a caption that is not given is taken away."""
    words = asked_caption(parameters)
    chat, message = message_to_edit(messenger, parameters)
    media = message.content.media
    if media is None or media.kind not in CAPTIONED:
        raise bad_request("there is no caption in the message to edit")
    above = parameters.flag("show_caption_above_media") and media.kind != "document"
    content = media_content(media, words, above=above, edited=True)
    return _edit(messenger, chat, message, content, inline_markup(parameters))


def edit_message_media(messenger: Messenger, parameters: Parameters) -> object:
    """Replace the file of a message with its caption, or words by a file; an album keeps its kind."""
    parameters.required("media")
    given = read_input_media(messenger, parameters, parameters.document("media"))
    chat, message = message_to_edit(messenger, parameters)
    old = message.content.media
    if old is not None and old.kind not in _REPLACED:
        raise bad_request("message media can't be edited")
    if old is not None and message.sending.media_group_id is not None and old.kind != given.media.kind:
        raise bad_request("can't change media type in the album")
    content = media_content(given.media, given.words, above=given.above)
    return _edit(messenger, chat, message, content, inline_markup(parameters))


def edit_message_reply_markup(messenger: Messenger, parameters: Parameters) -> object:
    """Replace the keyboard of a message only."""
    chat, message = message_to_edit(messenger, parameters)
    return _edit(messenger, chat, message, message.content, inline_markup(parameters))


def _edit(messenger: Messenger, chat: Chat, message: Message, content: Content, markup: Markup) -> object:
    if (content, markup.inline) == (message.content, message.keyboard):
        raise bad_request(NOT_MODIFIED)
    if content != message.content:
        message.edited_at = messenger.clock.now()
    message.content = content
    message.keyboard = markup.inline
    chat.changed()
    return messenger.message_json(chat, message) if message.by_bot else True


EDIT_METHODS: dict[str, Action] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
}
