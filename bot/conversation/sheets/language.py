"""Which language?"""

from typing import ClassVar

from bot.conversation.facts import Context, Need
from bot.conversation.messages import Action, Button, Press, Reply, Screen, SheetName, Tap, plain, text
from bot.conversation.outcome import Outcome, Stay
from bot.conversation.sheets.sheet import CLOSE, closed
from bot.domain.labels import LANGUAGES, Language, language_of

OWN_NAMES: dict[Language, str] = {"nl": "Nederlands", "en": "English", "fr": "Français", "de": "Deutsch"}


class LanguageSheet:
    """The languages by their own names."""

    name: ClassVar = SheetName.LANGUAGE
    needs: ClassVar = frozenset[Need]()
    shows: ClassVar = frozenset[Need]()

    def screen(self, context: Context) -> Screen:
        """Show the four languages."""
        rows = tuple((Button(plain(OWN_NAMES[language]), Press(Action.CHOOSE, language)),) for language in LANGUAGES)
        return Screen(text("Which language do you prefer?"), (), (*rows, (CLOSE,)))

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Take the language and close."""
        match reply:
            case Tap(press=Press(action=Action.CHOOSE, thing=str() as chosen)) if chosen in LANGUAGES:
                changed = {"language": language_of(chosen), "language_chosen": True}
                return Stay(session=closed(context.session).model_copy(update=changed))
            case Tap(press=Press(action=Action.CLOSE)):
                return Stay(session=closed(context.session))
            case _:
                return Stay(notice=text("Choose one of the languages, or close this."))
