"""Where Redis is: one server, a group that Sentinels watch, or a Cluster.

    redis://user:password@host:6379/0                     also rediss:// (TLS) and unix:///path
    redis+sentinel://user:password@host:26379,host/service/0?sentinel_password=…
    redis+cluster://user:password@host:6379,host

Both of the latter also with rediss+…, which is TLS to all of them. Names and passwords are percent-encoded.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

_HOST: Final = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s:,\[\]@/]+))(?::([0-9]{1,5}))?")
_PATH: Final = re.compile(r"/([^/]+)(?:/([0-9]{1,4}))?/?")
WORDS: Final = (
    "must begin with redis://, rediss:// or unix://, for example redis://127.0.0.1:6379/0, "
    "or be redis+sentinel://host,host/service or redis+cluster://host,host"
)


class Kind(StrEnum):
    """What stands there."""

    SERVER = "server"
    SENTINEL = "sentinel"
    CLUSTER = "cluster"


_PORTS: Final = {Kind.SENTINEL: 26379, Kind.CLUSTER: 6379}


@dataclass(frozen=True, slots=True)
class Address:
    """A REDIS_URL, taken apart. `url` is that of a single server; the passwords are nobody's to print."""

    kind: Kind
    url: str = ""
    hosts: tuple[tuple[str, int], ...] = ()
    service: str = ""
    database: int = 0
    is_encrypted: bool = False
    username: str | None = None
    password: str | None = None
    sentinel_username: str | None = None
    sentinel_password: str | None = None

    @property
    def passwords(self) -> tuple[str, ...]:
        """All that must never be printed."""
        return tuple(each for each in (self.password, self.sentinel_password) if each)

    @classmethod
    def read(cls, url: str) -> "Address":
        """Return what an address says; raise ValueError, in words that do not repeat it."""
        parts = urlsplit(url)
        scheme, _, kind = parts.scheme.partition("+")
        if parts.scheme in {"redis", "rediss", "unix"}:
            return cls(Kind.SERVER, url, password=unquote(parts.password) if parts.password else None)
        if scheme not in {"redis", "rediss"} or kind not in {Kind.SENTINEL, Kind.CLUSTER}:
            raise ValueError(WORDS)
        return cls._of_many(Kind(kind), parts, is_encrypted=scheme == "rediss")

    @classmethod
    def _of_many(cls, kind: Kind, parts: SplitResult, *, is_encrypted: bool) -> "Address":
        account, _, places = parts.netloc.rpartition("@")
        username, _, password = account.partition(":")
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        path = _PATH.fullmatch(parts.path)
        if kind is Kind.SENTINEL and path is None:
            raise ValueError("must name the service that the Sentinels watch: redis+sentinel://host,host/service")
        if kind is Kind.CLUSTER and parts.path not in {"", "/", "/0"}:
            raise ValueError("must name no database: a Cluster has one, redis+cluster://host,host")
        if unknown := set(asked) - ({"sentinel_username", "sentinel_password"} if kind is Kind.SENTINEL else set()):
            raise ValueError(f"has what is not known: {', '.join(sorted(unknown))}")
        return cls(
            kind,
            hosts=tuple(_host(place, _PORTS[kind]) for place in places.split(",")),
            service=unquote(path[1]) if path is not None and kind is Kind.SENTINEL else "",
            database=int(path[2] or 0) if path is not None and kind is Kind.SENTINEL else 0,
            is_encrypted=is_encrypted,
            username=unquote(username) or None,
            password=unquote(password) or None,
            sentinel_username=asked.get("sentinel_username"),
            sentinel_password=asked.get("sentinel_password"),
        )


def _host(place: str, port: int) -> tuple[str, int]:
    found = _HOST.fullmatch(place)
    if found is None or int(found[3] or port) >= 2**16:
        raise ValueError("must list hosts as host:port, separated by commas")
    return found[1] or found[2], int(found[3] or port)
