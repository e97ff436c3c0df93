"""The methods that send files (https://core.telegram.org/bots/api#sendphoto), and getFile."""

from bot.simulator.telegram.content import media_content
from bot.simulator.telegram.files import StoredFile
from bot.simulator.telegram.media import FileMedia
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Action, chat_of
from bot.simulator.telegram.method_content import asked_caption
from bot.simulator.telegram.methods_send import send
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.refused import bad_request
from bot.simulator.telegram.uploads import input_file

MOST_DOWNLOADED = 20 * 1024 * 1024


def send_photo(messenger: Messenger, parameters: Parameters) -> object:
    """Send a picture with a caption or without."""
    words, chat = asked_caption(parameters), chat_of(messenger, parameters)
    media = FileMedia(_file(messenger, parameters, "photo"), parameters.flag("has_spoiler"))
    content = media_content(media, words, above=parameters.flag("show_caption_above_media"))
    return send(messenger, chat, parameters, content)


def send_document(messenger: Messenger, parameters: Parameters) -> object:
    """Send a file with a caption or without."""
    words, chat = asked_caption(parameters), chat_of(messenger, parameters)
    return send(messenger, chat, parameters, media_content(FileMedia(_file(messenger, parameters, "document")), words))


def get_file(messenger: Messenger, parameters: Parameters) -> object:
    """Return where a file can be downloaded."""
    file = messenger.files.of_id(parameters.required("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.body) > MOST_DOWNLOADED:
        raise bad_request("file is too big")
    return file.as_file()


def _file(messenger: Messenger, parameters: Parameters, kind: str) -> StoredFile:
    file = input_file(messenger.files, parameters.uploads, kind, parameters.text(kind))
    if file is None:
        raise bad_request(f"there is no {kind} in the request")
    return file


MEDIA_METHODS: dict[str, Action] = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "getFile": get_file,
}
