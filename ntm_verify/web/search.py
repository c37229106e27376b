"""An auditor's search of past dossiers (tra cứu): a page whose address can be shared, and a file.

Page and file are the same question: the same conditions, the same count, and the file prints both.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Controller, Response, get
from litestar.di import NamedDependency

from ntm_verify.domain.appraisal import BEFORE_THE_PROVINCE, LABELS, Appraisal, Status
from ntm_verify.domain.coverage import VERDICT_LABELS, Verdict
from ntm_verify.domain.evidence_files import table
from ntm_verify.domain.findings import Catalogue, Check, Severity
from ntm_verify.domain.wording import day, moment, number
from ntm_verify.usecases.search_dossiers import Found, SearchDossiers, search_dossiers
from ntm_verify.usecases.shelves_retrieval import DossierSearch

from . import forms
from .figures import Row, dossier_row
from .findings import Choice
from .forms import FieldError, Option
from .policy import AUDITOR
from .session import AnyRequest
from .visit import Visit
from .workbooks import KIND

LONGEST_SEARCH: Final = 100
PER_PAGE: Final = 50
SEARCHED: Final = tuple(status for status in Status if status not in BEFORE_THE_PROVINCE)
CSV: Final = "text/csv; charset=utf-8"
HEAD: Final = (
    *("Mã hồ sơ", "Mã xã", "Xã", "Ngày chốt", "Lần nộp", "Người được tính", "Dân số"),
    *("Tỷ lệ (%)", "Kết luận", "Trạng thái", "Văn bản", "Thẩm định", "Ký", "Nộp lúc"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for (điều kiện trên địa chỉ), as it was typed."""

    text: str = ""
    first: str = ""
    last: str = ""
    status: str = ""
    verdict: str = ""
    appraiser: str = ""
    signer: str = ""
    waived: str = ""
    finding: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Asked":
        """Take what the address says; what makes no sense asks nothing."""
        page = query.get("page", "")
        plain = page.isascii() and page.isdigit() and 0 < len(page) < 7  # noqa: PLR2004 - six digits
        return cls(
            text=query.get("q", "").strip()[:LONGEST_SEARCH],
            first=(query.get("as_of") or query.get("first", "")).strip()[:10],
            last=(query.get("as_of") or query.get("last", "")).strip()[:10],
            status=query.get("status", "") if query.get("status") in set(SEARCHED) else "",
            verdict=query.get("result", "") if query.get("result") in set(Verdict) else "",
            appraiser=query.get("appraiser", "").strip()[:LONGEST_SEARCH],
            signer=query.get("signer", "").strip()[:LONGEST_SEARCH],
            waived="1" if query.get("waived") == "1" else "",
            finding=query.get("finding", "") if query.get("finding") in set(Check) else "",
            page=max(1, int(page)) if plain else 1,
        )

    def search(self) -> DossierSearch:
        """Give the question."""
        return DossierSearch(
            "",
            text=self.text,
            first_day=forms.day(self.first),
            last_day=forms.day(self.last),
            status=Status(self.status) if self.status else None,
            verdict=Verdict(self.verdict) if self.verdict else None,
            appraiser=self.appraiser,
            signer=self.signer,
            waived=bool(self.waived),
            finding=self.finding,
            page=self.page,
            per_page=PER_PAGE,
        )

    def address(self, base: str = "/audit", *, page: int = 1) -> str:
        """Give the address of this question, of another page or another form of it."""
        told = {
            "q": self.text,
            "first": self.first,
            "last": self.last,
            "status": self.status,
            "result": self.verdict,
            "appraiser": self.appraiser,
            "signer": self.signer,
            "waived": self.waived,
            "finding": self.finding,
            "page": str(page) if page > 1 else "",
        }
        query = urlencode({name: value for name, value in told.items() if value})
        return f"{base}?{query}" if query else base

    def errors(self) -> tuple[FieldError, ...]:
        """Name the days that are none."""
        wrong = "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 31/12/2025."
        told = (("first", self.first), ("last", self.last))
        return tuple(FieldError(name, wrong) for name, text in told if text and not forms.day(text))


@dataclass(frozen=True, slots=True)
class SearchView:
    """What was looked for, and what was found (tra cứu)."""

    asked: Asked
    statuses: tuple[Choice, ...]
    results: tuple[Choice, ...]
    appraisers: tuple[Option, ...]
    signers: tuple[Option, ...]
    waivers: tuple[Option, ...]
    findings: tuple[Option, ...]
    rows: tuple[Row, ...]
    total: str
    page: int
    pages: int
    earlier: str
    later: str
    xlsx: str
    csv: str
    errors: tuple[FieldError, ...]


def empty_search(*errors: FieldError) -> SearchView:
    """Show the page of a search that was not made, with what went wrong."""
    nothing = ("", "", "", "")
    return SearchView(Asked(), (), (), (), (), (), (), (), "0", 1, 1, *nothing, errors)


