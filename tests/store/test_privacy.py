"""Nothing personal in clear, nothing for ever, and keys that can be changed."""

from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.conversation.ports import Claim, Owed
from bot.conversation.session import Details, Profile, Purchase, Session
from bot.domain.customer import Field
from bot.simulator.clock import MovableClock
from bot.store.crypto import Cipher, new_key
from bot.store.mailbox import RedisMailbox
from tests.store.conftest import NewMailbox
from tests.store.samples import CHAT, EMAIL, NAME, NOON, contents, details, keys, turn, update
from tests.web.site import hold

SECRETS = [NAME, EMAIL, "Wilhelmina", "first_name", "4 kaartjes", "kaart 77"]
WITHOUT_END = {b"ready_at_ms", b"leased_until_ms", b"holders", b"fence", b"wake", b"timers_at_ms"}
LONGEST = timedelta(days=365)


class InClear(Cipher):
    """A cipher that is none."""

    def encrypt(self, text: str) -> bytes:
        return text.encode()


async def live(mailbox: RedisMailbox) -> None:
    """Leave every kind of key behind."""
    body = f"4 kaartjes, {NAME}, {EMAIL}"
    await mailbox.put(CHAT, update(1, body))
    for _ in range(3):
        claim = await claim_of(mailbox)
        await mailbox.fail(claim, f"could not answer {EMAIL}")
        await mailbox.release(claim)
    for number in (2, 3, 4):
        await mailbox.put(CHAT, update(number, body))
    claim = await claim_of(mailbox)
    owed = (Owed("1", body), Owed("2", body))
    profile = Profile(values=details().values)
    session = Session(language="nl", language_chosen=True, purchases=(Purchase(hold=hold({}, held_at=NOON)),))
    left = turn(session, details(), profile=profile, owed=owed)
    await mailbox.commit(claim, left)
    await mailbox.sent(claim, owed[0], "kaart 77")
    await mailbox.release(claim)
    claim = await claim_of(mailbox)
    await mailbox.fail(claim, f"could not answer {EMAIL}")
    await mailbox.put("user:8", update(5, body))
    await mailbox.put("user:9", update(6, body))
    await claim_of(mailbox)


async def claim_of(mailbox: RedisMailbox) -> Claim:
    claim = await mailbox.claim()
    assert claim is not None
    return claim


async def found_in_clear(redis: Redis) -> list[str]:
    held = b"\n".join(key + b"\n" + value for key, value in (await contents(redis)).items())
    return [secret for secret in SECRETS if secret.encode() in held]


def kind(key: bytes) -> bytes:
    return key.split(b":")[2]


@pytest.fixture(autouse=True)
async def uncompressed(redis: Redis) -> None:
    """Make DUMP show long values as they are: it would hide them from a search when it compresses."""
    await redis.config_set("rdbcompression", "no")


async def test_nothing_personal_is_in_clear(mailbox: RedisMailbox, redis: Redis) -> None:
    await live(mailbox)
    names = {key.rsplit(b":", 1)[1] for key in await keys(redis, "*:chat:*")}
    assert names == {
        b"mailbox", b"failures", b"dead_letters", b"session", b"details", b"owed", b"card", b"language", b"journal",
        b"profile", b"timers",
    }  # fmt: skip
    assert await found_in_clear(redis) == []


async def test_control_without_encryption_it_is(new_mailbox: NewMailbox, redis: Redis) -> None:
    mailbox = new_mailbox(cipher=InClear([new_key()]))
    await mailbox.put(CHAT, update(1, f"4 kaartjes, {NAME}"))
    assert {NAME, "4 kaartjes"} <= set(await found_in_clear(redis))


async def test_every_personal_key_has_an_end(mailbox: RedisMailbox, redis: Redis) -> None:
    await live(mailbox)
    kinds = set()
    for key in await keys(redis):
        kinds.add(kind(key))
        if kind(key) not in WITHOUT_END:
            assert 0 < await redis.pttl(key) <= LONGEST / timedelta(milliseconds=1), key
    assert kinds == WITHOUT_END | {b"seen_at_ms", b"chat"}


@pytest.mark.parametrize(
    ("name", "longest"),
    [
        ("mailbox", timedelta(hours=25)),
        ("failures", timedelta(hours=25)),
        ("owed", timedelta(hours=25)),
        ("session", timedelta(hours=24)),
        ("details", timedelta(minutes=35)),
        ("card", timedelta(hours=48)),
        ("language", timedelta(days=365)),
        ("dead_letters", timedelta(days=7)),
        ("journal", timedelta(days=7)),
        ("timers", timedelta(hours=1, minutes=20, seconds=1)),
    ],
)
async def test_each_kind_ends_in_its_time(mailbox: RedisMailbox, redis: Redis, name: str, longest: timedelta) -> None:
    await live(mailbox)
    for key in await keys(redis, f"*:chat:*:{name}"):
        left = timedelta(milliseconds=await redis.pttl(key))
        assert longest - timedelta(minutes=5) < left <= longest


async def test_details_without_an_end_live_as_long_as_the_session(
    mailbox: RedisMailbox, redis: Redis, clock: MovableClock
) -> None:
    await mailbox.put(CHAT, update(1))
    claim = await claim_of(mailbox)
    await mailbox.keep(claim, Session(), details(until=None))
    await mailbox.release(claim)
    (key,) = await keys(redis, "*:details")
    assert timedelta(milliseconds=await redis.pttl(key)) <= timedelta(hours=24, minutes=5)
    clock.move(timedelta(hours=24, seconds=1))
    assert (await claim_of(mailbox)).details == Details()


async def test_an_old_key_still_reads_and_the_new_one_writes(new_mailbox: NewMailbox, clock: MovableClock) -> None:
    old, new = new_key(), new_key()
    session, personal = Session(language="de"), Details(values={Field.EMAIL: EMAIL}, until=NOON + timedelta(hours=1))

    before = new_mailbox(cipher=Cipher([old]))
    await before.put(CHAT, update(1))
    claim = await claim_of(before)
    await before.keep(claim, session, personal)
    await before.release(claim)

    rotated = new_mailbox(cipher=Cipher([new, old]))
    claim = await claim_of(rotated)
    assert (claim.envelope, claim.session, claim.details) == (update(1), session, personal)
    await rotated.commit(claim, turn(session, personal))
    await rotated.put(CHAT, update(2))
    await rotated.release(claim)

    claim = await claim_of(new_mailbox(cipher=Cipher([new])))
    assert (claim.envelope, claim.session, claim.details) == (update(2), session, personal)
