"""Which addresses of the shop's answers may be shown to a customer as a payment page."""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """Hosts that, with their subdomains, count as payment pages.

    Only https on its own port, without user information; never an IP address. `loopback` is for a shop that is on this
    machine itself: then http addresses on the loopback count too.
    """

    hosts: Collection[str]
    loopback: bool = False

    def allows(self, address: str) -> bool:
        """Whether an address may be shown."""
        if not address.isascii() or not address.isprintable() or any(character in address for character in ' \\"<>'):
            return False
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError:
            return False
        host = (parts.hostname or "").lower()
        if not host or "@" in parts.netloc:
            return False
        if self.loopback and parts.scheme == "http" and is_loopback_host(host):
            return True
        known = any(host == each or host.endswith(f".{each}") for each in self.hosts)
        return parts.scheme == "https" and port in {None, 443} and known


def is_loopback_host(host: str) -> bool:
    """Whether a host name or address is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
