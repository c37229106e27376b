"""Connections are what they are said to be, every one of them."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ntm_verify.storage.engine import open_engine, reader

WANTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}


@pytest.mark.parametrize("pooled", [True, False])
async def test_the_pragmas_are_set_on_every_connection(sqlite_url: str, *, pooled: bool) -> None:
    engine = open_engine(sqlite_url, pooled=pooled)
    looks = reader(engine)
    async with looks.connect() as one, looks.connect() as other:
        for connection in (one, other):
            found = {
                name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()
                for name in WANTED
            }
            assert found == WANTED
    await engine.dispose()


async def test_a_writer_on_sqlite_holds_the_lock_from_its_beginning(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    async with engine.begin() as first:
        waiting = asyncio.create_task(begin(sqlite_url))
        done, _ = await asyncio.wait({waiting}, timeout=0.2)
        assert done == set()
        await first.exec_driver_sql("INSERT INTO register VALUES ('38', 2019, 1)")
    assert await waiting == 1
    await engine.dispose()


async def begin(url: str) -> int:
    engine = open_engine(url)
    async with engine.begin() as connection:
        rows = (await connection.exec_driver_sql("SELECT count(*) FROM register")).scalar_one()
    await engine.dispose()
    return int(rows)


async def test_a_look_waits_for_no_writer_and_sees_one_state(database_url: str) -> None:
    engine = open_engine(database_url)
    insert = "INSERT INTO register VALUES ('38', {}, 1)"
    count = text("SELECT count(*) FROM register")
    async with engine.begin() as writer:
        await writer.exec_driver_sql(insert.format(2019))
        async with reader(engine).connect() as look, asyncio.timeout(5):
            assert (await look.execute(count)).scalar() == 0
            await writer.exec_driver_sql(insert.format(2020))
            await writer.commit()
            assert (await look.execute(count)).scalar() == 0
    async with reader(engine).connect() as look:
        assert (await look.execute(count)).scalar() == 2
    await engine.dispose()


async def test_a_look_cannot_write_and_spoils_no_connection(database_url: str) -> None:
    engine = open_engine(database_url)
    insert = "INSERT INTO register VALUES ('38', 2019, 1)"
    for _ in range(3):
        async with reader(engine).connect() as look:
            with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
                await look.exec_driver_sql(insert)
    async with engine.begin() as act:
        await act.exec_driver_sql(insert)
    await engine.dispose()


async def test_an_act_on_postgres_is_answered_when_it_is_safe(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    async with engine.begin() as act:
        await act.exec_driver_sql("SELECT 1")
        for setting, value in (
            ("synchronous_commit", "on"),
            ("transaction_isolation", "read committed"),
        ):
            assert (await act.exec_driver_sql(f"SHOW {setting}")).scalar() == value
    async with reader(engine).connect() as look:
        shown = (await look.exec_driver_sql("SHOW transaction_isolation")).scalar()
        assert shown == "repeatable read"
    await engine.dispose()
