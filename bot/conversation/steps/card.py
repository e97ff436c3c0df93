"""What is this event? Its card, before anything is chosen."""

from typing import ClassVar

from bot.conversation.facts import Context, Need
from bot.conversation.messages import Action, Button, Line, Press, Reply, Screen, StepName, Style, Tap, plain, text
from bot.conversation.outcome import Advance, Outcome
from bot.conversation.steps.head import when_and_where
from bot.conversation.steps.step import Question


class CardStep(Question):
    """Picture, name, dates, venue, description and the price from which tickets are sold."""

    name: ClassVar = StepName.CARD
    needs: ClassVar = frozenset({Need.EVENT})

    def applies(self, context: Context) -> bool:
        """A link that brought a cart along goes past it."""
        return not context.purchase.prefilled

    def done(self, context: Context) -> bool:
        """Whether the customer went on from it."""
        return context.purchase.card_seen

    def screen(self, context: Context) -> Screen:
        """Show the event."""
        event = context.event
        paragraphs = [when_and_where(context)]
        if event.description:
            paragraphs.append((Line(plain(event.description), Style.MARKUP),))
        rows = ((Button(text("Get tickets"), Press(Action.NEXT)),),)
        return Screen(text("About this event"), tuple(paragraphs), rows, picture=event.shop_image)

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Go on."""
        match reply:
            case Tap(press=Press(action=Action.NEXT)):
                seen = context.purchase.model_copy(update={"card_seen": True})
                return Advance(session=context.session.with_purchase(seen))
            case _:
                return self.not_understood()
