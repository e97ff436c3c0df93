"""Chats, envelopes and turns for the tests of the store, and a look at all that Redis holds."""

from datetime import UTC, datetime, timedelta
from typing import cast

from redis.asyncio import Redis

from bot.conversation.ports import Committed, Envelope, Owed
from bot.conversation.session import Details, Profile, Session
from bot.domain.customer import Field

CHAT = "user:4711"
OTHER_CHAT = "user:4712"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
NAME = "Wilhelmina van Oranje"
EMAIL = "wilhelmina@paleis.example"
ABSENT = Details()
NOBODY = Profile()


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


async def keys(redis: Redis, pattern: str = "*") -> list[bytes]:
    return cast("list[bytes]", await redis.keys(pattern))


async def contents(redis: Redis) -> dict[bytes, bytes]:
    """Return every key with all its bytes."""
    return {key: await redis.dump(key) or b"" for key in await keys(redis)}
