"""Web addresses as Telegram accepts them in links and buttons."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

_INNER: Final = re.compile(r"(tg|tonsite|ton):(?://)?", re.IGNORECASE)
"""How addresses begin that Telegram's apps open themselves."""
_PROTOCOL: Final = re.compile(r"([^:/?#@\[\]]*)://")
_PORT: Final = re.compile(r"(.+):([^:\]@]*)", re.DOTALL)
_HOST: Final = re.compile(r"(?:[a-z0-9._!$,~*'();&+=\x80-\U0010ffff-]|%[0-9a-f]{2})*")
_INNER_HOST: Final = re.compile(r"[a-z0-9_-]*")
_USER_LINK: Final = re.compile(r"tg:(?://)?user/?\?([^#]*)")
_USER_ID: Final = re.compile(r"[1-9][0-9]{0,18}")
_FIRST_NO_USER: Final = 2**40
_BLANK: Final = re.compile(r"[\x00-\x20]")


class WrongAddress(Exception):
    """An address that Telegram refuses; the text is its reason."""


@dataclass(frozen=True, slots=True)
class _Parts:
    protocol: str
    user: str
    host: str
    port: int
    query: str

    @property
    def is_ipv6(self) -> bool:
        return self.host.startswith("[")


def checked(address: str) -> str:
    """Return an address as Telegram writes it (protocol added, host in lower case, a path); raise WrongAddress."""
    if (inner := _INNER.match(address)) is not None:
        return _checked_inner(inner[1].lower(), address[inner.end() :])
    parts = _parts(address)
    if "." not in parts.host and not parts.is_ipv6:
        raise WrongAddress("Wrong HTTP URL")
    user = f"{parts.user}@" if parts.user else ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.protocol}://{user}{parts.host}{port}{parts.query}"


def _checked_inner(scheme: str, address: str) -> str:
    parts = _parts(address)
    is_plain = not address.lower().startswith("http://") and parts.protocol != "https"
    if not is_plain or parts.user or parts.port or parts.is_ipv6:
        raise WrongAddress(f"Wrong {'tg' if scheme == 'tg' else 'ton'} URL")
    if _INNER_HOST.fullmatch(parts.host.replace(".", "" if scheme == "tonsite" else ".")) is None:
        raise WrongAddress("Unallowed characters in URL host")
    query = parts.query[1:] if parts.query.startswith("/?") else parts.query
    return f"{scheme}://{parts.host}{query}"


def _parts(address: str) -> _Parts:
    """Take an address apart as TDLib does; raise WrongAddress."""
    protocol = _PROTOCOL.match(address)
    name = "http" if protocol is None else _lower(protocol[1])
    if name not in ("http", "https"):
        raise WrongAddress("Unsupported URL protocol")
    rest = address if protocol is None else address[protocol.end() :]
    place = re.split("[/?#]", rest, maxsplit=1)[0]
    with_port = _PORT.fullmatch(place)
    port = 0 if with_port is None else _port(with_port[2])
    user, _, host = (place if with_port is None else with_port[1]).rpartition("@")
    query = rest[len(place) :].rstrip(" \t\r\n\v\0") or "/"
    return _Parts(
        protocol=name,
        user=_user(user),
        host=_host(host),
        port=port,
        query=_BLANK.sub(lambda blank: f"%{ord(blank[0]):02X}", query if query[0] == "/" else f"/{query}"),
    )


def _port(written: str) -> int:
    if not re.fullmatch("[0-9]{1,99}", written) or not 0 < int(written) <= 65535:
        raise WrongAddress("Wrong port number specified in the URL")
    return int(written)


def _host(written: str) -> str:
    host = _lower(written)
    if not host:
        raise WrongAddress("URL host is empty")
    if host[0] == "[" and host[-1] == "]":
        if not isinstance(as_ip(host[1:-1]), IPv6Address) or "%" in host:
            raise WrongAddress("Wrong IPv6 address specified in the URL")
        return host
    if host == ".":
        raise WrongAddress("Host is invalid")
    if _HOST.fullmatch(host) is None:
        raise WrongAddress("Disallowed character in URL host")
    return host


def _user(written: str) -> str:
    if any(_HOST.fullmatch(_lower(part)) is None for part in written.split(":")):
        raise WrongAddress("Disallowed character in URL userinfo")
    return written


def _lower(text: str) -> str:
    """Return a text with the letters of ASCII in lower case, others as they are."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def user_of(address: str) -> int | None:
    """Return the user whom a `tg://user?id=…` address names; None for any other address."""
    match = _USER_LINK.match(_lower(address))
    for parameter in re.split("&", match[1]) if match is not None else ():
        name, _, value = parameter.partition("=")
        if name == "id":
            return int(value) if _USER_ID.fullmatch(value) and int(value) < _FIRST_NO_USER else None
    return None


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    ip = as_ip(host)
    return host == "localhost" if ip is None else ip.is_loopback


def as_ip(host: str) -> IPv4Address | IPv6Address | None:
    """Return a host that is written as an IP address; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None
