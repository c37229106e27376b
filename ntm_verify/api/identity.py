"""Programs sign in with a bearer token (đăng nhập của chương trình); cookies count for nothing."""

from datetime import timedelta
from typing import Annotated, Any, Final, cast

from litestar import Controller, post
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency, Provide
from litestar.handlers import BaseRouteHandler
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED
from msgspec import Meta, Struct

from ntm_verify.domain.account import API, NotSignedIn, ReauthenticationRequired
from ntm_verify.domain.api_token import OutOfScope, Scope
from ntm_verify.domain.people import ANYONE, Actor, Role, require_office
from ntm_verify.domain.second_factor import SecondFactorMissing
from ntm_verify.usecases.confirm_identity import ConfirmIdentity, confirm_identity
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.recognise_visitor import RecogniseVisitor, recognise_visitor
from ntm_verify.usecases.sign_in import SignIn, sign_in

from .problems import LOOKS, AnyRequest, request_id

PUBLIC: Final = frozenset(Role)
SIGNED_IN: Final = frozenset(Role) - {Role.PUBLIC, Role.SYSTEM}
SCHEME: Final = "bearer "
PLACE: Final = "ntm_actor"
SHORTEST: Final = timedelta(minutes=1)
"""A program confirms by one request and decides by the next: it gets a minute at least."""


def anyone(request: AnyRequest) -> Actor:
    """Name a visitor who has not signed in: by the request and the address only."""
    address = request.client.host if request.client else ""
    a = ANYONE
    return Actor(a.id, a.role, a.unit, a.province, "", request_id(request), address)


async def admit(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Find out at the door who asks, before anything of a body is read (guard).

    Raises:
        NotSignedIn, WrongOffice, OutOfScope, SecondFactorMissing, ReauthenticationRequired: as
            `provide_actor` says.

    """
    policy = handler.opt.get("policy", PUBLIC)  # the framework's answer to OPTIONS bears none
    if Role.PUBLIC not in policy:
        request = cast("AnyRequest", connection)
        actor = await _recognised(request, connection.app.state.ports)
        cast("dict[str, Any]", request.scope)[PLACE] = actor


async def provide_actor(request: AnyRequest, ports: NamedDependency[Ports]) -> Actor:
    """Say who a program's request comes from, as the door found out.

    Raises:
        NotSignedIn: no token, or one that no longer lives.
        WrongOffice: the route is not for this office.
        OutOfScope: the token was not made for this.
        SecondFactorMissing: the office needs one and the account has none.
        ReauthenticationRequired: a decision, and nobody showed who they are a short while ago.

    """
    found = request.scope.get(PLACE)
    return found if isinstance(found, Actor) else await _recognised(request, ports)


async def _recognised(request: AnyRequest, ports: Ports) -> Actor:
    header = request.headers.get("authorization", "")
    if not header.lower().startswith(SCHEME):
        raise NotSignedIn("Cần gửi kèm mã truy cập: Authorization: Bearer …")
    asked = RecogniseVisitor(_token(request), API)
    visitor = await recognise_visitor(ports, anyone(request), asked)
    opt = request.route_handler.opt
    require_office(visitor.account.actor(), *opt["policy"])
    _require_scope(request, visitor.scopes)
    if visitor.must_enrol:
        raise SecondFactorMissing
    within = max(ports.access.confirm_within, SHORTEST)
    if opt.get("confirm") and not visitor.session.is_fresh(ports.now(), within):
        raise ReauthenticationRequired
    address = request.client.host if request.client else ""
    return visitor.account.actor(request=request_id(request), address=address)


def _token(request: AnyRequest) -> str:
    return request.headers.get("authorization", "")[len(SCHEME) :].strip()


def _require_scope(request: AnyRequest, scopes: frozenset[Scope] | None) -> None:
    """Refuse a program's token what it was not made for; a route that names no scope is shut.

    A route's `scope` holds for everything on it; without one looks need "read" and writes what
    the controller names as `writes`.
    """
    if scopes is None:
        return
    opt = request.route_handler.opt
    usual = Scope.READ if request.method in LOOKS else opt.get("writes")
    needed: Scope | None = opt.get("scope") or usual
    if needed not in scopes:
        raise OutOfScope(needed)


class Credentials(Struct, frozen=True, forbid_unknown_fields=True):
    """Name and password (thông tin đăng nhập)."""

    username: Annotated[str, Meta(min_length=1, max_length=100)]
    password: Annotated[str, Meta(min_length=1, max_length=200)]
    code: Annotated[str, Meta(max_length=40)] = ""


class Confirmation(Struct, frozen=True, forbid_unknown_fields=True):
    """The code of the authenticator, or the password where there is none (xác nhận lại)."""

    secret: Annotated[str, Meta(min_length=1, max_length=200)]


class ConfirmedView(Struct, frozen=True):
    """For how many seconds decisions are taken now (đã xác nhận)."""

    seconds: int


class TokenView(Struct, frozen=True):
    """A bearer token, told once (mã truy cập)."""

    token: str
    role: str
    unit: str


class SessionController(Controller):
    """Tokens for programs (mã truy cập)."""

    path = "/api/v1/session"
    opt: dict[str, Any] = {"policy": PUBLIC}  # noqa: RUF012 - the framework's shape

    @post(status_code=HTTP_201_CREATED, summary="Đăng nhập cho chương trình")
    async def open(
        self, request: AnyRequest, data: JSONBody[Credentials], ports: NamedDependency[Ports]
    ) -> TokenView:
        """Open a session for a program; the token lasts twelve hours."""
        agent = request.headers.get("user-agent", "")
        asked = SignIn(data.username, data.password, API, data.code, agent)
        opened = await sign_in(ports, anyone(request), asked)
        return TokenView(opened.token, opened.account.role.value, opened.account.unit)

    @post(
        "/confirmation",
        status_code=HTTP_200_OK,
        summary="Xác nhận lại danh tính trước khi quyết định",
        opt={"policy": SIGNED_IN, "scope": Scope.DECIDE},
        dependencies={"actor": Provide(provide_actor)},
    )
    async def confirm(
        self,
        request: AnyRequest,
        data: JSONBody[Confirmation],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
    ) -> ConfirmedView:
        """Show again who is there; decisions are taken for some minutes."""
        await confirm_identity(ports, actor, ConfirmIdentity(_token(request), data.secret))
        within = max(ports.access.confirm_within, SHORTEST)
        return ConfirmedView(int(within.total_seconds()))
