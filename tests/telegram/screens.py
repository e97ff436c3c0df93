"""Every screen the bot can show, made of plain facts; with names as the shop gives them, or hostile ones."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from uuid import UUID

from bot.conversation import screens
from bot.conversation.facts import Context, Facts
from bot.conversation.messages import PaymentOutcome, Screen, SheetName, StepName
from bot.conversation.orders import OrderedTickets, OrderRecord, OrderState
from bot.conversation.session import Details, Hold, OpenedCheckout, Profile, Purchase, Session
from bot.domain.customer import Field, Mode
from bot.domain.labels import Label
from bot.domain.shop import (
    Barcode,
    CalendarDay,
    Category,
    Code,
    DiscountCode,
    Event,
    EventSummary,
    Issuer,
    TicketDiscount,
    Venue,
    VoucherCode,
)
from bot.domain.zones import Zones
from tests.conversation.dialogue import FESTIVAL, MUSEUM, NOW, ZONE, slot, ticket, uuid

ANSWERS = {
    Field.FIRST_NAME: "Robin",
    Field.LAST_NAME: "de Vries",
    Field.EMAIL: "robin@example.com",
    Field.MOBILE: "+31612345678",
    Field.GENDER: "other",
    Field.DATE_OF_BIRTH: "1990-05-24",
    Field.COUNTRY: "US",
    Field.ZIPCODE: "90210",
    Field.BUILDING_NUMBER: "12a",
}
Named = tuple[StepName | SheetName, Context]

DETAILS = Details(values={Field.FIRST_NAME: "Robin", Field.EMAIL: "robin@example.com"})


def named(event: Event, name: str) -> Event:
    """Return the event with every name of the shop's replaced."""
    types = (
        replace(ticket("Adult", is_selectable_on_calendar=True), name=Label.same(name), subtitle=Label.same(name)),
        replace(ticket("Gone", status_id="SOLD_OUT"), name=Label.same(name)),
    )
    return replace(
        event,
        name=name,
        venue=Venue(name=name, city=name),
        organiser_entity=name,
        categories=(Category(None, Label.same(name), types),),
        payment_methods=tuple(replace(method, name=name) for method in event.payment_methods),
        ticket_statuses={"SOLD_OUT": Label.same(name)},
        customer_data=dict.fromkeys(Field, Mode.REQUIRED),
        customer_labels={Field.CUSTOM_1: Label.same(name), Field.CUSTOM_2: Label.same(name)},
    )


def hold(name: str, *, opened: bool, reported: PaymentOutcome | None = None, minutes: int = 20) -> Hold:
    checkout = OpenedCheckout(method=uuid("iDEAL"), redirect_url="https://pay.cm.com/x", due_at=NOW, return_hashes={})
    return Hold(
        order_id="CMTICKETS123XX",
        event=FESTIVAL.uuid,
        method=uuid("iDEAL"),
        due_at=NOW + timedelta(minutes=minutes),
        held_at=NOW,
        quantities={},
        event_name=name,
        zone="Europe/Amsterdam",
        total=Decimal("66.01"),
        support_email="help@example.com",
        masked_email="r***@example.com",
        checkout=checkout if opened else None,
        link_shown=opened,
        reported=reported,
    )


def every_wish() -> Iterator[tuple[StepName, dict[str, object]]]:
    """Return what can be asked for of a calendar in words or by a link, and is not just there."""
    for days in ((date(2026, 12, 5), date(2026, 12, 6)), (date(2027, 1, 5),), (date(2026, 11, 5),)):
        yield StepName.DAY, {"days_wanted": days}
    for times in ((time(10), time(11)), (time(22),), (time(10),)):
        yield StepName.SLOT, {"times_wanted": times}
    yield StepName.SLOT, {"quantities": {uuid("Adult"): 99}}
    yield StepName.SLOT, {"slot": None, "slot_at": NOW}


