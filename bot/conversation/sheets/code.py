"""What is your code? A discount or a voucher, tried at once."""

from typing import ClassVar, assert_never
from zoneinfo import ZoneInfo

from bot.conversation.facts import Context, Need
from bot.conversation.lookups import CodeWorks, Found, KeyOpens, Lookup, NoAnswer, NotAccepted, TooManyGuesses, TryCode
from bot.conversation.messages import (
    Action,
    Button,
    Line,
    Press,
    Reply,
    Screen,
    SheetName,
    Style,
    Tap,
    Text,
    TimeOfDay,
    Typed,
    text,
)
from bot.conversation.outcome import Look, Outcome, Stay
from bot.conversation.session import Session
from bot.conversation.sheets.sheet import CLOSE, closed
from bot.conversation.steps.code import code_lines, takes_codes
from bot.domain.discount import is_used_up
from bot.domain.shop import VoucherCode

LONGEST_CODE = 100
REMOVE = Button(text("Remove the code"), Press(Action.REMOVE))


class CodeSheet:
    """Takes one code an order; a new one takes the place of the old. What it is worth shows on the step below."""

    name: ClassVar = SheetName.CODE
    needs: ClassVar = frozenset({Need.EVENT, Need.CODE})
    shows: ClassVar = frozenset[Need]()

    def screen(self, context: Context) -> Screen:
        """Ask for the code; show the one that is in."""
        title = text("Do you have a code?")
        if not takes_codes(context):
            return Screen(title, ((Line(_why_none(context)),),), ((CLOSE,),))
        how = Line(text("Type the code exactly as you received it. You see at once what it is worth."))
        if not context.purchase.code:
            return Screen(title, ((how,),), ((CLOSE,),), free_text=True)
        one = Line(text("One code per order: a new one replaces this one."), Style.QUIET)
        return Screen(title, (code_lines(context), (how, one)), ((REMOVE,), (CLOSE,)), free_text=True)

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Try what was typed, or take away the code that is in."""
        match reply:
            case Tap(press=Press(action=Action.CLOSE)):
                return Stay(session=closed(context.session))
            case Typed() | Tap(press=Press(action=Action.REMOVE)) if not takes_codes(context):
                return Stay(notice=_why_none(context))
            case Typed(text=words) if 0 < len(words.strip()) <= LONGEST_CODE:
                return self._try(context, words.strip())
            case Tap(press=Press(action=Action.REMOVE)):
                removed = text("The code is removed.") if context.purchase.code else None
                return Stay(session=_with_code(closed(context.session), None), notice=removed)
            case _:
                return Stay(notice=text("Type the code, or close this."))

    def judge(self, context: Context, lookup: Lookup, found: Found) -> Outcome:
        """Take a code that the shop knows; a used up one leaves the code that was in before."""
        code = lookup.code if isinstance(lookup, TryCode) else ""
        match found:
            case CodeWorks(code=worth) if is_used_up(worth):
                return Stay(notice=_used_up(worth.code, is_voucher=isinstance(worth, VoucherCode)))
            case CodeWorks():
                return Stay(session=_with_code(closed(context.session), code), notice=_taken(context, code))
            case NotAccepted() | KeyOpens():
                return Stay(notice=text("This code was not accepted. Check it and type it again."))
            case TooManyGuesses():
                return Stay(notice=text("Too many tries. Please wait ten minutes before the next one."))
            case NoAnswer():
                return Stay(notice=text("The shop does not answer at the moment. Please try again."))
        assert_never(found)

    def _try(self, context: Context, code: str) -> Outcome:
        if code == context.purchase.code and context.facts.code is not None:
            return Stay(
                session=closed(context.session), notice=text("The code “{code}” has already been added.", code=code)
            )
        return Look(lookup=TryCode(code, context.event.uuid))


def judge_linked(context: Context, code: str, found: Found) -> Outcome:
    """Decide on a code that a link brought along: judged once, and dropped when it is worth nothing.

    It stays as it is, to be tried with the next step, where the shop was not asked or did not answer.
    """
    session = context.session
    match found:
        case CodeWorks(code=worth) if is_used_up(worth):
            used_up = _used_up(code, is_voucher=isinstance(worth, VoucherCode))
            return Stay(session=_with_code(session, None), notice=used_up)
        case CodeWorks():
            return Stay(session=_with_code(session, code), notice=text("The code “{code}” has been added.", code=code))
        case NotAccepted() | KeyOpens():
            refused = text("The code “{code}” of your link was not accepted. You can go on without it.", code=code)
            return Stay(session=_with_code(session, None), notice=refused)
        case TooManyGuesses() | NoAnswer():
            return Stay()
    assert_never(found)


def _with_code(session: Session, code: str | None) -> Session:
    changed = session.purchase.model_copy(update={"code": code, "code_accepted": code is not None})
    return session.with_purchase(changed)


def _taken(context: Context, code: str) -> Text:
    before = context.purchase.code
    if before and before != code:
        return text("The code “{code}” takes the place of “{before}”.", code=code, before=before)
    return text("The code “{code}” has been added.", code=code)


def _used_up(code: str, *, is_voucher: bool) -> Text:
    if is_voucher:
        return text("The voucher “{code}” is used up.", code=code)
    return text("The code “{code}” is used up.", code=code)


def _why_none(context: Context) -> Text:
    hold = context.purchase.hold
    if hold is not None and not hold.ended(context.facts.now):
        until = TimeOfDay(hold.due_at.astimezone(ZoneInfo(hold.zone)))
        return text(
            "You cannot change the code while your tickets are held. You can when the reservation ends, at {time}.",
            time=until,
        )
    if context.purchase.event is None:
        return text("Choose your event first, then type its code.")
    return text("This event takes no codes.")
