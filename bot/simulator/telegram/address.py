"""Web addresses as Telegram accepts them in links and buttons."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

_ADDRESS = re.compile(
    r"(?:(?P<protocol>[a-z][a-z0-9+.-]*)://)?(?:(?P<user>[^/?#@]*)@)?"
    r"(?P<host>\[[0-9a-f:.]+\]|[^/?#:@\s]+)(?::(?P<port>\d{1,5}))?(?P<query>[/?#]\S*)?",
    re.IGNORECASE,
)
_TG_ADDRESS = re.compile(r"tg:(?://)?(?P<host>[a-z0-9_-]+)/?(?P<query>\?\S*)?", re.IGNORECASE)


class WrongAddress(Exception):
    """An address that Telegram refuses; the text is its reason."""


def checked(address: str) -> str:
    """Return an address as Telegram writes it (protocol added, host in lower case, a path); raise WrongAddress."""
    address = address.strip()
    if not address:
        raise WrongAddress("URL host is empty")
    if address[:3].lower() == "tg:":
        inner = _TG_ADDRESS.fullmatch(address)
        if inner is None:
            raise WrongAddress("Wrong tg URL")
        return f"tg://{inner['host'].lower()}{inner['query'] or ''}"
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise WrongAddress("Wrong HTTP URL")
    protocol = (match["protocol"] or "http").lower()
    if protocol not in ("http", "https"):
        raise WrongAddress("Unsupported URL protocol")
    host = match["host"].lower()
    if match["port"] is not None and not 0 < int(match["port"]) <= 65535:
        raise WrongAddress("Wrong port number specified in the URL")
    if "." not in host and not host.startswith("["):
        raise WrongAddress("Wrong HTTP URL")
    query = match["query"] or "/"
    user = f"{match['user']}@" if match["user"] else ""
    port = f":{match['port']}" if match["port"] else ""
    return f"{protocol}://{user}{host}{port}{'' if query.startswith('/') else '/'}{query}"


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
