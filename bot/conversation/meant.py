"""What a reply means: which purchase it is about, what typed words press, what a link has stored."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation import screens
from bot.conversation.cannot_read import CannotRead
from bot.conversation.facts import Context
from bot.conversation.messages import Followed, Reply, Returned, Tap, TimeUp, Typed
from bot.conversation.ports import Links, Shop, Understanding
from bot.conversation.session import Session
from bot.conversation.steps.payment import outcome_of
from bot.conversation.timers import means


def purchase_meant(session: Session, reply: Reply, now: datetime) -> int | None:
    """Return which purchase a button, a return or a timer names; None where it names none."""
    for index, purchase in enumerate(session.purchases):
        match reply:
            case Returned(token_hash=token_hash) if purchase.hold and outcome_of(purchase.hold, token_hash):
                return index
            case TimeUp() as rung if purchase.hold and means(rung, purchase.hold, now):
                return index
            case Tap(visit=visit) if purchase.visit == visit:
                return index
            case _:
                pass
    return None


@dataclass(frozen=True, slots=True)
class Meaning:
    """Turns what came in into what can be answered."""

    understanding: Understanding
    links: Links
    shop: Shop

    async def of(self, reply: Reply, context: Context) -> Reply:
        """Return words as what they mean on the screen last shown, and a link with what belongs to it; all else as it is."""
        match reply:
            case Typed(text=words):
                session = context.session
                return self.understanding.understand(
                    words,
                    session.language,
                    screens.screen(context),
                    session.purchase.visit,
                    context.facts.today,
                    numbered=session.plain,
                )
            case Followed():
                return await self._followed(reply, context.session)
            case _:
                return reply

    async def _followed(self, reply: Followed, session: Session) -> Followed:
        """Read what a link has stored, and whether its event is there; one that cannot be read now may well be."""
        link = reply.link
        stored = await self.links.read(link.stored) if link.stored else None
        key = (stored.key if stored is not None else "") or session.key_of(link.event)
        try:
            event = await self.shop.event(link.event, key=key)
        except CannotRead as problem:
            return replace(reply, stored=stored, is_unknown=problem.reason == "refused")
        return replace(reply, stored=stored, event_name=event.name)
