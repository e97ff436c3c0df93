"""The chats' mailboxes in Redis: envelopes in order, one worker a chat at a time, and what a turn leaves behind.

    put ─> mailbox ─ ready ─> claim ─ leased ─> keep · commit · fail · sent ─> release ─> ready, or at rest
                       ^                 │
                       └── lease ran out ┘

The lease only keeps workers out of each other's way. The guard is the holder, `<fence>:<claimant>`, the claimant new for
every claim: every write names it, and a worker that does not hold the chat any more, or whose lease has run out, writes
nothing.
"""

import secrets
from contextlib import suppress
from dataclasses import astuple
from datetime import timedelta
from itertools import count
from typing import cast

from bot.conversation.ports import Claim, Clock, Committed, Envelope, LeaseLost, NotConfirmed, Owed, Scope
from bot.conversation.session import Details, Session
from bot.store import dead_letters, retention, written
from bot.store.client import Client
from bot.store.crypto import Cipher
from bot.store.dead_letters import DeadLetter
from bot.store.entries import entry, unix_ms
from bot.store.keys import ShardKeys, Shards, checked_id
from bot.store.pauses import PausesOfAll
from bot.store.retention import milliseconds
from bot.store.returns import ReturnIndex
from bot.store.scripts import STALE, Scripts
from bot.store.waiting import dump_envelope, read_waiting
from bot.store.waking import Waking


