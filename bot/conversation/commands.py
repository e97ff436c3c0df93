"""What can be asked for anywhere: the commands, and the buttons that mean the same."""

from typing import assert_never
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.conversation.facts import Context
from bot.conversation.following import follow
from bot.conversation.held import keep
from bot.conversation.kind_lines import kind_line
from bot.conversation.messages import (
    Action,
    Button,
    Command,
    CommandName,
    Followed,
    Named,
    Odd,
    Press,
    Reply,
    Returned,
    SheetName,
    StepName,
    Tap,
    Text,
    TimeOfDay,
    TimeUp,
    text,
)
from bot.conversation.outcome import Advance, Back, Outcome, Stay
from bot.conversation.remembering import remember
from bot.conversation.session import Purchase, Session
from bot.conversation.steps.beside import gone_on_with


def answer(context: Context, reply: Reply) -> Outcome | None:
    """Return what a command comes to; None for a reply that is for the sheet or the step."""
    match reply:
        case Odd(what=what):
            return Stay(notice=kind_line(what))
        case Named(button=Button(url=str() as address, label=label)):
            return Stay(notice=text("“{button}” opens {address}", button=label, address=address))
        case Named(button=button):
            return Stay(notice=text("“{button}” copies: {words}", button=button.label, words=button.copy or ""))
        case Followed():
            return follow(context, reply)
        case Tap(press=Press(action=Action.GOTO, thing=StepName.PAYMENT)) if context.is_changing:
            return keep(context)
        case Tap(press=Press(action=Action.GOTO, thing=step)) if step == context.purchase.at:
            # "Try again": an event that a link chose was not shown yet.
            return Advance() if step is StepName.EVENT and context.purchase.event is not None else Stay()
        case Tap(press=Press(action=Action.NOTHING)):
            return Stay(notice=text("This button only shows something. Tap another one."))
        case Tap(press=Press(action=Action.OPEN, thing=str() as sheet)) if sheet in set(SheetName):
            return Stay(session=context.session.model_copy(update={"sheet": SheetName(sheet)}))
        case Tap(press=Press(action=Action.REMEMBER, thing=thing)):
            return remember(context, thing)
        case Tap(press=Press(action=Action.SWITCH, thing=UUID() as event)):
            return gone_on_with(context.session.switched_to(event))
        case _:
            pass
    name = name_of(reply)
    return _command(context, name) if name is not None else None


def needs_no_facts(reply: Reply) -> bool:
    """Whether a reply is answered whatever the shop says: the ways out lead on also where the shop cannot be read."""
    match reply:
        case Command(name=CommandName.BACK):
            return False
        case Command() | Followed() | Returned() | TimeUp():
            return True
        case Tap(press=Press(action=Action.CANCEL | Action.START_OVER | Action.SWITCH)):
            return True
        case Tap(press=Press(action=Action.GOTO, thing=StepName.PAYMENT)):
            return True
        case _:
            return name_of(reply) is CommandName.EVENTS


def tries_again(reply: Reply, at: StepName) -> bool:
    """Whether a reply is the button of a screen that could not be shown."""
    return isinstance(reply, Tap) and reply.press == Press(Action.GOTO, at)


def _command(context: Context, name: CommandName) -> Outcome:
    match name:
        case CommandName.START if _lapses(context) is not None:
            return Stay(session=_closed(context.session))
        case CommandName.START | CommandName.EVENTS:
            return Advance(session=context.session.begin(Purchase()), notice=_lapses(context))
        case CommandName.LANGUAGE:
            return Stay(session=context.session.model_copy(update={"sheet": SheetName.LANGUAGE}))
        case CommandName.HELP:
            return Stay(session=context.session.model_copy(update={"sheet": SheetName.HELP}))
        case CommandName.DELETE:
            return Stay(session=context.session.model_copy(update={"sheet": SheetName.DELETE}))
        case CommandName.PRIVACY:
            return Stay(session=context.session.model_copy(update={"sheet": SheetName.PRIVACY}))
        case CommandName.ORDERS:
            return Stay(session=context.session.model_copy(update={"sheet": SheetName.ORDERS}))
        case CommandName.EXPORT:
            return Stay(exports=True, notice=text("Everything we keep about you, as a file."))
        case CommandName.PLAIN:
            plain = not context.session.plain
            notice = text("Plain mode is on: numbered lists, no symbols.") if plain else text("Plain mode is off.")
            return Stay(session=context.session.model_copy(update={"plain": plain}), notice=notice)
        case CommandName.CANCEL:
            return Advance(session=context.session.cancelled(), notice=_left_behind(context))
        case CommandName.START_OVER:
            purchase = context.purchase
            again = Purchase(event=purchase.event, key=purchase.key, source=purchase.source, card_seen=True)
            return Advance(session=context.session.begin(again), notice=_lapses(context))
        case CommandName.BACK if context.session.sheet is not None:
            return Stay(session=_closed(context.session))
        case CommandName.BACK if context.purchase.at in {StepName.PAYMENT, StepName.DONE}:
            return Stay(notice=_no_way_back(context))
        case CommandName.BACK if context.purchase.return_to is not None:
            return Advance()
        case CommandName.BACK if context.is_changing:
            return keep(context)
        case CommandName.BACK:
            return Back()
    assert_never(name)


def name_of(reply: object) -> CommandName | None:
    """Return the command that a reply is, or means."""
    match reply:
        case Command(name=name):
            return name
        case Tap(press=Press(action=Action.BACK)):
            return CommandName.BACK
        case Tap(press=Press(action=Action.CANCEL)):
            return CommandName.CANCEL
        case Tap(press=Press(action=Action.OPEN, thing=CommandName.EVENTS.value)):
            return CommandName.EVENTS
        case Tap(press=Press(action=Action.START_OVER)):
            return CommandName.START_OVER
        case _:
            return None


def _no_way_back(context: Context) -> Text:
    """Return how an order is changed, now that nothing is to be gone back to."""
    hold = context.purchase.hold
    if hold is not None and context.purchase.at is StepName.PAYMENT and hold.is_open(context.facts.now):
        return text("Your order is placed. Change it with “Change my order”.")
    return text("Your order is placed. To order again, start over.")


def _closed(session: Session) -> Session:
    return session.model_copy(update={"sheet": None})


def _left_behind(context: Context) -> Text | None:
    """Return what cancelling leaves behind: a hold, one that nobody knows of, or nothing at all."""
    purchase = context.purchase
    if purchase.hold is not None:
        return _lapses(context)
    if purchase.frees_at is not None and context.facts.now < purchase.frees_at:
        frees_at = TimeOfDay(context.facts.local(purchase.frees_at))
        return text("Cancelled. If the shop holds tickets for you, it releases them at {time}.", time=frees_at)
    if purchase.unanswered and purchase.order is None:
        return text("Cancelled. We do not know whether your free tickets were ordered: look in your mail.")
    return text("Cancelled. Nothing was booked.")


def _lapses(context: Context) -> Text | None:
    """Return what becomes of the hold that is left behind, as long as there is one."""
    hold = context.purchase.hold
    if hold is None or hold.ended(context.facts.now) or context.purchase.at is StepName.DONE:
        return None
    until = TimeOfDay(hold.due_at.astimezone(ZoneInfo(hold.zone)))
    return text(
        "Your order {order} stays held until {time}. If you do not pay, it lapses by itself.",
        order=hold.order_id,
        time=until,
    )
