"""Papers in the database, and the register that numbers them (kho văn bản, sổ đăng ký)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.appraisal import Outcome
from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.certificate import (
    AnotherPaperStands,
    Certificate,
    CertificateNotFound,
    Standing,
)
from ntm_verify.domain.coverage import Tally
from ntm_verify.domain.errors import Refusal, StaleRecord
from ntm_verify.domain.population import Population
from ntm_verify.domain.unit import Letterhead
from ntm_verify.domain.waiver import Waiver

from .audit import AuditShelf
from .columns import Nested, enum_type, folded, json_type
from .records import keep

WHAT = "văn bản"
STANDS = "standing IN ('planned', 'valid')"
POPULATION = Nested(Population)
OUTCOME = Nested(Outcome)
LETTERHEAD = Nested(Letterhead)
WAIVERS = Nested(tuple[Waiver, ...])
TALLY = Nested(Tally)


class RegisterRow(SQLModel, table=True):
    """The last number given in one province and year (sổ đăng ký văn bản)."""

    __tablename__ = "register"
    __table_args__ = (sa.CheckConstraint("last > 0", name="last"),)

    province: str = Field(primary_key=True)
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int


class CertificateRow(SQLModel, table=True):
    """One paper (văn bản kết quả); at most one of a dossier stands."""

    __tablename__ = "certificate"
    __table_args__ = (
        sa.UniqueConstraint("province", "year", "number"),
        sa.Index(
            "uq_certificate_standing",
            "appraisal_id",
            unique=True,
            sqlite_where=sa.text(STANDS),
            postgresql_where=sa.text(STANDS),
        ),
        sa.CheckConstraint("version > 0", name="version"),
        sa.CheckConstraint("number > 0", name="number"),
        sa.CheckConstraint("pdf_length >= 0", name="pdf_length"),
        sa.CheckConstraint(
            "standing = 'planned' OR (pdf_sha256 <> '' AND issued_at IS NOT NULL)", name="issued"
        ),
    )

    id: UUID = Field(primary_key=True)
    version: int
    event: UUID
    appraisal_id: UUID = Field(foreign_key="appraisal.id", index=True)
    province: str
    year: int
    number: int
    reference: str = Field(unique=True)
    token: str = Field(unique=True)
    search: str
    commune: str
    commune_name: str
    as_of: date
    standing: Standing = Field(sa_type=enum_type(Standing))
    pdf_sha256: str = Field(index=True)
    pdf_length: int
    planned_at: datetime
    planned_by: str
    issued_at: datetime | None = None
    signer_name: str
    successor: str
    reason_code: str
    log_size: int = Field(sa_type=sa.BigInteger)
    log_root: str
    address: str
    demonstration: bool
    population: Any = Field(sa_type=json_type())
    outcome: Any = Field(sa_type=json_type())
    letterhead: Any = Field(sa_type=json_type())
    signed_for: str | None = None
    appraiser: str | None = None
    waivers: Any = Field(default=None, nullable=True, sa_type=json_type())
    unwaived: Any = Field(default=None, nullable=True, sa_type=json_type())
    vouched: str | None = None
    base_sha256: str | None = None
    base_length: int | None = None

    @classmethod
    def of(cls, certificate: Certificate, event: UUID) -> Self:
        """Write the domain value down."""
        c = certificate
        return cls(
            id=c.id,
            version=c.version,
            event=event,
            appraisal_id=c.appraisal_id,
            province=c.province,
            year=c.year,
            number=c.number,
            reference=c.reference,
            token=c.token,
            search=folded(f"{c.symbol} {c.reference}"),
            commune=c.commune,
            commune_name=c.commune_name,
            as_of=c.as_of,
            standing=c.standing,
            pdf_sha256=c.pdf_sha256,
            pdf_length=c.pdf_length,
            planned_at=c.planned_at,
            planned_by=c.planned_by,
            issued_at=c.issued_at,
            signer_name=c.signer_name,
            successor=c.successor,
            reason_code=c.reason_code,
            log_size=c.log_size,
            log_root=c.log_root,
            address=c.address,
            demonstration=c.demonstration,
            population=POPULATION.write(c.population),
            outcome=OUTCOME.write(c.outcome),
            letterhead=LETTERHEAD.write(c.letterhead),
            signed_for=c.signed_for or None,
            appraiser=c.appraiser or None,
            vouched=c.vouched or None,
            base_sha256=c.base_sha256 or None,
            base_length=c.base_length or None,
            waivers=WAIVERS.write(c.waivers) if c.waivers else None,
            unwaived=TALLY.write(c.unwaived) if c.unwaived else None,
        )

    def to_domain(self) -> Certificate:
        """Read the domain value back; its own checks run again."""
        return Certificate(
            id=self.id,
            appraisal_id=self.appraisal_id,
            province=self.province,
            year=self.year,
            number=self.number,
            token=self.token,
            commune=self.commune,
            commune_name=self.commune_name,
            as_of=self.as_of,
            population=POPULATION.read(self.population),
            outcome=OUTCOME.read(self.outcome),
            letterhead=LETTERHEAD.read(self.letterhead),
            signed_for=self.signed_for or "",
            appraiser=self.appraiser or "",
            vouched=self.vouched or "",
            base_sha256=self.base_sha256 or "",
            base_length=self.base_length or 0,
            waivers=WAIVERS.read(self.waivers) if self.waivers else (),
            unwaived=TALLY.read(self.unwaived) if self.unwaived else None,
            planned_at=self.planned_at,
            planned_by=self.planned_by,
            signer_name=self.signer_name,
            log_size=self.log_size,
            log_root=self.log_root,
            address=self.address,
            demonstration=self.demonstration,
            standing=self.standing,
            version=self.version,
            pdf_sha256=self.pdf_sha256,
            pdf_length=self.pdf_length,
            issued_at=self.issued_at,
            successor=self.successor,
            reason_code=self.reason_code,
        )


@dataclass(frozen=True, slots=True)
class CertificateShelf:
    """Papers inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def next_number(self, province: str, year: int) -> int:
        """Take the next number; the counter's row is locked until the end of the transaction."""
        insert = postgresql.insert if self.audit.on_postgres else sqlite.insert
        counted = (
            insert(RegisterRow)
            .values(province=province, year=year, last=1)
            .on_conflict_do_update(
                index_elements=["province", "year"], set_={"last": RegisterRow.last + 1}
            )
            .returning(col(RegisterRow.last))
        )
        return int((await self.session.exec(counted)).scalar_one())

    async def get(self, certificate_id: UUID) -> Certificate:
        """Give the paper, or raise `CertificateNotFound`."""
        found = await self._one(col(CertificateRow.id) == certificate_id)
        if found is None:
            raise CertificateNotFound(WHAT, certificate_id)
        return found

    async def by_token(self, token: str) -> Certificate | None:
        """Give the paper that bears this code."""
        return await self._one(col(CertificateRow.token) == token)

    async def by_reference(self, reference: str) -> Certificate | None:
        """Give the paper by province-year-number."""
        return await self._one(col(CertificateRow.reference) == reference)

    async def by_pdf(self, sha256: str) -> Certificate | None:
        """Give the paper whose issued file has this digest; a planned paper has none."""
        return await self._one(col(CertificateRow.pdf_sha256) == sha256) if sha256 else None

    async def of_appraisal(self, appraisal_id: UUID) -> tuple[Certificate, ...]:
        """Give every paper of a dossier, oldest first."""
        query = select(CertificateRow).where(col(CertificateRow.appraisal_id) == appraisal_id)
        ordered = query.order_by(col(CertificateRow.year), col(CertificateRow.number))
        return tuple(row.to_domain() for row in await self.session.exec(ordered))

    async def ended(self) -> tuple[Certificate, ...]:
        """Give every paper that was revoked or superseded."""
        over = col(CertificateRow.standing).in_([Standing.SUPERSEDED, Standing.REVOKED])
        found = await self.session.exec(select(CertificateRow).where(over))
        return tuple(row.to_domain() for row in found)

    async def save(self, certificate: Certificate, event: AuditEvent) -> Certificate:
        """Keep the paper, one version on, and its audit event together.

        Raises:
            StaleRecord: another version is on the shelf, or its number or code is taken.
            AnotherPaperStands: the dossier has another paper that is planned or in force.

        """
        kept = replace(certificate, version=certificate.version + 1)
        row = CertificateRow.of(kept, self.audit.queue(event))
        stale = StaleRecord(WHAT, certificate.reference)

        def taken(told: str) -> Refusal:
            standing = "standing" in told or "certificate.appraisal_id" in told
            return another_paper() if standing else stale

        await keep(self.session, row, certificate.version, stale, taken)
        return kept

    async def states(self) -> AsyncIterator[tuple[str, dict[str, object]]]:
        """Give (id, state) of every paper, for the replay of the log."""
        async for row in await self.session.stream(select(CertificateRow)):
            certificate = row[0].to_domain()
            yield certificate.subject().id, certificate.state()

    async def _one(self, wanted: sa.ColumnElement[bool]) -> Certificate | None:
        query = select(CertificateRow).where(wanted).execution_options(populate_existing=True)
        row = (await self.session.exec(query)).first()
        return row.to_domain() if row else None


def another_paper() -> AnotherPaperStands:
    """Refuse a second paper beside one that is planned or in force."""
    return AnotherPaperStands(
        "Hồ sơ này đã có văn bản đang lập hoặc còn hiệu lực. "
        "Mở văn bản đó, hoặc thu hồi, thay thế trước khi lấy số mới."
    )
