"""Whoever owns the database can change it, and cannot do so unnoticed (audit attacks, stage 1)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.storage import guards, migrate
from ntm_verify.storage.log_events import Habits, Pen, prepare
from ntm_verify.storage.log_tables import POSTGRES
from ntm_verify.storage.log_writer import append
from ntm_verify.trail.entry import TooLong
from ntm_verify.trail.signatures import SigningKey, writer_of
from tests.support.builders import APPRAISER, AUDITOR, an_appraisal, an_id
from tests.support.worlds import KEY, ORIGIN

from .conftest import Stage, looked
from .dba import (
    Told,
    as_dba,
    change,
    edited,
    entries_of,
    guards_off,
    put,
    rebuild,
    tables_of,
)
from .layers import first_layer

# Entries 1-7 lead the first dossier to its certificate, 8-11 the second one to the province,
# 12-13 are the paper's, 14-16 are looks.
SUBMITTED, LOOK, SIZE = 4, 14, 17
ROWS = SQLModel.metadata.tables


def more_people(told: Told) -> None:
    told["after"]["population"] += 1


def another_look(told: Told) -> None:
    told["after"] = {"rows": 1}


async def test_an_untouched_log_holds(stage: Stage) -> None:
    report = await stage.world.examine()

    assert (report.findings, report.exit_code, report.size) == ((), 0, SIZE)
    assert await first_layer(stage) == ""


async def test_guards_taken_off_and_put_back_leave_the_log_whole(stage: Stage) -> None:
    with as_dba(stage.url):
        pass

    assert await stage.words() == []


async def test_an_edited_entry_is_named(stage: Stage) -> None:
    with as_dba(stage.url) as dba:
        put(dba, SUBMITTED, edited(entries_of(dba)[SUBMITTED], more_people))

    assert f"TAMPERED_ENTRY@{SUBMITTED}" in await stage.words()
    assert await first_layer(stage) == "S"


async def test_one_flipped_bit_is_named(stage: Stage) -> None:
    with as_dba(stage.url) as dba:
        entry = bytearray(entries_of(dba)[LOOK])
        entry[60] ^= 1
        put(dba, LOOK, bytes(entry))

    words = await stage.words()
    assert f"TAMPERED_ENTRY@{LOOK}" in words
    assert (await stage.world.examine()).first_broken == LOOK
    assert await first_layer(stage) == "S"


async def test_a_rebuilt_tree_shows_by_signature_and_pin(stage: Stage) -> None:
    pin = await pin_of(stage)
    with as_dba(stage.url) as dba:
        put(dba, LOOK, edited(entries_of(dba)[LOOK], another_look))
        rebuild(dba)

    assert await stage.words() == [f"FORGED_EVENT@{LOOK}"]
    assert sorted(await stage.words(pin)) == [f"FORGED_EVENT@{LOOK}", "ROOT_MISMATCH"]
    assert await first_layer(stage) == "W"


async def test_a_stolen_writer_key_is_caught_by_the_pin_alone(stage: Stage) -> None:
    pin = await pin_of(stage)
    with as_dba(stage.url) as dba:
        put(dba, LOOK, edited(entries_of(dba)[LOOK], another_look, signed=True))
        rebuild(dba)

    assert await stage.words() == []  # limit 3 of the design: nothing outside, nothing to tell
    assert await stage.words(pin) == ["ROOT_MISMATCH"]
    assert await first_layer(stage, pin) == "C"


async def test_a_deleted_entry_leaves_a_gap(stage: Stage) -> None:
    with as_dba(stage.url) as dba:
        event = tables_of(dba).event
        change(dba, sa.delete(event).where(event.c.idx == LOOK))

    assert f"INDEX_GAP@{LOOK}" in await stage.words()
    assert await first_layer(stage) == "S"


async def test_a_tail_cut_off_is_caught_by_the_pin(stage: Stage) -> None:
    pin = await pin_of(stage)
    with as_dba(stage.url) as dba:
        tables = tables_of(dba)
        for index in range(LOOK, SIZE):
            change(dba, sa.delete(tables.event).where(tables.event.c.idx == index))
            change(dba, sa.delete(tables.private).where(tables.private.c.event == index))
        rebuild(dba)

    assert await stage.words() == []
    assert await stage.words(pin) == ["ROLLED_BACK"]
    assert await first_layer(stage, pin) == "C"


async def test_a_back_dated_insertion_is_forged_and_a_copy_is_a_double(stage: Stage) -> None:
    pin = await pin_of(stage)
    with as_dba(stage.url) as dba:
        tables = tables_of(dba)
        entries = entries_of(dba)
        shifted = tables.event.c.idx
        for index in range(SIZE - 1, LOOK, -1):
            change(dba, sa.update(tables.event).where(shifted == index).values(idx=index + 1))
        forged = edited(entries[LOOK], lambda told: told.update(id=str(an_id(99))))
        row = {"idx": LOOK + 1, "leaf": b"x" * 32, "entry": forged}
        change(dba, sa.insert(tables.event).values(tables.row(tables.event, ORIGIN, **row)))
        rebuild(dba)

    words = await stage.words(pin)
    assert f"FORGED_EVENT@{LOOK + 1}" in words
    assert f"DUPLICATE_EVENT@{LOOK + 1}" in words
    assert "ROOT_MISMATCH" in words
    assert await first_layer(stage) == "W"


async def test_a_clock_rolled_back_shows(stage: Stage) -> None:
    early = replace(stage.world.outside.habits, now=lambda: stage.world.outside.now - timedelta(1))
    with as_dba(stage.url) as dba:
        head = tables_of(dba).head
        change(dba, sa.update(head).values(last_at="2000-01-01T00:00:00.000000Z"))
        append_as(dba, KEY, looked(9), habits=early)

    assert await stage.words() == [f"TIME_BACKWARD@{SIZE}"]
    assert await first_layer(stage) == "W"


async def test_an_edited_record_shows_against_the_log(stage: Stage) -> None:
    row = ROWS["appraisal"]
    with migrate.opened(stage.url) as dba:
        people = {**an_appraisal_population(dba), "total": 1563}
        change(dba, sa.update(row).where(row.c.id == an_id(0)).values(population=people))

    assert await stage.words() == ["STATE_MISMATCH@7"]
    assert await first_layer(stage) == "F"


async def test_a_deleted_record_is_missed_and_an_invented_one_is_not_known(stage: Stage) -> None:
    with migrate.opened(stage.url) as dba:
        appraisal = ROWS["appraisal"]
        paper = ROWS["certificate"]
        change(dba, sa.delete(paper))
        second = appraisal.c.id == an_id(2)
        change(dba, sa.update(appraisal).where(second).values(id=an_id(3)))

    assert sorted(await stage.words()) == ["STATE_MISMATCH", "STATE_MISSING@11", "STATE_MISSING@13"]


async def test_a_forged_approval_appended_by_another_key_is_named(stage: Stage) -> None:
    dossier = an_appraisal(id=an_id(2), status=Status.SUBMITTED)
    approved = {**dossier.state(), "status": "approved"}
    subject = Subject("submission", str(dossier.id), 9)
    event = AuditEvent(
        Action.APPRAISAL_DECIDED, APPRAISER, subject, before=dossier.state(), after=approved
    )
    with migrate.opened(stage.url) as dba:
        row = ROWS["appraisal"]
        change(dba, sa.update(row).where(row.c.id == dossier.id).values(status=Status.APPROVED))
        append_as(dba, SigningKey(b"z" * 32), event)

    words = await stage.words()
    assert words == [f"FORGED_EVENT@{SIZE}", f"BAD_TRANSITION@{SIZE}"]
    assert await first_layer(stage) == "W"


async def test_openings_that_vanish_change_or_appear_are_named(stage: Stage) -> None:
    with as_dba(stage.url) as dba:
        private = tables_of(dba).private
        change(dba, sa.delete(private).where(private.c.event == LOOK))
        there = private.c.event == LOOK + 1
        change(dba, sa.update(private).where(there).values(value="Người khác"))
        for event in (LOOK + 2, SIZE + 7):
            row = {"event": event, "field": "address", "salt": b"s" * 32, "value": "x"}
            named = tables_of(dba).row(private, ORIGIN, **row)
            change(dba, sa.insert(private).values(named))

    assert sorted(await stage.words()) == [
        f"COMMITMENT_MISMATCH@{LOOK + 1}",
        f"ERASED_UNAUTHORISED@{LOOK}",
        f"ORPHAN_PRIVATE@{LOOK + 2}",
        f"ORPHAN_PRIVATE@{SIZE + 7}",
    ]
    assert await first_layer(stage) == "F"


async def test_one_flipped_bit_in_the_head_is_found_and_mends_from_the_entries(
    stage: Stage,
) -> None:
    pin = await pin_of(stage)
    with as_dba(stage.url) as dba:
        head = tables_of(dba).head
        edge = bytearray(dba.execute(sa.select(head.c.range)).scalar_one())
        edge[3] ^= 1
        change(dba, sa.update(head).values(range=bytes(edge)))

    assert await stage.words(pin) == ["HEAD_DAMAGED"]
    assert await first_layer(stage) == "S"
    with as_dba(stage.url) as dba:
        rebuild(dba)
    assert await stage.words(pin) == []


async def test_rubbish_with_a_valid_hash_is_named(stage: Stage) -> None:
    with as_dba(stage.url) as dba:
        tables = tables_of(dba)
        rubbish = b'{"after":{"participants":1,"participants":2}}'
        row = tables.row(tables.event, ORIGIN, idx=SIZE, leaf=b"x" * 32, entry=rubbish)
        change(dba, sa.insert(tables.event).values(row))
        rebuild(dba)

    assert await stage.words() == [f"NON_CANONICAL@{SIZE}"]
    assert await first_layer(stage) == "W"


async def test_an_entry_of_another_log_is_named(stage: Stage) -> None:
    with as_dba(stage.url) as dba:
        entry = edited(entries_of(dba)[LOOK], lambda told: told.update(log="x"), signed=True)
        put(dba, LOOK, entry)
        rebuild(dba)

    assert await stage.words() == [f"WRONG_LOG@{LOOK}"]


async def test_a_flipped_interior_node_is_named(stage: Stage) -> None:
    async with stage.world.ports.transaction() as tx:
        for number in range(260):
            await tx.audit.append(looked(number))
    assert await stage.words() == []

    with as_dba(stage.url) as dba:
        node = tables_of(dba).node
        stored = bytearray(dba.execute(sa.select(node.c.hash)).scalar_one())
        stored[0] ^= 1
        change(dba, sa.update(node).values(hash=bytes(stored)))

    assert await stage.words() == ["NODE_DAMAGED@0"]
    assert await first_layer(stage) == "S"


def drop_a_guard(dba: sa.Connection) -> None:
    if dba.dialect.name == POSTGRES:
        dba.exec_driver_sql("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_update")
    else:
        dba.exec_driver_sql("DROP TRIGGER audit_event_no_update")


def weaken_the_guards(dba: sa.Connection) -> None:
    if dba.dialect.name == POSTGRES:  # what ENABLE leaves behind is weaker than what was there
        guards_off(dba)
        for table in guards.GUARDED:
            dba.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    else:
        dba.exec_driver_sql("DROP TRIGGER audit_head_grows")
        dba.exec_driver_sql(
            "CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head BEGIN SELECT 1; END"
        )


@pytest.mark.parametrize("act", [drop_a_guard, weaken_the_guards])
async def test_guards_that_are_gone_or_weaker_show(
    stage: Stage, act: Callable[[sa.Connection], None]
) -> None:
    with migrate.opened(stage.url) as dba:
        act(dba)

    assert await stage.words() == ["SCHEMA_CHANGED"]
    assert await first_layer(stage) == "F"
    with migrate.opened(stage.url) as dba:
        guards.install(dba)
    assert await stage.words() == []


async def test_an_event_that_fits_no_entry_rolls_its_act_back(stage: Stage) -> None:
    huge = AuditEvent(Action.SEARCH_RUN, AUDITOR, Subject("log", "x"), after={"q": "x" * 66_000})

    with pytest.raises(TooLong):
        async with stage.world.ports.transaction() as tx:
            await tx.audit.append(huge)

    assert (await stage.world.examine()).size == SIZE


async def pin_of(stage: Stage) -> str:
    """Give the pin that a paper would bear today."""
    async with stage.world.ports.reading() as tx:
        head = await tx.audit.head()
    return f"{head.size}:{head.root.hex()}"


def append_as(
    dba: sa.Connection, key: SigningKey, event: AuditEvent, habits: Habits | None = None
) -> None:
    """Append through the service's own writing, with any key."""
    pen = Pen(ORIGIN, writer_of(ORIGIN, key), habits or Habits())
    append(dba, pen, [prepare(pen, event, "req-x")])


def an_appraisal_population(dba: sa.Connection) -> Told:
    row = ROWS["appraisal"]
    query = sa.select(row.c.population).where(row.c.id == an_id(0))
    population: Told = dba.execute(query).scalar_one()
    return population
