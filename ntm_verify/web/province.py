"""Pages of a province's administrator (quản trị tỉnh): rule sets, figures and who reviews them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.errors import NotFound, Refusal
from ntm_verify.domain.regulation import (
    Clause,
    EnteredFigure,
    LegalReferenceMissing,
    Rulebook,
    UnknownRuleSet,
)
from ntm_verify.domain.rule_comparison import holes
from ntm_verify.domain.rule_comparison import share as written_share
from ntm_verify.domain.rule_fitting import (
    OverlappingPeriods,
    SilentGap,
    Standing,
    effective,
    gaps,
    period,
)
from ntm_verify.domain.rule_sets import STATE_LABELS, Proposal, ProposalState, WrongTerms, group_on
from ntm_verify.domain.wording import VIETNAM, moment
from ntm_verify.domain.wording import day as written
from ntm_verify.usecases.enter_threshold import EnterThreshold, enter_threshold
from ntm_verify.usecases.read_province import ProvinceFile, ReadProvince, read_province

from . import forms
from .forms import FieldError, Form
from .policy import ADMINISTRATOR
from .public import ClauseRow, clause_row, newest_first
from .visit import Visit, go

MOST_SHOWN: Final = 20
"""Decided proposals on the page of rule sets, the newest."""
FIELDS: Final = {
    LegalReferenceMissing: "reference",
    OverlappingPeriods: "replaces",
    SilentGap: "gap_note",
}
"""Beside which field a refusal stands; else beside the figure."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure in force (ngưỡng đang áp dụng)."""

    percent: str
    group: str
    span: str
    both_sexes: str
    reference: str
    release: str
    is_demonstration: bool
    is_lone: bool


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One rule set and what the province released for it (bộ tiêu chí)."""

    clause: ClauseRow
    figures: tuple[FigureRow, ...]
    is_missing: bool
    gaps: tuple[str, ...]
    groups: tuple[str, ...]
    unplaced: int


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One proposal in a list (một lần nhập)."""

    id: str
    release: str
    what: str
    state: str
    is_waiting: bool
    entered: str
    decided: str
    note: str


@dataclass(frozen=True, slots=True)
class ProvinceView:
    """The rule sets of the province (trang bộ tiêu chí)."""

    sets: tuple[RuleSet, ...]
    waiting: tuple[ProposalRow, ...]
    decided: tuple[ProposalRow, ...]
    holes: tuple[str, ...]
    is_alone: bool
    leave: str


@dataclass(frozen=True, slots=True)
class GroupField:
    """The field of one group's figure (ngưỡng của một nhóm xã)."""

    name: str
    label: str
    hint: str
    value: str


@dataclass(frozen=True, slots=True)
class FigureView:
    """The form that enters a figure (nhập ngưỡng), with what was typed."""

    clause: ClauseRow
    form: Form
    groups: tuple[GroupField, ...]
    errors: tuple[FieldError, ...]


class ProvinceController(Controller):
    """The province's own settings (thiết lập của tỉnh)."""

    path = "/province"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": ADMINISTRATOR}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def rule_sets(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """List the rule sets with source and certainty, and what waits (bộ tiêu chí)."""
        found = await read_province(visit.ports, visit.actor, ReadProvince())
        today = visit.ports.now().astimezone(VIETNAM).date()
        return visit.page("province/rules.html", _view(visit.ports.rulebook, found, today))

    @get("/rules/{rule_set:str}/figure")
    async def ask_figure(
        self, visit: NamedDependency[Visit], rule_set: FromPath[str]
    ) -> Response[Any]:
        """Ask for a figure and the document that sets it (nhập ngưỡng)."""
        return visit.page("province/figure.html", _asked(visit, rule_set, Form(), ()))

    @post("/rules/{rule_set:str}/figure", opt={"confirm": True})
    async def enter_figure(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        rule_set: FromPath[str],
    ) -> Response[Any]:
        """Enter a figure for another person to review (nhập ngưỡng)."""
        known_clause(visit.ports.rulebook, rule_set)
        errors: list[FieldError] = []
        asked = _read(visit.ports.rulebook, rule_set, form, errors)
        if not errors:
            try:
                done = await enter_threshold(visit.ports, visit.actor, asked)
            except Refusal as refused:
                errors.append(beside(refused, "percent"))
            else:
                return go(f"/province/proposals/{done.id}")
        view = _asked(visit, rule_set, form, tuple(errors))
        return visit.page("province/figure.html", view, HTTP_422_UNPROCESSABLE_ENTITY)


def known_clause(rulebook: Rulebook, rule_set: str) -> Clause:
    """Give the clause of a set that an address names.

    Raises:
        NotFound: there is no rule set of this name.

    """
    try:
        return rulebook.named(rule_set)
    except UnknownRuleSet as unknown:
        raise NotFound("bộ tiêu chí", rule_set) from unknown


def beside(refused: Refusal, usual: str) -> FieldError:
    """Put a refusal beside the field that it speaks of.

    Raises:
        Refusal: it is about the person or the record, and no field could mend it.

    """
    if isinstance(refused, WrongTerms):
        return FieldError(refused.field, str(refused))
    if type(refused) in FIELDS:
        return FieldError(FIELDS[type(refused)], str(refused))
    if refused.code != "wrong_threshold":
        raise refused
    return FieldError(usual, str(refused))


def _read(
    rulebook: Rulebook, rule_set: str, form: Form, errors: list[FieldError]
) -> EnterThreshold:
    """Read what was typed, and note what cannot be read."""
    share = _share(form, "percent", errors)
    named = [(f"percent-{group.code}", group.code) for group in rulebook.groups_of(rule_set)]
    shares = [(code, _share(form, name, errors)) for name, code in named]
    by_group = tuple((code, one) for code, one in shares if one is not None)
    if share is None and not by_group and not errors:
        errors.append(FieldError("percent", "Ghi ngưỡng bằng số, ví dụ 95 hoặc 92,5."))
    reference, both = " ".join(form.text("reference").split()), form.text("both_sexes")
    if not reference:
        told = "Ghi số, ký hiệu, ngày và cơ quan ban hành của văn bản quy định ngưỡng."
        errors.append(FieldError("reference", told))
    if both not in {"yes", "no"}:
        errors.append(FieldError("both_sexes", "Chọn cách xét theo giới như văn bản quy định."))
    return EnterThreshold(
        rule_set,
        share,
        reference,
        both == "yes",
        by_group=by_group,
        first_day=typed_day(form, "first_day", errors),
        last_day=typed_day(form, "last_day", errors),
        replaces=form.text("replaces") == "yes",
        gap_note=form.text("gap_note"),
    )


def _share(form: Form, name: str, errors: list[FieldError]) -> Decimal | None:
    typed = form.text(name)
    found = forms.share(typed)
    if typed and found is None:
        errors.append(FieldError(name, "Ghi ngưỡng bằng số, ví dụ 95 hoặc 92,5."))
    return found


def typed_day(form: Form, name: str, errors: list[FieldError]) -> date | None:
    """Read a day that may be left open."""
    typed = form.text(name)
    found = forms.day(typed)
    if typed and found is None:
        errors.append(FieldError(name, "Nhập ngày dạng ngày/tháng/năm, ví dụ 15/02/2026."))
    return found


def _view(rulebook: Rulebook, found: ProvinceFile, today: date) -> ProvinceView:
    people = {account.id: account.name for account in found.accounts}
    rows = [proposal_row(one, people) for one in newest_entered(found.proposals)]
    clauses = newest_first(rulebook.clauses)
    return ProvinceView(
        tuple(_rule_set(rulebook, clause, found, today) for clause in clauses),
        tuple(row for row in rows if row.is_waiting),
        tuple(row for row in rows if not row.is_waiting)[:MOST_SHOWN],
        tuple(
            f"từ {written(first)} đến {written(last)}" for first, last in holes(rulebook.clauses)
        ),
        found.is_alone,
        "; ".join(f"{one.legal_reference}, đến {written(one.last_day)}" for one in found.leaves),
    )


def newest_entered(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Order proposals by their entry, the newest first."""
    return sorted(proposals, key=lambda one: one.entered_at, reverse=True)


