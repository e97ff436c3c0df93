"""Every setting, read once from the environment. `.env.example` lists them with their meaning."""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum, auto
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cryptography.fernet import Fernet
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from bot.domain.zones import AMSTERDAM, Zones
from bot.store.address import Address

TELEGRAM_TOKEN: Final = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,}")
PLACEHOLDER: Final = re.compile(r"\{[a-z_]+\}")
WEBHOOK_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{16,256}")
TELEGRAMS_OWN: Final = "api.telegram.org"
WEBHOOK_PORTS: Final = (443, 80, 88, 8443)
"""https://core.telegram.org/bots/webhooks#the-short-version; a Bot API server of one's own knows no such limit."""
PUBLIC_PATH: Final = re.compile(r"(/[A-Za-z0-9._~-]+)*/?")
PATH: Final = re.compile(r"(/[A-Za-z0-9._~-]+)+/?")


STAND_INS: Final = {
    "telegram_bot_token": f"123456789:{'A' * 35}",
    "shop_product_token": "none",
    "session_keys": f"{'A' * 43}=",
}
"""For what is missing, so that the rest can be looked at together; of no worth."""


class SettingsError(Exception):
    """Settings are wrong or missing; the message has a line for each, in words, and never the value of a secret."""


def _listed(value: object) -> Any:  # noqa: ANN401 - what is no text is another's to judge
    return [part for part in re.split(r"[\s,]+", value) if part] if isinstance(value, str) else value


def _zones(value: object) -> object:
    """Read time zones: the shop's, and those of single events as <uuid>=<zone>, separated by commas."""
    if not isinstance(value, str):
        return value
    shop, events = AMSTERDAM, dict[UUID, ZoneInfo]()
    for part in _listed(value):
        event, of_event, name = part.rpartition("=")
        if not of_event:
            shop = _zone(name)
        else:
            events[_event(event)] = _zone(name)
    return Zones(shop, events)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; write one such as Europe/Amsterdam") from None


def _event(uuid: str) -> UUID:
    try:
        return UUID(uuid)
    except ValueError:
        raise ValueError(f"{uuid!r} is no event; write its UUID, as in <uuid>=Europe/London") from None


Listed = BeforeValidator(_listed)


class Role(StrEnum):
    """What a process does of a bot: take in what happens, answer it, or both."""

    ALL = auto()
    INTAKE = auto()
    WORKER = auto()

    @property
    def takes_in(self) -> bool:
        """Whether it takes updates and payment returns."""
        return self is not Role.WORKER


