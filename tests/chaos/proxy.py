"""A TCP proxy that makes trouble on command: it stands before Redis, Telegram or the shop as a bad network does."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from enum import StrEnum
from typing import Final

MOST_AT_ONCE: Final = 64 * 1024
END_OF_HEAD: Final = b"\r\n\r\n"
RESETS: Final = struct.pack("ii", 1, 0)
"""SO_LINGER switched on with no time: the connection ends with RST."""


class Trouble(StrEnum):
    """What happens to what passes."""

    NONE = "none"
    LATENCY = "latency"
    """What is asked arrives late."""
    RESET = "reset"
    """Connections break, open ones at once, new ones at their first byte: nothing passes."""
    BLACK_HOLE = "black hole"
    """Everything is accepted and nothing is answered: nothing passes."""
    DROPPED_REPLY = "dropped reply"
    """What is asked passes and is carried out; the connection ends instead of the answer."""
    HALF_BODY = "half body"
    """As a dropped reply, but half of the answer's body passes."""


class FaultProxy:
    """Passes everything on to `target` (`host:port`, or the path of a socket) unless trouble is ordered.

    `cut` is called whenever something does not arrive; `met` is set once what was ordered last has happened.
    """

    def __init__(self, target: str, cut: Callable[[], None] = lambda: None) -> None:
        self.target = target
        self._cut = cut
        self.address = ""
        self.happened = 0
        self.met = asyncio.Event()
        self._trouble = Trouble.NONE
        self._seconds = 0.0
        self._left: int | None = None
        self._asked = b""
        self._open: set[_Passing] = set()

    def order(self, trouble: Trouble, *, seconds: float = 0.0, times: int | None = None, asked: bytes = b"") -> None:
        """Let trouble happen so often, or until it is mended, and only to what is asked with these bytes first."""
        self._trouble, self._seconds, self._left, self._asked = trouble, seconds, times, asked
        self.met.clear()
        if trouble is Trouble.RESET and not asked:
            for each in tuple(self._open):
                self._happen()
                each.reset()

    def mend(self) -> None:
        """Let everything pass again; a connection that swallowed anything breaks, as it never goes on where it was."""
        self._trouble = Trouble.NONE
        for each in tuple(self._open):
            if each.swallowed:
                each.reset()

    async def be_late(self, asked: bytes) -> None:
        """Wait as long as things are late."""
        if self.meets(Trouble.LATENCY, asked):
            await asyncio.sleep(self._seconds)

    def meets(self, trouble: Trouble, asked: bytes) -> bool:
        """Whether it happens now to what was asked; it has then happened once more."""
        if self._trouble is not trouble or not asked.startswith(self._asked):
            return False
        self._happen(is_cut=trouble is not Trouble.LATENCY)
        if self._left is not None:
            self._left -= 1
            if self._left <= 0:
                self._trouble = Trouble.NONE
        return True

    def _happen(self, *, is_cut: bool = True) -> None:
        self.happened += 1
        self.met.set()
        if is_cut:
            self._cut()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass one connection on until it ends."""
        passing = _Passing(self, reader, writer)
        self._open.add(passing)
        try:
            await passing.run()
        finally:
            self._open.discard(passing)
            passing.end()

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a connection to what stands behind."""
        if self.target.startswith("/"):
            return await asyncio.open_unix_connection(self.target)
        host, _, port = self.target.rpartition(":")
        return await asyncio.open_connection(host, int(port))


class _Passing:
    """One connection, passed on."""

    def __init__(self, proxy: FaultProxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._proxy = proxy
        self._reader, self._writer = reader, writer
        self._beyond: asyncio.StreamWriter | None = None
        self._asked = b""
        self.swallowed = False

    async def run(self) -> None:
        """Pass on both ways; either end ends both."""
        try:
            answers, self._beyond = await self._proxy.connect()
        except OSError:
            self.reset()
            return
        with suppress(ConnectionError):
            ways = {asyncio.create_task(self._ask(self._beyond)), asyncio.create_task(self._answer(answers))}
            _, other = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in other:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    def reset(self) -> None:
        """Break the connection at once."""
        end: socket.socket = self._writer.get_extra_info("socket")
        with suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESETS)
        self._writer.transport.abort()
        if self._beyond is not None:
            self._beyond.transport.abort()

    def end(self) -> None:
        """Close both ends."""
        self._writer.close()
        if self._beyond is not None:
            self._beyond.close()

    async def _ask(self, beyond: asyncio.StreamWriter) -> None:
        while part := await self._reader.read(MOST_AT_ONCE):
            self._asked = part
            await self._proxy.be_late(part)
            if self._proxy.meets(Trouble.RESET, part):
                self.reset()
                return
            if self._proxy.meets(Trouble.BLACK_HOLE, part):
                self.swallowed = True
                continue
            beyond.write(part)
            await beyond.drain()

    async def _answer(self, answers: asyncio.StreamReader) -> None:
        while part := await answers.read(MOST_AT_ONCE):
            if self._proxy.meets(Trouble.BLACK_HOLE, self._asked):
                self.swallowed = True
                continue
            if self._proxy.meets(Trouble.DROPPED_REPLY, self._asked):
                return
            if self._proxy.meets(Trouble.HALF_BODY, self._asked):
                self._writer.write(half_of(part))
                await self._writer.drain()
                return
            self._writer.write(part)
            await self._writer.drain()


def half_of(answer: bytes) -> bytes:
    """Return the head of an HTTP answer with half of its body; half of anything else."""
    head, found, body = answer.partition(END_OF_HEAD)
    return head + found + body[: len(body) // 2] if found and body else answer[: len(answer) // 2]


@asynccontextmanager
async def fault_proxy(target: str, cut: Callable[[], None] = lambda: None) -> AsyncIterator[FaultProxy]:
    """Serve a proxy on the loopback; its `address` is `host:port`. What is open in the end is broken."""
    proxy = FaultProxy(target, cut)
    server = await asyncio.start_server(proxy.accept, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    proxy.address = f"{host}:{port}"
    try:
        yield proxy
    finally:
        server.close()
        proxy.order(Trouble.RESET)
        # One turn of the loop for each connection to notice.
        await asyncio.sleep(0.01)
