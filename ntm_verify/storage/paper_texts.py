"""Texts of provinces' papers and notes on papers, in the database (kho mẫu văn bản)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel, col, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.paper_form import PaperForm
from ntm_verify.domain.paper_note import NoteKind, PaperNote
from ntm_verify.domain.unit import Letterhead

from .audit import AuditShelf
from .columns import Nested, enum_type, json_type

LETTERHEAD = Nested(Letterhead)


class PaperFormRow(SQLModel, table=True):
    """One version of a province's texts (một phiên bản mẫu văn bản)."""

    __tablename__ = "paper_form"
    __table_args__ = (sa.CheckConstraint("version > 0", name="version"),)

    province: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    letterhead: Any = Field(sa_type=json_type())
    made_by: str
    made_name: str
    made_at: datetime
    reason: str
    event: UUID

    @classmethod
    def of(cls, form: PaperForm, event: UUID) -> Self:
        """Write the domain value down."""
        names = (name for name in cls.model_fields if name not in {"event", "letterhead"})
        told = {name: getattr(form, name) for name in names}
        return cls(event=event, letterhead=LETTERHEAD.write(form.letterhead), **told)

    def to_domain(self) -> PaperForm:
        """Read the domain value back."""
        told = self.model_dump(exclude={"event", "letterhead"})
        return PaperForm(letterhead=LETTERHEAD.read(self.letterhead), **told)


class PaperNoteRow(SQLModel, table=True):
    """One note on a paper (một ghi chú về văn bản)."""

    __tablename__ = "paper_note"

    id: UUID = Field(primary_key=True)
    certificate_id: UUID = Field(foreign_key="certificate.id", index=True)
    kind: NoteKind = Field(sa_type=enum_type(NoteKind))
    part: str
    document: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PaperTextShelf:
    """Texts and notes inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def forms(self, province: str) -> tuple[PaperForm, ...]:
        """Give every version of a province's texts, newest first."""
        query = select(PaperFormRow).where(col(PaperFormRow.province) == province)
        rows = await self.session.exec(query.order_by(col(PaperFormRow.version).desc()))
        return tuple(row.to_domain() for row in rows)

    async def add_forms(self, forms: Sequence[PaperForm], event: AuditEvent) -> None:
        """Keep versions and the event of the last one.

        Raises:
            StaleRecord: another version was kept meanwhile.

        """
        told = self.audit.queue(event)
        rows = [PaperFormRow.of(form, told).model_dump() for form in forms]
        try:
            await self.session.exec(insert(PaperFormRow).values(rows))
        except IntegrityError as clash:
            raise StaleRecord("mẫu văn bản", forms[-1].version) from clash

    async def notes(self, certificate_id: UUID) -> tuple[PaperNote, ...]:
        """Give what was noted on a paper, oldest first."""
        query = select(PaperNoteRow).where(col(PaperNoteRow.certificate_id) == certificate_id)
        rows = await self.session.exec(query.order_by(col(PaperNoteRow.id)))
        return tuple(PaperNote(**row.model_dump()) for row in rows)

    async def add_note(self, note: PaperNote, event: AuditEvent | None = None) -> None:
        """Keep a note on a paper."""
        if event is not None:
            self.audit.queue(event)
        told = {name: getattr(note, name) for name in PaperNoteRow.model_fields}
        await self.session.exec(insert(PaperNoteRow).values(**told))
