"""Requests to the shop, told to who counts them."""

from collections.abc import Callable

import httpx

Ended = int | BaseException
"""How a request ended: with a status, or without one."""


def unheard(_: Ended) -> None:
    """Count nothing."""


class WatchedTransport(httpx.AsyncBaseTransport):
    """A transport that tells how each request ended, when the head of its answer is there."""

    def __init__(self, transport: httpx.AsyncBaseTransport, heard: Callable[[Ended], None]) -> None:
        self._transport = transport
        self._heard = heard

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        try:
            answer = await self._transport.handle_async_request(request)
        except BaseException as error:
            self._heard(error)
            raise
        self._heard(answer.status_code)
        return answer

    async def aclose(self) -> None:
        """Close what was opened."""
        await self._transport.aclose()
