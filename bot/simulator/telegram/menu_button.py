"""The button beside the message field (https://core.telegram.org/bots/api#menubutton)."""

from bot.simulator.telegram.refused import Refused, bad_request

MenuButton = dict[str, object]


class MenuButtons:
    """The button of all chats and those of single ones."""

    def __init__(self) -> None:
        self._for_all: MenuButton = {"type": "commands"}
        self._of_chat: dict[int, MenuButton] = {}

    def set(self, chat: int | None, button: MenuButton) -> None:
        """Set the button of a chat, or of all that have none of their own."""
        if chat is not None:
            self._of_chat[chat] = button
        else:
            self._for_all = {"type": "commands"} if button["type"] == "default" else button

    def get(self, chat: int | None) -> MenuButton:
        """Return the button of exactly a chat, `default` when it has none of its own, or that of all."""
        return self._for_all if chat is None else self._of_chat.get(chat, {"type": "default"})

    def shown_in(self, chat: int) -> MenuButton:
        """Return the button that a chat shows."""
        own = self.get(chat)
        return self._for_all if own["type"] == "default" else own


def read_menu_button(document: object) -> MenuButton:
    """Check a button, the default one when there is none; raise Refused as the Bot API does."""
    try:
        return _read(document)
    except Refused as refused:
        why = refused.description.removeprefix("Bad Request: ")
        raise bad_request(f"can't parse menu button: {why}") from None


def _read(document: object) -> MenuButton:
    if document is None:
        return {"type": "default"}
    if not isinstance(document, dict):
        raise bad_request("Object expected as menu button")
    match document.get("type"):
        case "default" | "commands" as kind:
            return {"type": kind}
        case "web_app":
            return _web_app(document)
        case None:
            raise bad_request('Can\'t find field "type"')
        case _:
            raise bad_request("MenuButton has unsupported type")


def _web_app(document: dict[str, object]) -> MenuButton:
    app = document.get("web_app")
    url = app.get("url") if isinstance(app, dict) else None
    if not document.get("text") or not isinstance(url, str):
        raise bad_request(f'Can\'t find field "{"web_app" if document.get("text") else "text"}"')
    if not url.startswith("https://"):
        raise bad_request(f"Web App URL '{url}' is invalid: Only HTTPS links are allowed")
    return {"type": "web_app", "text": document["text"], "web_app": {"url": url}}
