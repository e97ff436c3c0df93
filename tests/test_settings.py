"""Every setting is checked at start, all wrong ones are told at once, and `.env.example` lists them all."""

import re
from pathlib import Path
from uuid import UUID

import pytest

from bot.rehearsal.stage import settings_for
from bot.settings import Settings, SettingsError, is_loopback
from bot.store.crypto import new_key

ROOT = Path(__file__).parents[1]
GOOD = settings_for("http://127.0.0.1:1", "unix:///tmp/redis.sock", new_key())
FIXED = [
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_API_URL",
    "SHOP_API_URL",
    "SHOP_PRODUCT_TOKEN",
    "SHOP_EVENTS",
    "SHOP_TIMEZONE",
    "REDIS_URL",
    "SESSION_KEYS",
    "PAYMENT_HOSTS",
    "PUBLIC_URL",
    "TELEGRAM_WEBHOOK_SECRET",
    "LISTEN",
]


def example() -> dict[str, str]:
    """Return the settings of `.env.example`, those that are commented out too."""
    return dict(re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_the_example_lists_every_setting_and_no_other():
    assert set(example()) == {name.upper() for name in Settings.model_fields}
    assert set(FIXED) <= set(example())


def test_what_is_commented_out_in_the_example_is_the_default():
    commented = dict(re.findall(r"^#([A-Z][A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert Settings.load(
        GOOD | {name: value for name, value in commented.items() if name not in GOOD}
    ) == Settings.load(GOOD)
    assert Settings.load({**example(), **GOOD}) == Settings.load(GOOD)


def test_lists_are_separated_by_commas_or_spaces():
    uuids = "00000000-0000-4000-8000-000000000001, 00000000-0000-4000-8000-000000000002"
    settings = Settings.load(GOOD | {"SHOP_EVENTS": uuids, "PAYMENT_HOSTS": "cm.com pay.example"})
    assert len(settings.shop_events) == 2
    assert settings.payment_hosts == ("cm.com", "pay.example")


def test_events_that_are_elsewhere_have_their_own_time_zone():
    """Trap 4 of the notes on the API."""
    elsewhere = UUID("3b8f0d52-6a1e-4c0f-9d3c-2f6f5a9a7c11")
    for written, shop in (
        (f"Europe/Brussels,{elsewhere}=Europe/London", "Europe/Brussels"),
        (f"{elsewhere} = Europe/London".replace(" ", ""), "Europe/Amsterdam"),
    ):
        zones = Settings.load(GOOD | {"SHOP_TIMEZONE": written}).shop_timezone
        assert (zones.of(None).key, zones.of(UUID(int=1)).key, zones.of(elsewhere).key) == (shop, shop, "Europe/London")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Amsterdam", "'Amsterdam' is no time zone"),
        ("Europe/Amsterdam,festival=Europe/London", "'festival' is no event"),
        ("3b8f0d52-6a1e-4c0f-9d3c-2f6f5a9a7c11=London", "'London' is no time zone"),
        ("../../etc/passwd", "is no time zone"),
    ],
)
def test_a_time_zone_that_is_none_is_named(written: str, words: str):
    with pytest.raises(SettingsError, match=f"SHOP_TIMEZONE: .*{re.escape(words)}"):
        Settings.load(GOOD | {"SHOP_TIMEZONE": written})


PLACES = {
    "MONTH": ["event_uuid", "year", "month"],
    "DAY": ["event_uuid", "year", "month", "day"],
    "UPDATE": ["event_uuid", "order_id"],
    "CHECKOUT": ["event_uuid", "order_id"],
}


