"""People on two lists (người có ở hai danh sách): the commune's rows, the province's review."""

from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.appraisal import Appraisal, NotYourStep, ReasonMissing, WrongStatus
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.duplicates import Place, RemovalImpossible, UnknownDecision
from ntm_verify.domain.findings import Field
from ntm_verify.domain.people import COMMUNE_SIDE
from ntm_verify.usecases.correct_rows import CorrectRows, correct_rows
from ntm_verify.usecases.find_duplicates import FindDuplicates, SharedPerson, find_duplicates
from ntm_verify.usecases.review_duplicates import ReviewDuplicates, review_duplicates
from ntm_verify.usecases.watch_submission import WatchSubmission, watch_submission

from .duplicate_views import CHANGEABLE, Asked, Typed, own_rows_view, pairs_view
from .forms import Form
from .policy import APPRAISER, AUDITOR, COMMUNE, SIGNER
from .session import AnyRequest
from .visit import Visit, go

LONGEST_NOTE: Final = 1_000


class DuplicateController(Controller):
    """People on two lists (người có ở hai danh sách)."""

    path = "/duplicates/{dossier_id:uuid}"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE | APPRAISER | SIGNER | AUDITOR}  # noqa: RUF012 - the framework's shape

    @get()
    async def show(
        self, request: AnyRequest, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show own rows to a commune, pairs to the province (rà soát trùng)."""
        asked = request.query_params
        wanted = Asked.read(dossier_id, asked.get("kind", ""), asked.get("page", ""))
        found, dossier = await _found(visit, dossier_id)
        if visit.actor.role in COMMUNE_SIDE:
            return visit.page("commune/duplicates.html", own_rows_view(dossier, found, wanted))
        view = pairs_view(dossier, found, visit.actor, wanted, Typed())
        return visit.page("appraiser/duplicates.html", view)


class ReviewController(Controller):
    """Decisions about pairs of rows (kết luận của tỉnh)."""

    path = "/duplicate-reviews/{dossier_id:uuid}"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": APPRAISER}  # noqa: RUF012 - the framework's shape

    @post()
    async def decide(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Keep the decision about one pair (ghi kết luận)."""
        decision, _, reason = form.text("choice").partition(":")
        pair, note = form.text("pair"), form.text("note")[:LONGEST_NOTE]
        request = ReviewDuplicates(dossier_id, pair, form.whole("seen"), decision, reason, note)
        wanted = Asked.read(dossier_id, form.text("kind"), form.text("page"))
        try:
            await review_duplicates(visit.ports, visit.actor, request)
        except (UnknownDecision, ReasonMissing, RemovalImpossible, NotYourStep) as refused:
            found, dossier = await _found(visit, dossier_id)
            typed = Typed(pair, form.text("choice"), note, str(refused))
            view = pairs_view(dossier, found, visit.actor, wanted, typed)
            invalid = isinstance(refused, UnknownDecision | ReasonMissing)
            status = HTTP_422_UNPROCESSABLE_ENTITY if invalid else HTTP_409_CONFLICT
            return visit.page("appraiser/duplicates.html", view, status)
        return go(wanted.address(wanted.kind, wanted.page))


class RemovalController(Controller):
    """The commune takes out what the province asks for (bỏ các dòng tỉnh yêu cầu)."""

    path = "/submissions/{dossier_id:uuid}/removals"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE}  # noqa: RUF012 - the framework's shape

    @post()
    async def remove(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Take the rows out and have the list checked again; it can be undone (bỏ dòng)."""
        found, dossier = await _found(visit, dossier_id)
        if dossier.status not in CHANGEABLE:
            raise WrongStatus("Hồ sơ đang ở tỉnh hoặc đã xong nên không bỏ dòng được lúc này.")
        edits = tuple(
            Correction(one.row.source, one.row.line, Field.ROW, None)
            for one in found
            if one.standing is Place.REMOVE
        )
        await correct_rows(
            visit.ports, visit.actor, CorrectRows(dossier_id, form.whole("seen"), edits)
        )
        return go(f"/submissions/{dossier_id}")


async def _found(visit: Visit, dossier_id: UUID) -> tuple[tuple[SharedPerson, ...], Appraisal]:
    found = await find_duplicates(visit.ports, visit.actor, FindDuplicates(dossier_id))
    dossier = await watch_submission(visit.ports, visit.actor, WatchSubmission(dossier_id))
    return found, dossier
