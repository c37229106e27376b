"""An old backup is put back: refused, recovered from the published log, and whole again (F107)."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from ntm_verify.domain.appraisal import Move, Status, advance
from ntm_verify.domain.certificate import Standing, plan
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.domain.retention import EnteredTerm, PurgedFiles, RetentionKind, purge_event
from ntm_verify.storage import migrate
from ntm_verify.usecases.compare_outside import CompareOutside, compare_outside
from ntm_verify.usecases.ports import LogReadOnly
from ntm_verify.usecases.publish_log import LogRolledBack, PublishLog, publish_log
from ntm_verify.usecases.recover_log import (
    NotRecoverable,
    Recovered,
    RecoverLog,
    recover_log,
)
from tests.support.builders import (
    AN_ID,
    APPRAISER,
    AUDITOR,
    NOON,
    OPERATOR,
    PROVINCE,
    SIGNER,
    a_certificate,
    an_appraisal,
    an_id,
)

from .conftest import MADE_UP_LIST, Stage, looked
from .dba import as_dba, edited, entries_of, put, rebuild, tables_of
from .published import Board, Rows, backed_up, put_back


@pytest.fixture
async def board(stage: Stage, tmp_path: Path) -> Board:
    board = Board(stage, tmp_path / "published")
    async with board.ports.transaction() as tx:  # the paper that is there has number 1
        assert await tx.certificates.next_number(PROVINCE, 2019) == 1
    await board.publish()
    return board


async def live_on(board: Board) -> None:
    """Let a dossier go on, a paper be planned, a value be erased, and people look."""
    dossier = an_appraisal(id=an_id(2), status=Status.SUBMITTED)
    async with board.ports.transaction() as tx:
        current = await tx.appraisals.get(dossier.id)
        move = Move(Status.UNDER_APPRAISAL, seen=current.version)
        await tx.appraisals.save(*advance(current, move, by=APPRAISER, at=NOON))
    fresh = an_appraisal(id=an_id(5), commune="00005", status=Status.APPROVED)
    await board.stage.world.holds(fresh)
    async with board.ports.transaction() as tx:
        number = await tx.certificates.next_number(PROVINCE, 2019)
        draft = a_certificate(
            fresh,
            number,
            id=an_id(77),
            token="ABCDEFGHJKLMN",  # noqa: S106 - a made up code
            standing=Standing.PLANNED,
            version=0,
        )
        await tx.certificates.save(*plan(fresh, draft, by=SIGNER))
    async with board.ports.transaction() as tx:
        await tx.audit.erase(14, "actor_name", basis="hết hạn lưu", by=SYSTEM)
    await board.happens(61, 62, 63)
    await board.publish()


async def restored(board: Board) -> Rows:
    """Put a backup back that was taken before life went on; give what is lost."""
    rows = backed_up(board.stage.url)
    await live_on(board)
    newer = backed_up(board.stage.url)
    put_back(board.stage.url, rows)
    assert len(newer["audit_event"]) > len(rows["audit_event"])
    return newer


async def recovered(board: Board) -> Recovered:
    return await recover_log(board.ports, OPERATOR, RecoverLog())


async def test_a_restored_backup_is_refused_then_recovered_and_whole(board: Board) -> None:
    newer = await restored(board)
    assert "bản sao cũ" in (await compare_outside(board.ports, SYSTEM, CompareOutside())).why
    with pytest.raises(LogReadOnly):
        await board.happens(1)

    done = await recovered(board)

    entries = {row["idx"]: row["entry"] for row in newer["audit_event"]}
    with as_dba(board.stage.url) as dba:
        kept = entries_of(dba)
    assert kept[: len(entries)] == [entries[index] for index in sorted(entries)]
    assert done.last == len(entries)
    lost = [r for r in newer["audit_private"] if r["event"] >= done.first]
    assert (done.openings, len(done.reverted)) == (len(lost), 3)
    assert len(lost) >= 3
    await board.publish()
    words, code = await board.verdict()
    told = {f"LOST_IN_RESTORE@{row['event']}" for row in lost}
    assert (words, code) == ({*told, "ERASED@14"}, 0)
    await board.happens(71)
    assert (await board.verdict())[1] == 0


def newer_schema(folder: Path) -> Path:
    """Give the product's migrations and one more, as a newer version would bring."""
    shutil.copytree(migrate.MIGRATIONS, folder)
    newest = ScriptDirectory(str(folder)).get_current_head()
    (folder / "versions" / "v9001.py").write_text(
        f'"""Nothing new."""\nrevision, down_revision = "9001", "{newest}"\n'
        "branch_labels, depends_on = None, None\ndef upgrade():\n    pass\n"
    )
    return folder