class Settings(BaseModel):
    """The settings of a bot."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    role: Role = Role.ALL
    telegram_bot_token: SecretStr
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_secret: SecretStr | None = None
    shop_api_url: str = "https://api.cm.com/ticketingapi/v2.0/ticketshop"
    shop_product_token: SecretStr
    shop_events: Annotated[tuple[UUID, ...], Listed] = ()
    shop_timezone: Annotated[Zones, BeforeValidator(_zones)] = Zones()
    shop_send_language: bool = True
    shop_ask_bank: bool = False
    shop_path_month: str = "/events/{event_uuid}/calendar/{year}/{month}"
    shop_path_day: str = "/events/{event_uuid}/calendar/{year}/{month}/{day}"
    shop_path_update: str = "/events/{event_uuid}/reservations/{order_id}"
    shop_path_checkout: str = "/events/{event_uuid}/reservations/{order_id}/checkout"
    payment_hosts: Annotated[tuple[str, ...], Listed] = ("cm.com",)
    ticket_hosts: Annotated[tuple[str, ...], Listed] = ("cm.com", "cmtickets.com")
    shop_qr_tickets: bool = False
    calendar_alarm_minutes: int = Field(default=60, ge=0, le=60 * 24 * 28)
    redis_url: str = "redis://127.0.0.1:6379/0"
    redis_shards: int = Field(default=1, ge=1, le=64)
    redis_may_forget: bool = False
    session_keys: Annotated[tuple[SecretStr, ...], Listed] = Field(min_length=1)
    public_url: str = ""
    listen: str = "127.0.0.1:8080"
    operations_listen: str = ""
    workers: int = Field(default=8, ge=1, le=256)
    lease_s: float = Field(default=30.0, gt=0)
    turn_s: float = Field(default=25.0, gt=0)
    post_s: float = Field(default=15.0, gt=0)
    time_for_a_write_s: float = Field(default=18.0, gt=0)
    read_s: float = Field(default=6.0, gt=0)
    stop_s: float = Field(default=20.0, gt=0)
    poller_lease_s: float = Field(default=5.0, gt=0, le=60)
    read_after_refusal_s: float = Field(default=3.0, gt=0)
    shop_reads_at_once: int = Field(default=32, ge=1, le=1000)
    shop_writes_at_once: int = Field(default=32, ge=1, le=1000)
    timers_every_s: float = Field(default=1.0, gt=0, le=60)
    wrong_guesses: int = Field(default=5, ge=1)
    wrong_guesses_alarm: int = Field(default=100, ge=1)
    wrong_guesses_delay_s: float = Field(default=2.0, ge=0, le=5)
    reservations_an_hour: int = Field(default=3, ge=0)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "console"] = "json"

    @classmethod
    def load(cls, environ: Mapping[str, str]) -> "Settings":
        """Return the settings of an environment; raise SettingsError, which names all that are wrong at once."""
        known = {name: value for name in cls.model_fields if (value := environ.get(name.upper(), "").strip())}
        try:
            return cls.model_validate(known)
        except ValidationError as error:
            lines = [*_lines(error), *cls._wrong_beside(error, known)]
            raise SettingsError("\n".join(["These settings are wrong:", *lines])) from None

    @classmethod
    def _wrong_beside(cls, error: ValidationError, known: Mapping[str, str]) -> list[str]:
        """Return what does not go together beside settings that are wrong each by itself: what has to do with none of them."""
        wrong = {str(each["loc"][0]) for each in error.errors() if each["loc"]}
        if not wrong:
            return []
        rest = {name: value for name, value in known.items() if name not in wrong}
        try:
            cls.model_validate({name: value for name, value in STAND_INS.items() if name in wrong} | rest)
        except ValidationError as beside:
            named = re.compile("|".join(rf"\b{name.upper()}\b" for name in wrong))
            return [line for line in _lines(beside) if not named.search(line)]
        return []

    @field_validator("telegram_bot_token")
    @classmethod
    def _bot_token(cls, value: SecretStr) -> SecretStr:
        if not TELEGRAM_TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("a bot token looks like 123456789:AA… and comes from @BotFather")
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("must be 16 to 256 of the characters A-Z, a-z, 0-9, _ and -, chosen at random")
        return value

    @field_validator("telegram_api_url", "shop_api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.username:
            raise ValueError("must be an address such as https://example.com/path")
        if parts.scheme == "http" and not is_loopback(value):
            raise ValueError("must begin with https:// (http:// is for addresses on this machine alone)")
        return value.rstrip("/")

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str) -> str:
        Address.read(value)
        return value

    @field_validator("session_keys")
    @classmethod
    def _keys(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for key in value:
            try:
                Fernet(key.get_secret_value())
            except ValueError:
                raise ValueError("each key is 32 random bytes in URL-safe base64 (44 characters)") from None
        return value

    @field_validator("listen", "operations_listen")
    @classmethod
    def _listen(cls, value: str, info: Any) -> str:  # noqa: ANN401 - as below
        host, _, port = value.rpartition(":")
        if not value and not cls.model_fields[info.field_name].default:
            return value
        if not host or not port.isascii() or not port.isdigit() or not 0 <= int(port) < 2**16:
            raise ValueError("must be host:port, for example 127.0.0.1:8080")
        return value

    @field_validator("public_url")
    @classmethod
    def _public_url(cls, value: str) -> str:
        parts = urlsplit(value)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
        is_address = is_address and parts.port != 0
        if value and (not is_address or parts.query or parts.fragment or not PUBLIC_PATH.fullmatch(parts.path)):
            raise ValueError("must be an address such as https://tickets.example.com or https://example.com/tickets")
        return value.rstrip("/")

    @field_validator("shop_path_month", "shop_path_day", "shop_path_update", "shop_path_checkout")
    @classmethod
    def _path(cls, value: str, info: Any) -> str:  # noqa: ANN401 - pydantic's ValidationInfo, generic in a private type
        wanted = sorted(PLACEHOLDER.findall(cls.model_fields[info.field_name].default))
        if sorted(set(PLACEHOLDER.findall(value))) != wanted or not PATH.fullmatch(PLACEHOLDER.sub("x", value)):
            raise ValueError(f"must be a path that begins with / and holds {' '.join(wanted)}")
        return value

    @model_validator(mode="after")
    def _together(self) -> "Settings":
        if wrong := tuple(self._at_odds()):
            raise ValueError("\n  ".join(wrong))
        return self

    def _at_odds(self) -> Iterator[str]:
        """Yield, in words, which settings do not go together."""
        if not self.time_for_a_write_s < self.turn_s < self.lease_s or self.post_s >= self.time_for_a_write_s:
            yield "POST_S < TIME_FOR_A_WRITE_S < TURN_S < LEASE_S: each deadline must fit into the next"
        if not self.public_url:
            if self.telegram_webhook_secret is not None:
                yield "TELEGRAM_WEBHOOK_SECRET: needs PUBLIC_URL, where Telegram is to send updates; without it leave it empty"
            return
        if self.operations_listen == self.listen:
            yield "OPERATIONS_LISTEN: must be another place than LISTEN, which everybody reaches"
        is_rehearsal = is_loopback(self.shop_api_url) and is_loopback(self.public_url)
        if not (self.public_url.startswith("https://") or is_rehearsal):
            yield "PUBLIC_URL: must begin with https:// (but on this machine, where SHOP_API_URL is there too)"
        is_sent_by_telegram = self.telegram_webhook_secret and urlsplit(self.telegram_api_url).hostname == TELEGRAMS_OWN
        if is_sent_by_telegram and (urlsplit(self.public_url).port or WEBHOOK_PORTS[0]) not in WEBHOOK_PORTS:
            yield "PUBLIC_URL: Telegram sends to ports 443, 80, 88 and 8443 alone (TELEGRAM_WEBHOOK_SECRET, TELEGRAM_API_URL)"


def is_loopback(address: str) -> bool:
    """Whether an address is on this machine."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _lines(error: ValidationError) -> list[str]:
    return "\n".join(map(_line, error.errors())).splitlines()


def _line(error: Any) -> str:  # noqa: ANN401 - a dict whose type pydantic keeps in a package of its own
    name = str(error["loc"][0]).upper() if error["loc"] else ""
    words = "is missing" if error["type"] == "missing" else str(error["msg"]).removeprefix("Value error, ")
    return f"  {name}: {words}" if name else f"  {words}"
