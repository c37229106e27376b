"""People on two lists over HTTP (API rà soát người có ở hai danh sách)."""

from typing import Annotated, Any, Final, Self
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta, Struct

from ntm_verify.domain.duplicates import DuplicateReview
from ntm_verify.domain.name_likeness import match_names
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.roster import RosterRow
from ntm_verify.usecases.find_duplicates import FindDuplicates, SharedPerson, find_duplicates
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.review_duplicates import ReviewDuplicates, review_duplicates

from .identity import provide_actor
from .repeats import Repeats, provide_repeats

MOST: Final = 200
Code = Annotated[str, Meta(max_length=100)]


class ReviewBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A decision about a pair, at the version on the screen, 0 for none yet (kết luận)."""

    pair: Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
    seen: Annotated[int, Meta(ge=0)]
    decision: Code
    reason_code: Code
    note: Annotated[str, Meta(max_length=1000)] = ""


class ReviewView(Struct, frozen=True):
    """What was decided about a pair (kết luận đã ghi)."""

    pair: str
    version: int
    decision: str
    reason_code: str
    remove_from: str

    @classmethod
    def of(cls, review: DuplicateReview) -> Self:
        """Show a decision."""
        return cls(
            review.id,
            review.version,
            review.decision.value,
            review.reason_code,
            review.remove_from,
        )


class RowView(Struct, frozen=True):
    """One row of a list (một dòng)."""

    row: int
    name: str
    number: str
    hamlet: str


class PairView(Struct, frozen=True):
    """Two rows of one number, how alike the names are, and what was decided (một cặp dòng)."""

    pair: str
    own: RowView
    other: RowView | None
    other_submission: UUID | None
    other_commune: str
    name_score: int | None
    standing: str
    review: ReviewView | None

    @classmethod
    def of(cls, one: SharedPerson) -> Self:
        """Show a pair as the province sees it."""
        other = one.other_dossier
        return cls(
            one.pair,
            _row(one.row),
            _row(one.other) if one.other else None,
            other.id if other else None,
            other.commune if other else "",
            match_names(one.row.name, one.other.name).score if one.other else None,
            one.standing.value,
            ReviewView.of(one.review) if one.review else None,
        )


class PairsView(Struct, frozen=True):
    """One page of the pairs of a dossier, and how many there are (các cặp dòng)."""

    items: list[PairView]
    total: int
    next: int | None


class DuplicateController(Controller):
    """Pairs of a dossier (người có ở hai danh sách)."""

    path = "/api/v1/appraisals/{appraisal_id:uuid}/duplicates"
    opt: dict[str, Any] = {"policy": frozenset({Role.APPRAISER})}  # noqa: RUF012 - the framework's shape
    dependencies = {  # noqa: RUF012 - the framework's shape
        "actor": Provide(provide_actor),
        "repeats": Provide(provide_repeats),
    }

    @get()
    async def find(
        self,
        appraisal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        after: FromQuery[int] = 0,
    ) -> PairsView:
        """List the pairs in the order of the list, from `after` on (các cặp dòng)."""
        found = await find_duplicates(ports, actor, FindDuplicates(appraisal_id))
        start = max(0, after)
        items = [PairView.of(one) for one in found[start : start + MOST]]
        more = start + MOST
        return PairsView(items, len(found), more if more < len(found) else None)

    @post("/reviews", status_code=HTTP_200_OK)
    async def review(
        self,
        appraisal_id: FromPath[UUID],
        data: JSONBody[ReviewBody],
        repeats: NamedDependency[Repeats],
    ) -> ReviewView:
        """Decide about a pair (ghi kết luận)."""
        asked = ReviewDuplicates(
            appraisal_id, data.pair, data.seen, data.decision, data.reason_code, data.note
        )
        return await repeats.answer(review_duplicates, asked, ReviewView)


def _row(row: RosterRow) -> RowView:
    return RowView(row.line, row.name, row.number, row.hamlet)
