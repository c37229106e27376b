"""Cards that will end, over HTTP (API dự báo thẻ hết hạn): counts, and the call list."""

from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from ntm_verify.domain.outlook import CommuneLine, HamletOutlook, Prospect
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, Role
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_call_list import (
    EVERY_HAMLET,
    CallList,
    ReadCallList,
    read_call_list,
)
from ntm_verify.usecases.read_outlook import DossierOutlook, ReadOutlook, read_outlook
from ntm_verify.usecases.read_province_outlook import (
    ProvinceAhead,
    ReadProvinceOutlook,
    read_province_outlook,
)

from .identity import provide_actor

STAFF: Final = frozenset({Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR})


class ProspectView(Struct, frozen=True):
    """One commune on one day ahead (một mốc): people, and what becomes of the commune."""

    day: date
    ahead: str
    days: int
    ended: int
    covered: int
    missing: int | None
    outlook: str

    @classmethod
    def of(cls, one: Prospect) -> Self:
        """Show one day ahead."""
        horizon = one.horizon
        return cls(
            horizon.day,
            horizon.ahead.value,
            horizon.days,
            one.ended,
            one.covered,
            one.missing,
            one.fall.value,
        )


class HamletView(Struct, frozen=True):
    """One hamlet (một thôn): `ended` stands in the order of the days ahead."""

    hamlet: str
    counted: int
    rows: int
    unknown: int
    ended: list[int]

    @classmethod
    def of(cls, one: HamletOutlook) -> Self:
        """Show a hamlet."""
        return cls(one.hamlet, one.insured, one.rows, one.unknown, list(one.ended))


class OutlookView(Struct, frozen=True):
    """A dossier's people on the days ahead (dự báo của một hồ sơ)."""

    submission: UUID
    commune: str
    as_of: date
    counted: int
    unknown: int
    required: int | None
    ahead: list[ProspectView]
    hamlets: list[HamletView]

    @classmethod
    def of(cls, seen: DossierOutlook) -> Self:
        """Show an outlook."""
        prospects = seen.found.prospects
        return cls(
            seen.appraisal.id,
            seen.appraisal.commune,
            seen.appraisal.as_of,
            prospects[0].insured,
            prospects[0].unknown,
            seen.found.required,
            [ProspectView.of(one) for one in prospects],
            [HamletView.of(one) for one in seen.found.hamlets],
        )


class CommuneView(Struct, frozen=True):
    """One commune of the province (một xã); without a list everything of it is null or empty."""

    commune: str
    name: str
    submission: UUID | None
    as_of: date | None
    counted: int | None
    unknown: int | None
    required: int | None
    ahead: list[ProspectView]

    @classmethod
    def of(cls, line: CommuneLine) -> Self:
        """Show a commune."""
        fact, first = line.fact, line.prospects[0] if line.prospects else None
        return cls(
            line.unit.code,
            line.unit.name,
            fact.id if fact else None,
            fact.as_of if fact else None,
            fact.insured if fact else None,
            first.unknown if first else None,
            fact.required if fact else None,
            [ProspectView.of(one) for one in line.prospects],
        )


class ProvinceView(Struct, frozen=True):
    """The communes of a province (dự báo toàn tỉnh)."""

    province: str
    counted: int
    unknown: int
    communes: list[CommuneView]

    @classmethod
    def of(cls, seen: ProvinceAhead) -> Self:
        """Show a province."""
        lines = [CommuneView.of(line) for line in seen.found.lines]
        return cls(seen.province.code, seen.found.insured, seen.found.unknown, lines)


class CallView(Struct, frozen=True):
    """One person to call on (một người cần vận động)."""

    hamlet: str
    group: int
    name: str
    last_digits: str
    reason: str
    last_day: date | None


class CallListView(Struct, frozen=True):
    """The people to call on (danh sách vận động): for that alone, and not to be kept."""

    submission: UUID
    day: date
    until: date
    unnamed: int
    people: list[CallView]

    @classmethod
    def of(cls, found: CallList) -> Self:
        """Show a call list."""
        people = [
            CallView(one.hamlet, number, call.name, call.digits, call.reason.value, call.day)
            for one in found.hamlets
            for number, group in enumerate(one.groups, 1)
            for call in group
        ]
        return cls(found.appraisal.id, found.day, found.until, found.unnamed, people)


class OwnOutlookController(Controller):
    """A commune's own people (dự báo của xã)."""

    path = "/api/v1/submissions/{appraisal_id:uuid}"
    opt: dict[str, Any] = {"policy": COMMUNE_SIDE}  # noqa: RUF012 - the framework's shape
    dependencies = {"actor": Provide(provide_actor)}  # noqa: RUF012 - the framework's shape

    @get("/outlook")
    async def own(
        self,
        appraisal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
    ) -> OutlookView:
        """Tell by hamlet whose cards end when, counts alone (dự báo thẻ hết hạn)."""
        return OutlookView.of(await read_outlook(ports, actor, ReadOutlook(appraisal_id)))

    @get("/call-list")
    async def call_list(
        self,
        appraisal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        purpose: FromQuery[str] = "",
        hamlet: FromQuery[int] = EVERY_HAMLET,
        days: FromQuery[int] = 0,
    ) -> CallListView:
        """Name the people to call on; the look is on record (danh sách vận động)."""
        asked = ReadCallList(appraisal_id, purpose, hamlet, days)
        return CallListView.of(await read_call_list(ports, actor, asked))


class OutlookController(Controller):
    """The province's communes, counts alone (dự báo toàn tỉnh)."""

    path = "/api/v1/outlook"
    opt: dict[str, Any] = {"policy": STAFF}  # noqa: RUF012 - the framework's shape
    dependencies = {"actor": Provide(provide_actor)}  # noqa: RUF012 - the framework's shape

    @get()
    async def whole(
        self,
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        day: FromQuery[date | None] = None,
    ) -> ProvinceView:
        """Tell which communes will fall below their threshold, and when (dự báo toàn tỉnh)."""
        seen = await read_province_outlook(ports, actor, ReadProvinceOutlook(day))
        return ProvinceView.of(seen)

    @get("/{appraisal_id:uuid}")
    async def one(
        self,
        appraisal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        day: FromQuery[date | None] = None,
    ) -> OutlookView:
        """Tell of one commune's hamlets, counts alone (dự báo của một xã)."""
        return OutlookView.of(await read_outlook(ports, actor, ReadOutlook(appraisal_id, day)))
