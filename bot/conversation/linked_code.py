"""The code that a link brought along: the shop judges it once its event is open."""

from bot.conversation.facts import Need
from bot.conversation.looking import Looking
from bot.conversation.lookups import Found, NotAccepted, TryCode
from bot.conversation.progress import Progress
from bot.conversation.sheets.code import judge_linked
from bot.conversation.turn import LINK


async def try_linked_code(looking: Looking, progress: Progress) -> None:
    """Keep the code or put it away, and say so; wrong ones count as guesses. Raises CannotRead."""
    purchase = progress.session.purchase
    if purchase.event is None or purchase.hold is not None or not purchase.code or purchase.code_accepted:
        return
    facts = await progress.reader.read(progress.session, {Need.EVENT})
    found: Found = NotAccepted()
    if facts.event is not None and facts.event.is_discount_enabled:
        found = await looking.look(TryCode(purchase.code, purchase.event), progress.session)
        progress.calls.append((TryCode.__name__, type(found).__name__))
    judged = progress.decided(LINK, found, judge_linked(progress.context, purchase.code, found))
    progress.session = judged.session or progress.session
    progress.say_too(judged.notice)