async def test_a_backup_of_an_older_schema_begins_no_second_history_when_it_is_brought_up_to_date(
    board: Board, tmp_path: Path
) -> None:
    """It gets no entry of its own before its log is recovered, and one at the next start."""
    await restored(board)
    folder, pen = newer_schema(tmp_path / "newer"), board.stage.world.outside.pen
    with as_dba(board.stage.url) as dba:
        before = entries_of(dba)
    signed = board.files.last().size
    assert migrate.upgrade(board.stage.url, pen, folder, signed=signed)
    with as_dba(board.stage.url) as dba:
        assert entries_of(dba) == before
    assert (await compare_outside(board.ports, SYSTEM, CompareOutside())).why

    done = await recovered(board)
    assert done.last == signed
    assert not migrate.upgrade(board.stage.url, pen, folder, signed=signed)
    with as_dba(board.stage.url) as dba:
        assert b'"revision":"9001"' in entries_of(dba)[-1]
    await board.publish()
    words, code = await board.verdict()
    assert ({word.partition("@")[0] for word in words}, code) == ({"LOST_IN_RESTORE", "ERASED"}, 0)


async def test_an_entry_in_an_old_copy_would_have_been_a_second_history(
    board: Board, tmp_path: Path
) -> None:
    """The control: what the old copy must not get is just what cannot be recovered."""
    await restored(board)
    folder, pen = newer_schema(tmp_path / "newer"), board.stage.world.outside.pen
    assert migrate.upgrade(board.stage.url, pen, folder)

    with pytest.raises(NotRecoverable, match="một lịch sử khác"):
        await recovered(board)


async def test_a_number_that_is_on_paper_is_not_given_again(board: Board) -> None:
    newer = await restored(board)
    (given,) = [row["last"] for row in newer["register"] if row["year"] == 2019]

    await recovered(board)

    async with board.ports.transaction() as tx:
        assert await tx.certificates.next_number(PROVINCE, 2019) == given + 1


async def test_going_on_without_recovery_is_found(board: Board) -> None:
    await restored(board)
    board.stage.world.outside.gate.shut("")  # as a service without a start check would
    await board.happens(81, 82)

    words, code = await board.verdict()

    assert ("ROLLED_BACK" in words or "ROOT_MISMATCH" in words, code) == (True, 1)
    with pytest.raises(LogRolledBack):
        await publish_log(board.ports, SYSTEM, PublishLog())


async def test_another_history_is_not_recovered(board: Board) -> None:
    await restored(board)
    with as_dba(board.stage.url) as dba:
        put(dba, 14, edited(entries_of(dba)[14], lambda told: told.update(after={"rows": 2})))
        rebuild(dba)

    with pytest.raises(NotRecoverable, match="một lịch sử khác"):
        await recovered(board)


async def test_a_published_log_with_a_hole_recovers_nothing(board: Board) -> None:
    await restored(board)
    for path in (board.folder / "log" / "tile" / "entries").rglob("[0-9]*"):
        if path.is_file():
            path.unlink()
    with as_dba(board.stage.url) as dba:
        before = dba.execute(sa.select(tables_of(dba).head.c.size)).scalar_one()

    with pytest.raises(NotRecoverable, match="thiếu hoặc hỏng tệp"):
        await recovered(board)

    with as_dba(board.stage.url) as dba:
        assert dba.execute(sa.select(tables_of(dba).head.c.size)).scalar_one() == before


async def test_a_whole_log_needs_no_recovery_and_only_the_operator_recovers(board: Board) -> None:
    with pytest.raises(NotRecoverable, match="không thiếu"):
        await recovered(board)
    with pytest.raises(WrongOffice):
        await recover_log(board.ports, AUDITOR, RecoverLog())


def test_looks_bear_the_values_that_can_be_lost() -> None:
    assert looked().private


async def test_a_list_deleted_by_rule_does_not_come_back_with_an_old_backup(board: Board) -> None:
    rows = backed_up(board.stage.url)
    async with board.ports.transaction() as tx:
        dossier = await tx.appraisals.get(AN_ID)
        files = await tx.purging.drop_files({MADE_UP_LIST})
        term = EnteredTerm(
            PROVINCE, RetentionKind.PERSON_ROWS, 120, "12/QĐ (giả lập)", "u-admin", NOON
        )
        taken = PurgedFiles(9, files, (2,))
        await tx.audit.append(purge_event(OPERATOR, dossier.subject(), term, taken, ""))
    await board.publish()
    put_back(board.stage.url, rows)
    async with board.ports.reading() as tx:
        assert not await tx.purging.absent({MADE_UP_LIST})

    await recovered(board)

    async with board.ports.reading() as tx:
        assert await tx.purging.absent({MADE_UP_LIST})
    await board.publish()
    words, code = await board.verdict()
    assert {word.partition("@")[0] for word in words} == {"ERASED", "LOST_IN_RESTORE"}
    assert code == 0
