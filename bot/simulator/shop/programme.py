"""What the shop sells now: the events by name, as they opened and as situations have changed them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from bot.simulator.shop.catalogue import dinner, festival, museum, open_day
from bot.simulator.shop.codes import CODES
from bot.simulator.shop.documents import ZONE, identifier
from bot.simulator.shop.limits import KEYS
from bot.simulator.shop.pages import name_in
from bot.simulator.shop.season import CONCERTS
from bot.simulator.shop.situations import WHOLE_SHOP, About, SituationBook, SituationName
from bot.simulator.shop.special_events import EVERYTHING_ASKED, oddities, sold_out_show, stadium, workshop

SHOWN: Final = ("festival", "museum")
MAKERS: Final = {
    "festival": festival,
    "museum": museum,
    "open-day": open_day,
    "dinner": dinner,
    "show": sold_out_show,
    "stadium": stadium,
    "workshop": workshop,
    "oddities": oddities,
    **CONCERTS,
}


class Programme:
    """The named events, dated from the moment at which the sandbox opens; ValueError for a name that there is not."""

    def __init__(self, names: Sequence[str] | None, opened_at: datetime, situations: SituationBook) -> None:
        unknown = [name for name in names or () if name not in MAKERS]
        if unknown:
            raise ValueError(f"the sandbox has no event {', '.join(unknown)}; it has {', '.join(MAKERS)}")
        self.opened_at = opened_at.astimezone(UTC)
        self.opened_on = opened_at.astimezone(ZONE).date()
        self._situations = situations
        self._opened_with = tuple(identifier(name) for name in names or SHOWN)
        self._documents = {identifier(name): MAKERS[name](self.opened_on) for name in names or SHOWN}

    def events(self) -> list[str]:
        """Return the UUIDs of the events that are there, in the order of the list."""
        added = [uuid for uuid in self._documents if self._situations.value(SituationName.ADDED, uuid) is not None]
        listed = dict.fromkeys([*self._opened_with, *added])
        return [uuid for uuid in listed if self._situations.value(SituationName.GONE, uuid) is None]

    def names(self) -> list[str]:
        """Return the sandbox's names of the events that are there; a UUID where it has none."""
        known = {identifier(name): name for name in MAKERS}
        return [known.get(uuid, uuid) for uuid in self.events()]

    def add(self, name: str) -> None:
        """Have the document of a spare event, which a situation adds."""
        self._documents.setdefault(identifier(name), MAKERS[name](self.opened_on))

    def document(self, event: str) -> dict[str, Any]:
        """Return the document of an event as it opened."""
        return self._documents[event]

    def customer_data(self, event: str) -> dict[str, Any]:
        """Return what an event asks of its customers now."""
        asked: dict[str, Any] = self._documents[event]["customer_data"]
        return asked if self._situations.value(SituationName.ASKS, event) is None else asked | EVERYTHING_ASKED

    def methods(self, event: str) -> list[dict[str, Any]]:
        """Return the payment methods that an event takes now."""
        gone = self._situations.values(SituationName.METHOD_GONE, event)
        return [each for each in self._documents[event]["payment_methods"] if each["name"] not in gone]

    def categories(self, event: str) -> list[dict[str, Any]]:
        """Return the categories that have ticket types."""
        return [group for group in self._documents[event]["categories"] if isinstance(group, dict) and group["tickets"]]

    def tickets(self, event: str) -> dict[str, dict[str, Any]]:
        """Return the ticket types of an event by UUID, at the prices and with the status of now."""
        tickets = [each for group in self.categories(event) for each in group["tickets"] if isinstance(each, dict)]
        return {each["uuid"]: self.changed(each) for each in tickets if "ticket_status_type_id" in each}

    def changed(self, ticket: Mapping[str, Any]) -> dict[str, Any]:
        """Return a ticket type with what situations have made of it."""
        now = {
            "price": self._situations.value(SituationName.PRICE, ticket["uuid"]),
            "fixed_fee": self._situations.value(SituationName.FEE, ticket["uuid"]),
            "ticket_status_type_id": self._situations.value(SituationName.STATUS, ticket["uuid"]),
        }
        return dict(ticket) | {name: value for name, value in now.items() if value is not None}

    def ticket_names(self, language: str) -> dict[str, str]:
        """Return what every ticket type is called, by UUID."""
        known = (each for event in self._documents for each in self.tickets(event).values())
        return {each["uuid"]: name_in(each["name"], language) for each in known}

    def slot_types(self, event: str) -> list[dict[str, Any]]:
        """Return the ticket types that are sold for a slot."""
        return [each for each in self.tickets(event).values() if each["is_selectable_on_calendar"]]

    def closed_days(self, event: str) -> set[str]:
        """Return the days that a situation has closed."""
        return set(self._situations.values(SituationName.CLOSED, event))

    def opens(self, event: str, key: str | None) -> bool:
        """Whether an event can be seen and bought with this key, or without one."""
        return self._shop_opens(key) if (keys := self.keys(event)) is None else key in keys

    def opens_list(self, key: str | None) -> bool:
        """Whether the list of events can be seen with this key, or without one."""
        return self._shop_opens(key) or any(key in (self.keys(event) or ()) for event in self.events())

    def _shop_opens(self, key: str | None) -> bool:
        return self._situations.value(SituationName.LOCKED) in (None, key)

    def keys(self, event: str) -> Mapping[str, int | None] | None:
        """Return the keys of a locked event, each with how many tickets it is good for; None for one that is open."""
        if (key := self._situations.value(SituationName.LOCKED, event)) is not None:
            return {key: None}
        return None if self._situations.value(SituationName.UNLOCKED, event) is not None else KEYS.get(event)

    def kinds(self, name: str) -> frozenset[About]:
        """Return what a name stands for in this shop: a ticket type, an event, a code, or the whole shop."""
        uuid, kinds = identifier(name), set[About]()
        if name == WHOLE_SHOP:
            kinds.add("shop")
        if name in CODES:
            kinds.add("code")
        if uuid in self._documents:
            kinds.add("event")
        if any(uuid in self.tickets(event) for event in self._documents):
            kinds.add("ticket")
        if name in MAKERS:
            kinds.add("spare event")
        return frozenset(kinds)
