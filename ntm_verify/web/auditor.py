"""Pages of an auditor (kiểm toán): find, read with names masked, recompute, check the log."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.coverage import VERDICT_LABELS, Assessment
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.regulation import UnknownRuleSet
from ntm_verify.domain.wording import day, moment, number, percent
from ntm_verify.trail.auditor import LogReport, WrongPin
from ntm_verify.usecases.ports import UnreadablePaper
from ntm_verify.usecases.read_appraisal import ReadAppraisal, read_appraisal
from ntm_verify.usecases.read_log import ReadLog, read_log
from ntm_verify.usecases.reappraise import Reappraisal, Reappraise, reappraise
from ntm_verify.usecases.recheck_today import Recheck, RecheckToday, recheck_today
from ntm_verify.usecases.verify_audit_log import VerifyAuditLog, verify_audit_log

from .cases import case_view
from .figures import Tag
from .findings import Wanted
from .forms import FieldError, Form, Option
from .policy import AUDITOR, LOG_READER
from .public import LARGEST_PAPER
from .rule_tables import set_options
from .search import empty_search
from .session import AnyRequest
from .timeline import Happening, happening
from .visit import Visit

PER_PAGE: Final = 50
LONGEST_PIN: Final = 100
MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class TodayView:
    """What held then and what would hold today (còn đạt hôm nay không)."""

    id: str
    commune: str
    as_of: str
    day: str
    rows: "tuple[DifferenceRow, ...]"
    notes: tuple[str, ...]
    rule_set: str
    sets: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One difference (một điểm khác)."""

    what: str
    recorded: str
    found: str


@dataclass(frozen=True, slots=True)
class RecomputedView:
    """What the recomputation gave (kết quả thẩm định lại)."""

    id: str
    commune: str
    as_of: str
    tag: Tag
    differences: tuple[DifferenceRow, ...]
    notes: tuple[str, ...]
    at: str
    gone: str


@dataclass(frozen=True, slots=True)
class LogView:
    """A stretch of the log (một đoạn nhật ký)."""

    rows: tuple[Happening, ...]
    size: str
    root: str
    older: str


@dataclass(frozen=True, slots=True)
class ChainView:
    """The check of the whole log (kiểm tra chuỗi): asked for, or its result in words."""

    pin: str
    tag: Tag | None
    sentence: str
    size: str
    root: str
    pin_now: str
    findings: tuple[str, ...]
    at: str
    errors: tuple[FieldError, ...]


