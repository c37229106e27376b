"""Pages of a signer (người ký): what waits, issue a paper, revoke one."""

from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.appraisal import REVOKE_REASONS, Status
from ntm_verify.domain.certificate import Certificate, Standing
from ntm_verify.domain.paper_note import WrongDocument, require_document
from ntm_verify.domain.wording import VIETNAM, moment, number
from ntm_verify.usecases.find_appraisals import FindAppraisals, find_appraisals
from ntm_verify.usecases.find_delegations import FindDelegations, find_delegations
from ntm_verify.usecases.find_plans import FindPlans, find_plans
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.ports import AppraisalQuery, Page
from ntm_verify.usecases.read_appraisal import OpenDossier, ReadAppraisal, read_appraisal
from ntm_verify.usecases.read_certificate import ReadCertificate, read_certificate
from ntm_verify.usecases.revoke_certificate import RevokeCertificate, revoke_certificate

from .cases import CaseView, PaperRow, case_view, paper_row
from .figures import Row, dossier_row
from .findings import Wanted
from .forms import FieldError, Form, Option
from .policy import PAPER_READER, SIGNER
from .session import AnyRequest
from .visit import Visit, go

PER_PAGE: Final = 100
SUFFIX: Final = ".pdf"
ISSUED: Final = frozenset({Status.CERTIFIED, Status.SUPERSEDED, Status.REVOKED})


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A paper that has a number and no file yet (văn bản đang lập dở)."""

    id: str
    number: str
    commune: str
    since: str


@dataclass(frozen=True, slots=True)
class SigningView:
    """Dossiers that wait for a signature, or that have a paper (danh sách của người ký).

    `span` is which of them the page shows, "" where it shows all; `first` and `later` are the
    addresses of the first page and of the next one, "" where there is none.
    """

    title: str
    rows: tuple[Row, ...]
    total: str
    empty: str
    span: str
    first: str
    later: str
    plans: tuple[PlanRow, ...] = ()
    can_order: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the list begins (vị trí của trang): after which dossier, and how many."""

    base: str
    after: UUID | None = None
    before: int = 0

    @classmethod
    def read(cls, base: str, after: str, before: str) -> "Place":
        """Take what the address says; what makes no sense is the beginning."""
        counted = before.isascii() and before.isdigit() and len(before) < 8  # noqa: PLR2004 - bounds a number
        try:
            return cls(base, UUID(after), int(before)) if counted else cls(base)
        except ValueError:
            return cls(base)

    def query(self, statuses: frozenset[Status]) -> AppraisalQuery:
        """Ask for the dossiers of this page."""
        return AppraisalQuery(statuses=statuses, after=self.after, limit=PER_PAGE)


def signing_view(found: Page, place: Place, title: str, empty: str) -> SigningView:
    """Lay one page of the signer's list out; every page leads on to the next (một trang)."""
    rows = tuple(
        dossier_row(d, moment(d.decided_at or d.created_at), d.certificate) for d in found.items
    )
    seen = place.before + len(rows)
    is_whole = place.after is None and found.next is None
    return SigningView(
        title,
        rows,
        number(found.total),
        empty,
        "" if is_whole else f"{number(place.before + 1)}–{number(seen)}",
        place.base if place.after else "",
        f"{place.base}?after={found.next}&before={seen}" if found.next else "",
    )


@dataclass(frozen=True, slots=True)
class RevokeView:
    """A revocation about to be made (trang thu hồi), with what was typed."""

    case: CaseView
    paper: PaperRow
    reasons: tuple[Option, ...]
    note: str
    legal_base: str
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class SigningCase:
    """What would be signed, and for whom the visitor may sign (tóm tắt trước khi ký)."""

    case: CaseView
    givers: tuple[Option, ...]


