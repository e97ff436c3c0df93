"""The shop's nine calls: the name of each, its method, and its path below the base address, still percent-encoded."""

import re
from typing import Final

BASE: Final = "/ticketingapi/v2.0/ticketshop"
SHOP_CALLS: Final[tuple[tuple[str, str, re.Pattern[str]], ...]] = (
    ("events", "GET", re.compile(r"/events")),
    ("event", "GET", re.compile(r"/events/(?P<event>[^/]+)")),
    ("code", "GET", re.compile(r"/events/(?P<event>[^/]+)/codes/(?P<code>[^/]+)")),
    ("month", "GET", re.compile(r"/events/(?P<event>[^/]+)/calendar/(?P<year>[^/]+)/(?P<month>[^/]+)")),
    ("day", "GET", re.compile(r"/events/(?P<event>[^/]+)/calendar/(?P<year>[^/]+)/(?P<month>[^/]+)/(?P<day>[^/]+)")),
    ("free", "POST", re.compile(r"/events/(?P<event>[^/]+)/reservations/generate")),
    ("reserve", "POST", re.compile(r"/events/(?P<event>[^/]+)/reservations")),
    ("update", "PUT", re.compile(r"/events/(?P<event>[^/]+)/reservations/(?P<order_id>[^/]+)")),
    ("checkout", "POST", re.compile(r"/events/(?P<event>[^/]+)/reservations/(?P<order_id>[^/]+)/checkout")),
)
