"""What is said of a paper after its issue (ghi chú về văn bản): a correction, or why it ended.

Nghị định 30/2020/NĐ-CP, Điều 18: a paper with wrong content is replaced by one of the same form;
wrong layout or procedure is corrected by a công văn of the issuer, and the paper stays in force
(khoản 3); a withdrawn paper rests on a document of the issuer (khoản 4).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from .appraisal import WrongStatus
from .audit import Action, AuditEvent, Subject
from .certificate import Certificate, Standing
from .errors import InvalidInput
from .people import Actor

LONGEST: Final = 300
"""Signs of a document's name: it is shown to everybody."""
_DOCUMENT: Final = re.compile(r"\bsố\s*\S+.*\bngày\s+\d{1,2}/\d{1,2}/\d{4}\b|\b(?:Điều|khoản)\s+\d")


class NoteKind(StrEnum):
    """What a note is about; values are stored and never change (loại ghi chú)."""

    CORRECTED = "corrected"
    REVOKED = "revoked"


CORRECTED_PARTS: Final[Mapping[str, str]] = {
    "layout": "thể thức, kỹ thuật trình bày",
    "recipients": "nơi nhận",
    "signature_block": "thẩm quyền, chức vụ của người ký",
    "spelling": "lỗi chính tả không đổi số liệu, kết luận",
    "procedure": "thủ tục ban hành",
}
"""What a công văn may correct; figures and result are not among them."""


class WrongDocument(InvalidInput):
    """A note does not name its document as it must (chưa ghi đúng văn bản làm căn cứ)."""

    code = "wrong_document"


@dataclass(frozen=True, slots=True)
class PaperNote:
    """One note (một ghi chú): which paper, what part, by which document, who noted it and when.

    `part` is a code of `CORRECTED_PARTS`, "" for the ground of a revocation.
    """

    id: UUID
    certificate_id: UUID
    kind: NoteKind
    part: str
    document: str
    made_by: str
    made_at: datetime


def require_document(text: str) -> str:
    """Give the name of a document as it is kept.

    Raises:
        WrongDocument: no number and day, and no article of a law; or too long.

    """
    document = " ".join(text.split())
    if len(document) > LONGEST or not _DOCUMENT.search(document):
        raise WrongDocument(
            "Ghi văn bản làm căn cứ với số, ký hiệu và ngày, ví dụ: Công văn số 15/BHXH-GĐ ngày "
            f"20/11/2026; hoặc điều, khoản của quy định. Nhiều nhất {LONGEST} ký tự."
        )
    return document


def correct(certificate: Certificate, note: PaperNote, by: Actor) -> AuditEvent:
    """Give the event of a correction; the paper itself does not change (đính chính).

    Raises:
        WrongStatus: the paper is not in force.
        WrongDocument: the part is none of the list.

    """
    if certificate.standing is not Standing.VALID:
        raise WrongStatus("Chỉ đính chính văn bản còn hiệu lực.")
    if note.part not in CORRECTED_PARTS:
        raise WrongDocument(
            "Chọn phần được đính chính. Sai nội dung, số liệu thì thay thế bằng văn bản mới."
        )
    return AuditEvent(
        Action.CERTIFICATE_CORRECTED,
        by,
        Subject("paper_note", str(note.id), 1),
        after={"certificate": certificate.reference, "part": note.part},
        private={"actor_name": by.name, "note": note.document},
    )
