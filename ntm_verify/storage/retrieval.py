"""What auditors look through, in the database (kho tra cứu): dossiers by many conditions, the log.

Lists and their counts are asked for by the same conditions.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.appraisal import BEFORE_THE_PROVINCE, Status
from ntm_verify.domain.coverage import Verdict
from ntm_verify.trail.entry import timestamp
from ntm_verify.usecases.ports import DossierSearch, Findings

from .appraisals import AppraisalRow, inside_reach
from .audit import AuditShelf
from .certificates import CertificateRow
from .columns import folded
from .duplicates import DuplicateReviewRow

DIGEST: Final = re.compile(r"[0-9a-f]{64}")
SEEN: Final = tuple(sorted(set(Status) - BEFORE_THE_PROVINCE))


@dataclass(frozen=True, slots=True)
class RetrievalShelf:
    """Looking back inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def search(self, query: DossierSearch) -> Findings:
        """Give one page of the dossiers handed in to the province, newest first, and the counts."""
        row: Any = AppraisalRow
        wanted = _conditions(query)
        first = (max(query.page, 1) - 1) * query.per_page
        page = sa.select(AppraisalRow).where(*wanted).order_by(row.id.desc())
        found = await self.session.exec(page.offset(first).limit(query.per_page))  # type: ignore[call-overload] # a plain select
        items = tuple(one.to_domain() for one in found.scalars())
        statuses = await self._counted(row.status, replace(query, status=None))
        verdicts = await self._counted(row.verdict, replace(query, verdict=None))
        by_status = {Status(name): count for name, count in statuses}
        total = sum(by_status.values()) if query.status is None else by_status.get(query.status, 0)
        by_verdict = {Verdict(name) if name else None: count for name, count in verdicts}
        return Findings(items, total, by_status, by_verdict)

    async def _counted(self, column: Any, query: DossierSearch) -> list[tuple[Any, int]]:  # noqa: ANN401 - a column
        counted = sa.select(column, sa.func.count()).where(*_conditions(query)).group_by(column)
        connection = await self.session.connection()
        return [(name, int(count)) for name, count in await connection.execute(counted)]

    async def pairs_of(self, appraisal_id: UUID) -> tuple[str, ...]:
        """Name the pairs of rows that were decided about, one of them on this dossier's list."""
        row: Any = DuplicateReviewRow
        about = sa.or_(row.appraisal_id == appraisal_id, row.other_id == appraisal_id)
        connection = await self.session.connection()
        found = await connection.execute(sa.select(row.id).where(about).order_by(row.id))
        return tuple(found.scalars())

    async def entries_between(
        self, first: datetime, before: datetime, types: Iterable[str]
    ) -> tuple[tuple[int, bytes], ...]:
        """Give (index, entry) of the log's entries of some types between two moments, in order."""
        tables, origin = self.audit.tables, self.audit.pen.origin
        event, search = tables.event, tables.search
        about = sa.select(search.c.idx).where(
            *self._between(first, before), search.c.type.in_(sorted(types))
        )
        here = event.c.idx.in_(about), tables.of_log(event, origin)
        query = sa.select(event.c.idx, event.c.entry).where(*here).order_by(event.c.idx)
        connection = await self.session.connection()
        return tuple((idx, bytes(entry)) for idx, entry in await connection.execute(query))

    async def counts_between(self, first: datetime, before: datetime) -> Mapping[str, int]:
        """Count the log's entries between two moments by type."""
        search = self.audit.tables.search
        query = (
            sa.select(search.c.type, sa.func.count())
            .where(*self._between(first, before))
            .group_by(search.c.type)
            .order_by(search.c.type)
        )
        connection = await self.session.connection()
        return {kind: int(count) for kind, count in await connection.execute(query)}

    def _between(self, first: datetime, before: datetime) -> list[ColumnElement[bool]]:
        tables, search = self.audit.tables, self.audit.tables.search
        return [
            tables.of_log(search, self.audit.pen.origin),
            search.c.at >= timestamp(first),
            search.c.at < timestamp(before),
        ]


def _conditions(query: DossierSearch) -> list[ColumnElement[bool]]:
    """Say in SQL what a search asks for."""
    row: Any = AppraisalRow
    asked = (
        (query.first_day, row.as_of >= (query.first_day or date.min)),
        (query.last_day, row.as_of <= (query.last_day or date.max)),
        (query.status, row.status == query.status),
        (query.verdict, row.verdict == query.verdict),
        (query.appraiser, row.appraised_by == query.appraiser),
        (query.signer, row.signed_by == query.signer),
        (query.waived, row.waivers.is_not(None)),
    )
    wanted: list[ColumnElement[bool]] = [
        row.province == query.province,
        row.submitted_at.is_not(None),
        row.status.in_(SEEN),
    ]
    wanted += [condition for value, condition in asked if value]
    if query.finding:
        codes = sa.cast(row.outcome["codes"], sa.Text)
        wanted.append(codes.contains(f'"{query.finding}"', autoescape=True))
    if query.reach:
        wanted += inside_reach(query.reach)
    if text := folded(query.text):
        wanted.append(_like(text, query.communes))
    return wanted


def _like(text: str, communes: frozenset[str]) -> ColumnElement[bool]:
    row: Any = AppraisalRow
    paper = sa.select(1).where(col(CertificateRow.appraisal_id) == row.id)
    if DIGEST.fullmatch(text):
        outcome, files = row.outcome["roster_sha256"], sa.cast(row.files, sa.Text)
        issued = paper.where(col(CertificateRow.pdf_sha256) == text)
        return sa.or_(outcome.as_string() == text, files.contains(text), issued.exists())
    numbered = paper.where(col(CertificateRow.search).contains(text, autoescape=True))
    ways = [row.search.contains(text, autoescape=True), numbered.exists()]
    if communes:
        ways.append(row.commune.in_(sorted(communes)))
    return sa.or_(*ways)