def proposal_row(one: Proposal, people: dict[str, str]) -> ProposalRow:
    """Show a proposal in a list."""
    decided = ""
    if one.decided_at is not None:
        decided = f"{people.get(one.decided_by, one.decided_by)}, {moment(one.decided_at)}"
    return ProposalRow(
        str(one.id),
        one.release,
        "; ".join(what(one)),
        STATE_LABELS[one.state] + (" (một người nhập và công bố)" if one.is_lone else ""),
        one.state is ProposalState.WAITING,
        f"{people.get(one.entered_by, one.entered_by)}, {moment(one.entered_at)}",
        decided,
        one.note,
    )


def what(one: Proposal) -> Iterator[str]:
    """Say in short what a proposal sets."""
    for group, share in one.terms.shares:
        who = f"nhóm {group}" if group else "mọi xã"
        yield f"ngưỡng {written_share(share)} cho {who}"
    if one.terms.placements:
        yield f"xếp nhóm cho {len(one.terms.placements)} xã"


def _rule_set(rulebook: Rulebook, clause: Clause, found: ProvinceFile, today: date) -> RuleSet:
    groups = rulebook.groups_of(clause.rule_set)
    figures = effective(found.figures, clause)
    standing = Standing(clause, groups, found.figures, found.placements, frozenset())
    day = min(max(today, clause.first_day), clause.last_day)
    communes = {unit.code for unit in found.units if unit.kind == "commune"}
    placed = {
        one.commune
        for one in found.placements
        if group_on((one,), day).get(clause.rule_set) is not None
    }
    is_grouped = any(figure.group for figure in figures)
    left = gaps(standing, found.figures) if figures else ()
    return RuleSet(
        clause_row(clause),
        tuple(figure_row(one, clause) for one in figures),
        clause.percent is None and not figures,
        tuple(str(gap) for gap in left),
        tuple(f"{group.name}: {group.meaning}" for group in groups),
        len(communes - placed) if is_grouped else 0,
    )


def figure_row(figure: EnteredFigure, clause: Clause) -> FigureRow:
    """Show a figure in force."""
    sexes = {True: "cả nam và nữ", False: "tính chung", None: "theo bộ tiêu chí"}
    first, last = period(figure, clause)
    return FigureRow(
        written_share(figure.percent),
        f"xã nhóm {figure.group}" if figure.group else "",
        f"{written(first)} – {written(last)}",
        sexes[figure.both_sexes],
        figure.legal_reference,
        figure.release,
        figure.demonstration,
        figure.is_lone,
    )


def _asked(visit: Visit, rule_set: str, form: Form, errors: tuple[FieldError, ...]) -> FigureView:
    clause = known_clause(visit.ports.rulebook, rule_set)
    return FigureView(
        clause_row(clause),
        form,
        tuple(
            GroupField(
                f"percent-{group.code}",
                f"Ngưỡng của {group.name.lower()}, phần trăm",
                group.meaning,
                form.text(f"percent-{group.code}"),
            )
            for group in visit.ports.rulebook.groups_of(rule_set)
        ),
        errors,
    )
