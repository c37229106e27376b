"""Units of the province (đơn vị hành chính): look up, see their changes, enter one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.appraisal import LABELS
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import ROLE_LABELS
from ntm_verify.domain.unit import Unit
from ntm_verify.domain.unit_change import (
    CHANGE_LABELS,
    LOWEST,
    ChangeKind,
    NewUnit,
    UnitChange,
    UnitOrder,
    WrongUnitChange,
)
from ntm_verify.domain.unit_survey import UnitSurvey
from ntm_verify.domain.unit_years import YearFigure
from ntm_verify.domain.wording import VIETNAM, number
from ntm_verify.domain.wording import day as written
from ntm_verify.usecases.change_units import ChangeUnits, change_units
from ntm_verify.usecases.find_units import FindUnits, FoundUnit, find_units
from ntm_verify.usecases.preview_units import PreviewUnits, preview_units
from ntm_verify.usecases.read_units import ReadUnits, UnitsFile, read_units

from .forms import FieldError, Form, Option, day
from .policy import ADMINISTRATOR
from .session import AnyRequest
from .visit import Visit, go

CHOSEN: Final = "unit-"
"""Begins the names of the boxes that choose units."""
KINDS: Final = {"phường": "ward", "đặc khu": "special"}
ADDRESS: Final = "/province/units"
LONGEST_QUERY: Final = 100


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of the province (một đơn vị)."""

    key: str
    code: str
    name: str
    kind: str
    span: str
    stands: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change (một lần sắp xếp)."""

    kind: str
    day: str
    document: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One unit of the country that was looked up (kết quả tra cứu)."""

    name: str
    code: str
    span: str
    document: str
    heirs: tuple[str, ...]
    must_ask: bool


