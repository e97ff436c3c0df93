"""What a stage that runs the bot itself can do and tell, beside what any bot sees over HTTP."""

from typing import Any, Protocol


class Backstage(Protocol):
    """The bot behind the simulator, when it runs in the same process."""

    async def restart_bot(self) -> None:
        """Stop the bot and start it again."""
        ...

    async def restart_redis(self) -> None:
        """Stop the bot's Redis and start it again with what it has written down; raise CannotRestart."""
        ...

    async def state_of(self, customer: int) -> dict[str, Any]:
        """Return what the bot remembers of a customer's private chat, redacted, as JSON."""
        ...


class CannotRestart(Exception):
    """What is to be restarted is not ours; the message says so."""
