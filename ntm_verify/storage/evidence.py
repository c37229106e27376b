"""Everything that is kept of the log, laid before its auditor (chứng cứ của nhật ký)."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from ntm_verify.domain.appraisal import STEPS, Status
from ntm_verify.domain.certificate import Standing
from ntm_verify.domain.errors import InvalidInput
from ntm_verify.trail.auditor import Examination, LogReport, Policy, WrongPin, read_pin
from ntm_verify.trail.signatures import key_id, verify_signature
from ntm_verify.trail.tree import Node

from . import guards
from .log_tables import LogTables
from .log_writer import read_head

AT_ONCE: Final = 500
"""How many entries are read in one go: a whole log never stands in memory."""
NOTHING: Final = Policy()
"""Nothing is known from elsewhere."""

States: TypeAlias = "Mapping[str, Callable[[], AsyncIterator[tuple[str, dict[str, object]]]]]"
"""For a kind of subject: (id, state) of every record of that kind."""

ALLOWED: Final[Mapping[str, frozenset[tuple[str | None, str]]]] = {
    "submission": frozenset(
        {(None, Status.DRAFT.value), *((here.value, there.value) for here, there in STEPS)}
    ),
    "certificate": frozenset(
        {
            (None, Standing.PLANNED.value),
            (Standing.PLANNED.value, Standing.VALID.value),
            (Standing.VALID.value, Standing.SUPERSEDED.value),
            (Standing.VALID.value, Standing.REVOKED.value),
        }
    ),
}
"""The changes of status that the rules allow."""


class UnreadablePin(InvalidInput):
    """A pin is written as papers print it: size, colon, root (mốc nhật ký không đọc được)."""

    code = "unreadable_pin"

    def __init__(self) -> None:
        """Say how a pin is written."""
        super().__init__(
            "Mốc nhật ký không đọc được. Nhập đúng như in trên văn bản: "
            "số dòng, dấu hai chấm, rồi 64 chữ số thập lục phân của gốc."
        )


def policy_of(origin: str, writer_key: bytes, pin: str, known: Policy = NOTHING) -> Policy:
    """Say what must be true of the log, from outside of it; a reader's own keys come first.

    Raises:
        UnreadablePin: `pin` is neither "" nor "size:root".

    """
    try:
        pins = (read_pin(pin),) if pin.strip() else ()
    except WrongPin as broken:
        raise UnreadablePin from broken
    name = f"{origin}/writer"
    return Policy(
        log=known.log or origin,
        writer=f"{name}+{key_id(name, writer_key)}",
        verify=partial(verify_signature, writer_key),
        signed=known.signed,
        pins=(*pins, *known.pins),
        latest=known.latest,
        steps=ALLOWED,
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """The log's tables, read for one examination."""

    connection: AsyncConnection
    tables: LogTables
    origin: str

    async def examine(self, policy: Policy, states: States) -> LogReport:
        """Read everything there is, a stretch at a time, and hand it to the auditor."""
        examination = Examination(policy)
        first: int | None = None
        while rows := await self._stretch(first):
            last = rows[-1]["idx"]
            openings = await self._openings(first, last)
            await asyncio.to_thread(_read, examination, rows, openings)
            first = last
        for index, fields in (await self._openings(first, None)).items():
            _orphans(examination, index, fields)
        await self._compare(examination, states)
        return examination.report()

    async def _compare(self, examination: Examination, states: States) -> None:
        edge, last_at = await self.connection.run_sync(read_head, self.tables, self.origin)
        examination.compare_head(edge, last_at)
        nodes = await self._rows(self.tables.node, sa.true(), "level", "idx")
        examination.compare_nodes(Node(row["level"], row["idx"], row["hash"]) for row in nodes)
        examination.compare_schema(await self.connection.run_sync(guards.digest))
        for kind, records in states.items():
            found = [(kind, subject, state) async for subject, state in records()]
            await asyncio.to_thread(examination.compare_records, [kind], found)

    async def _stretch(self, after: int | None) -> list[sa.RowMapping]:
        """Read the next entries by index, whatever the indices are."""
        idx = self.tables.event.c.idx
        past = sa.true() if after is None else idx > after
        return await self._rows(self.tables.event, past, "idx", limit=AT_ONCE)

    async def _openings(
        self, after: int | None, last: int | None
    ) -> dict[int, dict[str, tuple[bytes, object]]]:
        """Read the openings past one index and up to another; without `last`, all the rest."""
        event = self.tables.private.c.event
        past = sa.true() if after is None else event > after
        part = past if last is None else sa.and_(past, event <= last)
        found: dict[int, dict[str, tuple[bytes, object]]] = defaultdict(dict)
        for row in await self._rows(self.tables.private, part, "event", "field"):
            found[row["event"]][row["field"]] = (row["salt"], row["value"])
        return found

    async def _rows(
        self,
        table: sa.Table,
        wanted: sa.ColumnElement[bool],
        *order: str,
        limit: int | None = None,
    ) -> list[sa.RowMapping]:
        query: sa.Select[Any] = sa.select(table).where(
            wanted, self.tables.of_log(table, self.origin)
        )
        ordered = query.order_by(*(table.c[name] for name in order)).limit(limit)
        return list((await self.connection.execute(ordered)).mappings())


def _read(
    examination: Examination,
    rows: list[sa.RowMapping],
    openings: dict[int, dict[str, tuple[bytes, object]]],
) -> None:
    for row in rows:
        here = openings.pop(row["idx"], {})
        examination.read(row["entry"], row["leaf"], index=row["idx"], openings=here)
    for index, fields in openings.items():
        _orphans(examination, index, fields)


def _orphans(examination: Examination, index: int, fields: Mapping[str, object]) -> None:
    for name in fields:
        examination.orphan(index, name)
