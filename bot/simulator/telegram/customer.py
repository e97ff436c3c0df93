"""A Telegram user who plays the customer (https://core.telegram.org/bots/api#user)."""

from dataclasses import dataclass


@dataclass(slots=True)
class Customer:
    """Somebody with a private chat; they may write in groups, too."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone_number: str = ""

    @property
    def name(self) -> str:
        """The name as a chat shows it."""
        return " ".join(filter(None, (self.first_name, self.last_name)))

    def as_user(self) -> dict[str, object]:
        """Return the Bot API's User."""
        return {"id": self.id, "is_bot": False, **self._names(), **self._language()}

    def as_chat(self) -> dict[str, object]:
        """Return the Bot API's Chat of the private chat."""
        return {"id": self.id, **self._names(), "type": "private"}

    def _names(self) -> dict[str, object]:
        names = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {name: value for name, value in names.items() if value}

    def _language(self) -> dict[str, object]:
        return {"language_code": self.language_code} if self.language_code else {}
