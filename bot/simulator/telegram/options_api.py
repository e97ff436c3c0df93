"""What a test or a rehearsal chooses about Telegram itself, over HTTP under `/simulator/telegram`."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from bot.simulator.telegram.customer_requests import Body, read_body
from bot.simulator.telegram.endpoints import route
from bot.simulator.telegram.limits import Limits
from bot.simulator.telegram.messenger import Messenger


class BotChange(Body):
    """What @BotFather is told: privacy mode off, inline mode on, each answer chosen told."""

    reads_all_group_messages: bool | None = None
    inline: bool | None = None
    inline_feedback: bool | None = None


class OptionsApi:
    """Switches: how fast a bot may write, and what it was allowed by @BotFather."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes."""
        return [
            route("/simulator/telegram/limits", self._tell_limits, "GET"),
            route("/simulator/telegram/limits", self._set_limits, "POST"),
            route("/simulator/telegram/bot", self._tell_bot, "GET"),
            route("/simulator/telegram/bot", self._change_bot, "PATCH"),
        ]

    async def _tell_limits(self, _: Request) -> Response:
        return JSONResponse(self._messenger.flood_gate.limits.model_dump())

    async def _set_limits(self, request: Request) -> Response:
        self._messenger.flood_gate.limits = await read_body(request, Limits)
        return await self._tell_limits(request)

    async def _tell_bot(self, _: Request) -> Response:
        return JSONResponse(self._messenger.options.as_json())

    async def _change_bot(self, request: Request) -> Response:
        change = await read_body(request, BotChange)
        for name, value in change.model_dump(exclude_none=True).items():
            setattr(self._messenger.options, name, value)
        return await self._tell_bot(request)
