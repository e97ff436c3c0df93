"""Promise 45: no secret and no personal value in any line, at DEBUG, whoever writes it."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot import log
from bot.log import HIDDEN, Redaction, quiet_logging, secrets_of, set_up_logging
from bot.settings import Settings
from tests.test_settings import GOOD

PERSONAL = ["robin@example.com", "r.de-vries+x@mail.example.co.uk", "+31612345678", "+31 6 12 34 56 78"]
SETTINGS = Settings.load(GOOD | {"LOG_LEVEL": "debug"})


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in log.QUIET_LOGGERS}
    yield
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()


def everything_said(capsys: pytest.CaptureFixture[str]) -> str:
    """Log every secret in every way there is, and return what came out."""
    ours, library = structlog.get_logger("bot"), logging.getLogger("redis")
    for value in [*secrets_of(SETTINGS), *PERSONAL]:
        ours.info(f"said {value}", field=value, nested={"list": [value, {"deep": (value,)}]}, number=1)
        library.debug("argument %s", value)
        library.warning(f"https://api.example/bot{value}/getMe?key={value}")
        logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot%s/x", value)
        try:
            raise ValueError(f"wrong: {value}")
        except ValueError as error:
            ours.error("failed", exc_info=error)
            library.exception("failed")
    return capsys.readouterr().err


@pytest.mark.parametrize("shape", ["json", "console"])
def test_nothing_of_it_is_in_any_line(capsys: pytest.CaptureFixture[str], shape: str):
    set_up_logging(SETTINGS.model_copy(update={"log_format": shape}))
    lines = everything_said(capsys)
    assert lines.count(HIDDEN) > 50
    assert [value for value in [*secrets_of(SETTINGS), *PERSONAL] if value in lines] == []


def test_control_without_the_redaction_it_is_all_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Redaction, "text", lambda self, text: text)
    set_up_logging(SETTINGS)
    lines = everything_said(capsys)
    assert [value for value in [*secrets_of(SETTINGS), *PERSONAL] if value in lines]


def test_what_is_no_secret_is_left_alone():
    redaction = Redaction(["s3cret"])
    assert redaction.text("turn step=tickets update:12345678 2026-11-24T12:00:00+00:00") == (
        "turn step=tickets update:12345678 2026-11-24T12:00:00+00:00"
    )
    assert redaction(None, "info", {"n": 1, "f": 1.5, "b": True, "none": None}) == {
        "n": 1,
        "f": 1.5,
        "b": True,
        "none": None,
    }


def test_every_secret_of_the_settings_is_known_to_the_redaction():
    secret = {name for name, each in Settings.model_fields.items() if "SecretStr" in str(each.annotation)}
    assert secret == {"telegram_bot_token", "telegram_webhook_secret", "shop_product_token", "session_keys"}
    settings = SETTINGS.model_copy(update={"telegram_webhook_secret": SETTINGS.shop_product_token})
    assert len(secrets_of(settings)) == 4


def test_a_command_for_people_is_quiet(capsys: pytest.CaptureFixture[str]):
    quiet_logging()
    structlog.get_logger("bot").info("nothing")
    captured = capsys.readouterr()
    assert captured.out + captured.err == ""


def test_a_traceback_for_people_holds_no_value(capsys: pytest.CaptureFixture[str]):
    quiet_logging()
    address = "robin@example.com"
    try:
        raise LookupError
    except LookupError as error:
        structlog.get_logger("bot").error("failed", exc_info=error)
    captured = capsys.readouterr()
    said = captured.out + captured.err
    assert "LookupError" in said
    assert address not in said


WARNING = re.compile(r'(?:log\.(?:warning|error|exception)|told|hears)\(\s*"([a-z]+(?:_[a-z]+)+)"')


def test_every_warning_is_explained_to_who_runs_the_bot():
    root = Path(__file__).parents[1]
    sources = [path for path in (root / "bot").rglob("*.py") if "simulator" not in path.parts]
    warnings = {name for path in sources for name in WARNING.findall(path.read_text())}
    explained = "".join((root / "docs" / name).read_text() for name in ("operating.md", "shop-api.md"))
    assert len(warnings) > 25
    assert sorted(name for name in warnings if f"`{name}`" not in explained) == []