class AuditController(Controller):
    """Past dossiers, read only (hồ sơ đã qua)."""

    path = "/audit"
    include_in_schema = False

    @get("/appraisals/{dossier_id:uuid}", opt={"policy": AUDITOR})
    async def show(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show a dossier with names masked, and everything that happened (hồ sơ chỉ đọc)."""
        opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
        asked, base = request.query_params, f"/audit/appraisals/{dossier_id}"
        wanted = Wanted.read(base, asked.get("kind", ""), asked.get("page", ""), is_masked=True)
        case = case_view(opened, visit.actor, visit.ports.catalogue, wanted, with_looks=True)
        return visit.page("auditor/case.html", case)

    @post("/appraisals/{dossier_id:uuid}/recomputation", opt={"policy": AUDITOR})
    async def recompute(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],  # noqa: ARG002 - reading it checks where it came from
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Compute the result again and compare (thẩm định lại)."""
        done = await reappraise(visit.ports, visit.actor, Reappraise(dossier_id))
        at = moment(visit.ports.now())
        return visit.page("auditor/recomputed.html", recomputed_view(done, at))

    @post("/appraisals/{dossier_id:uuid}/today", opt={"policy": AUDITOR})
    async def today(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Say whether it would hold today; nothing changes (còn đạt hôm nay không).

        Raises:
            NotFound: the form names a rule set that there is not.

        """
        chosen = form.text("rule_set")
        try:
            done = await recheck_today(visit.ports, visit.actor, RecheckToday(dossier_id, chosen))
        except UnknownRuleSet as unknown:
            raise NotFound("bộ tiêu chí", chosen) from unknown
        return visit.page("auditor/today.html", today_view(done, set_options(visit, chosen)))

    @post(
        "/recomputation",
        opt={"policy": AUDITOR},
        request_max_body_size=LARGEST_PAPER + 2**16,
    )
    async def recompute_paper(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Find the dossier of a paper at hand, and compute its result again (thẩm định lại)."""
        content = form.files[0].content if form.files else b"-"
        try:
            done = await reappraise(visit.ports, visit.actor, Reappraise(paper=content))
        except UnreadablePaper as refused:
            view = empty_search(FieldError("paper", str(refused)))
            return visit.page("auditor/search.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        at = moment(visit.ports.now())
        return visit.page("auditor/recomputed.html", recomputed_view(done, at))

    @get("/log", opt={"policy": LOG_READER})
    async def log(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Read the log, newest first (nhật ký)."""
        told = request.query_params.get("before", "")
        before = int(told) if told.isascii() and told.isdigit() and len(told) < 12 else None  # noqa: PLR2004 - eleven digits
        page = await read_log(visit.ports, visit.actor, ReadLog(before, PER_PAGE))
        last = page.entries[-1].index if page.entries else 0
        view = LogView(
            tuple(map(happening, page.entries)),
            number(page.size),
            page.root.hex(),
            f"/audit/log?before={last}" if last else "",
        )
        return visit.page("auditor/log.html", view)

    @get("/chain", opt={"policy": LOG_READER})
    async def ask_chain(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Ask whether to read the whole log again (kiểm tra chuỗi)."""
        return visit.page("auditor/chain.html", chain_view(None, "", ""))

    @post("/chain", opt={"policy": LOG_READER})
    async def chain(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Read every entry again and say whether the log holds (kiểm tra chuỗi)."""
        pin, at = form.text("pin")[:LONGEST_PIN], moment(visit.ports.now())
        try:
            report = await verify_audit_log(visit.ports, visit.actor, VerifyAuditLog(pin))
        except WrongPin:
            wrong = FieldError("pin", "Mốc có dạng “số dòng:mã gốc”, như in trên văn bản.")
            view = chain_view(None, pin, at, (wrong,))
            return visit.page("auditor/chain.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return visit.page("auditor/chain.html", chain_view(report, pin, at), HTTP_200_OK)


def recomputed_view(done: Reappraisal, at: str) -> RecomputedView:
    """Say "identical", or list every difference (giống hệt hoặc các điểm khác)."""
    differences = tuple(DifferenceRow(d.what, d.recorded, d.found) for d in done.differences)
    tag = Tag("fail", f"Khác ở {number(len(differences))} điểm")
    if done.identical:
        tag = Tag("pass", "Giống hệt kết quả đã ghi")
    elif done.gone and not differences:
        tag = Tag("warn", "Chưa đủ căn cứ")
    return RecomputedView(
        str(done.appraisal.id),
        done.appraisal.commune_name,
        day(done.appraisal.as_of),
        tag,
        differences,
        done.notes,
        at,
        done.gone,
    )


def today_view(done: Recheck, sets: tuple[Option, ...]) -> TodayView:
    """Lay what held then beside what would hold today (còn đạt hôm nay không)."""
    then, now = (_of_today(one) for one in (done.then, done.now))
    labels = ("Kết luận", "Số người được tính", "Số người cần có", "Tỷ lệ", "Căn cứ")
    told = (DifferenceRow(*row) for row in zip(labels, then, now, strict=True))
    return TodayView(
        str(done.appraisal.id),
        done.appraisal.commune_name,
        day(done.appraisal.as_of),
        day(done.day),
        tuple(told),
        done.notes,
        done.rule_set,
        sets,
    )


def _of_today(a: Assessment) -> tuple[str, ...]:
    return (
        VERDICT_LABELS[a.verdict],
        number(a.tally.insured),
        "chưa rõ" if a.required is None else number(a.required),
        percent(a.percent_truncated),
        a.threshold.legal_reference if a.threshold else "chưa có ngưỡng",
    )


def chain_view(
    report: LogReport | None, pin: str, at: str, errors: tuple[FieldError, ...] = ()
) -> ChainView:
    """Say in words what the check of the log gave (kết quả kiểm tra chuỗi)."""
    if report is None:
        return ChainView(pin, None, "", "", "", "", (), at, errors)
    tags = {
        0: Tag("pass", "Toàn vẹn"),
        1: Tag("fail", "Có dấu hiệu bị sửa đổi"),
    }
    tag = tags.get(report.exit_code, Tag("info", "Chưa đủ bằng chứng để kết luận"))
    broken = report.first_broken
    sentence = f"Đã đọc lại {number(report.size)} dòng. " + (
        f"Dòng đầu tiên không khớp: {number(broken)}."
        if broken is not None
        else "Mọi dòng đúng như lúc ghi, đúng thứ tự, không thiếu dòng nào."
        if report.holds
        else "Không dòng nào bị phát hiện sửa, nhưng còn điều chưa kiểm tra được."
    )
    return ChainView(
        pin,
        tag,
        sentence,
        number(report.size),
        report.root.hex(),
        f"{report.size}:{report.root.hex()}",
        tuple(str(finding) for finding in report.findings[:MOST_SHOWN]),
        at,
        errors,
    )
