"""The parameters of a Bot API call, however they came: query, form, multipart or JSON.

https://core.telegram.org/bots/api#making-requests: numbers, booleans and JSON documents may come as strings.
"""

import json
import re
from collections.abc import Mapping

from bot.simulator.telegram.refused import bad_request
from bot.simulator.telegram.schema.checking import violations
from bot.simulator.telegram.uploads import Upload

_ATTACHED = re.compile(r"attach://([^\s\"',]+)")


class Parameters:
    """Typed reading of named values; a value of the wrong form counts as absent or is refused, as the Bot API does."""

    def __init__(self, values: Mapping[str, object], uploads: Mapping[str, Upload] | None = None) -> None:
        """Take the values and the uploaded files by their names; a value names a file as `attach://<name>`."""
        self.uploads = uploads or {}
        attached = frozenset(_ATTACHED.findall(" ".join(str(value) for value in values.values())))
        self._values = {**values, **{name: f"attach://{name}" for name in self.uploads if name not in attached}}

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def violations(self, method: str) -> list[str]:
        """Return where a call of a method with these is not as the Bot API's schema says."""
        return violations(method, self._values)

    def as_json(self) -> dict[str, object]:
        """Return all values, JSON documents among them decoded, for the journal."""
        return {name: _decoded(value) for name, value in self._values.items()}

    def text(self, name: str) -> str:
        """Return a text, empty when absent; raise Refused for lone surrogates."""
        value = self._values.get(name, "")
        text = value if isinstance(value, str) else json.dumps(value)
        try:
            text.encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
        return text

    def required(self, name: str) -> str:
        """Return a text that must be there; raise Refused when it is not."""
        text = self.text(name)
        if not text:
            raise bad_request(f'parameter "{name}" is required')
        return text

    def whole(self, name: str) -> int | None:
        """Return a whole number; None when it is absent or is none."""
        value = self._values.get(name)
        if isinstance(value, int):
            return int(value)
        try:
            return int(value) if isinstance(value, str) and len(value) <= 20 else None
        except ValueError:
            return None

    def flag(self, name: str) -> bool:
        """Return a boolean, False when absent."""
        return str(self._values.get(name, "")).lower() in ("true", "yes", "1")

    def document(self, name: str) -> object:
        """Return a JSON value, None when absent; raise Refused when it is not JSON."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None


def _decoded(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
