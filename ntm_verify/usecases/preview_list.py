"""A commune looks at how its files are read (xem cách đọc tệp): header, columns, old fonts."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, is_within_reach
from ntm_verify.domain.audit import Action, AuditEvent
from ntm_verify.domain.column_memory import ColumnChoice
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office
from ntm_verify.domain.reading import ListFile, ListRefused, ReadingOptions, SheetHead

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class PreviewList:
    """Which dossier, and as if what were chosen: None reads as the dossier says (xem trước)."""

    appraisal_id: UUID
    choice: ColumnChoice | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """How the files read (kết quả đọc thử): the sheets' first rows, or why they are refused."""

    appraisal: Appraisal
    heads: tuple[SheetHead, ...]
    refused: ListRefused | None


@on_record
async def preview_list(ports: Ports, actor: Actor, request: PreviewList) -> Preview:
    """Read the kept files once more and keep nothing of it; the look is an entry (F4, F6).

    Raises:
        WrongOffice: the actor does not act for a commune.
        NotFound: there is no such dossier in the actor's commune, or its files were removed.

    """
    require_office(actor, *COMMUNE_SIDE)
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not is_within_reach(dossier, actor):
            raise NotFound("hồ sơ", request.appraisal_id)
        files = tuple([ListFile(f.name, await tx.blobs.get(f.sha256)) for f in dossier.files])
        event = AuditEvent(
            Action.RECORD_VIEWED, actor, dossier.subject(), after={"view": "reading"}
        )
        await tx.audit.append(event)
    try:
        reading = await ports.read_list(files, _options(dossier, request), dossier.commune)
    except ListRefused as refused:
        return Preview(dossier, refused.heads, refused)
    return Preview(dossier, reading.heads, None)


def _options(dossier: Appraisal, request: PreviewList) -> ReadingOptions:
    made, choice = dossier.preparation, request.choice
    encoding = dossier.encoding if request.encoding is None else request.encoding
    if choice is None:
        return ReadingOptions(encoding, dict(made.mapping), made.header_row, made.sheet)
    return ReadingOptions(encoding, dict(choice.mapping), choice.header_row, choice.sheet)