@pytest.mark.parametrize("name", PLACES)
def test_a_path_is_checked_at_start_for_each_of_its_placeholders(name: str):
    """What passes can be filled in; whatever cannot be is told before the first customer comes."""
    setting, blanks = f"SHOP_PATH_{name}", [f"{{{each}}}" for each in PLACES[name]]
    good = "/v9/" + "/".join(reversed(blanks))
    assert getattr(Settings.load(GOOD | {setting: good}), setting.lower()).format(**dict.fromkeys(PLACES[name], "1"))
    wrong = [
        *(good.replace(blank, "x") for blank in blanks),
        good + "/{more}",
        good + "/{",
        good + "/}",
        good + "/{}",
        good + "/{0}",
        good.replace("}", "!r}", 1),
        good.replace("}", ":x}", 1),
        good.replace("{", "{{", 1).replace("}", "}}", 1),
        good + "?key=x",
        good + "#x",
        good + " x",
        good.removeprefix("/"),
        "/" + good,
        "https://elsewhere.example" + good,
    ]
    for each in wrong:
        with pytest.raises(SettingsError, match=f"{setting}: must be a path"):
            Settings.load(GOOD | {setting: each})


WRONG = {
    "TELEGRAM_BOT_TOKEN": "hunter2",
    "TELEGRAM_API_URL": "api.telegram.org",
    "TELEGRAM_WEBHOOK_SECRET": "hunter4",
    "SHOP_API_URL": "http://shop.example/",
    "SHOP_PRODUCT_TOKEN": " ",
    "SHOP_EVENTS": "festival",
    "SHOP_TIMEZONE": "Amsterdam",
    "REDIS_URL": "localhost:6379",
    "SESSION_KEYS": "hunter3",
    "LISTEN": "8080",
    "PUBLIC_URL": "tickets.example.com",
    "WORKERS": "none",
    "SHOP_PATH_DAY": "/events/{event_uuid}/{on}",
    "LOG_LEVEL": "loud",
}


def test_all_wrong_settings_are_told_at_once_in_words_and_without_their_values():
    with pytest.raises(SettingsError) as wrong:
        Settings.load(WRONG)
    head, *lines = str(wrong.value).splitlines()
    assert head == "These settings are wrong:"
    assert {line.strip().partition(":")[0] for line in lines} == set(WRONG)
    assert "hunter" not in str(wrong.value)
    assert "SHOP_PRODUCT_TOKEN: is missing" in str(wrong.value)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"TURN_S": "31"}, "POST_S < TIME_FOR_A_WRITE_S < TURN_S < LEASE_S"),
        ({"POST_S": "20"}, "POST_S < TIME_FOR_A_WRITE_S < TURN_S < LEASE_S"),
        ({"TELEGRAM_WEBHOOK_SECRET": "s" * 32}, "TELEGRAM_WEBHOOK_SECRET: needs PUBLIC_URL"),
        *(
            (
                {"PUBLIC_URL": "https://x.example", "TELEGRAM_WEBHOOK_SECRET": wrong},
                "TELEGRAM_WEBHOOK_SECRET: must be 16 to",
            )
            for wrong in ("s" * 15, "s" * 257, "s" * 32 + "+", "s" * 16 + " " + "s" * 16, "é" * 20)
        ),
        (
            {
                "PUBLIC_URL": "https://x.example:8444",
                "TELEGRAM_WEBHOOK_SECRET": "s" * 32,
                "TELEGRAM_API_URL": "https://api.telegram.org",
            },
            "PUBLIC_URL: Telegram sends to ports 443, 80, 88 and 8443 alone",
        ),
        (
            {"PUBLIC_URL": "https://x.example", "OPERATIONS_LISTEN": "127.0.0.1:8080"},
            "OPERATIONS_LISTEN: must be another",
        ),
        ({"PUBLIC_URL": "https://x.example:99999"}, "PUBLIC_URL: "),
        (
            {"PUBLIC_URL": "http://x.example", "SHOP_API_URL": "https://x.example"},
            "PUBLIC_URL: must begin with https://",
        ),
        (
            {"PUBLIC_URL": "http://127.0.0.1:8080", "SHOP_API_URL": "https://x.example"},
            "PUBLIC_URL: must begin with https://",
        ),
        ({"PUBLIC_URL": "http://x.example"}, "PUBLIC_URL: must begin with https://"),
        *(
            ({"PUBLIC_URL": wrong}, "PUBLIC_URL: must be an address such as https://")
            for wrong in (
                "https://x.example/?a=b",
                "https://x.example/#a",
                "https://user@x.example",
                "https://x.example/{a}",
            )
        ),
        (
            {"PUBLIC_URL": "ftp://x.example"},
            "PUBLIC_URL: must be an address such as https://",
        ),
        ({"TELEGRAM_API_URL": "https://user@x.example"}, "TELEGRAM_API_URL"),
        ({"LISTEN": "127.0.0.1:65536"}, "LISTEN"),
    ],
)
def test_settings_that_do_not_go_together_are_told(changed: dict[str, str], words: str):
    with pytest.raises(SettingsError, match=re.escape(words)):
        Settings.load(GOOD | changed)


