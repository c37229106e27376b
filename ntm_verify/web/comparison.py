"""A list beside the one before it (so sánh danh sách): the returned one, and last period's."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from ntm_verify.domain.hamlets import HamletLine, survey
from ntm_verify.domain.people import Role
from ntm_verify.domain.roster import RosterRow
from ntm_verify.domain.roster_changes import RosterChanges
from ntm_verify.domain.wording import day, number
from ntm_verify.usecases.compare_lists import CompareLists, Comparison, compare_lists

from .findings import MASK, Choice
from .policy import APPRAISER, AUDITOR, COMMUNE, SIGNER
from .session import AnyRequest
from .visit import Visit

PER_PAGE: Final = 100
MASKED: Final = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
"""Offices that see numbers of people, and no names."""
DOSSIER_OF: Final[Mapping[Role, str]] = {
    Role.COMMUNE: "/submissions",
    Role.CHAIR: "/submissions",
    Role.APPRAISER: "/appraisals",
    Role.SIGNER: "/signing",
    Role.AUDITOR: "/audit/appraisals",
    Role.ADMINISTRATOR: "/audit/appraisals",
}
"""Where each office reads the dossier itself."""
KINDS: Final = {"new": "mới", "gone": "không còn", "changed": "thay đổi"}
MEANINGS: Final = {
    "new": "Có ở danh sách này, không có ở danh sách trước.",
    "gone": "Có ở danh sách trước, không có ở danh sách này.",
    "changed": "Cùng mã số ở cả hai danh sách; họ tên hoặc thôn ghi khác.",
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of a list of changes (một người): before and after where both are told."""

    row: str
    name: str
    number: str
    hamlet: str
    before: str
    hint: str


@dataclass(frozen=True, slots=True)
class ChangesView:
    """One comparison (một phép so sánh): figures that add up, and one page of a list."""

    title: str
    sentence: str
    kept: str
    before: str
    after: str
    choices: tuple[Choice, ...]
    kind: str
    meaning: str
    rows: tuple[PersonRow, ...]
    page: int
    pages: int
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class HamletView:
    """One hamlet of both lists (một thôn)."""

    name: str
    now: str
    before: str
    difference: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Everything that a list is compared with (trang so sánh)."""

    id: str
    commune: str
    as_of: str
    back: str
    against: tuple[Choice, ...]
    changes: ChangesView | None
    hamlets: tuple[HamletView, ...]
    hamlets_known: str
    is_masked: bool
    nothing: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see (mục muốn xem): against which list, whom, which page."""

    base: str
    against: str = ""
    kind: str = ""
    page: int = 1
    is_masked: bool = False

    @classmethod
    def read(cls, base: str, told: Mapping[str, str], role: Role) -> "Asked":
        """Take what the address says; what makes no sense is the beginning."""
        kind, page = told.get("kind", ""), told.get("page", "")
        return cls(
            base,
            "last" if told.get("against") == "last" else "returned",
            kind if kind in KINDS else "new",
            int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,  # noqa: PLR2004 - six digits
            role in MASKED,
        )

    def address(self) -> str:
        """Give the address of this page."""
        told = {"against": self.against, "kind": self.kind, "page": str(self.page)}
        return f"{self.base}?{urlencode(told)}#people"


class ComparisonController(Controller):
    """Comparisons of lists (so sánh danh sách)."""

    path = "/comparisons/{dossier_id:uuid}"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE | APPRAISER | SIGNER | AUDITOR}  # noqa: RUF012 - the framework's shape

    @get()
    async def show(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show what changed, and which hamlets are missing (so sánh)."""
        found = await compare_lists(visit.ports, visit.actor, CompareLists(dossier_id))
        role = visit.actor.role
        asked = Asked.read(f"/comparisons/{dossier_id}", request.query_params, role)
        view = comparison_view(found, asked, f"{DOSSIER_OF[role]}/{dossier_id}")
        return visit.page("comparison.html", view)


def comparison_view(found: Comparison, asked: Asked, back: str) -> ComparisonView:
    """Lay a comparison out: the one asked for, or the one there is (trang so sánh)."""
    if asked.against == "returned" and found.returned is None:
        asked = replace(asked, against="last")
    dossier, last = found.dossier, found.last_dossier
    titles = {
        "returned": ("Bản tỉnh đã trả lại", found.returned),
        "last": (
            f"Danh sách được công nhận trước đó, chốt ngày {day(last.as_of)}" if last else "",
            found.last,
        ),
    }
    title, changes = titles[asked.against]
    known = "" if last is None else f"danh sách chốt ngày {day(last.as_of)}"
    return ComparisonView(
        id=str(dossier.id),
        commune=dossier.commune_name,
        as_of=day(dossier.as_of),
        back=back,
        against=tuple(
            Choice(
                replace(asked, against=name, kind="new", page=1).address(),
                told,
                "",
                name == asked.against,
            )
            for name, (told, there) in titles.items()
            if there is not None
        ),
        changes=None if changes is None else changes_view(changes, asked, title),
        hamlets=_hamlets(found),
        hamlets_known=known,
        is_masked=asked.is_masked,
        nothing="Danh sách chưa được kiểm tra xong nên chưa so sánh được."
        if dossier.outcome is None
        else "Xã chưa có danh sách nào được công nhận trước đây, và hồ sơ này chưa bị trả lại lần "
        "nào, nên chưa có gì để so sánh.",
    )


def _hamlets(found: Comparison) -> tuple[HamletView, ...]:
    now, last = found.dossier.outcome, found.last_dossier
    before = last.outcome.hamlets if last and last.outcome else ()
    return tuple(map(hamlet_view, survey(now.hamlets if now else (), before)))


def hamlet_view(line: HamletLine) -> HamletView:
    """Show one hamlet; what no list tells is a dash (một thôn)."""
    more = line.difference
    return HamletView(
        line.name,
        "–" if line.now is None else number(line.now),
        "–" if line.before is None else number(line.before),
        "–" if more is None else _signed(more),
        line.is_missing,
    )


def _signed(count: int) -> str:
    return f"+{number(count)}" if count > 0 else f"−{number(-count)}" if count < 0 else "0"


def changes_view(changes: RosterChanges, asked: Asked, title: str) -> ChangesView:
    """Show the figures of a comparison, and one page of the people asked for."""
    lists = {
        "new": tuple((row, None) for row in changes.new),
        "gone": tuple((row, None) for row in changes.gone),
        "changed": tuple((new, old) for old, new in changes.changed),
    }
    chosen = lists[asked.kind]
    pages = max(1, -(-len(chosen) // PER_PAGE))
    page = min(max(asked.page, 1), pages)
    shown = chosen[(page - 1) * PER_PAGE : page * PER_PAGE]
    hints = _hints(changes, asked)
    return ChangesView(
        title=title,
        sentence=(
            f"Danh sách trước {number(changes.before)} người, trừ {number(len(changes.gone))} "
            f"không còn, cộng {number(len(changes.new))} mới, thành {number(changes.after)} người "
            "ở danh sách này. Chỉ so những người được tính; một người là một mã số."
        ),
        kept=number(changes.kept),
        before=number(changes.before),
        after=number(changes.after),
        choices=tuple(
            Choice(
                replace(asked, kind=kind, page=1).address(),
                word,
                number(len(lists[kind])),
                kind == asked.kind,
            )
            for kind, word in KINDS.items()
        ),
        kind=asked.kind,
        meaning=MEANINGS[asked.kind],
        rows=tuple(_person(new, old, hints, asked) for new, old in shown),
        page=page,
        pages=pages,
        earlier=replace(asked, page=page - 1).address() if page > 1 else "",
        later=replace(asked, page=page + 1).address() if page < pages else "",
    )


def _hints(changes: RosterChanges, asked: Asked) -> dict[str, str]:
    """Say what may lie behind a change, by number (gợi ý, không phải kết luận)."""
    hints = {}
    pairs = {"new": [(new, old) for old, new in changes.renumbered], "gone": changes.renumbered}
    for mine, other in pairs.get(asked.kind, ()):
        told = MASK if asked.is_masked else other
        where = "trước" if asked.kind == "new" else "này"
        hints[mine] = f"Danh sách {where} có đúng một người cùng họ tên, cùng thôn, mã số {told}."
    if asked.kind == "new":
        told = "Đã có ở danh sách trước nhưng dòng đó không được tính."
        hints |= dict.fromkeys(changes.mended, told)
    if asked.kind == "gone":
        told = "Vẫn có ở danh sách này nhưng dòng không được tính: xem lỗi của dòng."
        hints |= dict.fromkeys(changes.left_out, told)
    return hints


def _person(
    row: RosterRow, old: RosterRow | None, hints: Mapping[str, str], asked: Asked
) -> PersonRow:
    before = ""
    if old is not None:
        parts = [
            old.name if old.name != row.name and not asked.is_masked else "",
            old.hamlet if old.hamlet != row.hamlet else "",
        ]
        before = ", ".join(part for part in parts if part) or "họ tên ghi khác"
    return PersonRow(
        number(row.line),
        MASK if asked.is_masked else row.name,
        MASK if asked.is_masked else row.number,
        row.hamlet,
        before,
        hints.get(row.number, ""),
    )
