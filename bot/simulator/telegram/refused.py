"""The Bot API's way to say no."""

from collections.abc import Mapping


class Refused(Exception):
    """A request that the Bot API does not carry out, with its HTTP status and the words of its `description`.

    `parameters` help to go on: https://core.telegram.org/bots/api#responseparameters.
    """

    def __init__(self, description: str, error_code: int = 400, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.description = description
        self.error_code = error_code
        self.parameters = dict(parameters or {})

    def as_json(self) -> dict[str, object]:
        """Return the body of the answer."""
        body: dict[str, object] = {"ok": False, "error_code": self.error_code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad_request(why: str) -> Refused:
    """Return the refusal of a request that is wrong in itself."""
    return Refused(f"Bad Request: {why}")


def too_many_requests(retry_after_s: int) -> Refused:
    """Return the refusal of what comes too fast."""
    words = f"Too Many Requests: retry after {retry_after_s}"
    return Refused(words, 429, {"retry_after": retry_after_s})