class SignerController(Controller):
    """Papers to be issued and papers in force (văn bản)."""

    path = "/signing"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": SIGNER}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def queue(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show approved dossiers (chờ ký)."""
        empty = "Không có hồ sơ nào chờ ký. Hồ sơ hiện ở đây khi cán bộ thẩm định phê duyệt."
        wanted = frozenset({Status.APPROVED})
        view = await _view(visit, _place(request, "/signing"), wanted, ("Chờ ký", empty))
        left = await find_plans(visit.ports, visit.actor, FindPlans())
        plans = tuple(
            PlanRow(str(one.appraisal_id), one.symbol, one.commune_name, moment(one.planned_at))
            for one in left
        )
        can_order = len(view.rows) > 1
        return visit.page("signer/queue.html", replace(view, plans=plans, can_order=can_order))

    @get("/papers")
    async def papers(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show dossiers that have a paper (đã ban hành)."""
        empty = "Chưa có văn bản nào được ban hành."
        place = _place(request, "/signing/papers")
        view = await _view(visit, place, ISSUED, ("Đã ban hành", empty))
        return visit.page("signer/queue.html", view)

    @get("/{dossier_id:uuid}")
    async def show(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show what would be signed (tóm tắt trước khi ký)."""
        opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
        found = await find_delegations(visit.ports, visit.actor, FindDelegations())
        today = visit.ports.now().astimezone(VIETNAM).date()
        givers = tuple(
            Option(one.giver, f"Ký thay mặt {one.giver_name} (TUQ.)", chosen=False)
            for one in found.delegations
            if one.taker == visit.actor.id and one.holds_on(today)
        )
        view = SigningCase(_case(visit, opened, request), givers)
        return visit.page("signer/case.html", view)

    @post("/{dossier_id:uuid}/certificate", opt={"confirm": True})
    async def issue(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Issue the paper (ban hành)."""
        request = IssueCertificate(dossier_id, form.whole("seen"), form.text("behalf"))
        await issue_certificate(visit.ports, visit.actor, request)
        return go(f"/signing/{dossier_id}")

    @get("/{dossier_id:uuid}/revocation")
    async def ask_revocation(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Say what revoking means, and ask why (trang thu hồi)."""
        opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
        return visit.page("signer/revoke.html", _asked(visit, opened, request, Form()))

    @post("/{dossier_id:uuid}/revocation", opt={"confirm": True})
    async def revoke(
        self,
        request: AnyRequest,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Revoke the paper in force (thu hồi)."""
        reason, note, errors = form.text("reason"), form.text("note"), []
        if reason not in REVOKE_REASONS:
            errors.append(FieldError("reason", "Chọn một lý do trong danh sách."))
        if not note:
            errors.append(FieldError("note", "Ghi rõ lý do thu hồi bằng chữ."))
        try:
            base = require_document(form.text("legal_base"))
        except WrongDocument as wrong:
            errors.append(FieldError("legal_base", str(wrong)))
        opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
        if errors:
            view = _asked(visit, opened, request, form, tuple(errors))
            return visit.page("signer/revoke.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        paper = _in_force(opened)
        request_ = RevokeCertificate(paper.reference, reason, note, base)
        await revoke_certificate(visit.ports, visit.actor, request_)
        return go(f"/signing/{dossier_id}")


class PaperController(Controller):
    """Files of issued papers (tệp văn bản)."""

    path = "/certificates"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": PAPER_READER}  # noqa: RUF012 - the framework's shape

    @get("/{name:str}")
    async def download(self, visit: NamedDependency[Visit], name: FromPath[str]) -> Response[bytes]:
        """Give the stored file of a paper: province-year-number.pdf (tải văn bản)."""
        if not name.endswith(SUFFIX):
            raise NotFoundException
        asked = ReadCertificate(name.removesuffix(SUFFIX))
        issued = await read_certificate(visit.ports, visit.actor, asked)
        file_name = f"{issued.certificate.reference}{SUFFIX}"
        headers = {"content-disposition": f'attachment; filename="{file_name}"'}
        return Response(issued.pdf, media_type="application/pdf", headers=headers)


def _place(request: AnyRequest, base: str) -> Place:
    asked = request.query_params
    return Place.read(base, asked.get("after", ""), asked.get("before", ""))


async def _view(
    visit: Visit, place: Place, statuses: frozenset[Status], words: tuple[str, str]
) -> SigningView:
    asked = FindAppraisals(place.query(statuses))
    found = await find_appraisals(visit.ports, visit.actor, asked)
    return signing_view(found, place, *words)


def _case(visit: Visit, opened: OpenDossier, request: AnyRequest) -> CaseView:
    asked, base = request.query_params, f"/signing/{opened.appraisal.id}"
    wanted = Wanted.read(base, asked.get("kind", ""), asked.get("page", ""))
    return case_view(opened, visit.actor, visit.ports.catalogue, wanted)


def _in_force(opened: OpenDossier) -> Certificate:
    """Give the paper of the dossier that stands.

    Raises:
        NotFoundException: there is none.

    """
    for paper in opened.certificates:
        if paper.standing is Standing.VALID:
            return paper
    raise NotFoundException


def _asked(
    visit: Visit,
    opened: OpenDossier,
    request: AnyRequest,
    form: Form,
    errors: tuple[FieldError, ...] = (),
) -> RevokeView:
    told = form.text("reason")
    return RevokeView(
        _case(visit, opened, request),
        paper_row(_in_force(opened)),
        tuple(Option(code, text, code == told) for code, text in REVOKE_REASONS.items()),
        form.text("note"),
        form.text("legal_base"),
        errors,
    )
