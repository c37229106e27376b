"""Somebody writes a comment on a dossier, a row or a finding (ghi ý kiến)."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, may_see
from ntm_verify.domain.casework import Comment, NothingSaid, require_words, told
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.findings import Check
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, Role, require_office
from ntm_verify.domain.roster import read_roster

from .on_record import on_record
from .ports import Ports, Transaction

CODES: Final = frozenset(check.value for check in Check)


@dataclass(frozen=True, slots=True)
class AddComment:
    """Which dossier, the words, and the row or kind of finding they are about (ý kiến)."""

    appraisal_id: UUID
    text: str
    row: int | None = None
    code: str = ""


@on_record
async def add_comment(ports: Ports, actor: Actor, request: AddComment) -> Comment:
    """Keep the comment for both sides, for good; the log keeps its words under cover (F55).

    Raises:
        WrongOffice: the actor neither acts for a commune, nor appraises, nor signs.
        NotFound: there is no such dossier within the actor's reach.
        NothingSaid: no words, too many, a row that the list does not have, an unknown finding.

    """
    require_office(actor, *COMMUNE_SIDE, Role.APPRAISER, Role.SIGNER)
    words = require_words(request.text)
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, dossier):
            raise NotFound("hồ sơ", request.appraisal_id)
        await _require_there(tx, dossier, request)
        comment = Comment(
            ports.new_id(),
            dossier.id,
            dossier.round,
            actor.id,
            actor.role,
            ports.now(),
            words,
            request.row,
            request.code,
        )
        await tx.casework.add(comment, told(comment, actor))
    return comment


async def _require_there(tx: Transaction, dossier: Appraisal, request: AddComment) -> None:
    if request.code and request.code not in CODES:
        raise NothingSaid("Loại lỗi này không có trong danh mục. Chọn lại loại lỗi.")
    if request.row is None:
        return
    rows: set[int] = set()
    if dossier.outcome is not None:
        roster = read_roster(await tx.blobs.get(dossier.outcome.roster_sha256))
        rows = {row.line for row in roster.rows}
    if request.row not in rows:
        raise NothingSaid(
            f"Danh sách không có dòng {request.row}. Dùng số dòng như bảng tính hiển thị."
        )
