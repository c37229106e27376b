"""What somebody was told, where letters go, and which dossiers are followed (thông báo)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.delivery import DeliveryState
from ntm_verify.domain.errors import Conflict, InvalidInput
from ntm_verify.domain.mail_address import VALID_FOR, masked
from ntm_verify.domain.notice_words import OWN_PAGE, page_of, reason, title
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.wording import moment
from ntm_verify.usecases.confirm_mail_address import ConfirmMailAddress, confirm_mail_address
from ntm_verify.usecases.follow_dossier import FollowDossier, follow_dossier
from ntm_verify.usecases.ports import Told
from ntm_verify.usecases.read_notices import OwnNotices, ReadNotices, read_notices
from ntm_verify.usecases.set_mail_address import SetMailAddress, set_mail_address

from .forms import FieldError, Form
from .policy import PAPER_READER, SIGNED_IN
from .session import AnyRequest
from .visit import Visit, go

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice (một thông báo)."""

    at: str
    title: str
    reason: str
    address: str
    by_mail: bool


@dataclass(frozen=True, slots=True)
class NoticesView:
    """Own notices and the address they go to (trang thông báo)."""

    rows: tuple[NoticeRow, ...]
    page: int
    pages: int
    has_mail: bool
    address: str
    is_confirmed: bool
    typed: str
    days: int
    is_administrator: bool
    is_operator: bool
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class TokenView:
    """The button that confirms an address (trang xác nhận), and why it did not work."""

    token: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FollowView:
    """The dossier that somebody may follow (trang theo dõi)."""

    id: str
    follows: bool
    back: str


class NoticesController(Controller):
    """What the service says to a person (thông báo của mình)."""

    path = "/notices"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": SIGNED_IN}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def own(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """List own notices, newest first, and show where letters go (thông báo)."""
        asked = request.query_params.get("page", "")
        page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1  # noqa: PLR2004 - pages
        found = await read_notices(visit.ports, visit.actor, ReadNotices(page))
        return visit.page("notices/own.html", _own(visit.actor, found, page))

    @post("/address")
    async def set_address(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Set the own address, or erase it (đặt địa chỉ)."""
        typed = "" if form.text("act") == "remove" else form.text("address") or "-"
        try:
            await set_mail_address(visit.ports, visit.actor, SetMailAddress(typed))
        except (InvalidInput, Conflict) as refused:
            found = await read_notices(visit.ports, visit.actor, ReadNotices())
            error = FieldError("address", str(refused))
            view = _own(visit.actor, found, 1, form.text("address"), (error,))
            return visit.page("notices/own.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return go("/notices")

    @get("/address/{token:str}")
    async def ask_confirmation(
        self, visit: NamedDependency[Visit], token: FromPath[str]
    ) -> Response[Any]:
        """Show the button that confirms an address: opening a link alone changes nothing."""
        return visit.page("notices/confirm.html", TokenView(token))

    @post("/address/{token:str}")
    async def confirm_address(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],  # noqa: ARG002 - reading it checks where it came from
        token: FromPath[str],
    ) -> Response[Any]:
        """Take the own address into use (xác nhận địa chỉ)."""
        try:
            await confirm_mail_address(visit.ports, visit.actor, ConfirmMailAddress(token))
        except Conflict as refused:
            view = TokenView(token, str(refused))
            return visit.page("notices/confirm.html", view, HTTP_409_CONFLICT)
        return go("/notices")

    @get("/following/{appraisal_id:uuid}", opt={"policy": PAPER_READER})
    async def ask_following(
        self, visit: NamedDependency[Visit], appraisal_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show whether a dossier is followed, with the button that changes it (theo dõi)."""
        follows = await follow_dossier(visit.ports, visit.actor, FollowDossier(appraisal_id))
        view = _following(visit.actor, str(appraisal_id), follows=follows)
        return visit.page("notices/following.html", view)

    @post("/following/{appraisal_id:uuid}", opt={"policy": PAPER_READER})
    async def follow(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        appraisal_id: FromPath[UUID],
    ) -> Response[Any]:
        """Follow a dossier, or no longer (theo dõi hồ sơ)."""
        request = FollowDossier(appraisal_id, form.text("follows") != "no")
        await follow_dossier(visit.ports, visit.actor, request)
        return go(f"/notices/following/{appraisal_id}")


def _own(
    actor: Actor,
    found: OwnNotices,
    page: int,
    typed: str = "",
    errors: tuple[FieldError, ...] = (),
) -> NoticesView:
    address = found.address
    return NoticesView(
        rows=tuple(_row(told, actor.role) for told in found.items),
        page=page,
        pages=max(1, -(-found.total // PER_PAGE)),
        has_mail=found.has_mail,
        address=masked(address.address) if address.address else "",
        is_confirmed=address.state == "confirmed",
        typed=typed,
        days=VALID_FOR.days,
        is_administrator=actor.role is Role.ADMINISTRATOR,
        is_operator=actor.role in {Role.ADMINISTRATOR, Role.OPERATOR},
        errors=errors,
    )


def _row(told: Told, role: Role) -> NoticeRow:
    what = told.happening
    return NoticeRow(
        moment(what.at),
        title(what),
        reason(what),
        page_of(what, role),
        told.delivery.state is DeliveryState.SENT,
    )


def _following(actor: Actor, subject: str, *, follows: bool) -> FollowView:
    page = OWN_PAGE.get(actor.role, "/submissions/")
    return FollowView(subject, follows, f"{page}{subject}")
