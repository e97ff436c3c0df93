"""Says in words what a link does, how long, and what of it does not last."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from bot.linking.desk import MadeLink
from bot.linking.wanted import Checked
from bot.linking.words import clock_of, day_of, listed


def told(made: MadeLink) -> Iterator[str]:
    """Yield what an organiser has to know of a link, a line each."""
    checked, link = made.checked, made.link
    brings = [f"{amount} × {_ticket(checked, uuid)}" for uuid, amount in checked.quantities.items()]
    brings += [f"the code {checked.code}"] if checked.code else []
    brings += ["the access key"] if checked.key else []
    yield f"Opens {_where(checked)}{f', with {listed(brings)}' if brings else ''}."
    if checked.source:
        yield f"Orders that begin with it are tagged “{checked.source}”."
    if checked.opens_without_key:
        yield f"{checked.event.name} shows without an access key too."
    yield _works(checked)
    if made.stored_until is None:
        yield "All of it stands in the link; nothing is stored."
        return
    stored = ["the tickets"] if checked.quantities else []
    stored += ["the access key"] if checked.key else []
    stored += ["the code"] if checked.code and not link.code else []
    stored += ["the tag"] if checked.source and not link.source else []
    yield (
        f"Kept in Redis until {_moment(checked, made.stored_until)}, readable with the SESSION_KEYS of today: "
        f"{listed(stored)}. Once that is gone, the link still opens {_where(checked)}"
        f"{f', with the code {link.code}' if link.code else ''}."
    )


def _where(checked: Checked) -> str:
    if checked.slot is not None:
        return f"{checked.event.name}, {_moment(checked, checked.slot.start_at)}"
    return f"{checked.event.name}, {day_of(checked.day)}" if checked.day is not None else checked.event.name


def _works(checked: Checked) -> str:
    """Return until when all of it can be ordered: the first of all ends."""
    ends = [each for each in (checked.event.online_till, checked.event.end_at) if each is not None]
    if checked.slot is not None:
        ends.append(checked.slot.start_at)
    if not ends and checked.day is None:
        return "Works as long as the shop sells it."
    until = day_of(checked.day) if checked.day is not None and checked.slot is None else _moment(checked, min(ends))
    return f"Works until {until}; after that it still opens the event, and what is over is said."


def _moment(checked: Checked, at: datetime) -> str:
    local = at.astimezone(checked.zone)
    return f"{day_of(local.date())}, {clock_of(local)}"


def _ticket(checked: Checked, uuid: UUID) -> str:
    ticket_type = checked.event.ticket_type(uuid)
    return ticket_type.name.in_language("en") if ticket_type is not None else str(uuid)
