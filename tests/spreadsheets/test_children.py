"""Whatever a file does to the child that reads it, the parent answers and goes on."""

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from ntm_verify.domain.columns import Wordings
from ntm_verify.domain.findings import Refused
from ntm_verify.domain.reading import ListFile, ListRefused, ReadingOptions
from ntm_verify.spreadsheets.children import Child, Nursery
from ntm_verify.spreadsheets.limits import MIB, Limits
from ntm_verify.spreadsheets.reader import ListReader
from ntm_verify.spreadsheets.sniff import Format
from ntm_verify.spreadsheets.task import Task
from tests.support import sheet_files as made

LIMITS: Final = Limits()
GOOD: Final = made.delimited(made.listed(20)).encode()
SLOW: Final = made.delimited(made.listed(2_000)).encode() * 30


def task(content: bytes = GOOD) -> Task:
    return Task("a.csv", content, Format.CSV, ReadingOptions())


def refusal(child: Child | Nursery, content: bytes) -> Refused:
    with pytest.raises(ListRefused) as caught:
        child.read(task(content))
    return caught.value.reason


def test_a_child_reads_file_after_file(wordings: Wordings) -> None:
    child = Child(wordings, LIMITS)

    sizes = [len(child.read(task()).lines) for _ in range(3)]
    child.close()

    assert (sizes, child.usable) == ([20, 20, 20], False)


def test_a_child_has_no_environment_and_cannot_open_anything(wordings: Wordings) -> None:
    os.environ["NTM_SEEN_BY_CHILDREN"] = "x"
    child = Child(wordings, LIMITS)
    child.read(task())
    process = Path(f"/proc/{child.process.pid}")

    environment = (process / "environ").read_bytes()
    limits = (process / "limits").read_text("utf-8")
    descriptors = len(list((process / "fd").iterdir()))
    child.close()

    del os.environ["NTM_SEEN_BY_CHILDREN"]
    figures = {line[:26].strip(): line[26:47].strip() for line in limits.splitlines()}
    assert environment == b""
    assert figures["Max address space"] == str(LIMITS.memory_bytes)
    assert figures["Max file size"] == "0"
    assert int(figures["Max open files"]) <= descriptors


def test_a_child_that_is_killed_is_a_broken_file(wordings: Wordings) -> None:
    child = Child(wordings, LIMITS)
    child.read(task())
    os.kill(child.process.pid, signal.SIGABRT)
    child.process.wait()

    assert refusal(child, GOOD) is Refused.CORRUPT_FILE
    assert not child.usable


def test_time_that_runs_out_is_told(wordings: Wordings) -> None:
    child = Child(wordings, replace(LIMITS, wall_seconds=0.05))

    assert refusal(child, SLOW) is Refused.UNSAFE_CONTENT


def test_processor_time_that_runs_out_is_told(wordings: Wordings) -> None:
    child = Child(wordings, replace(LIMITS, cpu_seconds=0))
    page = b"<table>" + b"<tr><td>1<td>2<td>3" * 400_000
    heavy = Task("a.xls", page, Format.HTML, ReadingOptions())

    with pytest.raises(ListRefused, match="thời gian") as caught:
        child.read(heavy)

    assert caught.value.reason is Refused.UNSAFE_CONTENT


def test_memory_that_runs_out_is_told(wordings: Wordings) -> None:
    child = Child(wordings, replace(LIMITS, memory_bytes=100 * MIB))

    with pytest.raises(ListRefused, match="bộ nhớ") as caught:
        child.read(task(SLOW * 6))

    assert caught.value.reason is Refused.UNSAFE_CONTENT


def test_a_child_that_cannot_start_is_told(
    wordings: Wordings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    child = Child(wordings, LIMITS)

    assert refusal(child, GOOD) is Refused.CORRUPT_FILE


def test_a_refused_file_costs_the_child_and_no_more(wordings: Wordings) -> None:
    nursery = Nursery(wordings, LIMITS)
    nursery.warm()
    nursery.warm()

    assert refusal(nursery, b"x") is Refused.HEADER_NOT_FOUND
    assert len(nursery.read(task()).lines) == 20
    nursery.close()


def test_an_idle_child_that_died_is_replaced(wordings: Wordings) -> None:
    nursery = Nursery(wordings, replace(LIMITS, children=1))
    nursery.warm()
    (idle,) = nursery._idle  # noqa: SLF001 - the test plays the system that kills
    idle.process.kill()
    idle.process.wait()

    assert len(nursery.read(task()).lines) == 20
    nursery.close()


def test_at_most_two_children_work_at_once(wordings: Wordings) -> None:
    reader = ListReader(wordings)
    seen: list[int] = []
    mine = f"/proc/{os.getpid()}/task"

    def children() -> int:
        found = 0
        for thread in os.listdir(mine):  # noqa: PTH208 - names only
            with suppress(OSError):  # a thread may end while we look
                found += len(Path(mine, thread, "children").read_text("utf-8").split())
        return found

    before = children()
    work = [
        threading.Thread(target=lambda: reader.read_now([ListFile("a", SLOW)])) for _ in range(5)
    ]
    for thread in work:
        thread.start()
    while any(thread.is_alive() for thread in work):
        seen.append(children() - before)
        work[0].join(0.01)
    reader.close()

    assert max(seen) == 2
    assert children() == before


def test_closing_leaves_no_process_behind(wordings: Wordings) -> None:
    nursery = Nursery(wordings, LIMITS)
    nursery.warm()
    (idle,) = nursery._idle  # noqa: SLF001 - to see what becomes of it
    began = time.monotonic()

    nursery.close()

    assert idle.process.returncode is not None
    assert time.monotonic() - began < 5
