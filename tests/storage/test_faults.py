"""Whatever stops the service or its database, no entry is lost, doubled or left half."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from ntm_verify.domain.people import SYSTEM
from ntm_verify.publishing.board import FileBoard
from ntm_verify.trail.log_folder import examine_folder
from ntm_verify.usecases.ports import PublishedElsewhere
from ntm_verify.usecases.publish_log import PublishLog, publish_log
from tests.support.faults import Tally, kill_writers, look, stop_servers, writers

from .conftest import Stage, looked
from .published import Board, a_policy

KILLS, STOPS = 12, 2
"""In `python -m tests.bench faults` it is 200 and 30."""


def test_writers_that_are_killed_leave_whole_acts_and_no_others(stage_url: str) -> None:
    tally = kill_writers(stage_url, KILLS)

    assert (tally.rounds, tally.is_sound) == (KILLS, True), str(tally)
    assert tally.kept >= KILLS


def test_an_entry_in_a_second_commit_is_found_out(sqlite_world_url: str) -> None:
    """The same blows upon a writer with a planted fault: rows stand without their entries."""
    tally = kill_writers(sqlite_world_url, 2 * KILLS, mode="apart")

    assert tally.half
    assert not tally.is_sound


@pytest.mark.slow
def test_a_server_that_is_stopped_hard_keeps_what_it_said() -> None:
    tally = stop_servers(STOPS)

    assert (tally.rounds, tally.is_sound) == (STOPS, True), str(tally)
    assert tally.kept >= 2 * STOPS


def test_a_full_disk_is_told_and_leaves_nothing_half(sqlite_world_url: str) -> None:
    tally = Tally()
    with writers(sqlite_world_url) as made:
        made.start("full", 100_000)
        assert made.ended().startswith("fault ")
        look(sqlite_world_url, made.told, tally)
        kept = tally.kept
        child = made.start("whole", 200_000)  # space is back
        made.wait_for(3)
        look(sqlite_world_url, made.told, tally)
        os.kill(child, signal.SIGKILL)
        made.ended()

    assert tally.is_sound, str(tally)
    assert tally.kept >= kept + 3


async def test_publishers_at_once_sign_one_history(stage: Stage, tmp_path: Path) -> None:
    """X03: four publishers of one log, while it grows."""
    board = Board(stage, tmp_path / "published")

    async def publisher() -> int:
        done = 0
        for _ in range(6):
            try:
                await publish_log(board.ports, SYSTEM, PublishLog())
                done += 1
            except PublishedElsewhere:
                pass
        return done

    async def writer() -> None:
        for number in range(12):
            async with stage.world.ports.transaction() as tx:
                await tx.audit.append(looked(number + 10))

    *published, _ = await asyncio.gather(
        publisher(), publisher(), publisher(), publisher(), writer()
    )
    await board.publish(witnesses=False)

    files: FileBoard = board.files
    roots = {note.split(b"\n")[1]: note.split(b"\n")[2] for note in files.notes()}
    assert {note.split(b"\n")[2] for note in files.notes()} == set(roots.values())
    assert max(published) > 0
    report = examine_folder(board.folder / "log", a_policy(quorum="none"))
    assert (report.findings, report.exit_code) == ((), 0)
    async with board.ports.reading() as tx:
        assert report.head == await tx.audit.head()
