"""Bells: what happened to a purchase while the customer is busy with another one.

It is answered by the step at which that purchase stands, and told in a message of its own. The current purchase, the card
and the question on it stay as they are.
"""

from bot.conversation import screens
from bot.conversation.flow import HELD, STEPS
from bot.conversation.messages import Returned, StepName, TimeUp
from bot.conversation.progress import Progress
from bot.conversation.session import Hold
from bot.conversation.turn import Bell


def ring(progress: Progress, index: int, happened: Returned | TimeUp) -> Bell | None:
    """Let a held purchase that is not the current one take what happened; return what is told of it, if anything is.

    Nothing is read for it: the screens of a hold need no facts, and what was being changed of it waits.
    """
    stays, notice = progress.session, progress.notice
    progress.session = stays.model_copy(update={"current": index, "sheet": None})
    asking = STEPS[StepName.PAYMENT]
    outcome = progress.decided(asking.name, happened, asking.answer(progress.context, happened))
    progress.apply(outcome)
    at = next(step.name for step in HELD if not step.done(progress.context))
    stamped = progress.session.purchase.model_copy(update={"at": at, "is_changing": False}).stamped()
    progress.session = progress.session.with_purchase(stamped)
    bell = None
    if outcome.session is not None or isinstance(happened, TimeUp) or happened.in_chat:
        bell = Bell(_named(stamped.hold), screens.bell(progress.context), stamped.visit, outcome.notice)
    else:
        progress.session = stays
    progress.session = progress.session.model_copy(update={"current": stays.current, "sheet": stays.sheet})
    progress.notice = notice
    return bell


def _named(hold: Hold | None) -> str:
    return hold.order_id if hold is not None else ""
