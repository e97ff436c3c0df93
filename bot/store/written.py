"""What a turn leaves, as the scripts take it: each value with until when it counts, and the TTL that cleans it up."""

from datetime import datetime

from bot.conversation.ports import Claim, Committed
from bot.conversation.session import Details, Profile, Session
from bot.conversation.timers import timers_in
from bot.store import orders, retention, sessions
from bot.store.crypto import Cipher
from bot.store.entries import entry, unix_ms
from bot.store.retention import milliseconds

Arguments = list[str | bytes | int]


def left(cipher: Cipher, claim: Claim, committed: Committed, now: datetime) -> Arguments:
    """Return all that a turn leaves, but for what is owed and the tokens that are awaited."""
    return [
        *timers(claim.chat, committed.session, now),
        *remembered(cipher, committed.session, committed.details, now),
        *preferences(cipher, claim.session, committed.session, now),
        *profile(cipher, claim.profile, committed.profile, now),
        "" if claim.envelope is None else claim.envelope.id,
        entry(unix_ms(now), cipher.encrypt(committed.journal)),
        retention.JOURNAL_LINES,
        milliseconds(retention.JOURNAL),
        milliseconds(retention.OWED),
        retention.MOST_ORDERS,
        *orders.lines_of(cipher, committed.order),
    ]


def timers(chat: str, session: Session, now: datetime) -> Arguments:
    """Return the timers of a chat and their TTL."""
    wanted = tuple(timers_in(session))
    # Rounded up: one that rings has come by the clock of whoever looks, and one that has not is still to come.
    lines = "\n".join(f"{unix_ms(each.at) + 1} {chat} {each.id}" for each in wanted)
    last_at = max((now, *(each.at for each in wanted)))
    return [lines, milliseconds(last_at - now + retention.TIMERS_SLACK)]


def remembered(cipher: Cipher, session: Session, details: Details, now: datetime) -> Arguments:
    """Return session, its TTL, details (empty for none) and their TTL."""
    details_until = now + retention.SESSION if details.until is None else details.until
    is_kept = bool(details.values) and now < details_until
    return [
        entry(unix_ms(now + retention.SESSION), sessions.dump(cipher, session)),
        milliseconds(retention.SESSION),
        entry(unix_ms(details_until), sessions.dump(cipher, details)) if is_kept else b"",
        milliseconds(details_until - now + retention.DETAILS_SLACK),
    ]


def preferences(cipher: Cipher, before: Session | None, session: Session, now: datetime) -> Arguments:
    """Return what outlives the session, a language that was chosen and plain mode, with its TTL; empty to leave it."""
    was_plain = before is not None and before.plain
    if not (session.language_chosen or session.plain or was_plain):
        return [b"", milliseconds(retention.LANGUAGE)]
    dumped = sessions.dump_preferences(cipher, session)
    return [entry(unix_ms(now + retention.LANGUAGE), dumped), milliseconds(retention.LANGUAGE)]


def profile(cipher: Cipher, before: Profile, after: Profile, now: datetime) -> Arguments:
    """Return what becomes of the profile, the profile (empty to leave or forget it) and its TTL."""
    if after == before:
        return ["leave", b"", 0]
    if not after:
        return ["forget", b"", 0]
    until_ms = unix_ms(now + retention.PROFILE)
    return ["set", entry(until_ms, sessions.dump(cipher, after)), milliseconds(retention.PROFILE)]


def card(cipher: Cipher, known: str | None, now: datetime) -> Arguments:
    """Return the live card (empty to leave it, "-" to forget it) and its TTL."""
    until_ms = unix_ms(now + retention.CARD)
    if known is None:
        return [b"", milliseconds(retention.CARD)]
    return [entry(until_ms, cipher.encrypt(known)) if known else b"-", milliseconds(retention.CARD)]
