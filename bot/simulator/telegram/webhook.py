"""The webhook of a bot: where updates are sent instead of waiting for `getUpdates`.

https://core.telegram.org/bots/api#setwebhook; the order of the checks is that of the public Bot API server.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from bot.simulator.clock import MovableClock
from bot.simulator.telegram.address import as_ip, is_loopback
from bot.simulator.telegram.delivery import Delivery
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.refused import Refused, bad_request, too_many_requests
from bot.simulator.telegram.update_kinds import DEFAULT
from bot.simulator.telegram.updates import UpdateQueue

PORTS: Final = (443, 80, 88, 8443)
MOST_CONNECTIONS: Final = 100

_PAUSE: Final = timedelta(seconds=1)
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Setting:
    """A webhook as it was set."""

    url: str
    secret_token: str
    max_connections: int
    ip_address: str


class Webhook:
    """Sets, removes and tells of the webhook; `execute` carries a method out that the bot answered with."""

    def __init__(self, clock: MovableClock, updates: UpdateQueue) -> None:
        self.execute: Callable[[str, dict[str, object]], None] = lambda _, __: None
        self._clock = clock
        self._updates = updates
        self._setting: Setting | None = None
        self._delivery: Delivery | None = None
        self._set_again_at: datetime | None = None

    @property
    def is_set(self) -> bool:
        """Whether updates go to a webhook."""
        return self._setting is not None

    def set(self, parameters: Parameters) -> str:
        """Set the webhook, or remove it when the address is empty; return what was done, in words."""
        url = parameters.text("url")
        if not url:
            return self.remove(drop_pending_updates=parameters.flag("drop_pending_updates"))
        self._expect_pause()
        setting = Setting(
            url,
            parameters.text("secret_token"),
            min(max(parameters.whole("max_connections") or 40, 1), MOST_CONNECTIONS),
            parameters.text("ip_address"),
        )
        drop_pending_updates = parameters.flag("drop_pending_updates")
        if setting == self._setting and not drop_pending_updates:
            self._updates.want(parameters.as_json().get("allowed_updates"))
            return "Webhook is already set"
        self._updates.end_poll_for_webhook()
        self.remove(drop_pending_updates=drop_pending_updates)  # before the checks: a refused one leaves none behind
        address = _checked(setting)
        self._updates.want(parameters.as_json().get("allowed_updates"))
        self._setting = setting
        self._delivery = Delivery(self._clock, self._updates, self, address, setting)
        self._updates.on_added = self._delivery.wake
        self._delivery.wake()
        return "Webhook was set"

    def remove(self, *, drop_pending_updates: bool = False) -> str:
        """Remove the webhook; return what was done, in words."""
        if drop_pending_updates:
            self._updates.clear()
        was_set = self.is_set
        if self._delivery is not None:
            self._delivery.stop()
        self._setting = self._delivery = self._updates.on_added = None
        return "Webhook was deleted" if was_set else "Webhook is already deleted"

    def as_json(self) -> dict[str, object]:
        """Return the Bot API's WebhookInfo."""
        setting, delivery = self._setting, self._delivery
        info: dict[str, object] = {
            "url": setting.url if setting else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }
        if delivery is not None and delivery.last_error is not None:
            info["last_error_date"] = int(delivery.last_error.at.timestamp())
            info["last_error_message"] = delivery.last_error.words
        if setting is not None:
            info["max_connections"] = setting.max_connections
            info["ip_address"] = setting.ip_address or "127.0.0.1"
        if self._updates.wanted != DEFAULT:
            info["allowed_updates"] = sorted(self._updates.wanted)
        return info

    def expect_none(self) -> None:
        """Raise Refused for `getUpdates` while a webhook gets the updates."""
        if self.is_set:
            words = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise Refused(f"Conflict: {words}", 409)

    def _expect_pause(self) -> None:
        now = self._clock.now()
        if self._set_again_at is not None and now < self._set_again_at:
            raise too_many_requests(1)
        self._set_again_at = now + _PAUSE


def _checked(setting: Setting) -> SplitResult:
    """Return the parts of a webhook's address; raise Refused.

    Unlike Telegram's own, the emulator's webhooks may be http on the loopback, on any port: a bot under test is there.
    """
    address = _parts(setting.url)
    if len(setting.secret_token) > 256:
        raise bad_request("secret token is too long")
    if _SECRET.fullmatch(setting.secret_token) is None:
        raise bad_request("secret token contains unallowed characters")
    if is_loopback(str(address.hostname)):
        return address
    if address.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (address.port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    match as_ip(setting.ip_address or str(address.hostname)):
        case IPv6Address():
            raise bad_request("bad webhook: IPv6-only addresses are not allowed")
        case IPv4Address() as ip if not ip.is_global:
            raise bad_request(f"bad webhook: IP address {ip} is reserved")
    return address


def _parts(url: str) -> SplitResult:
    try:
        address = urlsplit(url if "://" in url else f"https://{url}")
        usable = address.scheme in ("http", "https") and address.hostname and address.port != 0
    except ValueError:
        usable = None
    if not usable or re.search(r"\s", url):
        raise bad_request("invalid webhook URL specified")
    return address
