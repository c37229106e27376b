"""The appraisers' queue in the database (hàng đợi): counted and listed by the same conditions.

What a view means stands in `domain.queue`; here it is asked of a whole province at once, and a
test holds the two together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Field, SQLModel, col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.audit import Action
from ntm_verify.domain.casework import KINDS, Extension
from ntm_verify.domain.coverage import Verdict
from ntm_verify.domain.duplicates import Decision
from ntm_verify.domain.queue import ENDED, LIVING, OPEN, Sort, Standpoint, View, Waiting
from ntm_verify.trail.entry import timestamp
from ntm_verify.usecases.ports import QueueQuery

from .appraisals import AppraisalRow
from .audit import AuditShelf
from .casework import CaseworkRow
from .certificates import CertificateRow
from .columns import folded
from .duplicates import DuplicateReviewRow
from .overlaps import LISTING, STANDING, matches_by_dossier

DECISIONS: Final = (Action.SUBMISSION_SUBMITTED.value, Action.APPRAISAL_DECIDED.value)


class FilterRow(SQLModel, table=True):
    """A filter that somebody keeps for themselves (bộ lọc đã lưu)."""

    __tablename__ = "saved_filter"

    account: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    query: str


@dataclass(frozen=True, slots=True)
class _Parts:
    """The tables of the question, and what is asked of them (các phần của câu hỏi)."""

    source: sa.FromClause
    matches: ColumnElement[int]
    decided: ColumnElement[int]
    until: Any
    counts_from: ColumnElement[datetime]


def _parts() -> _Parts:
    """Join each dossier with its matches and with the extension of its round that came last."""
    row: Any = AppraisalRow
    extension, later = aliased(CaseworkRow), aliased(CaseworkRow)
    newest = (
        sa.select(col(later.id))
        .where(
            col(later.appraisal_id) == col(row.id),
            col(later.kind) == KINDS[Extension],
            col(later.round) == col(row.round),
        )
        .order_by(col(later.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    hits, settled = matches_by_dossier().subquery(), _settled().subquery()
    source = (
        sa.outerjoin(row, hits, hits.c.appraisal_id == col(row.id))
        .outerjoin(settled, settled.c.appraisal_id == col(row.id))
        .outerjoin(extension, col(extension.id) == newest)
    )
    came_in = sa.func.coalesce(col(row.submitted_at), col(row.created_at))
    return _Parts(
        source,
        sa.func.coalesce(hits.c.people, 0),
        sa.func.coalesce(settled.c.pairs, 0),
        col(extension.until),
        sa.func.coalesce(col(extension.counts_from), came_in),
    )


def _settled() -> sa.Select[Any]:
    """Give (dossier, pairs) that the province settled so that the dossier may stand (đã xử lý).

    A decision counts for as long as both lists have the rows that it is about, as the exact check
    before an approval has it (`usecases.approve_appraisal`).
    """
    review: Any = DuplicateReviewRow
    sides = [
        _living(review.first_row, review.second_row),
        _living(review.second_row, review.first_row),
    ]
    both = sa.union_all(*sides).subquery()
    counted = sa.select(both.c.appraisal_id, sa.func.count().label("pairs"))
    return counted.group_by(both.c.appraisal_id)


def _living(own_row: Any, other_row: Any) -> sa.Select[Any]:  # noqa: ANN401 - columns of a decision
    """Give the dossier of one side, once a pair of rows that both lists still have."""
    review: Any = DuplicateReviewRow
    mine: Any = aliased(AppraisalRow)
    theirs: Any = aliased(AppraisalRow)
    own, other = LISTING.alias(), LISTING.alias()
    stands = sa.or_(
        review.decision == Decision.DIFFERENT_PEOPLE,
        sa.and_(review.decision == Decision.REMOVE_HERE, review.remove_from != mine.commune),
    )
    query: sa.Select[Any] = (
        sa.select(own.c.appraisal_id.label("appraisal_id"))
        .select_from(review)
        .join(own, sa.and_(own.c.person == review.person, own.c.row_name == own_row))
        .join(other, sa.and_(other.c.person == review.person, other.c.row_name == other_row))
        .join(mine, mine.id == own.c.appraisal_id)
        .join(theirs, theirs.id == other.c.appraisal_id)
        .where(
            stands,
            theirs.province == mine.province,
            theirs.commune != mine.commune,
            sa.extract("year", theirs.as_of) == sa.extract("year", mine.as_of),
            theirs.status.in_(STANDING),
        )
    )
    return query


def _number(*path: str) -> ColumnElement[int]:
    column: Any = col(AppraisalRow.outcome)
    for name in path:
        column = column[name]
    return sa.func.coalesce(column.as_integer(), 0)


def _green(parts: _Parts, here: Standpoint) -> ColumnElement[bool]:
    """Say in SQL what `domain.queue.why_not_green` says."""
    row: Any = AppraisalRow
    outcome, second = row.outcome, row.preparation["second_total"]
    return sa.and_(
        row.status.in_(sorted(OPEN)),
        row.verdict == Verdict.MET,
        row.required.is_not(None),
        _number("tally", "doubtful") == 0,
        row.insured - row.required >= _number("counts", "warnings"),
        parts.matches <= parts.decided,
        sa.func.coalesce(second.as_integer(), row.people) == row.people,
        outcome["rules_version"].as_string() == here.rules_version,
    )


def _conditions(parts: _Parts, here: Standpoint) -> Mapping[View, ColumnElement[bool]]:
    """Say in SQL what `domain.queue.belongs` says, view by view."""
    row: Any = AppraisalRow
    is_open, held = row.status.in_(sorted(OPEN)), row.status == Status.UNDER_APPRAISAL
    green = _green(parts, here)
    late = sa.case(
        (parts.until.is_not(None), parts.until < here.today),
        else_=parts.counts_from < here.late_before.astimezone(UTC),
    )
    return {
        View.WAITING: row.status == Status.SUBMITTED,
        View.MINE: sa.and_(held, row.appraised_by == here.actor),
        View.OTHERS: sa.and_(held, row.appraised_by != here.actor),
        View.LATE: sa.and_(is_open, late),
        View.GREEN: green,
        View.RISKY: sa.and_(is_open, sa.not_(sa.func.coalesce(green, sa.false()))),
        View.AGAIN: sa.and_(is_open, row.round > 1),
        View.SHORT: sa.and_(is_open, row.insured < row.required),
        View.FLAGGED: sa.and_(is_open, _number("counts", "warnings") > 0),
        View.RETURNED: row.status == Status.RETURNED,
        View.APPROVED: row.status == Status.APPROVED,
        View.ALL: row.status.in_(sorted(LIVING)),
        View.DONE: row.status.in_(sorted(ENDED)),
    }


def _order(sort: Sort, parts: _Parts) -> ColumnElement[Any]:
    row: Any = AppraisalRow
    orders: dict[Sort, ColumnElement[Any]] = {
        Sort.DUE: parts.counts_from,
        Sort.AGE: sa.func.coalesce(row.submitted_at, row.created_at),
        Sort.COMMUNE: row.commune,
        Sort.RATE: row.insured * 1.0 / row.people,
        Sort.MARGIN: row.insured - row.required,
        Sort.WARNINGS: -_number("counts", "warnings"),
        Sort.MATCHES: -parts.matches,
    }
    return orders[sort]


def _inside(here: Standpoint, text: str) -> list[ColumnElement[bool]]:
    """Narrow to what was handed in to the province, and to the words of a search."""
    row: Any = AppraisalRow
    wanted = [row.province == here.province, row.submitted_at.is_not(None)]
    if words := folded(text):
        paper = (
            sa.select(1)
            .where(col(CertificateRow.appraisal_id) == row.id)
            .where(col(CertificateRow.search).contains(words, autoescape=True))
        )
        wanted.append(sa.or_(row.search.contains(words, autoescape=True), paper.exists()))
    return wanted


@dataclass(frozen=True, slots=True)
class QueueShelf:
    """The queue inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def counts(self, here: Standpoint, text: str = "") -> Mapping[View, int]:
        """Count every view in one pass, each by the condition by which it is listed."""
        parts = _parts()
        sums = [
            sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0).label(view.value)
            for view, condition in _conditions(parts, here).items()
        ]
        query = sa.select(*sums).select_from(parts.source).where(*_inside(here, text))
        connection = await self.session.connection()
        row = (await connection.execute(query)).mappings().one()
        return {view: int(row[view.value]) for view in View}

    async def page(self, query: QueueQuery) -> tuple[Waiting, ...]:
        """Give one page of a view, in order; ties by id."""
        parts = _parts()
        chosen = _conditions(parts, query.here)[query.view]
        order: Any = _order(query.sort, parts)
        row_id: Any = col(AppraisalRow.id)
        rows = await self._waiting(
            parts,
            [*_inside(query.here, query.text), chosen],
            [order.is_(None), order, row_id],
            (query.per_page, (query.page - 1) * query.per_page),
        )
        return tuple(rows)

    async def one(self, appraisal: Appraisal) -> Waiting:
        """Give one dossier as the queue sees it at this moment."""
        mine: Any = col(AppraisalRow.id)
        return (await self._waiting(_parts(), [mine == appraisal.id], [mine], (1, 0)))[0]

    async def decisions(self, first: datetime, before: datetime) -> tuple[bytes, ...]:
        """Give the log's entries of submissions and decisions between two moments, in order."""
        tables, origin = self.audit.tables, self.audit.pen.origin
        event, search = tables.event, tables.search
        about = sa.select(search.c.idx).where(
            tables.of_log(search, origin),
            search.c.type.in_(DECISIONS),
            search.c.at >= timestamp(first),
            search.c.at < timestamp(before),
        )
        here = event.c.idx.in_(about), tables.of_log(event, origin)
        query = sa.select(event.c.entry).where(*here).order_by(event.c.idx)
        connection = await self.session.connection()
        return tuple(bytes(row) for row in (await connection.execute(query)).scalars())

    async def filters(self, account: str) -> Mapping[str, str]:
        """Give the saved filters of a person, by name."""
        query = sa.select(col(FilterRow.name), col(FilterRow.query)).where(
            col(FilterRow.account) == account
        )
        connection = await self.session.connection()
        rows = await connection.execute(query.order_by(col(FilterRow.name)))
        return {str(name): str(asked) for name, asked in rows}

    async def keep_filter(self, account: str, name: str, query: str) -> None:
        """Keep a person's filter in place of one of the same name; "" takes it away."""
        if not query:
            mine = col(FilterRow.account) == account, col(FilterRow.name) == name
            await self.session.exec(delete(FilterRow).where(*mine))
            return
        upsert = postgresql.insert if self.audit.on_postgres else sqlite.insert
        row = {"account": account, "name": name, "query": query}
        await self.session.exec(
            upsert(FilterRow)
            .values(**row)
            .on_conflict_do_update(index_elements=["account", "name"], set_={"query": query})
        )

    async def _waiting(
        self,
        parts: _Parts,
        wanted: Sequence[ColumnElement[bool]],
        order: Sequence[ColumnElement[Any]],
        window: tuple[int, int],
    ) -> list[Waiting]:
        limit, offset = window
        query = (
            sa.select(AppraisalRow, parts.matches, parts.decided, parts.until, parts.counts_from)
            .select_from(parts.source)
            .where(*wanted)
            .order_by(*order)
            .limit(limit)
            .offset(offset)
        )
        rows = await self.session.exec(query)  # type: ignore[call-overload] # a plain select
        return [
            Waiting(dossier.to_domain(), matches, decided, until, counts_from)
            for dossier, matches, decided, until, counts_from in rows
        ]
