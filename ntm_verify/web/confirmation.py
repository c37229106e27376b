"""Before a decision somebody shows again who they are (xác nhận lại, F92).

The write waits on a page that asks for code or password, and goes on with everything that was
typed: the page sends it all again, together with the answer, to the same address.
"""

from dataclasses import dataclass
from typing import Any, Final

from litestar.connection import ASGIConnection
from litestar.datastructures import UploadFile
from litestar.handlers import BaseRouteHandler

from ntm_verify.domain.account import (
    ConfirmationWrong,
    ReauthenticationRequired,
    Session,
)
from ntm_verify.domain.identity import GRACE
from ntm_verify.domain.people import Actor
from ntm_verify.usecases.confirm_identity import ConfirmIdentity, confirm_identity
from ntm_verify.usecases.guessing import TooManyAttempts
from ntm_verify.usecases.ports import Ports

from .forms import FieldError
from .session import (
    CSRF_FIELD,
    CSRF_HEADER,
    SAFE_METHODS,
    AnyRequest,
    renew_session,
    require_own_form,
)

SECRET_FIELD: Final = "_secret"  # noqa: S105 - the name of a field
OPTION: Final = "confirm"
NOT_YET: Final = (
    "Chưa nhận được xác nhận từ cổng đăng nhập. Mở cổng ở bước 1, đăng nhập lại ở đó, rồi trở về "
    "trang này bấm tiếp tục."
)


class ConfirmationNeeded(ReauthenticationRequired):
    """The page has to ask first (cần hỏi lại); holds what was typed and what is wrong so far."""

    def __init__(
        self,
        fields: tuple[tuple[str, str], ...],
        *,
        by_code: bool,
        has_files: bool,
        problem: str = "",
        provider: str = "",
    ) -> None:
        """Keep what the page needs."""
        super().__init__()
        self.fields = fields
        self.by_code = by_code
        self.has_files = has_files
        self.problem = problem
        self.provider = provider


@dataclass(frozen=True, slots=True)
class ConfirmView:
    """The page that asks (trang xác nhận lại): where it goes on, with which fields."""

    action: str
    fields: tuple[tuple[str, str], ...]
    by_code: bool
    has_files: bool
    back: str
    errors: tuple[FieldError, ...]
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to decide, by which session (người quyết định)."""

    ports: Ports
    actor: Actor
    session: Session
    token: str
    has_factor: bool
    has_password: bool = True

    @property
    def provider(self) -> str:
        """Name the provider that has to ask, "" where code or password are asked for here."""
        known = self.ports.provider
        return known.name if known and not self.has_factor and not self.has_password else ""


def asks(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> bool:
    """Say whether a route is a decision, and this a write."""
    return bool(handler.opt.get(OPTION)) and connection.scope.get("method") not in SAFE_METHODS


async def require_fresh(request: AnyRequest, asker: Asker, look: object = True) -> str:  # noqa: FBT002 - the option as the route names it
    """Give the session's token, renewed if somebody just showed who they are.

    `look` names a field that makes the write a look, such as a preview.

    Raises:
        ForeignForm: the form does not bear the session's token.
        ConfirmationNeeded: nobody showed it a short while ago, or what they showed is wrong.

    """
    sent = await request.form()
    typed = [(name, value) for name, value in sent.multi_items() if isinstance(value, str)]
    told = dict(typed)
    require_own_form(
        request.headers.get(CSRF_HEADER) or told.get(CSRF_FIELD, ""), asker.session.csrf
    )
    if isinstance(look, str) and told.get(look):
        return asker.token
    secret = told.get(SECRET_FIELD, "")
    if (not secret or asker.provider) and _is_fresh(asker):
        return asker.token
    has_files = any(isinstance(value, UploadFile) for _, value in sent.multi_items())
    kept = tuple(pair for pair in typed if pair[0] not in {CSRF_FIELD, SECRET_FIELD})
    by_code = asker.has_factor
    if not secret or asker.provider:
        missing = NOT_YET if secret else ""
        raise ConfirmationNeeded(
            kept, by_code=by_code, has_files=has_files, problem=missing, provider=asker.provider
        )
    asked = ConfirmIdentity(asker.token, secret)
    try:
        token = await confirm_identity(asker.ports, asker.actor, asked)
    except (ConfirmationWrong, TooManyAttempts) as wrong:
        raise ConfirmationNeeded(
            kept, by_code=by_code, has_files=has_files, problem=str(wrong)
        ) from wrong
    renew_session(request, token)
    return token


def _is_fresh(asker: Asker) -> bool:
    """Say whether a short while ago is short enough; the way back from the provider takes some."""
    within = asker.ports.access.confirm_within
    if asker.provider:
        within = max(within, GRACE)
    return asker.session.is_fresh(asker.ports.now(), within)


def confirm_view(path: str, back: str, needed: ConfirmationNeeded) -> ConfirmView:
    """Lay the page out; chosen files cannot be kept, so it goes back to where they were chosen."""
    errors = (FieldError(SECRET_FIELD, needed.problem),) if needed.problem else ()
    here = back or path
    action, fields = path, needed.fields
    if needed.has_files:
        action, fields = "/account/confirmation", (("next", here),)
    return ConfirmView(
        action, fields, needed.by_code, needed.has_files, here, errors, needed.provider
    )
