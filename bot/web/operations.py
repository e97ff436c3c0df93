"""What who runs the bot asks of it: does it live, is it ready, and its figures.

It is served at a place of its own (OPERATIONS_LISTEN), which no reverse proxy leads to: whatever is served beside the pages
that customers see can be reached by everybody as soon as a proxy forwards all it gets, as most do.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

NOT_KEPT: Final = {"Cache-Control": "no-store"}
FIGURES_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
"""https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format"""

Wrong = Sequence[str]
"""What is wrong, a line each, in words that hold nothing of a customer; nothing when all is well."""


@dataclass(frozen=True, slots=True)
class OperationsPages:
    """`dead` says why a process is to be started anew, `not_ready` why it does not sell now, though that may pass."""

    dead: Callable[[], Wrong]
    not_ready: Callable[[], Awaitable[Wrong]]
    figures: Callable[[], Awaitable[bytes]]

    def app(self) -> ASGIApp:
        """Return the application."""
        return Starlette(
            routes=[
                Route("/live", self._live, methods=["GET"]),
                Route("/ready", self._ready, methods=["GET"]),
                Route("/metrics", self._metrics, methods=["GET"]),
            ]
        )

    async def _live(self, _: Request) -> Response:
        return _told("live", self.dead())

    async def _ready(self, _: Request) -> Response:
        return _told("ready", await self.not_ready())

    async def _metrics(self, _: Request) -> Response:
        return Response(await self.figures(), headers=NOT_KEPT | {"Content-Type": FIGURES_TYPE})


def _told(good: str, wrong: Wrong) -> Response:
    lines = wrong or (good,)
    return PlainTextResponse("".join(f"{line}\n" for line in lines), 503 if wrong else 200, headers=NOT_KEPT)
