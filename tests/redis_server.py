"""A Redis server of a test's own that may be killed and started anew, on a port of this machine."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.store.embedded import find_server

START_S = 20.0
SPOILT = {
    "read-only": (("REPLICAOF", "127.0.0.1", "1"), ("REPLICAOF", "NO", "ONE")),
    "full": (("CONFIG", "SET", "maxmemory", "1"), ("CONFIG", "SET", "maxmemory", "0")),
}
"""How a server comes to take no writes, and takes them again."""


def free_port() -> int:
    """Return a port that nobody listens at; the bus of a cluster takes the one 10,000 above it."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if port + 10000 < 2**16:
            return port


class Server:
    """One server and its folder."""

    def __init__(self, folder: Path, **options: str) -> None:
        self.port = free_port()
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        known = {"port": str(self.port), "bind": "127.0.0.1", "dir": str(folder), "save": "", "appendfsync": "always"}
        given = {name.replace("_", "-"): value for name, value in options.items()}
        self._command = [find_server()]
        for name, value in (known | given).items():
            self._command += [f"--{name}", *(value.split() or [""])]

    @classmethod
    def of_sentinel(cls, folder: Path, config: Path) -> "Server":
        """A Sentinel, which is the same program."""
        sentinel = cls(folder / "sentinel")
        sentinel._command = [find_server(), str(config), "--sentinel", "--port", str(sentinel.port)]
        return sentinel

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + START_S
        while not self._answers():
            assert self.process.poll() is None, (self.folder / "log").read_text(errors="replace")
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def kill(self) -> None:
        """Kill it at once."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1.0) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(5) == b"+PONG"
        except OSError:
            return False


@contextmanager
def running(*servers: Server) -> Iterator[None]:
    """Start servers, and kill them in the end."""
    try:
        for each in servers:
            each.start()
        yield
    finally:
        for each in servers:
            each.kill()
