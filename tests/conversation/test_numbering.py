"""In plain mode a number presses a button, where any words cannot be the answer."""

from dataclasses import replace
from datetime import date

from bot.conversation.messages import Action, Command, CommandName, StepName
from bot.conversation.numbering import is_numbered, listed
from tests.conversation.dialogue import MUSEUM, Dialogue


async def test_only_the_buttons_of_a_grid_that_do_something_have_a_number():
    dialogue = Dialogue()
    await dialogue.give(Command(CommandName.EVENTS))
    await dialogue.do(Action.CHOOSE, MUSEUM.uuid)
    await dialogue.do(Action.NEXT)
    assert dialogue.at is StepName.DAY
    drawn = [button for row in dialogue.screen.rows for button in row]
    numbered = listed(dialogue.screen)
    assert len(numbered) < len(drawn)
    assert all(button.press is None or button.press.action is not Action.NOTHING for button in numbered)
    assert date(2026, 12, 2) in [button.press.thing for button in numbered if button.press is not None]
    assert is_numbered(dialogue.screen)
    assert not is_numbered(replace(dialogue.screen, free_text=True))
