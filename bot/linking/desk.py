"""Makes deep links: in the payload what fits and anybody may read, behind a random id what is long or private."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.conversation.links import Link, StoredLink
from bot.linking.check import Check
from bot.linking.wanted import Checked, NoLink, Wanted
from bot.store.client import StoreUnavailable
from bot.store.links import RedisLinks
from bot.store.retention import LINK_AFTER_ITS_EVENT, UNDATED_LINK
from bot.telegram import payload


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link that works: its address, what stands in the address itself, and until when the rest is stored."""

    address: str
    link: Link
    checked: Checked
    stored_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkDesk:
    """Where links to one bot are made."""

    username: str
    check: Check
    links: RedisLinks

    async def make(self, wanted: Wanted) -> MadeLink:
        """Return a link that does what is wanted; raise NoLink."""
        checked = await self.check.check(wanted)
        short = Link(
            checked.event.uuid,
            day=checked.day if checked.slot is None else None,
            slot=checked.slot.start_at if checked.slot is not None else None,
        )
        whole = replace(short, code=checked.code, source=checked.source)
        if not checked.quantities and not checked.key and payload.fits(whole):
            return MadeLink(payload.address(self.username, whole), whole, checked)
        until = self._until(checked)
        try:
            identifier = await self.links.save(_stored(checked), until)
        except StoreUnavailable:
            raise NoLink("Redis does not answer at REDIS_URL, where the rest of this link is to be stored.") from None
        link = replace(short, stored=identifier)
        link = _fuller(link, replace(link, code=checked.code))
        link = _fuller(link, replace(link, source=checked.source))
        return MadeLink(payload.address(self.username, link), link, checked, until)

    def _until(self, checked: Checked) -> datetime:
        """Return how long the stored part is kept: for a while after its event, or for a while where that has no date."""
        event, slot = checked.event, checked.slot
        if event.end_at is not None:
            return event.end_at + LINK_AFTER_ITS_EVENT
        if slot is not None:
            return (slot.end_at or slot.start_at) + LINK_AFTER_ITS_EVENT
        if checked.day is not None:
            return datetime.combine(checked.day, time(), checked.zone) + timedelta(days=1) + LINK_AFTER_ITS_EVENT
        return self.check.clock.now() + UNDATED_LINK


def _fuller(link: Link, more: Link) -> Link:
    """Return the link with more in its payload where that fits: it then outlives what is stored."""
    return more if payload.fits(more) else link


def _stored(checked: Checked) -> StoredLink:
    return StoredLink(
        event=checked.event.uuid,
        day=checked.day,
        slot=checked.slot.start_at if checked.slot is not None else None,
        quantities=checked.quantities,
        code=checked.code,
        key=checked.key,
        source=checked.source,
    )
