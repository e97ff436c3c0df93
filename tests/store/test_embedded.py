"""A server of one's own: real, private, and gone afterwards."""

import os
import stat
from pathlib import Path

import pytest

from bot.store import embedded
from bot.store.client import make_client
from bot.store.embedded import NoServer, embedded_server, restartable_server


async def test_it_serves_and_leaves_nothing_behind() -> None:
    with embedded_server() as url:
        address = Path(url.removeprefix("unix://"))
        client = make_client(url)
        assert await client.set("key", "value")
        assert await client.get("key") == b"value"
        # Ctrl-C in a terminal reaches the whole group of the bot, which the server is to outlive.
        assert os.getpgid((await client.info("server"))["process_id"]) != os.getpgrp()
        await client.aclose()
        assert stat.S_IMODE(address.parent.stat().st_mode) == 0o700
    assert not address.parent.exists()


async def test_after_a_restart_it_is_another_process_with_all_that_was_written() -> None:
    with restartable_server() as server:
        client = make_client(server.address)
        await client.set("key", "value")
        before = (await client.info("server"))["process_id"]
        await client.connection_pool.disconnect()
        server.restart()
        assert await client.get("key") == b"value"
        assert (await client.info("server"))["process_id"] != before
        await client.aclose()


def test_an_installed_server_is_the_second_choice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed = tmp_path / "redis-server"
    installed.write_text("#!/bin/sh\n")
    installed.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert embedded.find_server() != str(installed)
    monkeypatch.setattr(embedded, "_packaged_server", lambda: None)
    assert embedded.find_server() == str(installed)


def test_without_any_server_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(embedded, "_packaged_server", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoServer, match="install"), embedded_server():
        pass


def test_a_server_that_fails_to_start_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "valkey-server"
    broken.write_text("#!/bin/sh\necho no memory left\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(embedded, "_packaged_server", lambda: str(broken))
    with pytest.raises(NoServer, match="no memory left"), embedded_server():
        pass
