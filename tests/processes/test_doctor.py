"""`ticketbot doctor` as an operator runs it: what it prints, how it ends, and no secret in it."""

from bot.log import secrets_of
from bot.settings import Settings
from tests.processes.conftest import RunningBot, ended, start


async def doctor(settings: dict[str, str]) -> tuple[int, str]:
    return await ended(await start("doctor", **settings))


async def test_beside_a_bot_that_runs_nothing_is_wrong(simulated: dict[str, str], bot: RunningBot):
    code, output = await doctor(simulated)
    assert code == 0, output
    assert "ok    Telegram: knows the bot: t.me/ticket_rehearsal_bot\n" in output
    assert "look  Persistence: appendonly is off" in output
    assert output.endswith("\n0 wrong, 1 to look at.\n")


async def test_what_is_wrong_is_named_with_what_to_do_and_no_secret(simulated: dict[str, str]):
    wrong = {
        "TELEGRAM_BOT_TOKEN": "123456789:AN-OTHER-TOKEN-of-no-worth-00000000",
        "SHOP_PRODUCT_TOKEN": "another-product-token",
        "REDIS_URL": "redis://:a-password@127.0.0.1:9/0",
        "LOG_LEVEL": "debug",
    }
    code, output = await doctor(simulated | wrong)
    assert code == 1
    for words in ("wrong Telegram: ", "wrong Redis: ", "wrong Shop: ", "3 wrong, "):
        assert words in output
    assert "Traceback" not in output
    secrets = [*secrets_of(Settings.load(simulated | wrong)), "a-password"]
    assert [secret for secret in secrets if secret in output] == []


async def test_wrong_settings_are_all_told_first():
    code, output = await doctor({"TELEGRAM_BOT_TOKEN": "x"})
    assert code == 1
    assert "TELEGRAM_BOT_TOKEN: " in output
    assert "SHOP_PRODUCT_TOKEN: is missing" in output
