"""The Bot API's way to say no."""


class Refused(Exception):
    """A request that the Bot API does not carry out, with its HTTP status and the words of its `description`."""

    def __init__(self, description: str, error_code: int = 400) -> None:
        super().__init__(description)
        self.description = description
        self.error_code = error_code


def bad_request(why: str) -> Refused:
    """Return the refusal of a request that is wrong in itself."""
    return Refused(f"Bad Request: {why}")
