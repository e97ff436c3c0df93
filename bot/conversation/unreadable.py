"""What is shown where the shop cannot be read, and said where it answered a while ago."""

from bot.conversation import commands, screens
from bot.conversation.cannot_read import CannotReadReason
from bot.conversation.facts import Facts
from bot.conversation.messages import Reply, Screen, SheetName, StepName, Text, TimeOfDay, text
from bot.conversation.progress import Progress


def unreadable(
    progress: Progress, reason: CannotReadReason, reply: Reply, answered_at: StepName, *, was_locked: bool
) -> Screen:
    """Return that the shop rests, or, where it seems locked, the question for the key."""
    hold = progress.session.purchase.hold
    if reason == "locked" and hold is None:
        if was_locked and progress.notice is None:
            progress.notice = text("There is still nothing to see.")
        asking = progress.session.model_copy(update={"sheet": SheetName.LOCKED})
        progress.session = asking.with_purchase(asking.purchase.stamped())
        return screens.screen(progress.context)
    if progress.notice is None and commands.tries_again(reply, answered_at):
        progress.notice = text("Nothing has changed yet.")
    if hold is not None and not progress.context.is_changing:
        progress.say_too(text("The shop does not answer at the moment. Your reservation stays as it is."))
        return screens.screen(progress.context)
    return screens.resting(progress.context, reason, after_a_write=progress.spent)


def how_old(facts: Facts) -> Text | None:
    """Return what is said of facts that the shop told a while ago, as it does not answer now."""
    if facts.as_of is None:
        return None
    return text(
        "The shop does not answer at the moment: this is how it was at {time}. You can order as soon as it answers again.",
        time=TimeOfDay(facts.local(facts.as_of)),
    )
