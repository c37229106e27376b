"""Old fonts (phông cũ, F4): before and after are shown, and nothing is converted unasked."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import InvalidInput
from ntm_verify.domain.findings import Field, Refused
from ntm_verify.domain.reading import AS_WRITTEN, ENCODINGS
from ntm_verify.domain.wording import day
from ntm_verify.usecases.preview_list import Preview, PreviewList, preview_list
from ntm_verify.usecases.read_again import ReadAgain, read_again
from ntm_verify.usecases.watch_submission import WatchSubmission, watch_submission

from .commune_views import EDITABLE, stage_view
from .findings import FIELDS
from .forms import FieldError, Form
from .policy import COMMUNE
from .prepare import ENCODINGS as TITLES
from .visit import Visit, go

KEEP: Final = "keep"


@dataclass(frozen=True, slots=True)
class FontColumn:
    """One column before and after (một cột trước và sau khi chuyển)."""

    label: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FontView:
    """What a conversion would make of the list (xem trước khi chuyển mã)."""

    id: str
    version: int
    as_of: str
    font: str
    title: str
    columns: tuple[FontColumn, ...]
    chosen: str
    refusal: str
    errors: tuple[FieldError, ...]


class FontController(Controller):
    """Old fonts of a dossier's files (phông chữ của tệp)."""

    path = "/submissions/{dossier_id:uuid}/font"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE}  # noqa: RUF012 - the framework's shape

    @get()
    async def show(
        self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show some rows of each column before and after (trước và sau khi chuyển mã)."""
        dossier = await watch_submission(visit.ports, visit.actor, WatchSubmission(dossier_id))
        if dossier.status is Status.CHECKING:
            return visit.page("commune/progress.html", stage_view(dossier))
        if dossier.status not in EDITABLE:
            return go(f"/submissions/{dossier_id}")
        asked = PreviewList(dossier_id, encoding="")
        preview = await preview_list(visit.ports, visit.actor, asked)
        return visit.page("commune/font.html", font_view(preview))

    @post()
    async def choose(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        dossier_id: FromPath[UUID],
    ) -> Response[Any]:
        """Convert, or leave the letters as they are; the choice is kept with the dossier."""
        told = form.text("font")
        encoding = AS_WRITTEN if form.text("act") == KEEP else told if told in ENCODINGS else ""
        request = ReadAgain(dossier_id, form.whole("seen"), encoding=encoding)
        try:
            await read_again(visit.ports, visit.actor, request)
        except InvalidInput as refused:
            asked = PreviewList(dossier_id, encoding="")
            preview = await preview_list(visit.ports, visit.actor, asked)
            view = font_view(preview, (FieldError("convert", str(refused)),))
            return visit.page("commune/font.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return go(f"/submissions/{dossier_id}")


def font_view(preview: Preview, errors: tuple[FieldError, ...] = ()) -> FontView:
    """Lay out what every column of words would become (xem trước khi chuyển mã)."""
    dossier, refused = preview.appraisal, preview.refused
    waits = refused is not None and refused.reason is Refused.NAME_LEGACY_FONT
    font = refused.encoding if refused and waits else ""
    previews = refused.previews if refused and waits else {}
    return FontView(
        id=str(dossier.id),
        version=dossier.version,
        as_of=day(dossier.as_of),
        font=font,
        title=TITLES.get(font, font),
        columns=tuple(FontColumn(FIELDS[at], previews[at]) for at in Field if at in previews),
        chosen=TITLES.get(dossier.encoding, "") if dossier.encoding else "",
        refusal=str(refused) if refused and not waits else "",
        errors=errors,
    )
