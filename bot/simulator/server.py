"""Serves an application on the loopback from inside a running event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.simulator.breaking import ABORT

_GRACE_S = 0.1
"""How long requests may still take when the server stops; long polls are cut after it."""


class _Server(uvicorn.Server):
    """A server that leaves the process's signals to whoever runs the event loop; starting and stopping are events."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()
        self.stops = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()

    async def main_loop(self) -> None:
        await self.stops.wait()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Connections:
    """The open connections by the address of their client, so that one can be broken."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, int], asyncio.Transport] = {}

    def protocol(self) -> type[asyncio.Protocol]:
        """Return the server's protocol, which notes its connections here."""
        noted = self._open

        class Noting(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                if self.client is not None:
                    noted[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                if self.client is not None:
                    noted.pop(self.client, None)
                super().connection_lost(exc)

        return Noting

    def abort(self, client: tuple[str, int]) -> None:
        """Break a connection without another word."""
        if (transport := self._open.get(client)) is not None:
            transport.abort()


class _Stoppable:
    """An application whose requests can be ended: those that run late and those still to come are answered 503."""

    def __init__(self, app: ASGIApp, connections: _Connections) -> None:
        self._app = app
        self._connections = connections
        self._running: set[asyncio.Task[None]] = set()
        self._stopped = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def noted_send(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        if scope["type"] == "http":
            client = tuple(scope["client"])
            scope.setdefault("extensions", {})[ABORT] = lambda: self._connections.abort(client)
        if not self._stopped:
            running = asyncio.create_task(self._answer(scope, receive, noted_send))
            self._running.add(running)
            try:
                await asyncio.wait([running])
            finally:
                self._running.discard(running)
                running.cancel()
            if not running.cancelled():
                running.result()
                return
        if not started:
            await PlainTextResponse("the server stops", 503)(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    async def stop(self) -> None:
        """Let running requests finish for a moment, then end them."""
        self._stopped = True
        if self._running:
            await asyncio.wait(self._running, timeout=_GRACE_S)
        for running in self._running:
            running.cancel()


@asynccontextmanager
async def serve(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve an application while the context is open and give its address, such as `http://127.0.0.1:40123`.

    Port 0 takes a free one. Raises OSError when the port is taken. Requests that still run at the end are cut. No
    Date header is added: an application on a clock of its own writes its own.
    """
    bound = _bound(host, port)
    connections = _Connections()
    stoppable = _Stoppable(app, connections)
    config = uvicorn.Config(
        stoppable,
        http=connections.protocol(),
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve([bound]))
    try:
        await server.listens.wait()
        shown = f"[{host}]" if ":" in host else host
        yield f"http://{shown}:{bound.getsockname()[1]}"
    finally:
        await stoppable.stop()
        server.stops.set()
        await serving


def _bound(host: str, port: int) -> socket.socket:
    # With the protocol named, asyncio switches Nagle's algorithm off, which costs 40 ms an answer.
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound
