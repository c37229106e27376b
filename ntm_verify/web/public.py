"""Pages for anybody (trang công khai): verification, the rules, help. No person's name on them."""

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_404_NOT_FOUND,
    HTTP_422_UNPROCESSABLE_ENTITY,
    HTTP_503_SERVICE_UNAVAILABLE,
)

from ntm_verify.domain.certificate import Certificate, Standing, bare_token, printed_token
from ntm_verify.domain.findings import Catalogue, Check, Refused
from ntm_verify.domain.regulation import Clause
from ntm_verify.domain.verification import Result, VerificationReport
from ntm_verify.domain.wording import day, moment, percent
from ntm_verify.usecases.log_keys import known_keys
from ntm_verify.usecases.verify_certificate import VerifyCertificate, verify_certificate

from .beginning import beginning
from .figures import (
    PopulationView,
    Rate,
    Tag,
    population_view,
    rate,
)
from .findings import SEVERITY_TAGS
from .forms import FieldError, Form
from .language import VIETNAMESE
from .limits import CODES, FILES
from .paper_notes import NoteLine, note_lines
from .policy import PUBLIC
from .session import AnyRequest
from .visit import Visit, go

LOG: Final = logging.getLogger(__name__)
LONGEST_CODE: Final = 60
LEAST_SECONDS: Final = 0.06
"""Above what a look into the register takes, and below what anybody notices."""
LARGEST_PAPER: Final = 8 * 2**20
PDF: Final = b"%PDF-"

TITLES: Final = {
    Standing.VALID: ("pass", "Văn bản còn hiệu lực"),
    Standing.SUPERSEDED: ("warn", "Văn bản đã được thay thế"),
    Standing.REVOKED: ("fail", "Văn bản đã bị thu hồi"),
    Standing.PLANNED: ("mute", "Văn bản đang được lập, chưa ban hành"),
}
CERTAINTY: Final = {
    "official": "văn bản gốc",
    "press": "theo báo chí",
    "unconfirmed": "chưa xác nhận",
}
MARKED: Final = {
    "first_day": "ngày bắt đầu",
    "last_day": "ngày kết thúc",
    "percent": "ngưỡng",
    "clause": "số tiêu chí",
    "both_sexes": "yêu cầu theo giới",
    "population_basis": "cách tính dân số",
}


