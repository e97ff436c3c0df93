"""One envelope through the conversation: update, reply, engine, and what is owed for it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.conversation.engine import Engine
from bot.conversation.messages import (
    Action,
    Command,
    Followed,
    Named,
    Odd,
    Press,
    Reply,
    Returned,
    Shared,
    Tap,
    TimeUp,
    Typed,
)
from bot.conversation.ports import Catalog, Claim, Committed, Envelope, Keep, Owed
from bot.conversation.session import Details, Session
from bot.conversation.turn import Arrival, Bell, Remembered, Turn
from bot.domain.labels import Language
from bot.telegram import contact_question, group, incoming, owed
from bot.telegram.export import Export
from bot.telegram.incoming import Incoming
from bot.telegram.keepsakes import Handout
from bot.telegram.length import units
from bot.telegram.live_card import asks_for_contact
from bot.telegram.render import render
from bot.telegram.view import View
from bot.telegram.working import Working


@dataclass(frozen=True, slots=True)
class Front:
    """Telegram's side of a turn; `username` is the bot's own, `handout` how keepsakes are made."""

    engine: Engine
    catalog: Catalog
    view: View
    username: str
    handout: Handout = field(default_factory=Handout)
    export: Export | None = None

    async def turn(
        self, claim: Claim, envelope: Envelope, *, keep: Keep, time_left_s: Callable[[], float]
    ) -> tuple[Committed, Turn | None]:
        """Take one envelope; return what is to be committed, and the turn where there is a conversation."""
        said = incoming.of(claim.chat, envelope)
        if said is None:
            return self._beside(claim, envelope), None
        session = claim.session or Session()
        if said.language is not None and not session.language_chosen:
            session = session.model_copy(update={"language": said.language})
        async with Working(self.view, said) as working:

            async def keep_and_show_work(session: Session, details: Details) -> None:
                await keep(session, details)
                working.begin_to_show()

            turn = await self.engine.turn(
                Remembered(session, claim.details, claim.profile),
                Arrival(envelope.id, said.reply, said.given_at or envelope.stored_at, claim.chat),
                keep=keep_and_show_work,
                time_left_s=time_left_s,
            )
        owing = self._owed(said, turn, working.answered, claim.card)
        if turn.exports and self.export is not None:
            owing = (*owing, owed.owed(await self.export.document(claim.chat, said.chat_id, turn)))
        committed = Committed(
            turn.session,
            turn.details,
            turn.profile,
            _journal(envelope, said, turn),
            owing,
            turn.order,
            turn.forgotten,
        )
        return committed, turn

    def _beside(self, claim: Claim, envelope: Envelope) -> Committed:
        """Answer what belongs to no conversation: a group is shown the way to one, anything else is left alone."""
        called = group.read(json.loads(envelope.body), self.username)
        line, cards = "{}", tuple[Owed, ...]()
        if called is not None:
            shown = render(group.card(called, self.username), 0, None, called.language, self.catalog)
            card = owed.GroupCard(chat_id=called.chat_id, html=shown.html, keyboard=shown.keyboard, topic=called.topic)
            line, cards = json.dumps({"id": envelope.id, "screen": "group"}), (owed.owed(card),)
        return Committed(claim.session or Session(), claim.details, claim.profile, line, cards)

    def _owed(self, said: Incoming, turn: Turn, answered: bool, remembered: str | None) -> tuple[Owed, ...]:
        """A tap's notice answers it; the card shows one that is too long for that, or whose tap was answered before.

        The contact question stands below the card it belongs to; once it is over, the card comes below.
        """
        language = turn.session.language
        notice = self.catalog.words(turn.notice, language) if turn.notice is not None else ""
        by_answer = said.query_id is not None and not answered
        messages: list[owed.Message] = []
        if turn.bell is not None:
            messages.append(self._bell(said.chat_id, turn.bell, language))
        kept = (
            tuple(self.handout.owed(turn.handed_over, said.chat_id, language, self.catalog))
            if turn.handed_over is not None
            else ()
        )
        if turn.screen is None:
            return tuple(map(owed.owed, (*messages, *kept)))
        is_told = by_answer and units(notice) <= owed.LONGEST_ANSWER
        rendered = render(
            turn.screen,
            turn.visit,
            None if is_told else turn.notice,
            language,
            self.catalog,
            in_plain=turn.session.plain,
        )
        was_asked, asks = asks_for_contact(remembered), turn.screen.asks_contact
        if by_answer and said.query_id is not None:
            messages.append(owed.Answer(query_id=said.query_id, notice=notice if is_told else ""))
        if was_asked and not asks:
            messages.append(contact_question.over(said.chat_id, language, self.catalog))
        card = owed.card(said, rendered, fresh=turn.fresh or (was_asked and not asks), last=turn.forgotten)
        messages.append(card)
        if asks and (not was_asked or (turn.fresh and not card.album)):
            messages.append(contact_question.question(said.chat_id, language, self.catalog))
        return tuple(map(owed.owed, (*messages, *kept)))

    def _bell(self, chat_id: int, bell: Bell, language: Language) -> owed.Bell:
        # Never as a numbered list: a typed number means a button of the card.
        rung = render(bell.screen, bell.visit, bell.notice, language, self.catalog)
        return owed.Bell(chat_id=chat_id, about=bell.about, html=rung.html, keyboard=rung.keyboard)


def _journal(envelope: Envelope, said: Incoming, turn: Turn) -> str:
    line = {
        "at": envelope.stored_at.isoformat(timespec="milliseconds"),
        "id": envelope.id,
        "step": turn.step,
        "reply": shape_of(said.reply),
        "outcome": turn.outcome,
        "calls": turn.calls,
        "notice": turn.notice.msgid if turn.notice is not None else None,
        "screen": turn.session.sheet or turn.session.purchase.at,
        "bell": turn.bell.screen.title.msgid if turn.bell is not None else None,
        "source": turn.session.purchase.source or None,
    }
    return json.dumps(line, ensure_ascii=False)


def shape_of(reply: Reply) -> str:
    """Return what kind of reply it was without anything personal: a button's action, or the shape of what was typed."""
    match reply:
        case Tap(press=Press(action=Action.SET, thing=str())):
            # A choice about a person: a gender, a country.
            return "tap: SET"
        case Tap(press=Press(action=action, thing=thing, amount=amount)):
            return " ".join(str(part) for part in ("tap:", action.name, thing, amount) if part is not None)
        case Tap():
            return "tap: unreadable"
        case Typed(text=words):
            if "@" in words:
                return "typed: e-mail"
            kind = "digits" if sum(map(str.isdigit, words)) > len(words) / 2 else "letters"
            return f"typed: {len(words)} {kind}"
        case Command(name=name):
            return f"command: {name}"
        case Shared(is_own=is_own):
            return "contact: own" if is_own else "contact: other"
        case Followed(link=link):
            return f"link: {link.source}" if link.source else "link"
        case Named():
            return "named"
        case Returned(in_chat=in_chat):
            return "returned: link" if in_chat else "returned: page"
        case TimeUp(name=name):
            return f"time up: {name}"
        case Odd(what=what):
            return f"odd: {what}"
