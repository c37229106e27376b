"""The shelf of a province's papers (kho mẫu văn bản): versions of its texts, notes on papers."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.paper_form import PaperForm
from ntm_verify.domain.paper_note import PaperNote


class PaperTexts(Protocol):
    """How provinces word their papers, and what was said of papers later: only ever added to."""

    async def forms(self, province: str) -> tuple[PaperForm, ...]:
        """Give every version of a province's texts, newest first."""
        ...

    async def add_forms(self, forms: Sequence[PaperForm], event: AuditEvent) -> None:
        """Keep versions and the event of the last one; or raise `StaleRecord`."""
        ...

    async def notes(self, certificate_id: UUID) -> tuple[PaperNote, ...]:
        """Give what was noted on a paper, oldest first."""
        ...

    async def add_note(self, note: PaperNote, event: AuditEvent | None = None) -> None:
        """Keep a note on a paper; with its event where no other event of the act tells of it."""
        ...


class HasPaperTexts(Protocol):
    """A transaction with this shelf (giao dịch có kho mẫu văn bản)."""

    @property
    def paper_texts(self) -> PaperTexts:
        """Texts of provinces, notes on papers."""
        ...
