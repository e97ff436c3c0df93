"""A Cluster of three masters, and a master with a replica that a Sentinel watches: real servers, as an operator runs them."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.redis_server import Server, running

PATIENCE_S = 20.0
SERVICE = "tickets"


def ask(server: Server, *words: str) -> bytes:
    """Ask a server something, and return its answer as it comes."""
    with socket.create_connection(("127.0.0.1", server.port), 5.0) as connection:
        connection.sendall(b"*%d\r\n" % len(words))
        for word in words:
            connection.sendall(b"$%d\r\n%s\r\n" % (len(word), word.encode()))
        return connection.recv(65536)


def wait_until(server: Server, says: bytes, *words: str) -> None:
    """Ask a server until its answer holds something."""
    deadline = time.monotonic() + PATIENCE_S
    while says not in (answer := ask(server, *words)):
        assert time.monotonic() < deadline, answer
        time.sleep(0.02)


@contextmanager
def cluster(folder: Path, masters: int = 3, replicas: int = 0) -> Iterator[list[Server]]:
    """Run a Cluster of masters, each with its share of the slots, and behind them the replicas of the first ones."""
    servers = [
        Server(
            folder / f"node{number}",
            cluster_enabled="yes",
            cluster_node_timeout="1000",
            appendonly="yes",
            repl_diskless_sync_delay="0",
        )
        for number in range(masters + replicas)
    ]
    # Each is told of all from the beginning, as its own file would tell it: nobody has to meet anybody.
    share = 16384 // masters
    for each in servers:
        lines = [
            f"{_name(other)} 127.0.0.1:{one.port}@{one.port + 10000} {'myself,' if one is each else ''}"
            + (
                f"master - 0 0 {other + 1} connected {other * share}-{(other + 1) * share - 1 + (other == masters - 1)}\n"
                if other < masters
                else f"slave {_name(other - masters)} 0 0 {other - masters + 1} connected\n"
            )
            for other, one in enumerate(servers)
        ]
        (each.folder / "nodes.conf").write_text("".join([*lines, f"vars currentEpoch {masters} lastVoteEpoch 0\n"]))
    with running(*servers):
        for each in servers:
            wait_until(each, b"cluster_state:ok", "CLUSTER", "INFO")
        for each in servers[:replicas]:
            wait_until(each, b"state=online", "INFO", "replication")
        yield servers


def _name(number: int) -> str:
    return f"{number:040x}"


@contextmanager
def watched(folder: Path) -> Iterator[tuple[Server, Server, Server]]:
    """Run a master, its replica, and a Sentinel that watches them and waits half a second before it acts."""
    master = Server(folder / "master", appendonly="yes")
    replica = Server(
        folder / "replica", appendonly="yes", replicaof=f"127.0.0.1 {master.port}", repl_diskless_sync_delay="0"
    )
    config = folder / "sentinel.conf"
    config.write_text(
        f"sentinel monitor {SERVICE} 127.0.0.1 {master.port} 1\n"
        f"sentinel down-after-milliseconds {SERVICE} 500\n"
        f"sentinel failover-timeout {SERVICE} 3000\n"
    )
    sentinel = Server.of_sentinel(folder, config)
    with running(master, replica):
        wait_until(master, b"state=online", "INFO", "replication")
        with running(sentinel):
            wait_until(sentinel, b"slaves=1", "INFO", "sentinel")
            yield master, replica, sentinel
