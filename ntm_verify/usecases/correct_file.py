"""Give a commune its own file with its corrections in the cells (tải tệp đã sửa, F25)."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from ntm_verify.domain import corrections
from ntm_verify.domain.appraisal import Appraisal, WrongStatus, is_within_reach
from ntm_verify.domain.audit import Action, AuditEvent
from ntm_verify.domain.corrected import cell_edits, is_faithful, plain_rows
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office
from ntm_verify.domain.reading import ListFile, ListRefused, ReadingOptions
from ntm_verify.domain.roster import Roster, read_roster

from .on_record import on_record
from .ports import Ports

XLSM: Final = "xlsm"


@dataclass(frozen=True, slots=True)
class CorrectFile:
    """Which dossier and which of its files; `plain` asks for the list as a fresh workbook."""

    appraisal_id: UUID
    file: int = 0
    plain: bool = False


@dataclass(frozen=True, slots=True)
class CorrectedFile:
    """A corrected file to be saved (tệp đã sửa): a name made here, and the bytes.

    `is_own` says that it is the commune's own file, every other cell as it was; else it is the
    corrected list in a workbook of its own.
    """

    name: str
    content: bytes
    is_own: bool


@on_record
async def correct_file(ports: Ports, actor: Actor, request: CorrectFile) -> CorrectedFile:
    """Type the corrections over the cells of the file as handed in.

    The result is read again before it is given away: where it would not give the very list that
    was checked, or cells that must be typed over are not there, the list itself is given as a
    workbook.

    Raises:
        WrongOffice: the actor does not act for a commune.
        NotFound: no such dossier or file in the actor's commune, or the raw file was removed.
        WrongStatus: the list has not been checked.

    """
    require_office(actor, *COMMUNE_SIDE)
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not is_within_reach(dossier, actor):
            raise NotFound("hồ sơ", request.appraisal_id)
        if dossier.outcome is None:
            raise WrongStatus("Danh sách chưa được kiểm tra nên chưa có tệp đã sửa.")
        roster = read_roster(await tx.blobs.get(dossier.outcome.roster_sha256))
        digest = dossier.preparation.corrections_sha256
        kept = corrections.load(await tx.blobs.get(digest)) if digest else ()
        if not 0 <= request.file < len(dossier.files):
            raise NotFound("tệp thứ", request.file + 1)
        content = b""
        if not request.plain:
            content = await tx.blobs.get(dossier.files[request.file].sha256)
        event = AuditEvent(
            Action.RECORD_VIEWED, actor, dossier.subject(), after={"view": "corrected"}
        )
        await tx.audit.append(event)
    stem = f"{dossier.commune}-{dossier.as_of.isoformat()}"
    own = None if request.plain else await _own(ports, dossier, request.file, content, kept, roster)
    if own is not None:
        kind = XLSM if dossier.files[request.file].format == XLSM else "xlsx"
        return CorrectedFile(f"da-sua-{stem}.{kind}", own, is_own=True)
    book = await ports.workbooks.plain_book(plain_rows(roster))
    return CorrectedFile(f"danh-sach-da-sua-{stem}.xlsx", book, is_own=False)


async def _own(
    ports: Ports,
    dossier: Appraisal,
    file: int,
    content: bytes,
    kept: tuple[Correction, ...],
    roster: Roster,
) -> bytes | None:
    """Correct the file and read it again; None where it would not be the list that was checked."""
    facts = dossier.files[file]
    edits = cell_edits(roster.sources, kept, facts.name)
    try:
        made = await ports.workbooks.correct(content, facts.format, edits, dossier.encoding)
        if len(dossier.files) > 1:
            return made
        again = (ListFile(facts.name, made),)
        raw = (await ports.read_list(again, _options(dossier), dossier.commune)).raw
    except ListRefused:
        return None
    return made if is_faithful(raw, roster) else None


def _options(dossier: Appraisal) -> ReadingOptions:
    made = dossier.preparation
    return ReadingOptions(dossier.encoding, dict(made.mapping), made.header_row, made.sheet)
