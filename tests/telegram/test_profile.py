"""Commands and descriptions, in every language and for all others in English."""

import pytest

from bot.domain.labels import LANGUAGES
from bot.i18n.catalog import GettextCatalog
from bot.telegram import profile
from bot.telegram.intake import PollingBot
from tests.emulator import Emulator


@pytest.mark.parametrize("code", [None, *LANGUAGES])
async def test_the_profile_is_set_in_every_language(emulator: Emulator, bot: PollingBot, code: str | None):
    await profile.publish(bot, GettextCatalog(), lambda what, word: pytest.fail(f"{what} {word}"))
    commands = await bot.get_my_commands(language_code=code)
    offered = ["start", "events", "orders", "language", "plain", "help", "cancel", "privacy", "export", "delete"]
    assert [command.command for command in commands] == offered
    words = GettextCatalog().words(profile.DESCRIPTION, "en" if code is None else code)  # type: ignore[arg-type]
    assert (await bot.get_my_description(language_code=code)).description == words
    assert (await bot.get_my_short_description(language_code=code)).short_description


async def test_a_telegram_without_profiles_is_told_and_no_reason_not_to_sell(
    bot: PollingBot, monkeypatch: pytest.MonkeyPatch
):
    heard: list[str] = []
    monkeypatch.setattr(profile, "OFFERED", {"Not A Command": profile.DESCRIPTION})
    await profile.publish(bot, GettextCatalog(), lambda what, word: heard.append(what))
    assert heard == ["profile_not_set"]
