"""Pages of cards that will end (dự báo thẻ hết hạn): a commune's, the province's, the call list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.call_list import PurposeMissing
from ntm_verify.domain.outlook import CommuneLine, Fall, ProvinceOutlook
from ntm_verify.domain.wording import VIETNAM, number
from ntm_verify.domain.wording import day as written
from ntm_verify.usecases.read_call_list import ReadCallList, read_call_list
from ntm_verify.usecases.read_outlook import ReadOutlook, read_outlook
from ntm_verify.usecases.read_province_outlook import ReadProvinceOutlook, read_province_outlook

from .call_list import call_view
from .findings import Choice
from .forms import FieldError, Form, day
from .outlook_views import (
    FALL_MARKS,
    Bars,
    CommuneRow,
    SumRow,
    commune_row,
    fall_tag,
    head,
    notes,
    outlook_view,
    province_bars,
    sum_rows,
)
from .policy import COMMUNE, STAFF
from .session import AnyRequest
from .visit import Visit
from .workbooks import KIND as WORKBOOK

ADDRESS: Final = "/dashboard/outlook"
SILENT: Final = "silent"


@dataclass(frozen=True, slots=True)
class ProvinceView:
    """The communes of a province on the days ahead (trang dự báo toàn tỉnh)."""

    province: str
    day: str
    days: str
    falling: str
    communes: str
    insured: str
    unknown: str
    silent: str
    heads: tuple[str, ...]
    labels: tuple[str, ...]
    sums: tuple[SumRow, ...]
    bars: Bars
    choices: tuple[Choice, ...]
    rows: tuple[CommuneRow, ...]
    notes: tuple[str, ...]


class OutlookController(Controller):
    """A commune's own people (dự báo của xã, danh sách vận động)."""

    path = "/submissions/{dossier_id:uuid}"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE}  # noqa: RUF012 - the framework's shape

    @get("/outlook")
    async def show(
        self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show by hamlet whose cards end when (dự báo thẻ hết hạn)."""
        seen = await read_outlook(visit.ports, visit.actor, ReadOutlook(dossier_id))
        return visit.page("commune/outlook.html", outlook_view(seen, visit.ports.outlook))

    @post("/call-list", status_code=HTTP_200_OK)
    async def call_list(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Give the people to call on, as a page to print or a workbook (danh sách vận động)."""
        hamlet, is_file = form.whole("hamlet"), form.text("form") == "xlsx"
        purpose, days = form.text("purpose"), max(0, form.whole("days"))
        asked = ReadCallList(dossier_id, purpose, hamlet, days, is_file)
        try:
            found = await read_call_list(visit.ports, visit.actor, asked)
        except PurposeMissing as refused:
            errors = (FieldError("purpose", str(refused)),)
            seen = await read_outlook(visit.ports, visit.actor, ReadOutlook(dossier_id))
            view = outlook_view(seen, visit.ports.outlook, purpose, errors)
            return visit.page("commune/outlook.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        if not is_file:
            return visit.page("commune/call_list.html", call_view(found, purpose))
        name = f"van-dong-{found.appraisal.commune}-{found.day.isoformat()}.xlsx"
        headers = {
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        }
        return Response(found.file, media_type=WORKBOOK, headers=headers)


class ProvinceOutlookController(Controller):
    """The province's communes, counts alone (dự báo toàn tỉnh)."""

    path = ADDRESS
    include_in_schema = False
    opt: dict[str, Any] = {"policy": STAFF}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def whole(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show which communes will fall below their threshold, and when (dự báo toàn tỉnh)."""
        query = request.query_params
        today = visit.ports.now().astimezone(VIETNAM).date()
        asked = ReadProvinceOutlook(day(query.get("day", "")) or today)
        seen = await read_province_outlook(visit.ports, visit.actor, asked)
        last = max(visit.ports.outlook.windows)
        found, state = seen.found, query.get("state", "")
        on = written(found.horizons[0].day)
        view = ProvinceView(
            seen.province.name,
            on,
            str(last),
            number(sum(line.fall(last) is Fall.FALLS for line in found.lines)),
            number(len(found.lines)),
            number(found.insured),
            number(found.unknown),
            number(found.silent),
            tuple(head(one) for one in found.horizons),
            tuple(fall_tag(fall).text for fall, _ in FALL_MARKS),
            sum_rows(found),
            province_bars(found),
            _choices(found, last, on, state),
            tuple(commune_row(line, last) for line in _ordered(found, last, state)),
            notes(visit.ports.outlook),
        )
        return visit.page("province/outlook.html", view)

    @get("/{dossier_id:uuid}")
    async def one(self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]) -> Response[Any]:
        """Show a commune's hamlets, counts alone (dự báo của một xã)."""
        seen = await read_outlook(visit.ports, visit.actor, ReadOutlook(dossier_id))
        return visit.page("province/commune_outlook.html", outlook_view(seen, visit.ports.outlook))


def _choices(found: ProvinceOutlook, last: int, on: str, state: str) -> tuple[Choice, ...]:
    states = [(fall.value, fall_tag(fall).text) for fall, _ in FALL_MARKS]
    named = [("", "mọi xã"), *states, (SILENT, "chưa có danh sách")]
    return tuple(
        Choice(
            f"{ADDRESS}?{urlencode({'day': on, **({'state': value} if value else {})})}#communes",
            text,
            number(sum(map(_fits(last, value), found.lines))),
            value == state,
        )
        for value, text in named
    )


def _ordered(found: ProvinceOutlook, last: int, state: str) -> list[CommuneLine]:
    """Give the communes of a state, those that fall first and soonest before the others."""
    order = [Fall.FALLS, Fall.BELOW, Fall.UNCLEAR, Fall.NO_RULE, Fall.STANDS]

    def rank(line: CommuneLine) -> tuple[int, int, str]:
        fall, first = line.fall(last), line.first_fall()
        place = order.index(fall) if fall else len(order)
        return place, first.days if first else 0, line.unit.name

    return sorted(filter(_fits(last, state), found.lines), key=rank)


def _fits(last: int, state: str) -> Callable[[CommuneLine], bool]:
    """Give what chooses the communes of a state; "" chooses all."""
    if not state:
        return lambda _: True
    if state == SILENT:
        return lambda line: line.fact is None
    return lambda line: (line.fall(last) or "") == state
