"""Units over HTTP (API đơn vị hành chính): look up, preview a change, enter it."""

from datetime import date
from typing import Annotated, Any, Final, Literal, Self

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED
from msgspec import Meta, Struct

from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.unit_change import ChangeKind, NewUnit, UnitChange, UnitOrder
from ntm_verify.domain.unit_survey import UnitSurvey
from ntm_verify.usecases.change_units import ChangeUnits, change_units
from ntm_verify.usecases.find_units import FindUnits, FoundUnit, find_units
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.preview_units import PreviewUnits, preview_units

from .identity import provide_actor
from .repeats import Repeats, provide_repeats

READERS: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
ADMINISTRATOR: Final = frozenset({Role.ADMINISTRATOR})
Text = Annotated[str, Meta(max_length=300)]
Code = Annotated[str, Meta(max_length=20)]


class NewUnitBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A unit as the document names it (đơn vị mới)."""

    code: Code
    name: Text
    kind: Literal["commune", "ward", "special"] = "commune"


class UnitChangeBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What a document orders (nội dung sắp xếp); `seen` is that of the preview."""

    kind: ChangeKind
    old: Annotated[list[Code], Meta(min_length=1, max_length=50)]
    new: Annotated[list[NewUnitBody], Meta(min_length=1, max_length=50)]
    day: date
    document: Text
    seen: Annotated[str, Meta(max_length=64)] = ""

    @property
    def order(self) -> UnitOrder:
        """Give the order."""
        new = tuple(NewUnit(unit.code, unit.name, unit.kind) for unit in self.new)
        return UnitOrder(self.kind, tuple(self.old), new, self.day, self.document)


class UnitFoundView(Struct, frozen=True):
    """A unit of the country in one time (đơn vị); `must_ask`: it went to several."""

    code: str
    name: str
    full_name: str
    kind: str
    first_day: date | None
    last_day: date | None
    document: str
    became: list[str]
    must_ask: bool

    @classmethod
    def of(cls, found: FoundUnit) -> Self:
        """Show a unit."""
        unit = found.unit
        return cls(
            unit.code,
            unit.name,
            found.full_name,
            unit.kind.value,
            unit.first_day,
            unit.last_day,
            unit.document,
            list(found.heirs),
            found.became.must_ask,
        )


class UnitSurveyView(Struct, frozen=True):
    """What a change would touch (bản xem trước): `seen` goes back with the decision."""

    seen: str
    accounts: list[str]
    dossiers: list[str]
    deadlines: list[date]
    papers: list[str]
    after_the_day: list[str]
    participants: int
    population: int

    @classmethod
    def of(cls, survey: UnitSurvey) -> Self:
        """Show a survey; people by their account."""
        participants, population = survey.totals
        return cls(
            survey.seen,
            [account.id for account in survey.accounts],
            [str(dossier.id) for dossier in survey.dossiers],
            [dossier.due for dossier in survey.dossiers if dossier.due],
            [paper.reference for paper in survey.papers],
            list(survey.after_the_day),
            participants,
            population,
        )


class UnitChangeView(Struct, frozen=True):
    """A change that was kept (một lần sắp xếp)."""

    number: int
    kind: str
    day: date
    document: str
    before: list[str]
    after: list[str]

    @classmethod
    def of(cls, change: UnitChange) -> Self:
        """Show a change; units by their code."""
        before, after = ([u.code for u in units] for units in (change.before, change.after))
        return cls(change.number, change.kind.value, change.day, change.document, before, after)


class UnitsController(Controller):
    """Units and their changes (đơn vị hành chính)."""

    path = "/api/v1/units"
    opt: dict[str, Any] = {"policy": READERS}  # noqa: RUF012 - the framework's shape
    dependencies = {  # noqa: RUF012 - the framework's shape
        "actor": Provide(provide_actor),
        "repeats": Provide(provide_repeats),
    }

    @get()
    async def find(
        self,
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        q: FromQuery[Annotated[str, Meta(max_length=100)]] = "",
    ) -> list[UnitFoundView]:
        """Look a unit of any time up by name or number (tra cứu đơn vị)."""
        return [UnitFoundView.of(one) for one in await find_units(ports, actor, FindUnits(q))]

    @post("/changes/preview", status_code=HTTP_200_OK, opt={"policy": ADMINISTRATOR})
    async def preview(
        self,
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        data: JSONBody[UnitChangeBody],
    ) -> UnitSurveyView:
        """Show what a change would touch; nothing is kept (xem trước sắp xếp)."""
        return UnitSurveyView.of(await preview_units(ports, actor, PreviewUnits(data.order)))

    @post(
        "/changes",
        status_code=HTTP_201_CREATED,
        opt={"policy": ADMINISTRATOR, "scope": Scope.DECIDE, "confirm": True},
    )
    async def change(
        self, data: JSONBody[UnitChangeBody], repeats: NamedDependency[Repeats]
    ) -> UnitChangeView:
        """Keep a change that was looked at (sắp xếp đơn vị)."""
        return await repeats.answer(
            change_units, ChangeUnits(data.order, data.seen), UnitChangeView
        )
