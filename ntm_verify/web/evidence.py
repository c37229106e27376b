"""What an auditor opens or takes out of a dossier (mở xem, lấy ra): bundle, names, the past.

Each asks for a reason that goes on record, and says so before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.access_reason import ACCESS_REASONS, AccessReasonMissing
from ntm_verify.domain.appraisal import LABELS, Appraisal, Status
from ntm_verify.domain.certificate import STANDING_LABELS, Standing
from ntm_verify.domain.coverage import VERDICT_LABELS, Verdict
from ntm_verify.domain.people import Role
from ntm_verify.domain.steps import REASON_LABELS
from ntm_verify.domain.wording import VIETNAM, day, number
from ntm_verify.usecases.export_bundle import (
    ExportBundle,
    ExportedBundle,
    NotYetPublished,
    export_bundle,
)
from ntm_verify.usecases.read_appraisal import ReadAppraisal, read_appraisal
from ntm_verify.usecases.read_as_of import PastDossier, ReadAsOf, read_as_of
from ntm_verify.usecases.reveal_people import MOST, Revealed, RevealPeople, reveal_people

from . import forms
from .forms import FieldError, Form, Option
from .policy import AUDITOR, AUDITOR_ALONE
from .session import AnyRequest
from .timeline import Happening, timeline
from .visit import Visit

ZIP: Final = "application/zip"


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A form that asks why (biểu mẫu lý do): for a bundle, or for names."""

    id: str
    commune: str
    as_of: str
    reasons: tuple[Option, ...]
    note: str
    full: bool
    may_open: bool
    rows: str
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row with its name (một dòng đã mở)."""

    line: str
    name: str
    number: str
    hamlet: str
    counted: str


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Rows that were opened (các dòng đã mở), and how to open the next ones."""

    id: str
    commune: str
    as_of: str
    rows: tuple[PersonRow, ...]
    total: str
    page: int
    pages: int
    reason: str
    note: str
    said: str


@dataclass(frozen=True, slots=True)
class PastView:
    """A dossier as it was (hồ sơ như ngày …)."""

    id: str
    commune: str
    as_of: str
    asked: str
    day: str
    facts: tuple[tuple[str, str], ...]
    papers: tuple[tuple[str, str], ...]
    log: tuple[Happening, ...]
    is_there: bool
    errors: tuple[FieldError, ...]


