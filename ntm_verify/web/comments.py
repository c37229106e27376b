"""Comments on a dossier, for both sides on one page (ý kiến trao đổi)."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.casework import NothingSaid
from ntm_verify.domain.people import COMMUNE_SIDE, Role
from ntm_verify.usecases.add_comment import AddComment, add_comment
from ntm_verify.usecases.read_appraisal import ReadAppraisal, read_appraisal

from .casework import CommentView, DueView, comment_views, due_view
from .forms import FieldError, Form
from .policy import COMMENTER
from .visit import Visit, go

BACK: Final = {Role.APPRAISER: "/appraisals", Role.SIGNER: "/signing"}


@dataclass(frozen=True, slots=True)
class CommentsView:
    """Everything that was said about a dossier (ý kiến trao đổi), and what is being typed."""

    id: str
    commune: str
    back: str
    due: DueView | None
    comments: tuple[CommentView, ...]
    row: str
    text: str
    errors: tuple[FieldError, ...]


class CommentController(Controller):
    """What both sides say about a dossier (ý kiến)."""

    path = "/comments/{dossier_id:uuid}"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMENTER}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def show(
        self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show what was said, and a form (ý kiến)."""
        return visit.page("comments.html", await _view(visit, dossier_id, Form()))

    @post("/")
    async def add(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Keep a comment; it is never changed or deleted (ghi ý kiến)."""
        typed = form.text("row")
        row = form.whole("row") if typed else None
        try:
            asked = AddComment(dossier_id, form.text("text"), row)
            await add_comment(visit.ports, visit.actor, asked)
        except NothingSaid as refused:
            about = "row" if "dòng" in str(refused) and form.text("text") else "text"
            view = await _view(visit, dossier_id, form, (FieldError(about, str(refused)),))
            return visit.page("comments.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return go(f"/comments/{dossier_id}")


async def _view(
    visit: Visit, dossier_id: UUID, form: Form, errors: tuple[FieldError, ...] = ()
) -> CommentsView:
    opened = await read_appraisal(visit.ports, visit.actor, ReadAppraisal(dossier_id))
    role = visit.actor.role
    base = "/submissions" if role in COMMUNE_SIDE else BACK[role]
    return CommentsView(
        str(dossier_id),
        opened.appraisal.commune_name,
        f"{base}/{dossier_id}",
        due_view(opened, visit.ports),
        comment_views(opened.casework, visit.actor, opened.names),
        form.text("row"),
        form.text("text"),
        errors,
    )