def customer_cards(purchase: Purchase, facts: Facts, name: str) -> Iterator[Context]:
    """Return the customer's card with each field asked in its turn and changed, in doubt, and filled in to the last."""
    filled = ANSWERS | {each: name[:100] for each in Field if each not in ANSWERS}
    event = facts.event
    assert event is not None
    optional = replace(
        facts, event=replace(event, customer_data=dict.fromkeys(Field, Mode.OPTIONAL), customer_labels={})
    )
    for field in Field:
        before = {each: value for each, value in filled.items() if list(Field).index(each) < list(Field).index(field)}
        given = Details(values=before, custom_of=event.uuid)
        yield Context(Session(purchases=(purchase,)), given, facts)
        yield Context(Session(purchases=(purchase,)), given, optional, Profile(values=filled))
        changing = Session(purchases=(purchase.model_copy(update={"asked": field}),))
        yield Context(changing, Details(values=filled, custom_of=event.uuid), optional, Profile(values=before))
    for details in (filled, filled | {Field.EMAIL: "robin@gmial.com"}):
        hinted = Session(purchases=(purchase.model_copy(update={"hinted": True, "remember": True}),))
        yield Context(hinted, Details(values=details, custom_of=event.uuid), facts, Profile(values=ANSWERS))


def every_screen(name: str, *, in_plain: bool = False) -> Iterator[tuple[StepName | SheetName | None, Screen]]:
    """Return each screen with the step or sheet it is of; None for the resting shop's."""
    for of, context in every_context(name):
        session = context.session.model_copy(update={"plain": in_plain or context.session.plain})
        yield of, screens.screen(replace(context, session=session))
    for reason in ("unavailable", "refused", "misconfigured"):
        yield None, screens.resting(Context(Session(), Details(), Facts(NOW, Zones(ZONE))), reason)


def every_context(name: str) -> Iterator[Named]:
    """Return what every screen of a step or sheet is made of."""
    festival, museum = named(FESTIVAL, name), named(MUSEUM, name)
    days = tuple(CalendarDay(date(2026, 12, day), None, "OPEN", 5) for day in range(1, 32))
    facts = Facts(
        NOW,
        Zones(ZONE),
        events=tuple(EventSummary(UUID(int=number), name, NOW, None, name) for number in range(60)),
        event=museum,
        month=date(2026, 12, 1),
        months={date(2026, 12, 1): days},
        slots_on=date(2026, 12, 2),
        slots=tuple(replace(slot(hour, hour - 9), ticket_types=(uuid("Adult"),)) for hour in range(10, 20)),
    )
    chosen = Purchase(
        event=museum.uuid,
        day=date(2026, 12, 2),
        slot=facts.slots[-1].id,
        quantities={uuid("Adult"): 2},
        method=uuid("iDEAL"),
        frees_at=NOW + timedelta(minutes=9),
    )
    steps = [
        StepName.CARD,
        StepName.DAY,
        StepName.SLOT,
        StepName.TICKETS,
        StepName.CUSTOMER,
        StepName.METHOD,
        StepName.REVIEW,
    ]
    for step in steps:
        for details in (Details(), DETAILS):
            session = Session(purchases=(chosen.model_copy(update={"at": step}),))
            yield step, Context(session, details, facts)
    yield from _with_codes(festival)
    for context in customer_cards(chosen.model_copy(update={"at": StepName.CUSTOMER}), facts, name):
        yield StepName.CUSTOMER, context
    yield (
        StepName.DAY,
        Context(
            Session(purchases=(chosen.model_copy(update={"at": StepName.DAY}),)),
            Details(),
            replace(facts, months={}),
        ),
    )
    for plain in (False, True):
        for step, asked in every_wish():
            session = Session(plain=plain, purchases=(chosen.model_copy(update={"at": step, **asked}),))
            yield step, Context(session, Details(), facts)
    yield from _finding(facts, festival, chosen)
    for opened in (False, True):
        for reported in (None, *PaymentOutcome):
            for minutes in (20, -1):
                held = hold(name, opened=opened, reported=reported, minutes=minutes)
                for step in (StepName.PAYMENT, StepName.DONE):
                    session = Session(purchases=(Purchase(at=step, hold=held),))
                    yield step, Context(session, Details(), facts)
    beside = (
        Purchase(event=UUID(int=7), hold=hold(name, opened=True)),
        Purchase(event=UUID(int=8), event_name=name),
        Purchase(event=UUID(int=9)),
    )
    for here in (chosen.model_copy(update={"at": StepName.REVIEW}), Purchase(at=StepName.PAYMENT, hold=beside[0].hold)):
        session = Session(purchases=(*beside, here), current=3)
        yield here.at, Context(session, DETAILS, facts)
    yield from _free(festival, facts)
    yield from _held(name, chosen, replace(facts, event=replace(museum, issuers=(Issuer("INGBNL2A", name),))))
    for sheet in SheetName:
        for step in StepName:
            session = Session(purchases=(Purchase(at=step, hold=hold(name, opened=True)),), sheet=sheet)
            yield sheet, Context(session, Details(), facts)