@dataclass(frozen=True, slots=True)
class UnitsView:
    """Units, changes, what was looked up, and the form as typed (trang đơn vị hành chính)."""

    query: str
    found: tuple[FoundRow, ...]
    units: tuple[UnitRow, ...]
    changes: tuple[ChangeRow, ...]
    kinds: tuple[Option, ...]
    form: Form
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class SurveyView:
    """What a change would touch (bản xem trước), and the form to send again."""

    change: ChangeRow
    accounts: tuple[tuple[str, str], ...]
    dossiers: tuple[tuple[str, str, str], ...]
    papers: tuple[tuple[str, str, str], ...]
    drafts: tuple[str, ...]
    late: tuple[str, ...]
    insured: str
    population: str
    in_place: bool
    is_ahead: bool
    leaves: bool
    parts: bool
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit: its names, what it came from and became, its figures by year (một đơn vị)."""

    unit: UnitRow
    names: tuple[str, ...]
    came_from: str
    became: tuple[str, ...]
    moved: tuple[ChangeRow, ...]
    years: tuple[tuple[str, str, str, str, str], ...]


class UnitsController(Controller):
    """Units of the province and their changes (đơn vị hành chính của tỉnh)."""

    path = ADDRESS
    include_in_schema = False
    opt: dict[str, Any] = {"policy": ADMINISTRATOR}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def show(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show units and changes; look names of any time up (tra cứu).

        Raises:
            NotFound: the province has no unit of the code that was asked for.

        """
        query = request.query_params.get("q", "")[:LONGEST_QUERY]
        if code := request.query_params.get("unit", ""):
            file = await read_units(visit.ports, visit.actor, ReadUnits(code))
            if code not in file.known.units:
                raise NotFound("đơn vị hành chính", code)
            return visit.page("province/unit.html", _one(file, code))
        return visit.page("province/units.html", await _view(visit, query=query))

    @post("/preview")
    async def preview(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Show what the change would touch; nothing is kept (xem trước)."""
        try:
            order = _order(form)
            survey = await preview_units(visit.ports, visit.actor, PreviewUnits(order))
        except WrongUnitChange as refused:
            return await _again(visit, form, refused)
        return visit.page("province/units_preview.html", _survey(visit, survey, form))

    @post("/", opt={"confirm": True})
    async def change(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Keep the change that was looked at (xác nhận sắp xếp)."""
        try:
            asked = ChangeUnits(_order(form), form.text("seen"))
            await change_units(visit.ports, visit.actor, asked)
        except WrongUnitChange as refused:
            return await _again(visit, form, refused)
        return go(ADDRESS)


async def _again(visit: Visit, form: Form, refused: WrongUnitChange) -> Response[Any]:
    """Show the form as it was typed, with what is wrong beside its field."""
    view = await _view(visit, form, (FieldError(refused.field, str(refused)),))
    return visit.page("province/units.html", view, HTTP_422_UNPROCESSABLE_ENTITY)


def _order(form: Form) -> UnitOrder:
    """Read what was typed.

    Raises:
        WrongUnitChange: no day, or no kind of change.

    """
    first = day(form.text("day"))
    if first is None:
        raise WrongUnitChange("day", "Nhập ngày dạng ngày/tháng/năm, ví dụ 30/4/2026.")
    if form.text("kind") not in set(ChangeKind):
        raise WrongUnitChange("kind", "Chọn loại thay đổi.")
    codes = tuple(name.removeprefix(CHOSEN) for name in form.texts if name.startswith(CHOSEN))
    new = tuple(_new(line) for line in form.text("new").splitlines() if line.strip())
    return UnitOrder(ChangeKind(form.text("kind")), codes, new, first, form.text("document"))


def _new(line: str) -> NewUnit:
    """Read "14999; Xã Mẫu Thịnh": the kind stands at the beginning of the name."""
    code, _, name = (part.strip() for part in line.partition(";"))
    kinds = (kind for word, kind in KINDS.items() if name.casefold().startswith(f"{word} "))
    return NewUnit(code, name, next(kinds, "commune"))


async def _view(
    visit: Visit,
    form: Form | None = None,
    errors: tuple[FieldError, ...] = (),
    query: str = "",
) -> UnitsView:
    file = await read_units(visit.ports, visit.actor, ReadUnits())
    found = await find_units(visit.ports, visit.actor, FindUnits(query)) if query else ()
    typed = form or Form()
    today = visit.ports.now().astimezone(VIETNAM).date()
    rows = (
        _row(unit, stands=unit.stands_on(today), chosen=CHOSEN + unit.code in typed.texts)
        for unit in file.known.units.values()
    )
    return UnitsView(
        query,
        tuple(_found(one) for one in found),
        tuple(rows),
        tuple(_change(change) for change in reversed(file.known.changes)),
        tuple(
            Option(kind.value, label, kind.value == typed.text("kind"))
            for kind, label in CHANGE_LABELS.items()
        ),
        typed,
        errors,
    )


def _row(unit: Unit, *, stands: bool, chosen: bool = False) -> UnitRow:
    span = f"từ {written(unit.first_day)}"
    if unit.last_day:
        span += f" đến {written(unit.last_day)}"
    kind = LOWEST.get(unit.kind, unit.kind)
    return UnitRow(unit.code, unit.official, unit.name, kind, span, stands, chosen)


def _named(units: Iterable[Unit]) -> str:
    return ", ".join(f"{unit.name} ({unit.official})" for unit in units)


def _change(change: UnitChange) -> ChangeRow:
    return ChangeRow(
        CHANGE_LABELS[change.kind],
        written(change.day),
        change.document,
        _named(change.before),
        _named(change.after),
    )


def _found(found: FoundUnit) -> FoundRow:
    unit = found.unit
    span = f"từ {written(unit.first_day)}" if unit.first_day else ""
    if unit.last_day:
        span = f"{span} đến {written(unit.last_day)}".strip()
    return FoundRow(
        found.full_name, unit.code, span, unit.document, found.heirs, found.became.must_ask
    )


def _survey(visit: Visit, survey: UnitSurvey, form: Form) -> SurveyView:
    insured, population = survey.totals
    kept = {name: form.text(name) for name in ("kind", "day", "document", "new")}
    kept |= {CHOSEN + unit.code: "1" for unit in survey.change.before}
    return SurveyView(
        _change(survey.change),
        tuple((one.name, ROLE_LABELS[one.role]) for one in survey.accounts),
        tuple(
            (
                f"{one.commune_name}, số liệu ngày {written(one.as_of)}",
                LABELS[one.status],
                f"hạn thẩm định {written(one.due)}" if one.due else "",
            )
            for one in survey.dossiers
        ),
        tuple(
            (
                one.symbol,
                f"{one.commune_name}, số liệu ngày {written(one.figure.as_of)}",
                f"{number(one.figure.participants)} / {number(one.figure.population)}",
            )
            for one in survey.papers
        ),
        survey.drafts,
        survey.after_the_day,
        number(insured),
        number(population),
        survey.is_in_place,
        survey.change.day > visit.ports.now().astimezone(VIETNAM).date(),
        survey.change.kind is ChangeKind.RETYPE and survey.change.after[0].kind == "ward",
        survey.change.kind is ChangeKind.PART,
        (*kept.items(), ("seen", survey.seen)),
    )


def _one(file: UnitsFile, code: str) -> UnitView:
    known, unit = file.known, file.known.units[code]
    made = known.merged_into(code)
    return UnitView(
        _row(unit, stands=unit.last_day is None),
        known.names(code),
        _named(made.before) if made else "",
        tuple(f"{heir.name} ({heir.official})" for heir in known.became(code)),
        tuple(_change(change) for change in known.moved(code, date.min, date.max)),
        tuple(_year(year, before) for year, before in _pairs(file.years[code])),
    )


def _pairs(years: Sequence[YearFigure]) -> Iterator[tuple[YearFigure, YearFigure | None]]:
    """Give each year with the calendar year before it, None where that has no figure."""
    told = {year.year: year for year in years}
    return ((year, told.get(year.year - 1)) for year in years)


def _increase(told: YearFigure, before: YearFigure | None) -> str:
    """Write how many more participants than a year before, or why that cannot be said."""
    if told.moved:
        return "địa bàn đã đổi, không so"
    if before is None or told.participants is None or before.participants is None:
        return "–"
    return f"{told.participants - before.participants:+,}".replace(",", ".")


def _year(told: YearFigure, before: YearFigure | None) -> tuple[str, str, str, str, str]:
    """Write year, participants, population, the change, and what the figure stands on."""
    papers = ", ".join(part.reference for part in told.parts)
    note = f"văn bản {papers}"
    if told.is_added_up:
        note = f"cộng gộp từ {note}"
    if told.missing:
        note += f"; thiếu số liệu của {', '.join(told.missing)}"
    figures = (told.participants, told.population)
    insured, people = ("chưa rõ" if one is None else number(one) for one in figures)
    return str(told.year), insured, people, _increase(told, before), note
