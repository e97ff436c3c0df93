"""Albums: several photos or several documents shown as one (https://core.telegram.org/bots/api#sendmediagroup)."""

import random

from bot.simulator.telegram.content import media_content
from bot.simulator.telegram.input_media import InputMedia, read_input_media
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Action, chat_of
from bot.simulator.telegram.methods_send import asked_sending
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.refused import bad_request
from bot.simulator.telegram.uploads import Unsendable

MOST_IN_AN_ALBUM = 10


def send_media_group(messenger: Messenger, parameters: Parameters) -> object:
    """Send two to ten files as an album, and one as an ordinary message; all of them or none."""
    parameters.required("media")
    items = parameters.document("media")
    if not isinstance(items, list):
        raise bad_request("expected an Array of InputMedia")
    chat = chat_of(messenger, parameters)
    album = [_read(messenger, parameters, item, place) for place, item in enumerate(items, 1)]
    contents = [media_content(each.media, each.words, above=each.above) for each in album]
    _expect_album(album)
    reply_to, sending = asked_sending(chat, parameters, _album_id() if len(album) > 1 else None)
    chat.expect_writable()
    messages = [messenger.post(chat, content, by_bot=True, reply_to=reply_to, sending=sending) for content in contents]
    return [messenger.message_json(chat, message) for message in messages]


def _read(messenger: Messenger, parameters: Parameters, item: object, place: int) -> InputMedia:
    try:
        return read_input_media(messenger, parameters, item)
    except Unsendable as unsendable:
        raise bad_request(f'failed to send message #{place} with the error message "{unsendable.why}"') from None


def _expect_album(album: list[InputMedia]) -> None:
    if not album:
        raise bad_request("there are no messages to send")
    if len(album) > MOST_IN_AN_ALBUM:
        raise bad_request("too many messages to send as an album")
    kinds = {each.media.kind for each in album}
    if len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    if len({each.above for each in album}) > 1:
        raise bad_request("parameter show_caption_above_media must be the same for all messages")


def _album_id() -> str:
    return str(random.randrange(10**16, 10**17))  # noqa: S311 - unique, not secret


ALBUM_METHODS: dict[str, Action] = {
    "sendMediaGroup": send_media_group,
}