class EvidenceController(Controller):
    """Bundle, names and the past of one dossier (gói bằng chứng, mở xem, hồ sơ như ngày)."""

    path = "/audit/appraisals/{dossier_id:uuid}"
    include_in_schema = False

    @get("/bundle", opt={"policy": AUDITOR})
    async def ask(self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]) -> Response[Any]:
        """Say what a bundle holds, and ask why it is wanted (gói bằng chứng)."""
        return await _asked(visit, dossier_id, "auditor/bundle.html", Form())

    @post("/bundle", opt={"policy": AUDITOR})
    async def bundle(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Give the bundle; that it was taken out is on record (lập gói)."""
        full = form.text("full") == "yes"
        request = ExportBundle(dossier_id, form.text("reason"), form.text("note"), full)
        try:
            return bundle_file(await export_bundle(visit.ports, visit.actor, request))
        except AccessReasonMissing as refused:
            error = FieldError("note", str(refused))
            return await _asked(visit, dossier_id, "auditor/bundle.html", form, error)
        except NotYetPublished as refused:
            error = FieldError("note", str(refused))
            page = "auditor/bundle.html"
            return await _asked(visit, dossier_id, page, form, error, HTTP_409_CONFLICT)

    @get("/people", opt={"policy": AUDITOR_ALONE})
    async def ask_people(
        self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Ask why names are to be opened (mở xem họ tên)."""
        return await _asked(visit, dossier_id, "auditor/reveal.html", Form())

    @post("/people", opt={"policy": AUDITOR_ALONE})
    async def people(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Show rows with their names once; nothing of the answer is kept by a browser (mở xem)."""
        page = max(1, form.whole("page"))
        request = RevealPeople(dossier_id, form.text("reason"), form.text("note"), page)
        try:
            opened = await reveal_people(visit.ports, visit.actor, request)
        except AccessReasonMissing as refused:
            error = FieldError("note", str(refused))
            return await _asked(visit, dossier_id, "auditor/reveal.html", form, error)
        return visit.page("auditor/people.html", people_view(opened, request))

    @get("/past", opt={"policy": AUDITOR})
    async def past(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show the dossier as it stood at the end of a day (hồ sơ như ngày)."""
        told = request.query_params.get("day", "").strip()[:10]
        wanted = forms.day(told) or visit.ports.now().astimezone(VIETNAM).date()
        found = await read_as_of(visit.ports, visit.actor, ReadAsOf(dossier_id, wanted))
        return visit.page("auditor/past.html", past_view(found, told))


def bundle_file(made: ExportedBundle) -> Response[bytes]:
    """Send a bundle to be saved; no cache keeps it."""
    headers = {
        "content-disposition": f'attachment; filename="{made.name}"',
        "cache-control": "no-store",
        "x-manifest-sha256": made.manifest_sha256,
    }
    return Response(made.content, media_type=ZIP, headers=headers, status_code=200)


async def _asked(
    visit: Visit,
    dossier_id: UUID,
    page: str,
    form: Form,
    error: FieldError | None = None,
    status: int = HTTP_422_UNPROCESSABLE_ENTITY,
) -> Response[Any]:
    opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
    view = reason_view(opened.appraisal, visit.actor.role, form, (error,) if error else ())
    return visit.page(page, view, status if error else 200)


def reason_view(
    dossier: Appraisal, role: Role, form: Form, errors: tuple[FieldError, ...]
) -> ReasonView:
    """Show the form, with what was typed."""
    chosen = form.text("reason")
    return ReasonView(
        str(dossier.id),
        dossier.commune_name,
        day(dossier.as_of),
        tuple(Option(code, label, code == chosen) for code, label in ACCESS_REASONS.items()),
        form.text("note"),
        form.text("full") == "yes",
        role is Role.AUDITOR,
        number(dossier.outcome.counts.rows) if dossier.outcome else "0",
        errors,
    )


def people_view(opened: Revealed, request: RevealPeople) -> PeopleView:
    """Show rows with names, and carry the reason on to the next ones."""
    rows = (
        PersonRow(
            number(row.line), row.name, row.number, row.hamlet, "có" if row.counted else "không"
        )
        for row in opened.rows
    )
    return PeopleView(
        str(opened.appraisal.id),
        opened.appraisal.commune_name,
        day(opened.appraisal.as_of),
        tuple(rows),
        number(opened.total),
        opened.page,
        max(1, -(-opened.total // MOST)),
        request.reason_code,
        request.note,
        ACCESS_REASONS[request.reason_code],
    )


def past_view(past: PastDossier, told: str) -> PastView:
    """Say how a dossier stood, from the state that the log kept."""
    papers = tuple(
        (str(state.get("number", name)), STANDING_LABELS[Standing(state["status"])])
        for name, state in past.papers.items()
    )
    return PastView(
        str(past.appraisal.id),
        past.appraisal.commune_name,
        day(past.appraisal.as_of),
        told,
        day(past.day),
        tuple(_past_facts(past)) if past.state else (),
        papers,
        timeline(past.log, {}, with_looks=False),
        past.state is not None,
        (),
    )


def _past_facts(past: PastDossier) -> list[tuple[str, str]]:
    state: Mapping[str, Any] = past.state or {}
    check: Mapping[str, Any] = state.get("check") or {}
    rule: Mapping[str, Any] = check.get("rule") or {}
    told = [
        ("Trạng thái khi đó", LABELS[Status(state["status"])]),
        ("Lần nộp", str(state["round"])),
        ("Ngày chốt số liệu", day(date.fromisoformat(state["as_of"]))),
        ("Dân số", number(int(state["population"]))),
    ]
    if check:
        told += [
            ("Số dòng của danh sách", number(int(check["roster_rows"]))),
            ("Người được tính", number(int(check["participants"]))),
            ("Số người cần có", number(int(check["required"])) if check["required"] else "–"),
            ("Kết luận", VERDICT_LABELS[Verdict(check["assessment"])]),
            ("Bản quy tắc", str(check["rules"])),
            ("Danh sách (SHA-256)", str(check["roster_sha256"])),
        ]
    if rule:
        told.append(("Bộ tiêu chí", f"{rule['rule_set']}, mục {rule['clause']}"))
        told.append(("Căn cứ ngưỡng", str(rule["legal_reference"])))
    if past.roster is not None:
        told.append(("Danh sách khi đó", f"còn lưu {number(len(past.roster.rows))} dòng"))
        told.append(("Phát hiện khi đó", f"{number(len(past.findings))} mục"))
    if past.gone:
        told.append(("Danh sách khi đó", past.gone))
    if code := str(state.get("reason_code") or ""):
        told.append(("Lý do quyết định", REASON_LABELS.get(code, code)))
    return told
