"""The API's JSON as models, lenient in what they take, and the domain values made of them.

Fields may be null, missing, new or of another type than last year: money comes as a number or as text, labels may be
empty, lists may hold what nobody can read. Such an entry is left out; a price that cannot be read is no price, and what
has no price is not sold. A document that is not what was asked for at all is a ValueError.
"""

from bot.ticketshop.wire.calendar import day, month
from bot.ticketshop.wire.codes import code
from bot.ticketshop.wire.events import event, events
from bot.ticketshop.wire.orders import checkout, free_reservation, reservation

__all__ = ["checkout", "code", "day", "event", "events", "free_reservation", "month", "reservation"]
