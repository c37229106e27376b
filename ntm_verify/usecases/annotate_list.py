"""Give a commune its own file back, marked (tải tệp đã đánh dấu), or the findings as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, WrongStatus, may_see
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.findings import Catalogue
from ntm_verify.domain.marks import Annotation, findings_of_file, marks_of, names_of
from ntm_verify.domain.participant_list import CheckedList, Finding, RawList
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, Role, require_office
from ntm_verify.domain.report import describe
from ntm_verify.domain.roster import Roster, load_findings, read_roster
from ntm_verify.domain.wording import day, moment

from .kept_list import list_of
from .on_record import on_record
from .ports import Ports, Transaction


@dataclass(frozen=True, slots=True)
class AnnotateList:
    """Which dossier and which of its files; `only_findings` asks for the workbook of findings."""

    appraisal_id: UUID
    file: int = 0
    only_findings: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook to be saved (bảng tính): a name made here, never the user's, and the bytes."""

    name: str
    content: bytes


@on_record
async def annotate_list(ports: Ports, actor: Actor, request: AnnotateList) -> Workbook:
    """Mark the wrong cells of the file as it was handed in; nothing else of it changes (F23, F24).

    Raises:
        WrongOffice: the office sees no dossiers.
        NotFound: no such dossier within reach, no such file, or the raw file was removed.
        WrongStatus: the list has not been checked.

    """
    require_office(actor, *COMMUNE_SIDE, Role.APPRAISER)
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, dossier):
            raise NotFound("hồ sơ", request.appraisal_id)
        roster, findings = await _checked(tx, dossier)
        content = b""
        if not request.only_findings:
            if not 0 <= request.file < len(dossier.files):
                raise NotFound("tệp thứ", request.file + 1)
            content = await tx.blobs.get(dossier.files[request.file].sha256)
        subject = Subject("submission", str(dossier.id), dossier.version)
        after = {"view": "findings" if request.only_findings else "annotated"}
        await tx.audit.append(AuditEvent(Action.RECORD_VIEWED, actor, subject, after=after))
    raw, checked = roster.to_raw(), roster.to_checked()
    stem = f"{dossier.commune}-{dossier.as_of.isoformat()}"
    if request.only_findings:
        told = annotation(findings, raw, checked, ports.catalogue)
        facts = (
            ("Hồ sơ", f"{dossier.commune_name}, chốt ngày {day(dossier.as_of)}"),
            ("Lúc", moment(ports.now())),
            ("Danh sách (SHA-256)", dossier.outcome.roster_sha256 if dossier.outcome else ""),
        )
        book = await ports.workbooks.findings_book(told, facts)
        return Workbook(f"phat-hien-{stem}.xlsx", book)
    file = dossier.files[request.file]
    mine = findings_of_file(findings, raw, file.name)
    told = annotation(mine, raw, checked, ports.catalogue)
    book = await ports.workbooks.annotate(content, file.format, told, dossier.encoding)
    return Workbook(f"da-danh-dau-{stem}.xlsx", book)


def annotation(
    findings: Sequence[Finding], raw: RawList, checked: CheckedList, catalogue: Catalogue
) -> Annotation:
    """Put findings into words and marks for a workbook."""
    told = tuple(describe(finding, raw, checked, catalogue) for finding in findings)
    return Annotation(marks_of(told), told, names=names_of(raw, checked))


async def _checked(tx: Transaction, dossier: Appraisal) -> tuple[Roster, tuple[Finding, ...]]:
    if dossier.outcome is None:
        raise WrongStatus("Danh sách chưa được kiểm tra nên chưa có gì để đánh dấu.")
    roster = read_roster(await list_of(tx, dossier))
    return roster, load_findings(await tx.blobs.get(dossier.outcome.report_sha256))