def _free(festival: Event, facts: Facts) -> Iterator[Named]:
    """Return the review of free tickets that may be ordered already, and the end of such an order, its link kept or not."""
    free = replace(
        festival, categories=(Category(None, Label(), (ticket("Adult", "0.00", "0.00"),)),), payment_methods=()
    )
    unanswered = Purchase(
        event=free.uuid, quantities={uuid("Adult"): 2}, method=None, unanswered=True, at=StepName.REVIEW
    )
    for event in (free, replace(free, support_email="")):
        session = Session(purchases=(unanswered,))
        yield StepName.REVIEW, Context(session, DETAILS, replace(facts, event=event))
    for order in (free_order(festival.name), free_order(festival.name).model_copy(update={"download_url": ""})):
        session = Session(purchases=(Purchase(at=StepName.DONE, order=order),))
        yield StepName.DONE, Context(session, DETAILS, facts)


def free_order(name: str) -> OrderRecord:
    """Return an order of free tickets in which every word of the shop's is a name."""
    return OrderRecord(
        order_id=name[:200],
        event=FESTIVAL.uuid,
        event_name=name,
        state=OrderState.FREE,
        placed_at=NOW,
        zone=ZONE.key,
        start_at=NOW,
        end_at=NOW + timedelta(days=2),
        tickets=(OrderedTickets(name=Label.same(name), amount=2),),
        venue=Venue(name, name, name, name, name, "NL"),
        support_email="help@example.com",
        download_url="https://cm.com/x",
        barcodes=(
            Barcode("B1", "QRCODE", None, Label.same(name)),
            Barcode(name, "QRCODE", None, Label.same(name)),
            Barcode(name, name, None, Label.same(name)),
        ),
    )


def _held(name: str, chosen: Purchase, facts: Facts) -> Iterator[Named]:
    """Return what is seen while something is held: changed, said to be paid, named beside another order; and the bank."""
    assert facts.event is not None
    ideal = replace(facts.event, payment_methods=FESTIVAL.payment_methods)
    asking = replace(facts, asks_bank=True, event=ideal)
    yield StepName.BANK, Context(Session(purchases=(chosen.model_copy(update={"at": StepName.BANK}),)), DETAILS, asking)
    held = hold(name, opened=True).model_copy(
        update={
            "code": "FIVE",
            "is_updated": True,
            "has_other_methods": True,
            "method_name": name,
            "event": chosen.event,
            "tickets": (OrderedTickets(name=Label.same(name), amount=2),),
        }
    )
    for change in ({}, {"is_unsure": True}, {"said_paid": True}, {"said_paid": True, "due_at": NOW}):
        known = held.model_copy(update=change)
        changing = {"hold": known, "is_changing": True, "code": "FIVE"}
        for step in (StepName.TICKETS, StepName.METHOD, StepName.REVIEW, StepName.PAYMENT):
            session = Session(purchases=(chosen.model_copy(update={"at": step, **changing}),))
            yield step, Context(session, DETAILS, facts)
    first = chosen.model_copy(update={"hold": held, "visit": chosen.visit + 1})
    for second in (False, True):
        here = chosen.model_copy(update={"at": StepName.REVIEW, "is_second": second})
        yield StepName.REVIEW, Context(Session(purchases=(first, here), current=1), DETAILS, facts)
    may_hold = {chosen.event: NOW + timedelta(minutes=9)} if chosen.event is not None else {}
    session = Session(purchases=(chosen.model_copy(update={"at": StepName.REVIEW}),), may_hold=may_hold)
    yield StepName.REVIEW, Context(session, DETAILS, facts)


