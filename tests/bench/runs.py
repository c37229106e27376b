"""One run of a command: how long it took, how much memory all its processes held, what it said."""

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.support.files import ROOT
from tests.support.process_tree import PeakWatch

MIB: Final = 2**20
ENVIRONMENT: Final = {
    **os.environ,
    "PYTHONPATH": str(ROOT),
}


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took: seconds of the clock, bytes of all processes together, its answer."""

    seconds: float
    peak: int
    said: Any

    @property
    def mib(self) -> float:
        return self.peak / MIB


class Failed(Exception):
    """A command did not do what was asked; its words follow."""


def run_once(command: Sequence[str], allowed: Sequence[int] = (0,)) -> Run:
    """Run a command to its end; what it prints is one JSON document.

    Raises:
        Failed: the exit code is none of the allowed.

    """
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - commands of our own
        list(command),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
        cwd=ROOT,
    )
    with PeakWatch(process.pid) as watch:
        out, err = process.communicate()
        seconds = time.perf_counter() - began
    if process.returncode not in allowed:
        raise Failed(f"{' '.join(command[:6])}: {process.returncode} {err.decode()[-400:]}")
    return Run(seconds, watch.total, json.loads(out) if out.strip() else None)


def best_of(times: int, command: Sequence[str], allowed: Sequence[int] = (0,)) -> Run:
    """Give the fastest of some runs, with the highest peak of all."""
    runs = [run_once(command, allowed) for _ in range(times)]
    fastest = min(runs, key=lambda one: one.seconds)
    return Run(fastest.seconds, max(one.peak for one in runs), fastest.said)


def check_command(file: Path, people: int) -> list[str]:
    """Give the command that checks a list as anybody would type it."""
    return [
        str(Path(sys.executable).parent / "ntm-verify"),
        *("check", str(file), "--commune", "00001", "--population", str(people)),
        *("--as-of", "2026-06-30", "--format", "json"),
    ]


def peer_command(peer: str, file: Path) -> list[str]:
    """Give the command that lets a peer read the same list."""
    return [sys.executable, "-m", "tests.bench.peers", peer, str(file)]


def exponent(small: tuple[int, float], large: tuple[int, float]) -> float:
    """Give the power of the size by which the time grows between two sizes."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])
