"""One event in one durable transaction with one business row: rows 2, 3 and 12 of the log's floors.

Both sides go through the product's own transaction, with the same business row by the same shelf.
The log's side then leaves an event, which the product prepares, signs, hashes and writes with its
search row; the other side inserts the same number of bytes into a plain audit table, by the same
driver and in as few calls.
"""

import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from typing import Any, Final

import sqlalchemy as sa

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.storage.database import Database
from ntm_verify.storage.log_events import Habits
from ntm_verify.storage.log_statements import Hand, lend_hand
from ntm_verify.storage.log_tables import POSTGRES, log_tables
from ntm_verify.storage.log_writer import read_head
from ntm_verify.trail.signatures import writer_of
from ntm_verify.trail.tree import Edge, leaf_hash
from ntm_verify.usecases.ports import Transaction
from tests.support.builders import AUDITOR
from tests.support.outside import FILE_KEY, KEY, ORIGIN
from tests.support.writing import row

from .log_measure import COPY, OWN, PLAIN, Times, WrongRoot

ENTRY: Final = b"e" * 551
"""As many bytes as the product's entry of `an_event` has, signature included."""
BUSINESS: Final = 0.02
"""Seconds of the business part where the hold of the head is measured."""
WAYS: Final = (PLAIN, OWN, COPY)


def an_event(number: int) -> AuditEvent:
    """Tell of a dossier handed in, with its state and nobody's name."""
    state = {"status": "submitted", "participants": number, "population": 1700, "unit": "00001"}
    return AuditEvent(
        Action.SEARCH_RUN, AUDITOR, Subject("submission", f"s-{number}", 1), after=state
    )


@dataclass
class Watch:
    """The clock of the product's log: `asked` holds when it was asked in this transaction."""

    asked: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        self.asked.append(time.perf_counter())
        return datetime.now(UTC)


@dataclass
class Acts:
    """Transactions of each way on one database; `first` keeps clients' numbers apart."""

    database: Database
    watch: Watch
    first: int = 0
    waits: float = 0.0

    @cached_property
    def numbers(self) -> "count[int]":
        return count(self.first)

    async def run(self, way: str) -> None:
        """Keep one business row and one audit row, durable when it returns."""
        number = next(self.numbers)
        async with self.database.transaction() as tx:
            await row(tx, number)
            if self.waits:
                await self._work(tx)
            if way == OWN:
                await tx.audit.append(an_event(number))
            else:
                await self._insert(tx, way, number)

    async def held(self) -> tuple[float, float]:
        """Run one act of the log; give the seconds for which it held the head, and all of them.

        The log asks for the time as soon as it has the head, and once more for its warning.
        """
        began = time.perf_counter()
        self.watch.asked.clear()
        await self.run(OWN)
        ended = time.perf_counter()
        return ended - self.watch.asked[-2], ended - began

    async def _work(self, tx: Transaction) -> None:
        connection = await _shelf(tx).session.connection()
        await connection.exec_driver_sql(f"SELECT pg_sleep({self.waits})")

    async def _insert(self, tx: Transaction, way: str, number: int) -> None:
        shelf = _shelf(tx)
        await shelf.session.flush()
        connection = await shelf.session.connection()
        values = {"idx": number, "entry": ENTRY}
        await connection.run_sync(lend_hand, lambda hand: _put(hand, way, values))


def _shelf(tx: Transaction) -> Any:  # noqa: ANN401 - the shelf behind the port
    return tx.audit


def _put(hand: Hand, way: str, values: dict[str, object]) -> None:
    if hand.log:
        insert = f"INSERT INTO {way} VALUES (:origin, :idx, :entry) RETURNING idx"  # noqa: S608 - our own words
        hand.run(insert, {"origin": ORIGIN, **values})
    else:
        hand.run(f"INSERT INTO {way} VALUES (:idx, :entry)", values)  # noqa: S608 - as above


@asynccontextmanager
async def acts_on(url: str, first: int = 0, waits: float = 0.0) -> AsyncGenerator[Acts]:
    """Open a database through the product, with its real clock and chance."""
    watch = Watch()
    async with Database.at(
        url,
        writer=writer_of(ORIGIN, KEY),
        origin=ORIGIN,
        file_key=FILE_KEY,
        habits=Habits(now=watch.now),
    ) as database:
        yield Acts(database, watch, first, waits)


async def lay_tables(database: Database) -> None:
    """Lay the plain audit tables of the baseline and of its copy down."""
    postgres = database.engine.dialect.name == POSTGRES
    for name in (PLAIN, COPY):
        table = (
            f"CREATE TABLE {name} (log_id TEXT, idx BIGINT, entry BYTEA NOT NULL, "
            "PRIMARY KEY (log_id, idx))"
            if postgres
            else f"CREATE TABLE {name} (idx INTEGER PRIMARY KEY, entry BLOB NOT NULL)"
        )
        async with database.engine.begin() as connection:
            await connection.exec_driver_sql(table)


async def taken_in_turn(act: Callable[[str], Awaitable[None]], times: int) -> Times:
    """Take the ways in turn, one transaction each, the order rotated; give all seconds."""
    took: dict[str, list[float]] = {way: [] for way in WAYS}
    for turn in range(times):
        shift = turn % len(WAYS)
        for way in WAYS[shift:] + WAYS[:shift]:
            began = time.perf_counter()
            await act(way)
            took[way].append(time.perf_counter() - began)
    return took


async def require_root(database: Database) -> None:
    """Hash what is stored anew.

    Raises:
        WrongRoot: it does not lead to the head, or an index is missing.

    """
    tables = log_tables(database.engine.dialect.name)
    async with database.engine.connect() as connection:
        query = sa.select(tables.event.c.idx, tables.event.c.leaf, tables.event.c.entry)
        rows = (await connection.execute(query.order_by(tables.event.c.idx))).all()
        kept, _ = await connection.run_sync(read_head, tables, ORIGIN)
    leaves = [leaf_hash(entry) for _, _, entry in rows]
    whole = [(index, leaf) for index, leaf, _ in rows] == list(enumerate(leaves))
    if not whole or Edge().extend(leaves)[0] != kept:
        raise WrongRoot(f"{kept.size} entries")
