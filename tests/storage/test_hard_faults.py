"""Hard stops, logs torn off, full disks and standbys that are behind: survived, or found out."""

import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, nullcontext
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from ntm_verify.domain.people import SYSTEM
from ntm_verify.storage import migrate
from ntm_verify.storage.log_tables import log_tables
from ntm_verify.storage.log_writer import to_edge
from ntm_verify.trail.auditor import Examination, Policy
from ntm_verify.trail.log_folder import examine_folder
from ntm_verify.trail.signatures import verify_signature
from ntm_verify.trail.tree import Head
from ntm_verify.usecases.compare_outside import CompareOutside, compare_outside
from ntm_verify.usecases.ports import LogReadOnly
from tests.support.faults import Tally, fill_the_disk, full_disk, look_at, stop_servers
from tests.support.hard_server import (
    HardServer,
    beside,
    copied,
    cut_off,
    follow,
    hard_server,
    tear,
)
from tests.support.outside import Outside, a_pen
from tests.support.small_disk import MEBIBYTE, SmallDisk, files_no_longer_than, small_disk
from tests.support.worlds import KEY, ORIGIN, DatabaseWorld, database_at
from tests.support.writing import act

from .conftest import Stage
from .published import Board, a_policy

STOPS, ACTS = 2, 12
"""In `python -m tests.bench faults` servers are stopped 30 times."""
PLACES = {"sqlite": 120, "postgres": 5}
PAGE = 4096

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def disk() -> Iterator[SmallDisk | None]:
    with small_disk(400 * MEBIBYTE) as disk:
        yield disk


@pytest.fixture(scope="module")
def server(disk: SmallDisk | None) -> Iterator[HardServer]:
    """Lay one server down for all these tests, on a disk of its own if there may be one."""
    home = None if disk is None else disk.folder / "pg"
    if home is not None:
        home.mkdir()
    with hard_server(home) as server:
        migrate.upgrade(server.url, a_pen())
        yield server


@asynccontextmanager
async def board_on(url: str, folder: Path, made: int) -> AsyncIterator[Board]:
    """Open a board for the log of a database, with chance of its own."""
    outside = Outside(made=made)
    async with database_at(url, outside) as database:
        yield Board(Stage(DatabaseWorld(database, outside), url), folder)


async def lives(board: Board, first: int, acts: int = ACTS) -> None:
    """Keep so many rows, each with its entry in one act."""
    for number in range(first, first + acts):
        await act(board.stage.world.database, "whole", number)


def test_a_server_that_is_stopped_hard_keeps_what_it_said(server: HardServer) -> None:
    tally = stop_servers(server, STOPS)

    assert (tally.rounds, tally.is_sound) == (STOPS, True), str(tally)
    assert tally.kept >= 2 * STOPS


