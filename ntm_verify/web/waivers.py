"""Pages of waivers (miễn áp dụng một quy tắc): the commune asks, the province decides."""

from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import InvalidInput
from ntm_verify.domain.waiver import WaiverState
from ntm_verify.domain.wording import day
from ntm_verify.usecases.decide_waiver import DecideWaiver, decide_waiver
from ntm_verify.usecases.find_appraisals import FindAppraisals, find_appraisals
from ntm_verify.usecases.ports import AppraisalQuery
from ntm_verify.usecases.read_appraisal import OpenDossier, ReadAppraisal, read_appraisal
from ntm_verify.usecases.request_waiver import RequestWaiver, request_waiver

from . import forms
from .figures import status_tag
from .forms import FieldError, Form
from .policy import COMMUNE, WAIVER
from .visit import Visit, go
from .waiver_views import (
    WaiverList,
    WaiversView,
    effect,
    may_ask,
    may_decide,
    rule_rows,
    waiver_case,
    waiver_row,
)

MOST_LISTED: Final = 1_000
OPEN: Final = frozenset({Status.SUBMITTED, Status.UNDER_APPRAISAL})
NO_FORM: Final = Form()


class WaiverRequestController(Controller):
    """The commune's requests (đề nghị miễn áp dụng của xã)."""

    path = "/submissions/{dossier_id:uuid}/waivers"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE}  # noqa: RUF012 - the framework's shape

    @get()
    async def show(
        self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show which rules can be waived, and the requests (đề nghị miễn áp dụng)."""
        opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
        return visit.page("commune/waivers.html", _view(visit, opened, NO_FORM, ()))

    @post()
    async def ask(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Keep a request, or take one back (gửi, rút đề nghị)."""
        request = RequestWaiver(
            dossier_id,
            form.whole("seen"),
            form.text("rule"),
            (),
            form.text("reason"),
            form.text("words"),
            form.text("evidence"),
            max(0, form.whole("withdraw")),
        )
        try:
            await request_waiver(visit.ports, visit.actor, request)
        except InvalidInput as refused:
            opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
            errors = (FieldError(f"words-{form.text('rule')}", str(refused)),)
            view = _view(visit, opened, form, errors)
            return visit.page("commune/waivers.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return go(f"/submissions/{dossier_id}/waivers")


class WaiverController(Controller):
    """The province's decisions on requests (quyết định miễn áp dụng)."""

    path = "/waivers"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": WAIVER}  # noqa: RUF012 - the framework's shape

    @get()
    async def find(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """List dossiers with requests (đề nghị của các xã)."""
        query = FindAppraisals(AppraisalQuery(statuses=OPEN, limit=MOST_LISTED))
        found = await find_appraisals(visit.ports, visit.actor, query)
        asking = [d for d in found.items if d.waivers]
        ordered = sorted(
            asking, key=lambda d: all(w.state is not WaiverState.ASKED for w in d.waivers)
        )
        return visit.page("province/waivers.html", WaiverList(tuple(map(waiver_case, ordered))))

    @get("/{dossier_id:uuid}")
    async def show(
        self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show the requests of a dossier, with their effect (đề nghị của một hồ sơ)."""
        opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
        return visit.page("province/waiver.html", _view(visit, opened, NO_FORM, ()))

    @post("/{dossier_id:uuid}")
    async def decide(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Grant or deny (quyết định)."""
        request = DecideWaiver(
            dossier_id,
            form.whole("seen"),
            form.whole("number"),
            form.text("decision") == "grant",
            form.text("legal_base"),
            forms.day(form.text("until")),
            form.text("note"),
        )
        try:
            await decide_waiver(visit.ports, visit.actor, request)
        except InvalidInput as refused:
            opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
            field = "note" if form.text("decision") != "grant" else _field(request)
            errors = (FieldError(f"{field}-{request.number}", str(refused)),)
            view = _view(visit, opened, form, errors)
            return visit.page("province/waiver.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return go(f"/waivers/{dossier_id}")


def _field(request: DecideWaiver) -> str:
    """Name the field that a refused grant is about."""
    return "until" if request.legal_base.strip() else "legal_base"


def _view(
    visit: Visit, opened: OpenDossier, form: Form, errors: tuple[FieldError, ...]
) -> WaiversView:
    dossier, typed = opened.appraisal, {name: form.text(name) for name in form.texts}
    is_commune = visit.actor.role in COMMUNE
    can_ask = is_commune and may_ask(dossier) and opened.roster is not None
    rules = (
        rule_rows(opened.roster, opened.findings, visit.ports.catalogue, typed, errors)
        if can_ask and opened.roster is not None
        else ()
    )
    taken = {w.rule for w in dossier.waivers if w.state in {WaiverState.ASKED, WaiverState.GRANTED}}
    return WaiversView(
        id=str(dossier.id),
        version=dossier.version,
        base=f"/submissions/{dossier.id}" if is_commune else "/waivers",
        commune=dossier.commune_name,
        as_of=day(dossier.as_of),
        status=status_tag(dossier.status),
        rules=tuple(rule for rule in rules if rule.code not in taken),
        waivers=tuple(map(waiver_row, dossier.waivers)),
        effect=effect(dossier),
        can_ask=can_ask,
        can_decide=not is_commune and may_decide(dossier),
        longest_days=visit.ports.codes.waivers.longest_days,
        typed=typed,
        errors=errors,
    )
