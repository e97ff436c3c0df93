"""The buttons of a screen as plain mode lists them: one below the other, each with a number that presses it."""

from bot.conversation.messages import Action, Button, Screen


def listed(screen: Screen) -> tuple[Button, ...]:
    """Return the buttons in their order, without those that stand in a grid for its looks alone."""
    return tuple(
        button
        for row in screen.rows
        for button in row
        if button.press is None or button.press.action is not Action.NOTHING
    )


def is_numbered(screen: Screen) -> bool:
    """Whether a number presses a button: not where any words can be the answer, as a number is one too."""
    return not screen.free_text
