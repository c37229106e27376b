"""Hostile files at the door of the real service: what they do to good lists and to other pages."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from tests.corpus import FILES
from tests.support.files import ROOT
from tests.support.process_tree import PROC, PeakWatch, descendants, resident
from tests.support.program import Program, open_program
from tests.support.site import Site, a_list, open_site

EXPECTED: Final = Path(__file__).parents[1] / "corpus" / "expected.toml"
HEAVY: Final = (
    *("bom-zip-640mb.xlsx", "bom-mot-chuoi-250mb.xlsx", "bom-ba-trieu-dong.xlsx"),
    *("bom-mot-o-60mb.xlsx", "bom-dong-kieu-la.xlsx", "bom-lap-o.ods", "o-dai-toan-chu.csv"),
    *("qua-mot-trieu-dong.csv", "bom-mot-trieu-dong-rac.xlsx", "html-gop-o-khong-lo.xls"),
)
"""Files that cost the most go in first."""
PATIENCE: Final = 600
MIB: Final = 2**20
GOOD_ROWS: Final = 9_000


@dataclass(frozen=True, slots=True)
class Load:
    """How many files come at once."""

    hostile: int
    good: int


@dataclass(slots=True)
class Held:
    """What happened: memory of the whole service, waiting times of other pages, outcomes."""

    load: Load
    base: int = 0
    peak: int = 0
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    failed_pages: int = 0
    hostile: Counter[str] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)

    def percentile(self, share: float) -> float:
        """Give the milliseconds that so many of the pages did not exceed."""
        ordered = sorted(self.waits)
        return 1_000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    def table(self) -> Iterator[str]:
        yield (
            f"{self.load.hostile} hostile files and {self.load.good} good lists at once: "
            f"{self.seconds:.1f} s until all were answered"
        )
        rest, most = self.base // MIB, self.peak // MIB
        yield f"memory of the service: {rest} MiB at rest, {most} MiB at most"
        yield (
            f"{len(self.waits)} other pages: p50 {self.percentile(0.5):.0f} ms, "
            f"p99 {self.percentile(0.99):.0f} ms, most {self.percentile(1):.0f} ms, "
            f"{self.failed_pages} failed"
        )
        yield f"hostile: {dict(self.hostile)} · good: {dict(self.good)}"


def hold_under(load: Load) -> Held:
    """Serve a province, send everything at once, and look at pages until all is answered."""
    with tempfile.TemporaryDirectory(prefix="ntm-load-") as folder:
        files = _hostile(load.hostile)
        with open_site(Path(folder), dossiers=False) as site:
            return _hold(site, load, files)


def _hostile(count: int) -> list[tuple[str, bytes]]:
    """Take files that must be refused, the costly ones first; none twice."""
    rooms = tomllib.loads(EXPECTED.read_text("utf-8")).values()
    refused = [name for room in rooms for name, entry in room.items() if "refused" in entry]
    names = dict.fromkeys((*HEAVY, *refused))
    usable = [name for name in names if name != "tep-65mb.csv"]
    return [(name, FILES[name]()) for name in usable[:count]]


def _hold(site: Site, load: Load, files: Sequence[tuple[str, bytes]]) -> Held:
    held = Held(load)
    clerk, other = (_open(site, name) for name in ("xa-an", "xa-hoa"))
    server = _server()
    held.base = sum(map(resident, (server, *descendants(server))))
    good = [a_list(GOOD_ROWS, first=1 + GOOD_ROWS * nth) for nth in range(load.good)]
    command = [sys.executable, "-m", "tests.bench.visitor", site.address]
    visitor = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    began = time.monotonic()
    with PeakWatch(server) as watch, ThreadPoolExecutor(16) as pool:
        bad = [pool.submit(_send, clerk, name, content) for name, content in files]
        fine = [
            pool.submit(_send, other, f"tot-{nth}.csv", content) for nth, content in enumerate(good)
        ]
        held.hostile = Counter(one.result() for one in bad)
        held.good = Counter(one.result() for one in fine)
    held.seconds, held.peak = time.monotonic() - began, watch.total
    told = json.loads(visitor.communicate()[0])
    held.waits, held.failed_pages = told["waits"], told["failed"]
    return held


def _open(site: Site, name: str) -> Program:
    """Sign somebody's program in; every upload has a line of its own."""
    program = open_program(site, name)
    program.client.close()
    return program


def _server() -> int:
    """Find the service among our own processes."""
    for pid in descendants(os.getpid()):
        if b"serve" in (PROC / str(pid) / "cmdline").read_bytes().split(b"\0"):
            return pid
    raise ProcessLookupError("no service was started")


def _send(program: Program, name: str, content: bytes) -> str:
    """Hand a file in and wait for the answer: checked, sent back, or a status of HTTP."""
    with httpx.Client(
        base_url=program.client.base_url, headers=program.client.headers, timeout=120
    ) as client:
        own = Program(client, program.token)
        sent = {"as_of": "2019-12-31", "population": "10000"}
        answer = own.ask("POST", "/api/v1/submissions", files={"file": (name, content)}, data=sent)
        if answer.status_code != 202:
            return str(answer.status_code)
        path = f"/api/v1/submissions/{answer.json()['id']}"
        end, pause = time.monotonic() + PATIENCE, threading.Event()
        while time.monotonic() < end:
            now = own.told("GET", path)
            if now["status"] != "checking":
                return str(now["status"])
            pause.wait(0.5)
    return "checking for ever"
