"""Texts of provinces' papers and notes on papers, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.paper_form import PaperForm
from ntm_verify.domain.paper_note import PaperNote

from .memory_log import Kept, MemoryLog


@dataclass
class MemoryPaperTexts:
    kept: Kept
    log: MemoryLog

    async def forms(self, province: str) -> tuple[PaperForm, ...]:
        mine = [form for form in self.kept.paper_forms if form.province == province]
        return tuple(sorted(mine, key=lambda form: form.version, reverse=True))

    async def add_forms(self, forms: Sequence[PaperForm], event: AuditEvent) -> None:
        known = {(form.province, form.version) for form in self.kept.paper_forms}
        if known & {(form.province, form.version) for form in forms}:
            raise StaleRecord("mẫu văn bản", forms[-1].version)
        self.log.queue(event)
        self.kept.paper_forms.extend(forms)

    async def notes(self, certificate_id: UUID) -> tuple[PaperNote, ...]:
        mine = [note for note in self.kept.paper_notes if note.certificate_id == certificate_id]
        return tuple(sorted(mine, key=lambda note: note.id))

    async def add_note(self, note: PaperNote, event: AuditEvent | None = None) -> None:
        if event is not None:
            self.log.queue(event)
        self.kept.paper_notes.append(note)
