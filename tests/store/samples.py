"""Chats, envelopes and turns for the tests of the store, and a look at all that Redis holds."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from redis.asyncio import Redis

from bot.conversation.orders import OrderRecord, OrderState
from bot.conversation.ports import Committed, Envelope, Owed
from bot.conversation.session import Details, Profile, Session
from bot.domain.customer import Field
from bot.domain.labels import Label
from bot.domain.shop import Barcode
from bot.store.client import Client

CHAT = "user:4711"
OTHER_CHAT = "user:4712"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
NAME = "Wilhelmina van Oranje"
EMAIL = "wilhelmina@paleis.example"
ABSENT = Details()
NOBODY = Profile()
FREE = OrderRecord(
    order_id="CM1",
    event=UUID(int=7),
    event_name="Open Dag",
    state=OrderState.FREE,
    placed_at=NOON,
    zone="Europe/Amsterdam",
    start_at=NOON + timedelta(days=2),
    end_at=NOON + timedelta(days=3),
    masked_email="w…@paleis.example",
    download_url="https://cm.com/kaart",
    barcodes=(Barcode("kaart 77", "QRCODE", UUID(int=8), Label.same("Entry")),),
)


def update(number: int, text: str = "hello") -> Envelope:
    return Envelope(f"update:{number}", "update", NOON, f'{{"update_id": {number}, "text": "{text}"}}')


def details(until: datetime | None = NOON + timedelta(minutes=30)) -> Details:
    return Details(values={Field.FIRST_NAME: NAME, Field.EMAIL: EMAIL}, until=until)


def turn(
    session: Session | None = None,
    personal: Details = ABSENT,
    *,
    profile: Profile = NOBODY,
    journal: str = "{}",
    owed: tuple[Owed, ...] = (),
) -> Committed:
    return Committed(session or Session(), personal, profile, journal, owed)


async def keys(redis: Client, pattern: str = "*") -> list[bytes]:
    """Return every key, of all masters of a Cluster."""
    return list({key async for key in redis.scan_iter(pattern, count=1000)})


async def contents(redis: Redis) -> dict[bytes, bytes]:
    """Return every key with all its bytes."""
    return {key: await redis.dump(key) or b"" for key in await keys(redis)}
