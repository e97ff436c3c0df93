"""The methods that send words, places and contacts (https://core.telegram.org/bots/api#sendmessage)."""

from dataclasses import replace

from bot.simulator.telegram.chat import Chat, PrivateChat
from bot.simulator.telegram.content import Content, text_content
from bot.simulator.telegram.keyboards import expect_private_matters, read_markup
from bot.simulator.telegram.media import Card, contact, location, venue
from bot.simulator.telegram.messages import Sending
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Action, chat_of
from bot.simulator.telegram.method_content import asked_text
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.refused import bad_request
from bot.simulator.telegram.replies import asked_reply


def send_message(messenger: Messenger, parameters: Parameters) -> object:
    """Send a text."""
    chat = chat_of(messenger, parameters)
    words, preview = asked_text(parameters)
    return send(messenger, chat, parameters, text_content(words, preview))


def send_location(messenger: Messenger, parameters: Parameters) -> object:
    """Send a point on the map."""
    latitude, longitude = _point(parameters)
    return _send_card(messenger, parameters, location(latitude, longitude))


def send_venue(messenger: Messenger, parameters: Parameters) -> object:
    """Send a named place."""
    latitude, longitude = _point(parameters)
    title, address = parameters.required("title"), parameters.required("address")
    return _send_card(messenger, parameters, venue(latitude, longitude, title, address))


def send_contact(messenger: Messenger, parameters: Parameters) -> object:
    """Send a contact card."""
    number, name = parameters.required("phone_number"), parameters.required("first_name")
    return _send_card(messenger, parameters, contact(number, name, parameters.text("last_name")))


def send(
    messenger: Messenger,
    chat: Chat,
    parameters: Parameters,
    content: Content,
    origin: dict[str, object] | None = None,
) -> dict[str, object]:
    """Send anything, as the common parameters say; return the Message. `origin` is that of a forwarded one."""
    markup = read_markup(parameters.document("reply_markup"))
    if not isinstance(chat, PrivateChat):
        expect_private_matters(markup.other)
    reply_to, sending = asked_sending(chat, parameters)
    sending = replace(sending, origin=origin)
    chat.expect_writable()
    message = messenger.post(
        chat,
        content,
        by_bot=True,
        reply_to=reply_to,
        keyboard=markup.inline,
        reply_markup=markup.other,
        sending=sending,
    )
    return messenger.message_json(chat, message)


def asked_sending(chat: Chat, parameters: Parameters, media_group_id: str | None = None) -> tuple[int | None, Sending]:
    """Return the message that is answered and how this one is sent."""
    reply = asked_reply(chat, parameters)
    effect = parameters.whole("message_effect_id")
    sending = Sending(
        media_group_id=media_group_id,
        is_protected=parameters.flag("protect_content"),
        effect_id=str(effect) if effect else None,
        quote=reply.quote,
    )
    return reply.message_id, sending


def _send_card(messenger: Messenger, parameters: Parameters, card: Card) -> object:
    return send(messenger, chat_of(messenger, parameters), parameters, Content(media=card))


def _point(parameters: Parameters) -> tuple[float, float]:
    latitude, longitude = (_degrees(parameters, name) for name in ("latitude", "longitude"))
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("wrong location specified")
    return latitude, longitude


def _degrees(parameters: Parameters, name: str) -> float:
    text = parameters.text(name).strip()
    if not text:
        raise bad_request(f"{name} is empty")
    try:
        return float(text)
    except ValueError:
        return 0.0


SEND_METHODS: dict[str, Action] = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendContact": send_contact,
}
