"""The service in a process of its own, on a port of the loopback."""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import httpx

from .files import ROOT

LONGEST_START: Final = 60.0
"""Seconds until a server answers; it takes two."""
SURROUNDINGS: Final = {
    name: value for name, value in os.environ.items() if not name.startswith("NTM_")
}
"""The environment without settings of the service: a test says itself which it means."""


def free_address() -> str:
    """Give an address of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@contextlib.contextmanager
def served(address: str, settings: Mapping[str, str], log: Path) -> Iterator[None]:
    """Serve at an address until the block ends; its output goes to a file."""
    command = [sys.executable, "-m", "ntm_verify", "serve", address.removeprefix("http://")]
    with log.open("wb") as out:
        server = subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=ROOT, env={**SURROUNDINGS, **settings}, stdout=out, stderr=out
        )
        try:
            _wait(address, server, log)
            yield
        finally:
            server.terminate()
            server.wait(30)


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Ask until the server answers; one that has ended never will."""
    ends = monotonic() + LONGEST_START
    with httpx.Client(timeout=60) as client:
        while monotonic() < ends:
            assert server.poll() is None, log.read_text("utf-8")
            try:
                client.get(f"{address}/healthz").raise_for_status()
            except httpx.ConnectError:
                sleep(0.05)
            else:
                return
    raise AssertionError(log.read_text("utf-8"))
