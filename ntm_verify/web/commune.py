"""Pages of a commune (UBND xã): hand a list in, see what was found, submit, follow, withdraw."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import ServerSentEvent, ServerSentEventMessage
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.errors import InvalidInput, NotFound
from ntm_verify.domain.participant_list import Source
from ntm_verify.domain.reading import ReadingOptions
from ntm_verify.usecases.find_appraisals import FindAppraisals, find_appraisals
from ntm_verify.usecases.ports import AppraisalQuery
from ntm_verify.usecases.read_appraisal import OpenDossier, ReadAppraisal, read_appraisal
from ntm_verify.usecases.receive_list import ReceiveList, SameListAgain, receive_list
from ntm_verify.usecases.submit_list import (
    DeclarationMissing,
    SubmitList,
    WarningsUnconfirmed,
    submit_list,
)
from ntm_verify.usecases.survey_hamlets import SurveyHamlets, survey_hamlets
from ntm_verify.usecases.watch_progress import Watched, WatchProgress, watch_progress
from ntm_verify.usecases.watch_submission import WatchSubmission, watch_submission
from ntm_verify.usecases.withdraw_submission import WithdrawSubmission, withdraw_submission

from .casework import comment_views, due_view, point_views, row_points
from .commune_views import (
    EDITABLE,
    DossierView,
    Extras,
    dossier_view,
    stage_view,
    survey_view,
    work_view,
)
from .findings import Wanted, findings_view, first_errors
from .forms import FieldError, Form
from .how_read import how_read
from .mending import THEN
from .policy import COMMUNE
from .prepare import LARGEST_UPLOAD, prepare_view, read_figures, values_of
from .session import AnyRequest
from .timeline import timeline
from .visit import Visit, go

LOOK_AGAIN: Final = 0.5
MOST_LOOKS: Final = 1200
"""Ten minutes; the browser then asks again by itself."""
MOST_LISTED: Final = 200
BEFORE_SUBMISSION: Final = frozenset({Status.CHECKED, Status.RETURNED})


@dataclass(frozen=True, slots=True)
class Review:
    """The last look before a list is sent (kiểm tra lần cuối)."""

    dossier: DossierView
    errors: tuple[FieldError, ...]


class CommuneController(Controller):
    """A commune's own dossiers (hồ sơ của xã)."""

    path = "/submissions"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def work(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show what waits for the commune (việc cần làm)."""
        query = FindAppraisals(AppraisalQuery(limit=MOST_LISTED))
        found = await find_appraisals(visit.ports, visit.actor, query)
        return visit.page("commune/work.html", work_view(found.items))

    @get("/new")
    async def prepare(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Ask for population and files (nộp danh sách)."""
        return visit.page("commune/prepare.html", prepare_view({}))

    @post("/", request_max_body_size=LARGEST_UPLOAD)
    async def receive(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Take the files in (nạp danh sách)."""
        return await _receive(visit, form, None)

    @get("/{dossier_id:uuid}")
    async def show(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show the dossier as far as it has come (hồ sơ)."""
        watched = await watch_progress(visit.ports, visit.actor, WatchProgress(dossier_id))
        if watched.appraisal.status is Status.CHECKING:
            stage = stage_view(watched.appraisal, progress=watched.progress)
            return visit.page("commune/progress.html", stage)
        opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
        wanted = Wanted.read(
            f"/submissions/{dossier_id}",
            request.query_params.get("kind", ""),
            request.query_params.get("page", ""),
        )
        if opened.appraisal.status in BEFORE_SUBMISSION:
            wanted = replace(wanted, mend=f"/submissions/{dossier_id}/rows")
        template = "result" if opened.appraisal.status in BEFORE_SUBMISSION else "dossier"
        if opened.appraisal.status is Status.DRAFT:
            template = "refused"
        view = _full(visit, opened, wanted)
        if template != "refused":
            asked = SurveyHamlets(dossier_id)
            found = await survey_hamlets(visit.ports, visit.actor, asked)
            view = replace(view, survey=survey_view(found))
        return visit.page(f"commune/{template}.html", view)

    @get("/{dossier_id:uuid}/progress")
    async def progress(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> ServerSentEvent:
        """Tell how far the check has come, until it is done (tiến trình, SSE)."""
        first = await watch_progress(visit.ports, visit.actor, WatchProgress(dossier_id))
        then = request.query_params.get("then", "")
        return ServerSentEvent(_stages(visit, first, then if THEN.fullmatch(then) else ""))

    @get("/{dossier_id:uuid}/replace")
    async def replace(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Ask for files in place of those handed in (thay tệp)."""
        dossier = await watch_submission(visit.ports, visit.actor, WatchSubmission(dossier_id))
        if dossier.status not in EDITABLE:
            return go(f"/submissions/{dossier_id}")
        typed = {**values_of(dossier), "keep": request.query_params.get("keep", "")}
        view = prepare_view(typed, replaced=dossier)
        return visit.page("commune/prepare.html", view)

    @post("/{dossier_id:uuid}/files", request_max_body_size=LARGEST_UPLOAD)
    async def receive_again(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Take other files in for the same dossier (nạp lại danh sách)."""
        dossier = await watch_submission(visit.ports, visit.actor, WatchSubmission(dossier_id))
        return await _receive(visit, form, dossier)

    @get("/{dossier_id:uuid}/review")
    async def review(
        self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show what the province will see, before it is sent (kiểm tra lần cuối)."""
        dossier = await watch_submission(visit.ports, visit.actor, WatchSubmission(dossier_id))
        if dossier.status is not Status.CHECKED:
            return go(f"/submissions/{dossier_id}")
        return visit.page("commune/review.html", Review(dossier_view(dossier, Extras()), ()))

    @post("/{dossier_id:uuid}/submission")
    async def submit(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Hand the dossier in to the province (nộp hồ sơ)."""
        declared = form.text("declared") == "yes"
        request = SubmitList(dossier_id, form.whole("seen"), declared)
        try:
            await submit_list(visit.ports, visit.actor, request)
        except (DeclarationMissing, WarningsUnconfirmed) as refused:
            watch = WatchSubmission(dossier_id)
            dossier = await watch_submission(visit.ports, visit.actor, watch)
            view = Review(
                dossier_view(dossier, Extras()), (FieldError(_where(refused), str(refused)),)
            )
            return visit.page("commune/review.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return go(f"/submissions/{dossier_id}/receipt")

    @get("/{dossier_id:uuid}/receipt")
    async def receipt(
        self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Confirm what was handed in, and when (biên nhận)."""
        dossier = await watch_submission(visit.ports, visit.actor, WatchSubmission(dossier_id))
        if dossier.submitted_at is None:
            raise NotFound("biên nhận của hồ sơ", dossier_id)
        return visit.page("commune/receipt.html", dossier_view(dossier, Extras()))

    @get("/{dossier_id:uuid}/withdrawal")
    async def ask_withdrawal(
        self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Say what withdrawing means, and ask for a word why (rút hồ sơ)."""
        dossier = await watch_submission(visit.ports, visit.actor, WatchSubmission(dossier_id))
        view = dossier_view(dossier, Extras())
        if not view.can_withdraw:
            return go(f"/submissions/{dossier_id}")
        return visit.page("commune/withdraw.html", view)

    @post("/{dossier_id:uuid}/withdrawal")
    async def withdraw(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Take the dossier back (rút hồ sơ)."""
        request = WithdrawSubmission(dossier_id, form.whole("seen"), form.text("note"))
        await withdraw_submission(visit.ports, visit.actor, request)
        return go(f"/submissions/{dossier_id}")


def _where(refused: Exception) -> str:
    """Name the part of the page that somebody must look at."""
    return "declared" if isinstance(refused, DeclarationMissing) else "doubtful"


async def _receive(visit: Visit, form: Form, replaced: Appraisal | None) -> Response[Any]:
    """Read the form, hand the files in; what was typed is shown again when something is wrong."""
    prepared, files = read_figures(form), form.files
    errors = prepared.errors
    if not files:
        errors = (*errors, FieldError("files", "Chọn tệp danh sách, hoặc nhiều tệp theo thôn."))
    if errors or prepared.as_of is None or prepared.population is None:
        return _again(visit, form, errors, replaced)
    request = ReceiveList(
        prepared.as_of,
        prepared.population,
        files,
        ReadingOptions(encoding=prepared.encoding),
        appraisal_id=replaced.id if replaced else None,
        seen=form.whole("seen") if replaced else 0,
        second_total=prepared.second_total,
        second_source=prepared.second_source,
        keep_files=replaced is not None and form.text("keep") == "yes",
    )
    try:
        kept = await receive_list(visit.ports, visit.actor, request)
    except (InvalidInput, SameListAgain) as refused:
        return _again(visit, form, (FieldError("files", str(refused)),), replaced)
    return go(f"/submissions/{kept.id}")


def _again(
    visit: Visit, form: Form, errors: tuple[FieldError, ...], replaced: Appraisal | None
) -> Response[Any]:
    values = {name: form.text(name) for name in form.texts}
    view = prepare_view(values, errors, replaced)
    return visit.page("commune/prepare.html", view, HTTP_422_UNPROCESSABLE_ENTITY)


async def _stages(
    visit: Visit, watched: Watched, then: str
) -> AsyncGenerator[ServerSentEventMessage]:
    """Look again every half second; the last event sends the page on to its result."""
    for _ in range(MOST_LOOKS):
        stage = stage_view(watched.appraisal, then, watched.progress)
        if stage.is_done:
            yield ServerSentEventMessage(data=stage.result, event="done")
            return
        yield ServerSentEventMessage(data=str(stage.percent), event="share")
        yield ServerSentEventMessage(data=visit.told(stage.sentence), event="stage")
        await asyncio.sleep(LOOK_AGAIN)
        again = WatchProgress(watched.appraisal.id)
        watched = await watch_progress(visit.ports, visit.actor, again)


def _full(visit: Visit, opened: OpenDossier, wanted: Wanted) -> DossierView:
    outcome, catalogue = opened.appraisal.outcome, visit.ports.catalogue
    said = Extras(
        log=timeline(opened.log, opened.names, with_looks=False),
        due=due_view(opened, visit.ports),
        comments=comment_views(opened.casework, visit.actor, opened.names),
    )
    if outcome is None or opened.roster is None:
        return dossier_view(opened.appraisal, said)
    points = row_points(opened.appraisal, opened.casework)
    wanted = replace(wanted, points=points)
    found = findings_view(opened.roster, opened.findings, catalogue, outcome.counts, wanted)
    extras = replace(
        said,
        findings=found,
        first_errors=first_errors(found),
        dropped=dropped(opened.roster.sources),
        points=point_views(points, opened.roster, wanted.mend),
        papers=opened.certificates,
        reading=how_read(opened.appraisal, opened.roster.sources, opened.findings),
    )
    return dossier_view(opened.appraisal, extras)


def dropped(sources: tuple[Source, ...]) -> tuple[str, ...]:
    """Say how many rows were passed over as no people, by reason (dòng bị bỏ qua)."""
    total: dict[str, int] = {}
    for source in sources:
        for reason, count in source.dropped.items():
            total[reason] = total.get(reason, 0) + count
    return tuple(f"{reason}: {count}" for reason, count in sorted(total.items()))