def test_all_that_do_not_go_together_are_told_at_once():
    with pytest.raises(SettingsError) as wrong:
        Settings.load(
            GOOD
            | {"TURN_S": "31", "PUBLIC_URL": "http://x.example", "LISTEN": "[::1]:1", "OPERATIONS_LISTEN": "[::1]:1"}
        )
    named = [line.strip().partition(":")[0] for line in str(wrong.value).splitlines()[1:]]
    assert named == ["POST_S < TIME_FOR_A_WRITE_S < TURN_S < LEASE_S", "OPERATIONS_LISTEN", "PUBLIC_URL"]


def test_what_does_not_go_together_is_told_beside_what_is_wrong_by_itself():
    """But for what has to do with that: it may be well, once that is right."""
    with pytest.raises(SettingsError) as wrong:
        Settings.load(
            {
                **{name: value for name, value in GOOD.items() if name not in ("SESSION_KEYS", "SHOP_PRODUCT_TOKEN")},
                "TELEGRAM_BOT_TOKEN": "hunter2",
                "LEASE_S": "1",
                "PUBLIC_URL": "tickets",
                "TELEGRAM_WEBHOOK_SECRET": "s" * 32,
            }
        )
    named = [line.strip().partition(":")[0] for line in str(wrong.value).splitlines()[1:]]
    deadlines = "POST_S < TIME_FOR_A_WRITE_S < TURN_S < LEASE_S"
    assert named == ["TELEGRAM_BOT_TOKEN", "SHOP_PRODUCT_TOKEN", "SESSION_KEYS", "PUBLIC_URL", deadlines]


@pytest.mark.parametrize("place", ["https://x.example", "https://x.example:8443/tickets", "http://127.0.0.1:1"])
def test_updates_are_sent_where_a_secret_and_a_public_address_are_set(place: str):
    settings = Settings.load(GOOD | {"PUBLIC_URL": place, "TELEGRAM_WEBHOOK_SECRET": "aA0_-" * 10})
    assert settings.telegram_webhook_secret is not None


def test_no_secret_is_shown_of_good_settings():
    good = GOOD | {"PUBLIC_URL": "https://x.example", "TELEGRAM_WEBHOOK_SECRET": "Only_Telegram-knows"}
    shown = repr(Settings.load(good)) + str(Settings.load(good))
    for name in ("TELEGRAM_BOT_TOKEN", "SHOP_PRODUCT_TOKEN", "SESSION_KEYS", "TELEGRAM_WEBHOOK_SECRET"):
        assert good[name] not in shown


def test_every_setting_is_read_in_one_place():
    readers = [path for path in (ROOT / "bot").rglob("*.py") if re.search(r"os\.environ|getenv", path.read_text())]
    assert {str(path.relative_to(ROOT)) for path in readers} <= {
        f"bot/cli/{name}.py" for name in ("run", "demo", "link", "doctor", "letters")
    }


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("http://localhost:1", True),
        ("http://127.9.9.9", True),
        ("http://[::1]/", True),
        ("http://128.0.0.1", False),
        ("x", False),
    ],
)
def test_this_machine_is_known(address: str, loopback: bool):
    assert is_loopback(address) is loopback


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://tickets.example.com/", "https://tickets.example.com"),
        ("https://example.com/tickets/", "https://example.com/tickets"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
def test_the_public_address_is_https_or_beside_a_simulated_shop(written: str, read: str):
    assert Settings.load(GOOD | {"PUBLIC_URL": written}).public_url == read
