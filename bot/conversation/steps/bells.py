"""What rings while something is held: a warning before the hold ends, and its end. Neither asks the shop for anything."""

from datetime import datetime
from math import ceil

from bot.conversation.facts import Context
from bot.conversation.held import until
from bot.conversation.messages import plural, text
from bot.conversation.outcome import Outcome, Stay
from bot.conversation.session import Hold


def warned(hold: Hold, now: datetime) -> Outcome:
    """Say how long the hold still lasts, above whatever is shown; nothing changes by it.

    Once a payment link was shown nobody here knows whether it was paid.
    """
    left_s = hold.due_at.timestamp() - hold.clock_skew_s - now.timestamp()
    left = plural(
        "Your tickets are held until {time}: {count} minute left.",
        "Your tickets are held until {time}: {count} minutes left.",
        ceil(left_s / 60),
        time=until(hold),
    )
    ignored = text("Paid already? Then ignore this.")
    return Stay(notice=text("{first} {second}", first=left, second=ignored) if hold.link_shown else left)


def over(context: Context) -> Outcome:
    """Let the end be shown, in the place of an open sheet too; a change of what was held is over with it."""
    return Stay(session=context.session.model_copy(update={"sheet": None}))