@dataclass(frozen=True, slots=True)
class CodeView:
    """The page that asks for a code or a file (trang xác minh)."""

    code: str = ""
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check of the paper (một phép kiểm tra)."""

    result: str
    label: str
    detail: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """What anybody may read of a paper (nội dung công khai của văn bản): no person's name."""

    number: str
    reference: str
    commune: str
    commune_code: str
    issuer: str
    issue_day: str
    as_of: str
    clause: str
    rate: Rate
    population: PopulationView
    successor: str
    successor_number: str
    successor_day: str
    code: str
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class VerifiedView:
    """The answer to whoever holds a paper (kết quả xác minh)."""

    kind: str
    title: str
    text: str
    at: str
    code: str
    paper: PaperView | None = None
    checks: tuple[CheckRow, ...] = ()
    of_file: bool = False
    notes: tuple[NoteLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One rule set (một bộ tiêu chí): its figure, its document, and how sure each fact is."""

    rule_set: str
    clause: str
    title: str
    reference: str
    source: str
    span: str
    percent: str
    both_sexes: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One code of the catalogue (một quy tắc kiểm tra)."""

    code: str
    tag: Tag
    message: str
    hint: str
    reason: str
    source: str
    version: str
    example: str


@dataclass(frozen=True, slots=True)
class HelpView:
    """What the page of help names of the log (khóa của nhật ký): its name, key, and policy."""

    log: str
    key: str
    policy: str


@dataclass(frozen=True, slots=True)
class RulesView:
    """The public rules (trang quy tắc)."""

    clauses: tuple[ClauseRow, ...]
    checks: tuple[RuleRow, ...]
    refusals: tuple[RuleRow, ...]
    version: str


def paper_view(paper: Certificate, successor: Certificate | None = None) -> PaperView:
    """Show a paper without any name of a person; `successor` is the one in its place."""
    threshold = paper.outcome.threshold
    return PaperView(
        number=paper.symbol,
        reference=paper.reference,
        commune=paper.commune_name,
        commune_code=paper.commune,
        issuer=paper.letterhead.issuer,
        issue_day=day(paper.issue_day),
        as_of=day(paper.as_of),
        clause=threshold.clause if threshold else "",
        rate=rate(paper.assessment),
        population=population_view(paper.population),
        successor=paper.successor,
        successor_number=successor.symbol if successor else paper.successor,
        successor_day=day(successor.issue_day) if successor else "",
        code=printed_token(paper.token),
        is_demonstration=paper.demonstration,
    )


def verified_view(report: VerificationReport, *, at: str, code: str, of_file: bool) -> VerifiedView:
    """Say how the paper stands; not found is never called forged (kết quả xác minh)."""
    checks = tuple(CheckRow(c.result.value, c.label, c.detail) for c in report.checks)
    paper = report.certificate
    if paper is None and of_file and (signed := _signed_elsewhere(report)):
        return VerifiedView(*signed, at, code, None, checks, of_file)
    if paper is None:
        return VerifiedView(
            "mute",
            "Không tìm thấy văn bản này",
            "Không tìm thấy chưa có nghĩa là giấy giả: mã có thể gõ nhầm, hoặc văn bản do cơ quan "
            "khác cấp. Mã gồm 13 ký tự, không dùng các chữ O, I, L và các số 0, 1.",
            at,
            code,
            None,
            checks if of_file else (),
            of_file,
        )
    kind, title = TITLES[paper.standing]
    text = _standing_text(paper, report.successor)
    if of_file and report.result is Result.FAILS and paper.standing is Standing.VALID:
        kind, title = "fail", "Tệp này không phải bản đã ban hành"
        text = (
            "Văn bản có trong sổ, nhưng tệp vừa chọn khác tệp đã ban hành; xem chi tiết dưới đây."
        )
    shown = paper_view(paper, report.successor)
    notes = note_lines(report.notes)
    return VerifiedView(kind, title, text, at, code, shown, checks, of_file, notes)


def _signed_elsewhere(report: VerificationReport) -> tuple[str, str, str] | None:
    """Say what the signatures of a document are worth that this service did not issue."""
    told = {check.name: check.result for check in report.checks}
    own = {told.get(name) for name in ("signatures", "signers", "time")}
    if "signers" not in told and told.get("signatures") is not Result.FAILS:
        return None
    if Result.FAILS in own:
        text = "Xem chi tiết từng phép kiểm tra dưới đây. Đừng dùng tệp này khi chưa hỏi nơi ký."
        return "fail", "Chữ ký số của tệp không đứng vững", text
    text = (
        "Sổ đăng ký không có văn bản này. Chữ ký số khớp với nội dung; xem dưới đây chứng thư của "
        "ai, có được tin cậy không, ký lúc nào."
    )
    return "info", "Tệp có chữ ký số, không phải văn bản do hệ thống cấp", text


def _standing_text(paper: Certificate, successor: Certificate | None) -> str:
    match paper.standing:
        case Standing.VALID:
            return (
                "Hãy so các dòng dưới đây với tờ giấy trên tay. Khác dù chỉ một con số thì tờ giấy "
                "đó không phải bản do hệ thống cấp."
            )
        case Standing.SUPERSEDED:
            by = f" bởi số {successor.symbol}, ngày {day(successor.issue_day)}" if successor else ""
            return (
                f"Văn bản này đã được thay thế{by}. Không dùng văn bản này để chứng minh kết quả "
                "nữa; hãy dùng văn bản thay thế."
            )
        case Standing.REVOKED:
            return "Cơ quan ban hành đã thu hồi văn bản; không dùng để chứng minh kết quả nữa."
        case Standing.PLANNED:
            return "Số đã được lấy nhưng văn bản chưa ban hành. Hãy kiểm tra lại sau ít phút."


def newest_first(clauses: tuple[Clause, ...]) -> list[Clause]:
    """Order rule sets by their first day, the newest on top (mới nhất trước)."""
    return sorted(clauses, key=lambda clause: clause.first_day, reverse=True)


def clause_row(clause: Clause) -> ClauseRow:
    """Show a rule set; what no source tells is said (một bộ tiêu chí)."""
    sexes = {True: "cả nam và nữ", False: "tính chung", None: "chưa rõ"}
    doubts = [
        f"{MARKED.get(name, name)}: {CERTAINTY.get(mark, mark)}"
        for name, mark in clause.marks
        if mark != "official"
    ]
    last = clause.last_day
    return ClauseRow(
        rule_set=clause.rule_set,
        clause=clause.clause or "chưa rõ số",
        title=clause.title,
        reference=clause.legal_reference,
        source=clause.source,
        span=f"{day(clause.first_day)} – {'nay' if last == date.max else day(last)}",
        percent="chưa có ngưỡng" if clause.percent is None else percent(str(clause.percent)),
        both_sexes=sexes[clause.both_sexes],
        doubts=tuple(doubts),
    )


def rule_row(catalogue: Catalogue, code: str, language: str = VIETNAMESE) -> RuleRow:
    """Show one code of the catalogue."""
    entry, is_own = catalogue[code], language == VIETNAMESE
    return RuleRow(
        code,
        SEVERITY_TAGS[entry.severity],
        entry.message if is_own else entry.message_en,
        entry.hint if is_own else entry.hint_en,
        entry.reason,
        entry.source,
        str(entry.version),
        entry.example,
    )


class PublicController(Controller):
    """Pages that need no account (trang công khai)."""

    include_in_schema = False
    opt: dict[str, Any] = {"policy": PUBLIC}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def landing(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Say what this is and where to go (trang đầu)."""
        if page := await beginning(request, visit):
            return page
        return visit.page("public/landing.html", CodeView())

    @get("/verify")
    async def ask(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Ask for a code, a number or a file; a code leads on to its own address."""
        typed = request.query_params.get("code", "").strip()[:LONGEST_CODE]
        if not typed:
            return visit.page("public/verify.html", CodeView())
        return go(f"/verify/{quote(_tidy(typed), safe='')}")

    @get("/verify/{token:str}", middleware=[CODES.middleware])
    async def verify(self, token: FromPath[str], visit: NamedDependency[Visit]) -> Response[Any]:
        """Say how the paper of a code or a number stands (kết quả xác minh)."""
        return await _answer(visit, VerifyCertificate(code=token[:LONGEST_CODE]))

    @post("/verify", request_max_body_size=LARGEST_PAPER + 2**16, middleware=[FILES.middleware])
    async def compare(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Compare a file with what was issued; the file is not kept (so tệp)."""
        content = form.files[0].content if form.files else b""
        if not content.startswith(PDF):
            error = FieldError("paper", "Chọn tệp PDF của văn bản (tên tệp kết thúc bằng .pdf).")
            view = CodeView(errors=(error,))
            return visit.page("public/verify.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return await _answer(visit, VerifyCertificate(paper=content))

    @get("/rules")
    async def rules(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """List rule sets and checks with their sources (F38)."""
        ports = visit.ports
        view = RulesView(
            tuple(clause_row(clause) for clause in newest_first(ports.rulebook.clauses)),
            tuple(rule_row(ports.catalogue, check.value, visit.language) for check in Check),
            tuple(rule_row(ports.catalogue, reason.value, visit.language) for reason in Refused),
            ports.rules_version,
        )
        return visit.page("public/rules.html", view)

    @get("/help")
    async def help(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Explain the service in a page (trợ giúp)."""
        ports = visit.ports
        view = HelpView(ports.log_origin, ports.board.vkey, known_keys(ports).strip())
        return visit.page("public/help.html", view)

    @get("/accessibility")
    async def accessibility(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Say what was tested for people with disabilities, and what is missing (tiếp cận)."""
        return visit.page("public/accessibility.html", None)


def _tidy(typed: str) -> str:
    """Take a typed code to the form its address has; leave a number as it is."""
    bare = bare_token(typed)
    return (
        printed_token(bare) if len(bare) == len(typed.replace("-", "").replace(" ", "")) else typed
    )


async def _answer(visit: Visit, asked: VerifyCertificate) -> Response[Any]:
    """Verify, and keep "cannot answer" apart from "not found".

    A code is answered no sooner than after `LEAST_SECONDS`: how long it took says nothing of it.
    """
    at, of_file = moment(visit.ports.now()), bool(asked.paper)
    ready = asyncio.create_task(asyncio.sleep(0 if of_file else LEAST_SECONDS))
    try:
        report = await verify_certificate(visit.ports, replace(visit.actor, address=""), asked)
    except Exception:
        LOG.exception("verification failed in request %s", visit.actor.request)
        text = "Tạm thời không tra cứu được. Điều này không nói gì về văn bản; thử lại sau ít phút."
        view = VerifiedView("info", "Chưa thể trả lời", text, at, asked.code, of_file=of_file)
        return visit.page("public/verified.html", view, HTTP_503_SERVICE_UNAVAILABLE)
    await ready
    view = verified_view(report, at=at, code=asked.code, of_file=of_file)
    status = HTTP_404_NOT_FOUND if view.paper is None and not of_file else HTTP_200_OK
    return visit.page("public/verified.html", view, status)
