"""Help knows the step, names the commands, and says who can be asked."""

from dataclasses import replace

import pytest

from bot.conversation.messages import Command, CommandName, SheetName, StepName
from bot.conversation.sheets.help import hint
from tests.conversation.dialogue import (
    CATALOG,
    FESTIVAL,
    MUSEUM,
    Dialogue,
    PlainShop,
    at_payment,
    at_review,
    at_tickets,
)

HELP = Command(CommandName.HELP)
SUPPORT = "Any questions left? Ask help@example.com."


@pytest.mark.parametrize("step", StepName)
def test_every_step_has_its_own_hint(step: StepName):
    hints = {CATALOG.words(hint(each), "en") for each in StepName}
    assert CATALOG.words(hint(step), "en") in hints
    assert len(hints) == len(StepName)


async def test_help_knows_the_step_the_commands_and_who_can_be_asked():
    dialogue = await (await at_tickets()).give(HELP)
    assert "type for example “2 adult 1 child”" in dialogue.text
    assert SUPPORT in dialogue.text
    for command in ("start", "events", "language", "plain", "help", "cancel"):
        assert f"/{command}: " in dialogue.text
    await dialogue.tap("Close")
    assert dialogue.at is StepName.TICKETS


async def test_the_order_of_somebody_is_helped_by_what_its_hold_says():
    dialogue = await at_payment()
    dialogue.shop.fails = "unavailable"
    await dialogue.give(HELP)
    assert SUPPORT in dialogue.text


async def test_nobody_can_be_asked_before_an_event_is_chosen_or_where_none_is_named():
    dialogue = await (await Dialogue().start()).give(HELP)
    assert "Any questions left?" not in dialogue.text
    unnamed = await at_review(PlainShop(listed=[replace(FESTIVAL, support_email=""), MUSEUM]))
    await unnamed.give(HELP)
    assert "Any questions left?" not in unnamed.text


async def test_a_shop_that_is_away_keeps_nobody_from_help():
    dialogue = await at_review()
    dialogue.shop.fails = "unavailable"
    await dialogue.give(HELP)
    assert dialogue.session.sheet is SheetName.HELP
    assert "Check everything." in dialogue.text
    await dialogue.tap("Close")
    assert dialogue.session.sheet is None
    assert "does not answer" in dialogue.text


async def test_a_language_and_plain_mode_are_kept_though_the_shop_is_away():
    dialogue = await at_review()
    dialogue.shop.fails = "unavailable"
    await dialogue.give(Command(CommandName.LANGUAGE))
    await dialogue.tap("Français")
    assert (dialogue.session.language, dialogue.session.sheet) == ("fr", None)
    await dialogue.give(Command(CommandName.PLAIN))
    assert dialogue.session.plain
    assert dialogue.session.purchase.quantities
