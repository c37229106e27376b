"""Pages of a province's administrator (quản trị tỉnh): rule sets, missing figures."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.errors import InvalidInput, NotFound
from ntm_verify.domain.regulation import EnteredFigure, UnknownRuleSet
from ntm_verify.domain.wording import percent
from ntm_verify.usecases.enter_threshold import EnterThreshold, enter_threshold
from ntm_verify.usecases.read_province import ProvinceFile, ReadProvince, read_province

from . import forms
from .forms import FieldError, Form
from .policy import ADMINISTRATOR
from .public import ClauseRow, clause_row, newest_first
from .visit import Visit, go

LONGEST_REFERENCE = 300


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure that the province entered (ngưỡng tỉnh đã nhập)."""

    rule_set: str
    percent: str
    both_sexes: str
    reference: str
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One rule set and what the province entered for it (bộ tiêu chí)."""

    clause: ClauseRow
    figures: tuple[FigureRow, ...]
    is_missing: bool


@dataclass(frozen=True, slots=True)
class ProvinceView:
    """The rule sets of the province (trang bộ tiêu chí)."""

    sets: tuple[RuleSet, ...]


@dataclass(frozen=True, slots=True)
class FigureView:
    """The form that enters a figure (nhập ngưỡng), with what was typed."""

    clause: ClauseRow
    percent: str
    reference: str
    both_sexes: str
    errors: tuple[FieldError, ...]


class ProvinceController(Controller):
    """The province's own settings (thiết lập của tỉnh)."""

    path = "/province"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": ADMINISTRATOR}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def rule_sets(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """List the rule sets with source and certainty (bộ tiêu chí)."""
        found = await read_province(visit.ports, visit.actor, ReadProvince())
        return visit.page("province/rules.html", _rule_sets(visit, found))

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
        """Enter a figure (nhập ngưỡng)."""
        share, reference = forms.share(form.text("percent")), form.text("reference")
        both, errors = form.text("both_sexes"), []
        if share is None:
            errors.append(FieldError("percent", "Ghi ngưỡng bằng số, ví dụ 95 hoặc 92,5."))
        if not reference:
            told = "Ghi số, ký hiệu, ngày và cơ quan ban hành của văn bản quy định ngưỡng."
            errors.append(FieldError("reference", told))
        if both not in {"yes", "no"}:
            errors.append(FieldError("both_sexes", "Chọn cách xét theo giới như văn bản quy định."))
        if errors or share is None:
            view = _asked(visit, rule_set, form, tuple(errors))
            return visit.page("province/figure.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        asked = EnterThreshold(rule_set, share, reference[:LONGEST_REFERENCE], both == "yes")
        try:
            await enter_threshold(visit.ports, visit.actor, asked)
        except UnknownRuleSet:
            raise
        except InvalidInput as refused:
            view = _asked(visit, rule_set, form, (FieldError("percent", str(refused)),))
            return visit.page("province/figure.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return go("/province")


def _rule_sets(visit: Visit, found: ProvinceFile) -> ProvinceView:
    return ProvinceView(
        tuple(
            RuleSet(
                clause_row(clause),
                tuple(_figure(f) for f in found.figures if f.rule_set == clause.rule_set),
                is_missing=clause.percent is None
                and not any(f.rule_set == clause.rule_set for f in found.figures),
            )
            for clause in newest_first(visit.ports.rulebook.clauses)
        )
    )


def _figure(figure: EnteredFigure) -> FigureRow:
    sexes = {True: "cả nam và nữ", False: "tính chung", None: "theo bộ tiêu chí"}
    return FigureRow(
        figure.rule_set,
        percent(f"{figure.percent.normalize():f}"),
        sexes[figure.both_sexes],
        figure.legal_reference,
        figure.demonstration,
    )


def _asked(visit: Visit, rule_set: str, form: Form, errors: tuple[FieldError, ...]) -> FigureView:
    """Show the form for a rule set.

    Raises:
        NotFound: there is no rule set of this name.

    """
    try:
        clause = visit.ports.rulebook.named(rule_set)
    except UnknownRuleSet as unknown:
        raise NotFound("bộ tiêu chí", rule_set) from unknown
    return FigureView(
        clause_row(clause),
        form.text("percent"),
        form.text("reference"),
        form.text("both_sexes"),
        errors,
    )