def _finding(facts: Facts, festival: Event, beside: Purchase) -> Iterator[Named]:
    """Return the list on each kind of page, and the cards of events that can be bought and that cannot."""
    name = festival.name
    for at in (Purchase(), Purchase(page=3), Purchase(page=99, search=name[:60]), Purchase(search="nothing")):
        for purchases in ((at,), (beside, at)):
            session = Session(purchases=purchases, current=len(purchases) - 1)
            yield StepName.EVENT, Context(session, Details(), facts)
    yield StepName.EVENT, Context(Session(), Details(), Facts(NOW, Zones(ZONE), events=()))
    later = NOW + timedelta(days=9)
    address = Venue(name, name, name, name, name, "NL")
    reserved = replace(festival.ticket_types[0], status_id="IN_RESERVATION")
    for event in (
        festival,
        replace(festival, start_at=NOW, end_at=later, venue=address, description=Label.same(name * 3)),
        replace(
            festival, start_at=NOW, end_at=NOW + timedelta(hours=2), description=Label.same(f"<b>{name}</b><p>" * 9)
        ),
        replace(festival, end_at=NOW),
        replace(festival, categories=()),
        replace(festival, online_from=later),
        replace(festival, online_till=NOW),
        replace(festival, categories=(Category(None, Label.same(name), (reserved,)),)),
        replace(festival, categories=(Category(None, Label.same(name), festival.ticket_types[1:]),)),
        replace(festival, categories=(Category(None, Label.same(name), (ticket("Free", "0.00", "0.00"),)),)),
    ):
        card = Purchase(event=event.uuid, at=StepName.CARD)
        for purchases, events in (((card,), ()), ((beside, card), facts.events)):
            session = Session(purchases=purchases, current=len(purchases) - 1)
            yield StepName.CARD, Context(session, Details(), replace(facts, event=event, events=events))


def _with_codes(event: Event) -> Iterator[Named]:
    """Return the screens of an event with many ticket types, and those with a code of each kind or one worth nothing."""
    adult, name = event.ticket_types[0], event.name
    many = tuple(replace(adult, uuid=uuid(f"Type {number}"), description=adult.name) for number in range(40))
    crowded = replace(event, categories=(*event.categories, Category(None, Label.same(name), many)))
    offs = (TicketDiscount(adult.uuid, Decimal(500), 2), TicketDiscount(uuid("Type 1"), Decimal(5)))
    codes = (
        VoucherCode(name, Decimal(25)),
        DiscountCode(name, ticket_types=(TicketDiscount(uuid("Other"), Decimal(5)),)),
        DiscountCode(name, percentage=Decimal(10)),
        DiscountCode(name),
        DiscountCode(name, stock=0),
        None,
    )
    bought = Purchase(event=event.uuid, method=uuid("iDEAL"), code=name, code_accepted=True, ticket_page=1)
    of_all = bought.model_copy(update={"quantities": {each.uuid: 9 for each in crowded.ticket_types[:30]}})
    of_one = bought.model_copy(update={"quantities": {adult.uuid: 9}})
    with_many = DiscountCode(name, ticket_types=offs)
    yield from _steps_of(crowded, with_many, of_all, StepName.TICKETS, StepName.REVIEW)
    yield from _steps_of(event, with_many, bought, StepName.TICKETS)
    for code in codes:
        yield from _steps_of(event, code, of_one, StepName.TICKETS)


def _steps_of(event: Event, code: Code | None, purchase: Purchase, *steps: StepName) -> Iterator[Named]:
    facts = Facts(NOW, Zones(ZONE), event=event, code=code)
    for step in steps:
        session = Session(purchases=(purchase.model_copy(update={"at": step}),))
        yield step, Context(session, DETAILS, facts)
    session = Session(purchases=(purchase,), sheet=SheetName.CODE)
    yield SheetName.CODE, Context(session, DETAILS, facts)