class SearchController(Controller):
    """Past dossiers by many conditions (tra cứu)."""

    path = "/audit"
    include_in_schema = False

    @get("/", opt={"policy": AUDITOR})
    async def search(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Find dossiers; the address of a search can be shared (tra cứu)."""
        asked = Asked.read(request.query_params)
        found = await search_dossiers(visit.ports, visit.actor, SearchDossiers(asked.search()))
        view = search_view(asked, found, visit.ports.catalogue)
        return visit.page("auditor/search.html", view)

    @get("/search.xlsx", opt={"policy": AUDITOR})
    async def workbook(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Give the same list as a workbook (xuất bảng tính)."""
        rows = await _exported(visit, request)
        book = await visit.ports.workbooks.plain_book(rows)
        return _file(book, KIND, "tra-cuu-ho-so.xlsx")

    @get("/search.csv", opt={"policy": AUDITOR})
    async def plain(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Give the same list as text (xuất CSV)."""
        head, *rows = await _exported(visit, request)
        return _file(table(head, rows), CSV, "tra-cuu-ho-so.csv")


def _file(content: bytes, kind: str, name: str) -> Response[Any]:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=kind, headers=headers)


async def _exported(visit: Visit, request: AnyRequest) -> list[tuple[str, ...]]:
    asked = Asked.read(request.query_params)
    wanted = SearchDossiers(asked.search(), whole=True)
    found = await search_dossiers(visit.ports, visit.actor, wanted)
    at = moment(visit.ports.now())
    told = f"{number(found.findings.total)} hồ sơ; điều kiện: {said(asked, found.names)}"
    rows = [line(dossier, found.names) for dossier in found.findings.items]
    return [("Tra cứu hồ sơ thẩm định", f"lập lúc {at}"), (told,), HEAD, *rows]


def said(asked: Asked, names: Mapping[str, str]) -> str:
    """Say in words what was asked for, as files print it."""
    verdict = Verdict(asked.verdict) if asked.verdict else None
    parts = (
        (asked.text, f"chữ “{asked.text}”"),
        (asked.first, f"chốt từ {asked.first}"),
        (asked.last, f"chốt đến {asked.last}"),
        (asked.status, f"trạng thái {LABELS[Status(asked.status)] if asked.status else ''}"),
        (verdict, f"kết luận {VERDICT_LABELS[verdict]}" if verdict else ""),
        (asked.appraiser, f"thẩm định: {names.get(asked.appraiser, asked.appraiser)}"),
        (asked.signer, f"người ký: {names.get(asked.signer, asked.signer)}"),
        (asked.waived, "có đề nghị miễn áp dụng quy tắc"),
        (asked.finding, f"có phát hiện {asked.finding}"),
    )
    return "; ".join(text for value, text in parts if value) or "mọi hồ sơ"


def line(dossier: Appraisal, names: Mapping[str, str]) -> tuple[str, ...]:
    """Give a dossier as one line of a file."""
    assessment = dossier.assessment
    figures = ("", "", "")
    if assessment:
        figures = (
            str(assessment.tally.insured),
            assessment.percent_truncated.replace(".", ","),
            VERDICT_LABELS[assessment.verdict],
        )
    return (
        str(dossier.id),
        dossier.commune,
        dossier.commune_name,
        day(dossier.as_of),
        str(dossier.round),
        figures[0],
        str(dossier.population.total),
        *figures[1:],
        LABELS[dossier.status],
        dossier.certificate,
        names.get(dossier.appraised_by, dossier.appraised_by),
        names.get(dossier.signed_by, dossier.signed_by),
        moment(dossier.submitted_at) if dossier.submitted_at else "",
    )


def search_view(asked: Asked, found: Found, catalogue: Catalogue) -> SearchView:
    """Show one page; every count stands on the link to the list it counts."""
    findings = found.findings
    pages = max(1, -(-findings.total // PER_PAGE))
    rows = (
        dossier_row(d, moment(d.submitted_at or d.created_at), d.certificate)
        for d in findings.items
    )
    return SearchView(
        asked=asked,
        statuses=_statuses(asked, findings.by_status),
        results=_results(asked, findings.by_verdict),
        appraisers=_people(found.appraisers, asked.appraiser),
        signers=_people(found.signers, asked.signer),
        waivers=(Option("1", "có", bool(asked.waived)),),
        findings=_findings(catalogue, asked.finding),
        rows=tuple(rows),
        total=number(findings.total),
        page=asked.page,
        pages=pages,
        earlier=asked.address(page=asked.page - 1) if asked.page > 1 else "",
        later=asked.address(page=asked.page + 1) if asked.page < pages else "",
        xlsx=asked.address("/audit/search.xlsx"),
        csv=asked.address("/audit/search.csv"),
        errors=asked.errors(),
    )


def _findings(catalogue: Catalogue, chosen: str) -> tuple[Option, ...]:
    """Give every code that needs an answer, in words; what was merely repaired is left out."""
    weighty = [check for check in Check if catalogue.severity(check) is not Severity.INFO]
    return tuple(
        Option(check.value, catalogue[check.value].reason, check.value == chosen)
        for check in weighty
    )


def _statuses(asked: Asked, counts: Mapping[Status, int]) -> tuple[Choice, ...]:
    lines = [(one.value, LABELS[one], counts[one]) for one in SEARCHED if counts.get(one)]
    every = ("", "mọi trạng thái", sum(counts.values()))
    return _choices(lambda one: replace(asked, status=one), asked.status, (every, *lines))


def _results(asked: Asked, counts: Mapping[Verdict | None, int]) -> tuple[Choice, ...]:
    lines = [(one.value, VERDICT_LABELS[one], counts[one]) for one in Verdict if counts.get(one)]
    every = ("", "mọi kết luận", sum(counts.values()))
    return _choices(lambda one: replace(asked, verdict=one), asked.verdict, (every, *lines))


def _choices(
    having: Callable[[str], Asked], chosen: str, lines: Sequence[tuple[str, str, int]]
) -> tuple[Choice, ...]:
    """Give a filter's choices, each with the address of the search that has it."""
    return tuple(
        Choice(having(value).address(), label, number(count), chosen == value)
        for value, label, count in lines
    )


def _people(names: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    ordered = sorted(names.items(), key=lambda one: one[1])
    return tuple(Option(account, name, account == chosen) for account, name in ordered)
