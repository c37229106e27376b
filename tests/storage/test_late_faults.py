"""A commit that fails at its very end, and hashes that were flipped where proofs are read from."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ntm_verify.storage import migrate
from ntm_verify.storage.answers import AnswerRow
from ntm_verify.storage.log_tables import POSTGRES
from ntm_verify.trail.log_folder import examine_folder
from ntm_verify.trail.proofs import BrokenProof, check_inclusion
from ntm_verify.trail.tiles import prove_inclusion, stored_in
from ntm_verify.trail.tree import Edge, leaf_hash
from ntm_verify.usecases.ports import Kept
from tests.support.worlds import DatabaseWorld, world_at
from tests.support.writing import act, entry, row

from .conftest import Stage, looked
from .dba import as_dba, entries_of
from .published import Board, a_policy

LATE = (
    "CREATE TABLE late_parent (id integer PRIMARY KEY)",
    "CREATE TABLE late (id integer REFERENCES late_parent (id) DEFERRABLE INITIALLY DEFERRED)",
)
ON_SQLITE = (
    "CREATE TRIGGER late_too AFTER INSERT ON answer BEGIN INSERT INTO late VALUES (1); END",
)
ON_POSTGRES = (
    (
        "CREATE FUNCTION late_too() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN INSERT INTO late VALUES (1); RETURN NEW; END'"
    ),
    "CREATE TRIGGER late_too AFTER INSERT ON answer FOR EACH ROW EXECUTE FUNCTION late_too()",
)


async def state_of(world: DatabaseWorld, url: str) -> tuple[int, int]:
    """Give the size of the log, and how many rows there are beside it."""
    async with world.ports.reading() as tx:
        size = (await tx.audit.head()).size
    with migrate.opened(url) as dba:
        rows = dba.execute(sa.select(sa.func.count()).select_from(AnswerRow)).scalar_one()
        assert len(entries_of(dba)) == size
    return size, rows


async def keep(world: DatabaseWorld, kept: Kept) -> None:
    async with world.ports.transaction(kept=kept) as tx:
        await row(tx, 1)
        await entry(tx, 1)


async def test_x14_a_commit_that_fails_late_keeps_neither_row_nor_entry(database_url: str) -> None:
    own = ON_POSTGRES if database_url.startswith(POSTGRES) else ON_SQLITE
    with migrate.opened(database_url) as dba:
        for statement in (*LATE, *own):
            dba.exec_driver_sql(statement)
    async with world_at(database_url) as world:
        before, kept = await state_of(world, database_url), Kept()

        with pytest.raises(DBAPIError, match=r"(?i)foreign key"):
            await keep(world, kept)

        assert (await state_of(world, database_url), kept.changes) == (before, 0)
        with migrate.opened(database_url) as dba:
            dba.exec_driver_sql("INSERT INTO late_parent VALUES (1)")
        await act(world.database, "whole", 1)
        assert await state_of(world, database_url) == (before[0] + 1, before[1] + 1)
        assert (await world.examine()).holds


async def test_x04_a_proof_from_a_flipped_interior_hash_is_refused(
    stage: Stage, tmp_path: Path
) -> None:
    board = Board(stage, tmp_path / "published")
    async with board.ports.transaction() as tx:
        for number in range(300):
            await tx.audit.append(looked(number))
    await board.publish(witnesses=False)
    with as_dba(stage.url) as dba:
        leaves = [leaf_hash(one) for one in entries_of(dba)]
    head, index = Edge().extend(leaves)[0].head, 290

    def check() -> None:
        proof = prove_inclusion(stored_in(board.files.get, head.size), index, head.size)
        check_inclusion(index, leaves[index], proof, head)

    check()
    tile = board.folder / "log" / "tile" / "1" / "000.p" / "1"
    content = tile.read_bytes()
    tile.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    assert tile.read_bytes() != content

    with pytest.raises(BrokenProof):
        check()
    report = examine_folder(board.folder / "log", a_policy(quorum="none"))
    words = [(found.word.value, found.index) for found in report.findings]
    assert (words, report.exit_code) == ([("NODE_DAMAGED", 0)], 1)
