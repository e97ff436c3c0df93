"""Serves our own HTTP beside everything else, until it is told to stop."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from bot.http_protocol import AtMost, EmptyRefusals

GRACE_S: Final = 5
"""How long requests that run may still take when we stop."""
MOST_AT_ONCE: Final = 512


class _Server(uvicorn.Server):
    """A server that leaves the process's signals to whoever runs the event loop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Listening:
    """A place at which connections wait already; `run` answers them. Raises OSError where the place is taken."""

    def __init__(self, listen: str) -> None:
        host, _, port = listen.rpartition(":")
        family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
        # With the protocol named, asyncio switches Nagle's algorithm off, which costs 40 ms an answer.
        self._socket = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind((host.strip("[]"), int(port)))
            self._socket.listen(MOST_AT_ONCE)
        except OSError:
            self._socket.close()
            raise

    def close(self) -> None:
        """Give the place up."""
        self._socket.close()

    async def run(self, app: ASGIApp) -> None:
        """Serve until cancelled; what is being answered then is answered first, within a few seconds."""
        config = uvicorn.Config(
            AtMost(app, MOST_AT_ONCE),
            http=EmptyRefusals,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="warning",
            # An access log would hold return tokens.
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_S,
        )
        server = _Server(config)
        serving = asyncio.create_task(server.serve([self._socket]))
        try:
            await asyncio.shield(serving)
        except asyncio.CancelledError:
            server.should_exit = True
            await serving
            raise
