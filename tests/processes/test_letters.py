"""`ticketbot letters` as an operator runs it: nothing of a customer is shown, and what is put back is answered once."""

import re

from redis.asyncio import Redis

from bot.clock import SystemClock
from bot.rehearsal.stage import settings_for
from bot.store.crypto import Cipher, new_key
from bot.store.dead_letters import DeadLetters
from bot.store.mailbox import RedisMailbox
from tests.processes.conftest import ended, start
from tests.store.samples import CHAT, NAME, update
from tests.store.test_dead_letters import die


async def letters(settings: dict[str, str], *arguments: str) -> tuple[int, str]:
    return await ended(await start("letters", *arguments, **settings))


async def test_they_are_listed_without_whose_they_are_and_put_back(redis: Redis, redis_url: str):
    key = new_key()
    settings = settings_for("http://127.0.0.1:9", redis_url, key)
    cipher = Cipher([key])
    mailbox = RedisMailbox(redis, cipher, SystemClock())
    await die(mailbox, CHAT, 1)
    [letter] = await DeadLetters(redis, cipher, SystemClock()).of_all()
    assert NAME in letter.envelope.body

    code, output = await letters(settings)
    assert code == 0
    assert re.fullmatch(r"[0-9a-f]{10}  [\d-]{10} [\d:]{8} UTC  malformed +ValueError\n", output)
    assert output.startswith(letter.reference)
    assert [each for each in (NAME, CHAT, CHAT.partition(":")[2]) if each in output] == []

    code, output = await letters(settings, "replay", letter.reference, "0123456789")
    assert code == 1
    assert output.splitlines() == [
        f"{letter.reference}: put back; a bot that runs answers it now",
        "0123456789: there is no such dead letter (any more)",
    ]
    claim = await mailbox.claim()
    assert claim is not None
    assert claim.envelope == update(1, NAME)


async def test_which_ones_to_put_back_has_to_be_said(redis: Redis, redis_url: str):
    settings = settings_for("http://127.0.0.1:9", redis_url, new_key())
    code, output = await letters(settings, "replay")
    assert code == 2
    assert "--all" in output
    assert await letters(settings, "replay", "--all") == (0, "There are no dead letters.\n")


async def test_a_store_that_is_away_is_told():
    code, output = await letters(settings_for("http://127.0.0.1:9", "redis://127.0.0.1:9/0", new_key()))
    assert code == 1
    assert "Redis does not answer at REDIS_URL" in output
    assert "Traceback" not in output
