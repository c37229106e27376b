"""Waivers of a rule over HTTP (API miễn áp dụng)."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK
from msgspec import Struct

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, Role
from ntm_verify.usecases.decide_waiver import DecideWaiver, decide_waiver
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.request_waiver import RequestWaiver, request_waiver
from ntm_verify.usecases.watch_submission import WatchSubmission, watch_submission

from .identity import provide_actor
from .repeats import Repeats, provide_repeats
from .views import AppraisalView

DECIDERS = frozenset({Role.SIGNER, Role.ADMINISTRATOR})
"""Who may come; who of them decides is data of the regulations."""


class RowOf(Struct, frozen=True, forbid_unknown_fields=True):
    """One row: place of its source, and the number that the spreadsheet shows (một dòng)."""

    source: int
    row: int


class WaiverBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What a commune asks for; `withdraw` is the number of a request taken back (đề nghị)."""

    seen: int
    rule: str = ""
    rows: list[RowOf] = []
    reason_code: str = ""
    reason: str = ""
    evidence: str = ""
    withdraw: int = 0


class WaiverDecisionBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What the province decides (quyết định)."""

    seen: int
    number: int
    grant: bool
    legal_base: str = ""
    until: date | None = None
    note: str = ""


class WaiverView(Struct, frozen=True):
    """One request and what became of it (một đề nghị)."""

    number: int
    rule: str
    title: str
    rows: int | None
    people: int
    state: str
    reason_code: str
    legal_base: str
    until: date | None


class WaiversView(Struct, frozen=True):
    """The waivers of a dossier, and the result without any (các miễn áp dụng)."""

    version: int
    waivers: list[WaiverView]
    participants: int | None
    participants_without: int | None
    assessment_without: str | None


def _view(dossier: Appraisal) -> WaiversView:
    now, without = dossier.assessment, dossier.without_waivers
    return WaiversView(
        dossier.version,
        [
            WaiverView(
                w.number,
                w.rule,
                w.title,
                len(w.rows) or None,
                w.people,
                w.state.value,
                w.reason_code,
                w.legal_base,
                w.until,
            )
            for w in dossier.waivers
        ],
        now.tally.insured if now else None,
        without.tally.insured if without else None,
        without.verdict.value if without else None,
    )


class DossierWaiversController(Controller):
    """What both sides see of a dossier's requests (các đề nghị); each has its own path."""

    dependencies: dict[str, Any] = {  # noqa: RUF012 - the framework's shape
        "actor": Provide(provide_actor),
        "repeats": Provide(provide_repeats),
    }

    @get()
    async def show(
        self,
        appraisal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
    ) -> WaiversView:
        """List the requests of a dossier and their effect (các đề nghị)."""
        return _view(await watch_submission(ports, actor, WatchSubmission(appraisal_id)))


class WaiverRequestController(DossierWaiversController):
    """Requests of a commune (đề nghị miễn áp dụng)."""

    path = "/api/v1/submissions/{appraisal_id:uuid}/waivers"
    opt: dict[str, Any] = {"policy": COMMUNE_SIDE}  # noqa: RUF012 - the framework's shape

    @post(status_code=HTTP_200_OK)
    async def ask(
        self,
        appraisal_id: FromPath[UUID],
        data: JSONBody[WaiverBody],
        repeats: NamedDependency[Repeats],
    ) -> AppraisalView:
        """Ask that a rule be waived, or take a request back (gửi, rút đề nghị)."""
        asked = RequestWaiver(
            appraisal_id,
            data.seen,
            data.rule,
            tuple((row.source, row.row) for row in data.rows),
            data.reason_code,
            data.reason,
            data.evidence,
            data.withdraw,
        )
        return await repeats.answer(request_waiver, asked, AppraisalView)


class WaiverController(DossierWaiversController):
    """Decisions of the province (quyết định miễn áp dụng)."""

    path = "/api/v1/waivers/{appraisal_id:uuid}"
    opt: dict[str, Any] = {"policy": DECIDERS}  # noqa: RUF012 - the framework's shape

    @post(status_code=HTTP_200_OK)
    async def decide(
        self,
        appraisal_id: FromPath[UUID],
        data: JSONBody[WaiverDecisionBody],
        repeats: NamedDependency[Repeats],
    ) -> AppraisalView:
        """Grant or deny a request (quyết định)."""
        asked = DecideWaiver(
            appraisal_id,
            data.seen,
            data.number,
            data.grant,
            data.legal_base,
            data.until,
            data.note,
        )
        return await repeats.answer(decide_waiver, asked, AppraisalView)
