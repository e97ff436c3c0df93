"""What @BotFather was told about the bot (https://core.telegram.org/bots/features#botfather)."""

from dataclasses import asdict, dataclass


@dataclass(slots=True)
class Options:
    """Privacy mode off, inline mode on, and whether the bot hears which answer was chosen."""

    reads_all_group_messages: bool = False
    inline: bool = False
    inline_feedback: bool = False

    def as_json(self) -> dict[str, bool]:
        """Return all of them."""
        return asdict(self)
