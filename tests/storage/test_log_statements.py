"""The statements that write the log: inside a transaction only, and refused without the values."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, InvalidRequestError

from ntm_verify.storage import migrate
from ntm_verify.storage.log_events import prepare
from ntm_verify.storage.log_writer import append
from ntm_verify.trail.entry import read_entry
from tests.support.builders import AUDITOR, requesting
from tests.support.worlds import World, a_pen

from .acts import looked


def size_of(connection: sa.Connection) -> int:
    return int(connection.exec_driver_sql("SELECT count(*) FROM audit_event").scalar_one())


def test_nothing_is_written_past_a_transaction(database_url: str) -> None:
    pen = a_pen(500)
    with migrate.opened(database_url) as connection:
        before = size_of(connection)
        alone = connection.engine.connect()
        with alone, pytest.raises(InvalidRequestError, match="inside a transaction"):
            append(alone, pen, [prepare(pen, looked(), "")])

    with migrate.opened(database_url) as connection:
        assert size_of(connection) == before


def test_a_transaction_that_is_rolled_back_leaves_no_entry(database_url: str) -> None:
    pen = a_pen(500)
    with migrate.opened(database_url) as connection:
        before = size_of(connection)
        with connection.begin_nested() as inner:
            append(connection, pen, [prepare(pen, looked(), "")])
            assert size_of(connection) == before + 1
            inner.rollback()
        assert size_of(connection) == before


def test_a_refusal_of_a_file_is_told_without_the_values(sqlite_url: str) -> None:
    pen = a_pen(500)
    item = prepare(pen, replace(looked(), private={"actor_name": "A-NAME"}), "")
    with migrate.opened(sqlite_url) as connection:
        with pytest.raises(DBAPIError, match="UNIQUE") as told, connection.begin_nested():
            append(connection, pen, [item, item])
        assert size_of(connection) == 1

    assert "A-NAME" not in str(told.value)


async def test_a_request_is_no_pattern(world: World) -> None:
    """Only acts of the same request are numbered, whatever letters it has."""
    for request in ("a%", "ab", "a_", "a/", "a%", "a/", "a%"):
        event = replace(looked(), actor=requesting(AUDITOR, request))
        async with world.ports.transaction() as tx:
            await tx.audit.append(event)

    async with world.ports.reading() as tx:
        told = [read_entry(kept.entry) for kept in await tx.audit.of_subject("submission", "x")]
    names = ["a%", "ab", "a_", "a/", "a%~2", "a/~2", "a%~3"]
    assert [entry["req"] for entry in told] == names


async def test_many_acts_of_one_transaction_are_one_statement_s_work(world: World) -> None:
    events = [looked(subject=str(n % 3)) for n in range(300)]
    async with world.ports.transaction() as tx:
        for event in events:
            await tx.audit.append(
                replace(event, private={"note": "ghi chú", "actor_name": "Ô. Ất"})
            )

    async with world.ports.reading() as tx:
        kept = await tx.audit.of_subject("submission", "2")
        opened = await tx.audit.openings(read_entry(kept[-1].entry)["id"])
    assert len(kept) == 100
    values = {name: value for name, (_, value) in opened.items()}
    assert values == {"note": "ghi chú", "actor_name": "Ô. Ất"}


def test_two_at_once_of_one_request_are_numbered_in_the_order_of_their_commits(
    postgres_url: str,
) -> None:
    """The second looks before the first is kept, waits for the head, and must look again."""
    event = replace(looked(), actor=requesting(AUDITOR, "req"))

    def second() -> None:
        with migrate.opened(postgres_url) as connection:
            append(connection, a_pen(700), [prepare(a_pen(700), event, "")])

    with ThreadPoolExecutor(1) as other, migrate.opened(postgres_url) as connection:
        append(connection, a_pen(600), [prepare(a_pen(600), event, "")])
        late = other.submit(second)
        waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'transactionid'"
        while not connection.exec_driver_sql(waiting).scalar() and not late.done():
            connection.exec_driver_sql("SELECT pg_stat_clear_snapshot()")
        connection.commit()
        late.result(20)

    with migrate.opened(postgres_url) as connection:
        query = "SELECT request FROM audit_search WHERE type = 'record.viewed' ORDER BY idx"
        assert connection.exec_driver_sql(query).scalars().all() == ["req", "req~2"]
