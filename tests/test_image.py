"""What runs in a container is not root, writes nowhere, is pinned and can be installed from nothing (promise 60)."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.test_project import ROOT

DOCKERFILE, COMPOSE = (ROOT / "Dockerfile").read_text(), (ROOT / "compose.yaml").read_text()
PINNED = re.compile(r"[a-z0-9./-]+:\d+\.\d+\.\d+[a-z0-9.-]*(@sha256:[0-9a-f]{64})?")
"""An image by its whole version."""
ROOT_USERS = {"", "0", "root"}
INSTALLERS = re.compile(r"\b(apt|apt-get|apk|curl|wget|npm|git|uv|conda)\b")


def instructions(dockerfile: str) -> Iterator[tuple[str, str]]:
    """Yield the instructions of a Dockerfile with what follows each."""
    for line in dockerfile.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, rest = line.strip().partition(" ")
            yield name.upper(), rest.strip()


def stages(dockerfile: str) -> list[list[tuple[str, str]]]:
    """Return the instructions of each stage."""
    found: list[list[tuple[str, str]]] = []
    for name, rest in instructions(dockerfile):
        if name == "FROM":
            found.append([])
        found[-1].append((name, rest))
    return found


def faults_of_the_image(dockerfile: str) -> Iterator[str]:
    """Yield what is wrong with a Dockerfile."""
    for name, rest in instructions(dockerfile):
        if name == "FROM" and not PINNED.fullmatch(rest.split()[0]):
            yield f"unpinned image: {rest}"
        if name == "ADD":
            yield f"adds what is not looked at: {rest}"
        if name == "RUN" and INSTALLERS.search(rest):
            yield f"unpinned packages: {rest}"
        if name == "RUN" and "pip install" in rest:
            words = shlex.split(rest.partition("pip install")[2])
            named = [word for word in words if not word.startswith("-") and word not in {":all:", "requirements.lock"}]
            if "--require-hashes" not in words or "requirements.lock" not in words or named:
                yield f"unpinned packages: {rest}"
        if name == "COPY" and "--from" not in rest:
            yield from (f"no such file: {each}" for each in rest.split()[:-1] if not (ROOT / each).exists())
    *before, last = stages(dockerfile)
    if not before or any(name == "RUN" for name, _ in last):
        yield "what installs is in the image that runs"
    users = [rest.partition(":")[0] for name, rest in last if name == "USER"]
    if not users or users[-1] in ROOT_USERS or not users[-1].isdigit():
        yield "runs as root"
    if not any(name == "ENTRYPOINT" and rest.startswith("[") for name, rest in last):
        yield "a shell stands between the signals and the bot"
    if "PYTHONDONTWRITEBYTECODE=1" not in str(last):
        yield "writes where its modules are"


def faults_of_the_services(compose: str) -> Iterator[str]:
    """Yield what is wrong with a compose file."""
    services: dict[str, dict[str, Any]] = yaml.safe_load(compose)["services"]
    for name, service in services.items():
        if service.get("read_only") is not True:
            yield f"{name}: writable root file system"
        if str(service.get("user", "")).partition(":")[0] in ROOT_USERS:
            yield f"{name}: runs as root"
        if service.get("cap_drop") != ["ALL"] or "no-new-privileges:true" not in service.get("security_opt", ()):
            yield f"{name}: has rights that it does not need"
        if "build" not in service and not PINNED.fullmatch(service.get("image", "")):
            yield f"{name}: unpinned image"
        if service.get("privileged") or [each for each in service.get("volumes", ()) if each[0] in "./~"]:
            yield f"{name}: reaches into the machine"
        if [each for each in service.get("ports", ()) if not each.startswith("127.0.0.1:")]:
            yield f"{name}: open to everybody"
        if service.get("restart") != "unless-stopped":
            yield f"{name}: stays away once it ended"
        if "healthcheck" not in service:
            yield f"{name}: nobody looks whether it is well"
        if "build" in service and "/live" not in str(service.get("healthcheck")):
            yield f"{name}: /live is not asked"
        if seconds(service.get("stop_grace_period", "10s")) <= Settings.model_fields["stop_s"].default:
            yield f"{name}: killed while it stops"
    yield from faults_of_the_whole(services)


def faults_of_the_whole(services: dict[str, dict[str, Any]]) -> Iterator[str]:
    roles = [
        word
        for service in services.values()
        for word in ("intake", "worker")
        if f"--role {word}" in " ".join(service["command"])
        for _ in range(service.get("deploy", {}).get("replicas", 1))
    ]
    if sorted(roles) != ["intake", "worker", "worker"]:
        yield f"not one that takes in and two that answer: {roles}"
    command = services["redis"]["command"]
    for option in ("--appendonly yes", "--appendfsync always", "--maxmemory-policy noeviction"):
        if option not in command:
            yield f"redis: forgets: {option}"
    if "redis:/data" not in services["redis"]["volumes"]:
        yield "redis: keeps nothing"


def seconds(written: str) -> float:
    return float(written.removesuffix("s"))


def test_nothing_is_wrong_with_the_image_and_its_services():
    assert [*faults_of_the_image(DOCKERFILE), *faults_of_the_services(COMPOSE)] == []


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ((r"^USER .*$", ""), "runs as root"),
        ((r"^USER .*$", "USER root"), "runs as root"),
        ((r"^USER .*$", "USER 10001\nUSER 0"), "runs as root"),
        ((r" --require-hashes", ""), "unpinned packages"),
        ((r"--requirement requirements.lock", "--requirement requirements.lock httpx"), "unpinned packages"),
        ((r"^RUN python3", "RUN apt-get install -y gcc\nRUN python3"), "unpinned packages"),
        ((r"python:3\.13\.14-slim", "python:3.13-slim"), "unpinned image"),
        ((r"python:3\.13\.14-slim-bookworm", "python"), "unpinned image"),
        ((r"^FROM \S+\n", "WORKDIR /\n"), "what installs is in the image that runs"),
        ((r"^ENTRYPOINT .*$", "ENTRYPOINT python -m bot"), "a shell stands"),
        ((r" PYTHONDONTWRITEBYTECODE=1", ""), "writes where its modules are"),
        ((r"^COPY bot bot", "COPY bots bot"), "no such file: bots"),
        ((r"^COPY bot bot", "ADD https://example.com/bot bot"), "adds what is not looked at"),
    ],
)
def test_control_a_broken_dockerfile_is_found_out(broken: tuple[str, str], fault: str):
    spoilt = re.sub(*broken, DOCKERFILE, flags=re.MULTILINE)
    assert spoilt != DOCKERFILE
    assert fault in "\n".join(faults_of_the_image(spoilt))


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ((r"  read_only: true\n", ""), "intake: writable root file system"),
        ((r"  user: \"10001:10001\"\n", ""), "worker: runs as root"),
        ((r"user: \"999:1000\"", 'user: "0"'), "redis: runs as root"),
        ((r"    - ALL", "    - NET_RAW"), "has rights that it does not need"),
        ((r"redis:7\.4\.7-alpine", "redis:alpine"), "redis: unpinned image"),
        ((r"redis:/data", "/srv/redis:/data"), "redis: reaches into the machine"),
        ((r"127\.0\.0\.1:8080:8080", "8080:8080"), "intake: open to everybody"),
        ((r"restart: unless-stopped", 'restart: "no"'), "stays away once it ended"),
        ((r"9464/live", "9464/metrics"), "worker: /live is not asked"),
        ((r"stop_grace_period: 30s", "stop_grace_period: 20s"), "worker: killed while it stops"),
        ((r"replicas: 2", "replicas: 1"), "not one that takes in and two that answer"),
        ((r" --appendfsync always", ""), "redis: forgets"),
    ],
)
def test_control_a_broken_compose_file_is_found_out(broken: tuple[str, str], fault: str):
    spoilt = re.sub(*broken, COMPOSE, flags=re.MULTILINE)
    assert spoilt != COMPOSE
    assert fault in "\n".join(faults_of_the_services(spoilt))


def test_only_what_the_image_needs_is_sent_to_be_built():
    ignored = (ROOT / ".dockerignore").read_text().split()
    copied = [rest.split()[:-1] for name, rest in instructions(DOCKERFILE) if name == "COPY" and "--from" not in rest]
    assert ignored[0] == "*"
    assert {each.removeprefix("!") for each in ignored if each.startswith("!")} == {
        one for each in copied for one in each
    }


def build(dockerfile: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Do in a folder what the first stage does, as far as it is done without a container."""
    done = subprocess.CompletedProcess[str]([], 0, "", "")
    for name, rest in stages(dockerfile)[0]:
        if name == "COPY":
            source, target = rest.split()
            (shutil.copytree if (ROOT / source).is_dir() else shutil.copy)(ROOT / source, folder / target)
        elif name == "RUN":
            done = subprocess.run(rest, shell=True, cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode:
                break
    return done


@pytest.mark.install
@pytest.mark.timeout(300)
def test_the_install_lines_run_in_a_fresh_folder(tmp_path: Path):
    done = build(DOCKERFILE, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Usage: python -m bot" in done.stdout


@pytest.mark.install
@pytest.mark.timeout(300)
def test_control_a_package_whose_hash_is_another_is_not_installed(tmp_path: Path):
    wrong = DOCKERFILE.replace(
        "RUN .venv/bin/pip", "RUN sed -i 's/sha256:..../sha256:0000/' requirements.lock\nRUN .venv/bin/pip"
    )
    done = build(wrong, tmp_path)
    assert done.returncode != 0
    assert "hash" in done.stderr.casefold()
