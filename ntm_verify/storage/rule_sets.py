"""Proposals for rule sets and groups of communes, in the database (kho ngưỡng của tỉnh)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Self
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, col, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.rule_sets import LoneRelease, Placement, Proposal, ProposalState, Terms

from .audit import AuditShelf
from .columns import Nested, enum_type, json_type, uuid7
from .records import keep

TERMS: Final = Nested(Terms)


class ProposalRow(SQLModel, table=True):
    """One proposal (một đề nghị); its terms never change."""

    __tablename__ = "rule_proposal"
    __table_args__ = (
        sa.UniqueConstraint("province", "rule_set", "number"),
        sa.CheckConstraint("number > 0", name="number"),
        sa.CheckConstraint(
            "is_lone OR decided_by <> entered_by OR state <> 'released'", name="own"
        ),
    )

    id: UUID = Field(primary_key=True)
    province: str = Field(index=True)
    rule_set: str
    number: int
    terms: Any = Field(sa_type=json_type())
    clause_sha256: str
    entered_by: str
    entered_at: datetime
    state: ProposalState = Field(sa_type=enum_type(ProposalState))
    decided_by: str
    decided_at: datetime | None = None
    note: str
    is_lone: bool
    version: int

    @classmethod
    def of(cls, proposal: Proposal) -> Self:
        """Write the domain value down."""
        apart = {"rule_set", "terms"}
        told = {name: getattr(proposal, name) for name in cls.model_fields if name not in apart}
        terms = proposal.terms
        return cls(rule_set=terms.rule_set, terms=TERMS.write(terms), **told)

    def to_domain(self) -> Proposal:
        """Read the domain value back."""
        told = self.model_dump(exclude={"rule_set", "terms"})
        return Proposal(terms=TERMS.read(self.terms), **told)


class PlacementRow(SQLModel, table=True):
    """A commune in a group from a day on (xã thuộc nhóm); ids rise in the order of release."""

    __tablename__ = "commune_group"

    id: UUID = Field(primary_key=True)
    province: str = Field(index=True)
    rule_set: str
    commune: str
    group: str
    first_day: date
    legal_reference: str
    release: str


class LoneReleaseRow(SQLModel, table=True):
    """A leave to release alone (một người nhập, công bố); ids rise in the order of entry."""

    __tablename__ = "lone_release"

    id: UUID = Field(primary_key=True)
    province: str = Field(index=True)
    first_day: date
    last_day: date
    legal_reference: str
    set_by: str


@dataclass(frozen=True, slots=True)
class RuleSetShelf:
    """Proposals and groups inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def get(self, proposal_id: UUID) -> Proposal:
        """Give a proposal.

        Raises:
            NotFound: there is none of this id.

        """
        row = await self.session.get(ProposalRow, proposal_id)
        if row is None:
            raise NotFound("đề nghị về bộ tiêu chí", proposal_id)
        return row.to_domain()

    async def of_province(self, province: str) -> tuple[Proposal, ...]:
        """Give every proposal of a province, in the order of entry."""
        query = select(ProposalRow).where(col(ProposalRow.province) == province)
        order = col(ProposalRow.rule_set), col(ProposalRow.number)
        return tuple(row.to_domain() for row in await self.session.exec(query.order_by(*order)))

    async def save(self, proposal: Proposal, event: AuditEvent) -> Proposal:
        """Keep a proposal and its event; a released one puts its communes into their groups.

        Raises:
            StaleRecord: it was decided on, or another of the set was entered, meanwhile.

        """
        self.audit.queue(event)
        stale = StaleRecord("đề nghị về bộ tiêu chí", proposal.release)
        kept = replace(proposal, version=proposal.version + 1)
        row = ProposalRow.of(kept)
        await keep(self.session, row, proposal.version, stale, lambda _: stale)
        if kept.state is ProposalState.RELEASED and kept.placements:
            rows = [
                {
                    "id": uuid7(),
                    "province": kept.province,
                    **{n: getattr(one, n) for n in PlacementRow.model_fields if hasattr(one, n)},
                }
                for one in kept.placements
            ]
            await (await self.session.connection()).execute(insert(PlacementRow), rows)
        return kept

    async def placements(self, province: str, commune: str = "") -> tuple[Placement, ...]:
        """Give the groups of a province's communes, or of one, in the order of release."""
        query = select(PlacementRow).where(col(PlacementRow.province) == province)
        if commune:
            query = query.where(col(PlacementRow.commune) == commune)
        rows = await self.session.exec(query.order_by(col(PlacementRow.id)))
        return tuple(Placement(**row.model_dump(exclude={"id", "province"})) for row in rows)

    async def lone(self, province: str) -> tuple[LoneRelease, ...]:
        """Give the leaves of a province to release alone, in the order of entry."""
        query = select(LoneReleaseRow).where(col(LoneReleaseRow.province) == province)
        rows = await self.session.exec(query.order_by(col(LoneReleaseRow.id)))
        return tuple(LoneRelease(**row.model_dump(exclude={"id"})) for row in rows)

    async def allow_lone(self, lone: LoneRelease, event: AuditEvent) -> None:
        """Keep a leave and its event."""
        self.audit.queue(event)
        names = (name for name in LoneReleaseRow.model_fields if name != "id")
        row = {"id": uuid7(), **{name: getattr(lone, name) for name in names}}
        await self.session.exec(insert(LoneReleaseRow).values(**row))
