"""Situations by their names, over HTTP under `/simulator/situations`, and what is known behind the stage."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.simulator.backstage import Backstage, CannotRestart
from bot.simulator.clock import MovableClock
from bot.simulator.faults import FaultBook
from bot.simulator.shop import Shop
from bot.simulator.shop.situations import Situation
from bot.simulator.situations import SITUATIONS, NamedSituation, named
from bot.simulator.telegram.customer_requests import Body, WrongRequest, read_body
from bot.simulator.telegram.limits import FloodGate, Limits

RUNS_ELSEWHERE: Final = (
    "the bot runs elsewhere: this can be done where the simulator runs it, as in the demo and in stories"
)


class Asked(Body):
    """A situation, by its name."""

    name: str


class SituationsApi:
    """Brings about situations at every side of the simulator, and at the bot where that runs on the same stage."""

    def __init__(self, clock: MovableClock, shop: Shop, faults: FaultBook, flood_gate: FloodGate) -> None:
        self.backstage: Backstage | None = None
        self._clock = clock
        self._shop = shop
        self._faults = faults
        self._flood_gate = flood_gate

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes."""
        return [
            Route("/simulator/situations", self._list, methods=["GET"]),
            Route("/simulator/situations", self._bring_about, methods=["POST"]),
            Route("/simulator/situations", self._end, methods=["DELETE"]),
            Route("/simulator/customers/{customer:int}/state", self._state, methods=["GET"]),
        ]

    def cannot(self, situation: NamedSituation) -> str | None:
        """Return why a situation cannot be brought about here, or None when it can."""
        if self.backstage is None and (situation.clock or situation.restart is not None):
            return RUNS_ELSEWHERE
        return None

    async def bring_about(self, situation: NamedSituation | Situation) -> None:
        """Order all of it; raise ValueError for what cannot be so here."""
        self.order(situation)
        if isinstance(situation, NamedSituation) and self.backstage is not None:
            await self._restart(self.backstage, situation)

    def order(self, situation: NamedSituation | Situation) -> None:
        """Order all of it but a restart; raise ValueError for what cannot be so here."""
        if isinstance(situation, Situation):
            self._shop.bring_about(situation)
            return
        if (why := self.cannot(situation)) is not None:
            raise ValueError(why)
        for so in situation.so:
            self._shop.bring_about(so)
        for fault in situation.ordered:
            self._faults.order(fault)
        if situation.limits:
            self._flood_gate.limits = Limits(on=True)
        if situation.clock:
            self._clock.move(timedelta(seconds=situation.move_s))

    def end(self) -> None:
        """Let all be well again: no faults, the shop as it opened, no limits. Time stays, and so do orders."""
        self._faults.clear()
        self._shop.book.situations.clear()
        self._flood_gate.limits = Limits()

    async def _restart(self, backstage: Backstage, situation: NamedSituation) -> None:
        try:
            if situation.restart == "bot":
                await backstage.restart_bot()
            elif situation.restart == "redis":
                await backstage.restart_redis()
        except CannotRestart as why:
            raise ValueError(str(why)) from None

    def _view(self, situation: NamedSituation) -> dict[str, Any]:
        return {
            "name": situation.name,
            "about": situation.about,
            "does": situation.does,
            "customer_sees": situation.customer_sees,
            "orders": list(situation.orders()),
            "cannot": self.cannot(situation),
        }

    async def _list(self, _: Request) -> Response:
        return JSONResponse({"situations": [self._view(each) for each in SITUATIONS]})

    async def _bring_about(self, request: Request) -> Response:
        try:
            await self.bring_about(named((await read_body(request, Asked)).name))
        except WrongRequest as wrong:
            return JSONResponse({"error": wrong.reason}, wrong.status)
        except ValueError as wrong:
            return JSONResponse({"error": str(wrong)}, 422)
        return await self._list(request)

    async def _end(self, request: Request) -> Response:
        self.end()
        return await self._list(request)

    async def _state(self, request: Request) -> Response:
        if self.backstage is None:
            return JSONResponse({"error": RUNS_ELSEWHERE}, 409)
        return JSONResponse(await self.backstage.state_of(request.path_params["customer"]))