# ---- X08: disks that are full


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_x08_a_full_disk_is_told_and_leaves_nothing_half(
    kind: str, request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        tally = fill_the_disk(request.getfixturevalue("sqlite_url"), nullcontext())
    else:
        server = request.getfixturevalue("server")
        full = full_disk(server, request.getfixturevalue("disk"))
        tally = fill_the_disk(server.url, full)

    assert (tally.rounds, tally.is_sound) == (1, True), f"{tally} {tally.broken}"


@contextmanager
def left(folder: Path, disk: SmallDisk | None, room: int) -> Iterator[None]:
    """Leave so many bytes on a board's disk; without one of its own, to each of its files."""
    if disk is None:
        with files_no_longer_than(room):
            yield
        return
    assert folder.is_relative_to(disk.folder)
    disk.leave(room)
    try:
        yield
    finally:
        disk.free()


async def test_x08_a_disk_that_is_full_at_any_page_gets_no_checkpoint_over_missing_tiles(
    stage: Stage, tmp_path: Path
) -> None:
    with small_disk(MEBIBYTE) as disk:
        board = Board(stage, (disk.folder if disk else tmp_path) / "published")
        await board.publish(witnesses=False)
        known = board.files.get("checkpoint")
        await board.happens(*range(100, 130))
        failed = 0
        for pages in range(64):
            with left(board.folder, disk, pages * PAGE):
                try:
                    await board.publish(witnesses=False)
                except (OSError, sqlite3.OperationalError):  # the board's files, its own store
                    failed += 1
                else:
                    break
            assert board.files.get("checkpoint") == known
            assert examine_folder(board.folder / "log", a_policy(quorum="none")).holds
        assert failed > 3
        assert board.files.get("checkpoint") != known
        report = examine_folder(board.folder / "log", a_policy(quorum="none"))
        assert (report.exit_code, report.head) == (0, board.files.last().head)
        assert not list(board.folder.rglob(".new-*"))


# ---- X02: a write-ahead log torn off


def told_of(url: str, signed: Head, tally: Tally) -> tuple[int, set[str]]:
    """Read a log with what was signed over it as a pin; give its size and the words found."""
    verify = partial(verify_signature, KEY.public)
    examination = Examination(Policy(ORIGIN, verify=verify, pins=(signed,)))
    with migrate.opened(url) as connection:
        look_at(connection, set(), tally)
        tables = log_tables(connection.dialect.name)
        event = tables.event.c
        query = sa.select(event.idx, event.leaf, event.entry).order_by(event.idx)
        for index, leaf, entry in connection.execute(query):
            examination.read(bytes(entry), bytes(leaf), index=index)
        head = connection.execute(sa.select(tables.head)).mappings().one()
    examination.compare_head(to_edge(head["size"], head["range"]), head["last_at"])
    report = examination.report()
    return report.size, {found.word.value for found in report.findings}


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_x02_a_log_torn_at_any_place_is_rolled_back_and_never_half(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Whatever commit a torn write-ahead log ends at, it is a whole log that is too short."""
    torn = torn_files if kind == "sqlite" else torn_servers
    given = request.getfixturevalue("sqlite_url" if kind == "sqlite" else "server")
    tally = Tally()
    async with torn(given, tmp_path) as (signed, copies):
        found = [told_of(url, signed, tally) for url in copies]

    assert len(found) == PLACES[kind]
    assert tally.is_sound, str(tally)
    assert [(size, words) for size, words in found if size < signed.size] == [
        (size, {"ROLLED_BACK"}) for size, _ in found if size < signed.size
    ]
    sizes = {size for size, _ in found}
    assert found[-1] == (signed.size, set())
    assert len(sizes) >= (ACTS + 1 if kind == "sqlite" else 3)


@asynccontextmanager
async def torn_files(url: str, folder: Path) -> AsyncIterator[tuple[Head, Iterator[str]]]:
    """Cut the log of a file; nobody has moved it into the file yet, since somebody reads."""
    file, copy = Path(sa.make_url(url).database or ""), folder / "torn.db"
    with closing(sqlite3.connect(file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM audit_event").fetchone()
        async with board_on(url, folder / "published", 1_000) as board:
            await lives(board, 0)
            await board.publish(witnesses=False)
        content = file.with_name(f"{file.name}-wal").read_bytes()

        def copies() -> Iterator[str]:
            for part in range(1, PLACES["sqlite"] + 1):
                shutil.copy(file, copy)
                copy.with_name("torn.db-shm").unlink(missing_ok=True)
                torn = content[: len(content) * part // PLACES["sqlite"]]
                copy.with_name("torn.db-wal").write_bytes(torn)
                yield f"sqlite+aiosqlite:///{copy}"

        yield board.files.last().head, copies()


@asynccontextmanager
async def torn_servers(
    server: HardServer, folder: Path
) -> AsyncIterator[tuple[Head, Iterator[str]]]:
    """Cut the log of a server that was stopped hard, and start a copy of it."""
    async with board_on(server.url, folder / "published", 70_000_000) as board:
        server.ask("CHECKPOINT")
        start = server.position()
        await lives(board, 70_000_000)
        await board.publish(witnesses=False)
        end = server.position()
    server.stop_hard()

    def copies() -> Iterator[str]:
        places = PLACES["postgres"]
        for part in range(1, places + 1):
            copied(server, other)
            tear(other, start + (end - start) * part // places)
            other.start()
            yield other.url
            other.stop_hard()

    try:
        with beside(server) as other:
            yield board.files.last().head, copies()
    finally:
        server.start()


# ---- X09: a standby that is behind


@asynccontextmanager
async def fallen_behind(
    kind: str, request: pytest.FixtureRequest, folder: Path
) -> AsyncIterator[tuple[Board, str]]:
    """Give the board of a log, and its standby's address: a copy that stopped following."""
    if kind == "sqlite":
        url = request.getfixturevalue("sqlite_url")
        file = Path(sa.make_url(url).database or "")
        standby = file.with_name("standby.db")
        async with board_on(url, folder, 1_000) as board:
            await lives(board, 0, 2)
            with closing(sqlite3.connect(file)) as one, closing(sqlite3.connect(standby)) as two:
                one.backup(two)
            yield board, f"sqlite+aiosqlite:///{standby}"
        return
    server: HardServer = request.getfixturevalue("server")
    with beside(server) as other:
        async with board_on(server.url, folder, 90_000_000) as board:
            await lives(board, 90_000_000, 2)
            follow(server, other)
            cut_off(other)
            yield board, other.url
        server.start()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_x09_a_standby_that_is_behind_is_read_only_when_it_takes_over(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """PostgreSQL: a real standby by streaming, cut off, promoted when its primary is gone."""
    folder = tmp_path / "published"
    async with fallen_behind(kind, request, folder) as (board, address):
        await lives(board, 95_000_000, 3)
        await board.publish(witnesses=False)
        signed = board.files.last().size
        assert (await compare_outside(board.ports, SYSTEM, CompareOutside())).why == ""
        if kind == "postgres":
            request.getfixturevalue("server").stop_hard()
            promote(address)
        async with board_on(address, folder, 99_000_000) as standby:
            compared = await compare_outside(standby.ports, SYSTEM, CompareOutside())
            with pytest.raises(LogReadOnly):
                await standby.happens(1)
            assert (compared.have, compared.signed) == (signed - 3, signed)
            assert "bản sao cũ" in compared.why
            words, code = await standby.verdict(a_policy(quorum="none"))
            assert (words, code) == ({"ROLLED_BACK"}, 1)


def promote(address: str) -> None:
    """Let a standby take over."""
    home = sa.make_url(address).query["host"]
    HardServer(Path(str(home))).ask("SELECT pg_promote(true, 30)")


def test_this_machine_can_make_a_disk_that_is_full() -> None:
    """As root it is a real one; elsewhere the limit on files stands in for it."""
    with small_disk(MEBIBYTE) as disk:
        if disk is None:
            assert os.geteuid() != 0 or not os.access("/dev/shm", os.W_OK)  # noqa: S108
            return
        disk.leave(PAGE)
        with pytest.raises(OSError, match="No space"):
            (disk.folder / "x").write_bytes(bytes(3 * PAGE))
