"""Whether a task is to stop, for loops that libraries must not keep alive: they may swallow the cancellation of a call."""

import asyncio


def cancellation_asked() -> bool:
    """Whether the running task was asked to stop, even where a library ate the exception."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