class RedisMailbox:
    """The mailboxes, as `bot.conversation.ports.Mailbox` describes them.

    `lease_s` must be longer than a turn may take; `most_failures` is how often an envelope is tried; `returns` is kept with
    the sessions, where there is a page that needs it. All methods raise
    `StoreUnavailable` (a `ConnectionError`) when Redis does not answer or refuses; whether it acted is unknown then.
    `put` may be repeated freely.
    """

    def __init__(
        self,
        client: Client,
        cipher: Cipher,
        clock: Clock,
        *,
        lease_s: float = 30.0,
        most_failures: int = 3,
        shards: int = 1,
        scripts: Scripts | None = None,
        returns: ReturnIndex | None = None,
    ) -> None:
        self._client = client
        self._cipher = cipher
        self._clock = clock
        self._lease = timedelta(seconds=lease_s)
        self._most_failures = most_failures
        self._shards = Shards(shards)
        self._scripts = Scripts(client) if scripts is None else scripts
        self._returns = returns
        self._pauses = PausesOfAll(client, self._shards)
        self._waking = Waking(client, self._scripts, self._shards)
        self._owner = secrets.token_hex(8)
        self._claims = count(1)

    # --- the ways in -------------------------------------------------------------------------------------------------

    async def put(self, chat: str, envelope: Envelope) -> bool:
        """Store an envelope and mark its chat ready; return False when its id was seen before.

        Raise ValueError for a chat or an id that no key can be named after, and for a body that is not Unicode.
        """
        keys, of_chat = self._shards.of(chat), self._shards.chat(chat)
        stored = await self._scripts.run(
            "put",
            [of_chat.mailbox, keys.ready, keys.holders, keys.wake, keys.seen(envelope.id)],
            [
                self._now_ms(),
                chat,
                entry(envelope.id, dump_envelope(self._cipher, envelope)),
                milliseconds(retention.MAILBOX),
                milliseconds(retention.SEEN),
            ],
        )
        return stored == 1

    # --- a worker's turn ---------------------------------------------------------------------------------------------

    async def wait(self, timeout_s: float) -> None:
        """Return when a chat became ready, or after a while that is never longer than `timeout_s`.

        It says nothing: the caller claims. Chats whose delay or lease runs out wake nobody, so wait a second at most.
        """
        await self._waking.wait(timeout_s)

    async def aclose(self) -> None:
        """End what waits, once no worker does any more."""
        await self._waking.aclose()

    async def claim(self) -> Claim | None:
        """Lease the chat that has been ready longest in its shard, or return None; each shard is the first to be asked in turn.

        What no key can decrypt is set aside: the chat goes on without it.
        """
        for keys in self._waking.in_turn():
            claim = await self._claim_in(keys)
            if claim is not None:
                return claim
        return None

    async def _claim_in(self, keys: ShardKeys) -> Claim | None:
        while True:
            now, claimant = self._clock.now(), f"{self._owner}.{next(self._claims)}"
            arguments = (unix_ms(now), unix_ms(now + self._lease), claimant)
            granted = await self._scripts.run(
                "claim",
                [keys.ready, keys.leases, keys.holders, keys.fence, keys.wake, keys.paused],
                [*arguments, 0],
                again=[*arguments, 1],
            )
            if granted is None:
                return None
            chat, fence = cast("tuple[bytes, int]", granted)
            with suppress(LeaseLost):
                claim = await self._open(chat.decode(), fence, claimant)
                if claim.envelope is not None or claim.owed:
                    return claim
                await self.release(claim)

    async def keep(self, claim: Claim, session: Session, details: Details) -> None:
        """Store session and details in the middle of a turn; raise LeaseLost for a stale worker, NotConfirmed."""
        keys, of_chat, now = self._shards.of(claim.chat), self._shards.chat(claim.chat), self._clock.now()
        answer, is_confirmed = await self._scripts.run_surely(
            "keep",
            [keys.leases, keys.holders, keys.timers, of_chat.timers, of_chat.session, of_chat.details],
            [
                *self._holding(claim),
                *written.timers(claim.chat, session, now),
                *written.remembered(self._cipher, session, details, now),
            ],
        )
        if answer == STALE:
            raise LeaseLost(claim.chat)
        if not is_confirmed:
            raise NotConfirmed(claim.chat)

    async def commit(self, claim: Claim, committed: Committed) -> None:
        """Store all that a turn leaves and remove its envelope, in one atomic write; raise LeaseLost for a stale worker.

        It may be called again within the claim, for what is to be said after `fail` returned True.
        """
        of_chat, now = self._shards.chat(claim.chat), self._clock.now()
        owed = [entry(checked_id(each.id), self._cipher.encrypt(each.body)) for each in committed.owed]
        if committed.forget:
            awaited = self._returns.keys_of(claim.chat, claim.session) if self._returns and claim.session else ()
            keys = [self._shards.of(claim.chat).timers, of_chat.timers, of_chat.owed, *astuple(of_chat), *awaited]
            await self._write(
                "forget",
                claim,
                keys,
                [*written.timers(claim.chat, Session(), now), milliseconds(retention.OWED), *owed],
            )
            return
        returns, tokens = (
            self._returns.changes(claim.chat, claim.session, committed.session) if self._returns else ([], [])
        )
        await self._write(
            "commit",
            claim,
            [
                self._shards.of(claim.chat).timers,
                of_chat.timers,
                of_chat.session,
                of_chat.details,
                of_chat.language,
                of_chat.profile,
                of_chat.mailbox,
                of_chat.failures,
                of_chat.owed,
                of_chat.journal,
                of_chat.orders,
                of_chat.tickets,
                *returns,
            ],
            [
                *written.left(self._cipher, claim, committed, now),
                *tokens,
                *owed,
            ],
        )

    async def fail(self, claim: Claim, error: str) -> bool:
        """Count a failure of the claimed envelope; return True when it was the last one and went to the dead letters.

        False for a claim without an envelope and for one that is committed already; raise LeaseLost for a stale worker.
        """
        if claim.envelope is None:
            return False
        letter = DeadLetter(claim.envelope, error, self._clock.now())
        return await self._fail(claim, claim.envelope.id, letter, self._most_failures)

    async def sent(self, claim: Claim, owed: Owed, card: str | None) -> None:
        """Strike off what was sent and remember the live card (None leaves the one known, '' forgets it); raise LeaseLost."""
        await self._strike_off(claim, owed.id, card)

    async def paused_s(self, claim: Claim) -> float:
        """Return for how long Telegram wants nothing sent to anybody, as some worker was told."""
        return await self._pauses.left_s(claim.chat, self._clock.now())

    async def release(
        self, claim: Claim, *, delay_s: float = 0.0, unsent: Owed | None = None, refused: Scope | None = None
    ) -> None:
        """Give the lease back; raise LeaseLost. Of chats that are refused too many at once, all are left alone."""
        keys, of_chat, now = self._shards.of(claim.chat), self._shards.chat(claim.chat), self._clock.now()
        paused_until_ms = await self._write(
            "release",
            claim,
            [of_chat.mailbox, of_chat.owed, keys.ready, keys.wake, keys.refused, keys.paused],
            [
                unix_ms(now + timedelta(seconds=delay_s)),
                "" if unsent is None else unsent.id,
                "" if unsent is None else entry(checked_id(unsent.id), self._cipher.encrypt(unsent.body)),
                refused or "",
                milliseconds(retention.REFUSED),
                retention.MOST_REFUSED,
            ],
        )
        if refused is not None:
            await self._pauses.tell_others(claim.chat, cast("int", paused_until_ms), now)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _now_ms(self) -> int:
        return unix_ms(self._clock.now())

    def _holding(self, claim: Claim) -> tuple[str, str, int]:
        """Return what every guarded script is told first."""
        return claim.chat, f"{claim.fence}:{claim.claimant}", self._now_ms()

    async def _open(self, chat: str, fence: int, claimant: str) -> Claim:
        """Return what a leased chat has, once what cannot be read is out of its way."""
        while True:
            now = self._clock.now()
            found = await read_waiting(self._scripts, self._shards.chat(chat), self._cipher, now)
            claim = Claim(
                chat=chat,
                fence=fence,
                envelope=found.envelope,
                session=found.session,
                details=found.details,
                profile=found.profile,
                owed=found.owed,
                card=found.card,
                failures=found.failures,
                claimant=claimant,
            )
            for owed_id in found.unreadable:
                await self._strike_off(claim, owed_id, None)
            if found.oldest_id is None or found.envelope is not None:
                return claim
            await self._fail(claim, found.oldest_id, DeadLetter(None, "unreadable", now), most_failures=1)

    async def _write(self, script: str, claim: Claim, keys: list[str], arguments: list[str | bytes | int]) -> object:
        of_shard = self._shards.of(claim.chat)
        answer = await self._scripts.run(
            script, [of_shard.leases, of_shard.holders, *keys], [*self._holding(claim), *arguments]
        )
        if answer == STALE:
            raise LeaseLost(claim.chat)
        return answer

    async def _fail(self, claim: Claim, envelope_id: str, letter: DeadLetter, most_failures: int) -> bool:
        of_chat = self._shards.chat(claim.chat)
        answer = await self._write(
            "fail",
            claim,
            [of_chat.mailbox, of_chat.failures, of_chat.dead_letters],
            [
                envelope_id,
                most_failures,
                milliseconds(retention.MAILBOX),
                entry(unix_ms(letter.failed_at), dead_letters.dump(self._cipher, letter)),
                milliseconds(retention.DEAD_LETTERS),
                claim.failures + 1,
            ],
        )
        return answer == 1

    async def _strike_off(self, claim: Claim, owed_id: str, card: str | None) -> None:
        of_chat = self._shards.chat(claim.chat)
        await self._write(
            "sent",
            claim,
            [of_chat.owed, of_chat.card],
            [owed_id, *written.card(self._cipher, card, self._clock.now())],
        )
