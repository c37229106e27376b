"""Warnings that the commune answers for, group by group (xác nhận cảnh báo)."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.appraisal import Appraisal, ReasonMissing, Status
from ntm_verify.domain.doubt import OF_FIGURES, figure_warnings
from ntm_verify.domain.findings import Catalogue, Field, Severity
from ntm_verify.domain.participant_list import Finding
from ntm_verify.domain.plausibility import figure_notes
from ntm_verify.domain.preparation import CONFIRM_REASONS, Confirmation
from ntm_verify.domain.wording import day, moment, number
from ntm_verify.usecases.confirm_warnings import ConfirmWarnings, confirm_warnings
from ntm_verify.usecases.read_appraisal import OpenDossier, ReadAppraisal, read_appraisal

from .findings import FIELDS, FindingRow, finding_row
from .forms import FieldError, Form, Option
from .policy import COMMUNE
from .visit import Visit, go

MOST_ROWS: Final = 200


@dataclass(frozen=True, slots=True)
class WarningGroup:
    """One group of warnings (một nhóm cảnh báo): what, why, which rows, and who answered."""

    anchor: str
    code: str
    field: str
    field_label: str
    title: str
    reason: str
    count: str
    is_of_rows: bool
    rows: tuple[FindingRow, ...]
    more: str
    mend: str
    answer: str
    reasons: tuple[Option, ...]
    note: str
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class WarningsView:
    """Every group of warnings of a dossier (trang xác nhận cảnh báo)."""

    id: str
    version: int
    as_of: str
    left: int
    figures_left: int
    groups: tuple[WarningGroup, ...]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A confirmation that could not be kept: its group, what was typed, and why not."""

    group: tuple[str, str] = ("", "")
    reason: str = ""
    note: str = ""
    text: str = ""


class WarningController(Controller):
    """The commune's answers to warnings (xác nhận cảnh báo)."""

    path = "/submissions/{dossier_id:uuid}/warnings"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE}  # noqa: RUF012 - the framework's shape

    @get()
    async def show(
        self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """List the groups, those that wait first (các nhóm cảnh báo)."""
        opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
        if opened.appraisal.status is not Status.CHECKED:
            return go(f"/submissions/{dossier_id}")
        view = warnings_view(opened, visit.ports.catalogue, Refused())
        return visit.page("commune/warnings.html", view)

    @post()
    async def confirm(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Keep the answer for one group, or take it back (xác nhận một nhóm)."""
        code, field = form.text("code"), form.text("field")
        reason, note = form.text("reason"), form.text("note")
        withdraw = form.text("withdraw") == "yes"
        request = ConfirmWarnings(
            dossier_id, form.whole("seen"), code, field, reason, note, withdraw=withdraw
        )
        try:
            await confirm_warnings(visit.ports, visit.actor, request)
        except ReasonMissing as refused:
            opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
            told = Refused((code, field), reason, note, str(refused))
            view = warnings_view(opened, visit.ports.catalogue, told)
            return visit.page("commune/warnings.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return go(f"/submissions/{dossier_id}/warnings")


def warnings_view(opened: OpenDossier, catalogue: Catalogue, refused: Refused) -> WarningsView:
    """Lay the groups of warnings out, unanswered ones first (các nhóm cảnh báo)."""
    dossier, groups = opened.appraisal, _grouped(opened.findings, catalogue)
    answered = {(one.code, one.field): one for one in dossier.preparation.confirmations}
    order = sorted(groups, key=lambda key: (key in answered, -len(groups[key])))
    shown = tuple(
        _group(opened, catalogue, key, groups[key], answered.get(key), refused) for key in order
    )
    return WarningsView(
        id=str(dossier.id),
        version=dossier.version,
        as_of=day(dossier.as_of),
        left=left(dossier),
        figures_left=figures_left(dossier),
        groups=shown,
        errors=tuple(error for group in shown for error in group.errors),
    )


def left(dossier: Appraisal) -> int:
    """Count the counted rows whose warnings nobody has answered for."""
    return dossier.outcome.tally.doubtful if dossier.outcome else 0


def figures_left(dossier: Appraisal) -> int:
    """Count the warnings about figures that nobody has answered for."""
    return len(figure_warnings(figure_notes(dossier)) - dossier.preparation.confirmed())


def _grouped(
    findings: tuple[Finding, ...], catalogue: Catalogue
) -> dict[tuple[str, str], list[Finding]]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        of_rows = finding.place is not None
        warns = catalogue.severity(finding.check) is Severity.WARNING
        if (of_rows and warns) or finding.check in OF_FIGURES:
            groups.setdefault((finding.check.value, finding.field.value), []).append(finding)
    return groups


def _group(
    opened: OpenDossier,
    catalogue: Catalogue,
    key: tuple[str, str],
    found: list[Finding],
    answer: Confirmation | None,
    refused: Refused,
) -> WarningGroup:
    code, field = key
    raw = opened.roster.to_raw() if opened.roster else None
    checked = opened.roster.to_checked() if opened.roster else None
    rows = (
        tuple(finding_row(f, raw, checked, catalogue) for f in found[:MOST_ROWS])
        if raw is not None and checked is not None
        else ()
    )
    mine = refused if refused.group == key else Refused()
    anchor = f"{code}-{field}"
    return WarningGroup(
        anchor=anchor,
        code=code,
        field=field,
        field_label=FIELDS[Field(field)],
        title=rows[0].message if rows else code,
        reason=catalogue[code].reason,
        count=number(len(found)),
        is_of_rows=found[0].place is not None,
        rows=rows,
        more=f"Còn {number(len(found) - MOST_ROWS)} dòng nữa." if len(found) > MOST_ROWS else "",
        mend=f"/submissions/{opened.appraisal.id}/mend?group={code}.{field}",
        answer=_answer(answer) if answer else "",
        reasons=tuple(Option(c, text, c == mine.reason) for c, text in CONFIRM_REASONS.items()),
        note=mine.note,
        errors=(FieldError(f"reason-{anchor}", mine.text),) if mine.text else (),
    )


def _answer(answer: Confirmation) -> str:
    reason = CONFIRM_REASONS.get(answer.reason_code, answer.reason_code)
    rows = f"{number(answer.rows)} dòng, " if answer.rows else ""
    return f"{reason} ({rows}lúc {moment(answer.at)})"
