"""Corrections of papers (đính chính văn bản): asked for by a signer, told to everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.certificate import Standing
from ntm_verify.domain.paper_note import CORRECTED_PARTS, NoteKind, PaperNote, WrongDocument
from ntm_verify.domain.wording import VIETNAM, day
from ntm_verify.usecases.correct_certificate import CorrectCertificate, correct_certificate
from ntm_verify.usecases.read_appraisal import ReadAppraisal, read_appraisal

from .forms import FieldError, Form, Option
from .policy import SIGNER
from .visit import Visit, go

NOTE_LABELS: Final = {NoteKind.CORRECTED: "Đính chính", NoteKind.REVOKED: "Căn cứ thu hồi"}


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note on a paper as everybody reads it (một ghi chú): what it is, what it says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction about to be noted (trang đính chính), with what was typed."""

    dossier: str
    commune: str
    number: str
    parts: tuple[Option, ...]
    document: str
    errors: tuple[FieldError, ...]


def note_lines(notes: Sequence[PaperNote]) -> tuple[NoteLine, ...]:
    """Show the notes on a paper, oldest first; they name offices and no person (ghi chú)."""
    return tuple(NoteLine(NOTE_LABELS[note.kind], _said(note)) for note in notes)


def _said(note: PaperNote) -> str:
    noted = f"ghi ngày {day(note.made_at.astimezone(VIETNAM).date())}"
    part = CORRECTED_PARTS.get(note.part, "")
    about = f"{part[:1].upper()}{part[1:]}: " if part else ""
    return f"{about}{note.document} ({noted})"


class CorrectionController(Controller):
    """Corrections by công văn (đính chính)."""

    path = "/signing/{dossier_id:uuid}/correction"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": SIGNER}  # noqa: RUF012 - the framework's shape

    @get()
    async def ask(self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]) -> Response[Any]:
        """Say what a correction may be, and ask for the công văn (trang đính chính)."""
        _, view = await _asked(visit, dossier_id, Form(), ())
        return visit.page("signer/correct.html", view)

    @post(opt={"confirm": True})
    async def note(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Note a correction (đính chính)."""
        reference, _ = await _asked(visit, dossier_id, form, ())
        asked = CorrectCertificate(reference, form.text("part"), form.text("document"))
        try:
            await correct_certificate(visit.ports, visit.actor, asked)
        except WrongDocument as refused:
            field = "document" if asked.part in CORRECTED_PARTS else "part"
            _, view = await _asked(visit, dossier_id, form, (FieldError(field, str(refused)),))
            return visit.page("signer/correct.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return go(f"/verify/{reference}")


async def _asked(
    visit: Visit, dossier_id: UUID, form: Form, errors: tuple[FieldError, ...]
) -> tuple[str, CorrectionView]:
    """Give the reference of the dossier's paper in force, and the page.

    Raises:
        NotFoundException: the dossier has no paper in force.

    """
    opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
    for paper in opened.certificates:
        if paper.standing is Standing.VALID:
            told = form.text("part")
            parts = tuple(
                Option(code, text, code == told) for code, text in CORRECTED_PARTS.items()
            )
            view = CorrectionView(
                *(str(dossier_id), paper.commune_name, paper.symbol, parts),
                form.text("document"),
                errors,
            )
            return paper.reference, view
    raise NotFoundException
