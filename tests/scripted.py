"""A server on the loopback that answers byte for byte what a test says, and remembers what it was asked."""

import asyncio
import json
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

Answering = Callable[[StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Asked:
    method: str
    target: str
    headers: dict[str, str]
    body: Any


def response(status: int, body: bytes, **headers: str) -> bytes:
    """Return a whole HTTP answer."""
    named = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close", **headers}
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in named.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class ScriptedServer:
    """Answers by its script; the last line of it is repeated."""

    address: str = ""
    script: list[bytes | Answering] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    delay_s: float = 0.0
    serving: set[asyncio.Task[None]] = field(default_factory=set)

    def answers(self, status: int, document: object, **headers: str) -> None:
        self.script.append(response(status, json.dumps(document, default=str).encode(), **headers))

    def accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        self.serving.add(asyncio.create_task(self._serve(reader, writer)))

    async def stop(self) -> None:
        for each in self.serving:
            each.cancel()
        await asyncio.gather(*self.serving, return_exceptions=True)

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            await self._answer(reader, writer)
        finally:
            writer.transport.abort()

    async def _answer(self, reader: StreamReader, writer: StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            self.asked.append(await self._read(reader))
            await asyncio.sleep(self.delay_s)
            answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await answer(writer)
            writer.close()
            await writer.wait_closed()

    async def _read(self, reader: StreamReader) -> Asked:
        head, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        method, target, _ = head.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        return Asked(method, target, headers, _json(body))


@asynccontextmanager
async def scripted_server() -> AsyncIterator[ScriptedServer]:
    """Serve while the context is open."""
    scripted = ScriptedServer()
    async with await asyncio.start_server(scripted.accept, "127.0.0.1", 0) as server:
        scripted.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield scripted
        await scripted.stop()


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return None
