"""Programs sign in with a bearer token (đăng nhập của chương trình); cookies count for nothing."""

from typing import Annotated, Any, Final

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.status_codes import HTTP_201_CREATED
from msgspec import Meta, Struct

from ntm_verify.domain.account import NotSignedIn
from ntm_verify.domain.people import ANYONE, Actor, Role, require_office
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.recognise_visitor import RecogniseVisitor, recognise_visitor
from ntm_verify.usecases.sign_in import SignIn, sign_in

from .problems import AnyRequest, request_id

PUBLIC: Final = frozenset(Role)
SCHEME: Final = "bearer "


def anyone(request: AnyRequest) -> Actor:
    """Name a visitor who has not signed in: by the request and the address only."""
    address = request.client.host if request.client else ""
    a = ANYONE
    return Actor(a.id, a.role, a.unit, a.province, "", request_id(request), address)


async def provide_actor(request: AnyRequest, ports: NamedDependency[Ports]) -> Actor:
    """Say who a program's request comes from.

    Raises:
        NotSignedIn: no token, or one that no longer lives.
        WrongOffice: the route is not for this office.

    """
    header = request.headers.get("authorization", "")
    if not header.lower().startswith(SCHEME):
        raise NotSignedIn("Cần gửi kèm mã truy cập: Authorization: Bearer …")
    asked = RecogniseVisitor(header[len(SCHEME) :].strip(), "api")
    visitor = await recognise_visitor(ports, anyone(request), asked)
    require_office(visitor.account.actor(), *request.route_handler.opt["policy"])
    address = request.client.host if request.client else ""
    return visitor.account.actor(request=request_id(request), address=address)


class Credentials(Struct, frozen=True, forbid_unknown_fields=True):
    """Name and password (thông tin đăng nhập)."""

    username: Annotated[str, Meta(min_length=1, max_length=100)]
    password: Annotated[str, Meta(min_length=1, max_length=200)]


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
        asked = SignIn(data.username, data.password, "api")
        opened = await sign_in(ports, anyone(request), asked)
        return TokenView(opened.token, opened.account.role.value, opened.account.unit)
