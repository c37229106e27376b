"""Signing in and out (đăng nhập, đăng xuất)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_429_TOO_MANY_REQUESTS

from ntm_verify.domain.account import Account, NotSignedIn, WeakPassword, WrongCredentials
from ntm_verify.domain.people import ROLE_LABELS
from ntm_verify.domain.second_factor import WrongCode
from ntm_verify.usecases.accept_invitation import AcceptInvitation, accept_invitation
from ntm_verify.usecases.finish_sign_in import FinishSignIn, finish_sign_in
from ntm_verify.usecases.guessing import TooManyAttempts
from ntm_verify.usecases.sign_in import SignIn, sign_in
from ntm_verify.usecases.sign_out import SignOut, sign_out

from .beginning import beginning
from .forms import FieldError, Form, read_form
from .policy import HOME, PUBLIC, SIGNED_IN
from .session import AnyRequest, drop_session, keep_session, session_token
from .visit import Visit, go

LONGEST_ADDRESS = 500
WRONG = 422


@dataclass(frozen=True, slots=True)
class SignInView:
    """The sign-in page (trang đăng nhập): what was typed, where to go afterwards, what is wrong."""

    username: str
    next: str
    errors: tuple[FieldError, ...] = ()
    provider: str = ""


@dataclass(frozen=True, slots=True)
class InvitationView:
    """The page that sets a first password (đặt mật khẩu): whose, and what is wrong."""

    username: str
    name: str
    office: str
    token: str
    is_done: bool
    errors: tuple[FieldError, ...] = ()
    provider: str = ""
    has_identity: bool = False


def own_address(told: str) -> str:
    """Give an address of this service to go on to, "" for anything else."""
    is_own = told.startswith("/") and not told.startswith(("//", "/\\"))
    plain = is_own and len(told) <= LONGEST_ADDRESS and told.isprintable() and "\\" not in told
    return told if plain else ""


class AccountController(Controller):
    """Sessions of people (phiên làm việc)."""

    include_in_schema = False

    @get("/sign-in", opt={"policy": PUBLIC})
    async def form(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Ask for name and password (trang đăng nhập)."""
        told = own_address(request.query_params.get("next", ""))
        if visit.signed_in:
            return go(told or HOME[visit.actor.role])
        if page := await beginning(request, visit):
            return page
        return visit.page("account/sign_in.html", sign_in_view(visit, "", told))

    @post("/sign-in", opt={"policy": PUBLIC})
    async def sign_in(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Open a session; a session that was there ends (đăng nhập)."""
        form = await read_form(request)
        username, told = form.text("username"), own_address(form.text("next"))
        password, agent = form.texts.get("password", ""), request.headers.get("user-agent", "")
        try:
            asked = SignIn(username, password, agent=agent)
            opened = await sign_in(visit.ports, visit.actor, asked)
        except (WrongCredentials, TooManyAttempts) as refused:
            view = sign_in_view(visit, username, told, FieldError("username", str(refused)))
            return visit.page("account/sign_in.html", view, _status(refused))
        if visit.token:
            await sign_out(visit.ports, visit.actor, SignOut(visit.token))
        after = quote(told, safe="")
        code_page = f"/sign-in/code?next={after}" if told else "/sign-in/code"
        response = go(code_page if opened.needs_code else told or HOME[opened.account.role])
        keep_session(response, opened.token)
        return response

    @get("/sign-in/code", opt={"policy": PUBLIC})
    async def ask_code(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Ask for the second factor (nhập mã xác thực)."""
        told = own_address(request.query_params.get("next", ""))
        return visit.page("account/code.html", SignInView("", told))

    @post("/sign-in/code", opt={"policy": PUBLIC})
    async def finish(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Open the session whose password was right (hoàn tất đăng nhập)."""
        form = await read_form(request)
        told = own_address(form.text("next"))
        try:
            asked = FinishSignIn(session_token(request), form.text("code"))
            opened = await finish_sign_in(visit.ports, visit.actor, asked)
        except (WrongCode, TooManyAttempts) as refused:
            view = SignInView("", told, (FieldError("code", str(refused)),))
            return visit.page("account/code.html", view, _status(refused))
        except NotSignedIn as over:
            view = sign_in_view(visit, "", told, FieldError("username", str(over)))
            return visit.page("account/sign_in.html", view, WRONG)
        response = go(told or HOME[opened.account.role])
        keep_session(response, opened.token)
        return response

    @get("/invitation/{token:str}", opt={"policy": PUBLIC})
    async def ask_password(
        self, visit: NamedDependency[Visit], token: FromPath[str]
    ) -> Response[Any]:
        """Ask for the first password (trang đặt mật khẩu); opening it uses nothing up."""
        account = await accept_invitation(visit.ports, visit.actor, AcceptInvitation(token))
        return visit.page("account/invitation.html", invited_view(visit, account, token))

    @post("/invitation/{token:str}", opt={"policy": PUBLIC})
    async def set_password(
        self, request: AnyRequest, visit: NamedDependency[Visit], token: FromPath[str]
    ) -> Response[Any]:
        """Set the first password and use the link up (đặt mật khẩu)."""
        form = await read_form(request)
        password, again = form.texts.get("password", ""), form.texts.get("again", "")
        try:
            require_same(password, again)
            asked = AcceptInvitation(token, password)
            account = await accept_invitation(visit.ports, visit.actor, asked)
        except WeakPassword as weak:
            account = await accept_invitation(visit.ports, visit.actor, AcceptInvitation(token))
            view = invited_view(visit, account, token, FieldError("password", str(weak)))
            return visit.page("account/invitation.html", view, WRONG)
        view = invited_view(visit, account, "", is_done=True)
        return visit.page("account/invitation.html", view)

    @post("/sign-out", opt={"policy": SIGNED_IN, "enrolling": True})
    async def sign_out(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],  # noqa: ARG002 - reading it checks where it came from
    ) -> Response[Any]:
        """End the session (đăng xuất)."""
        await sign_out(visit.ports, visit.actor, SignOut(visit.token))
        response = go("/sign-in")
        drop_session(response)
        return response


def require_same(password: str, again: str) -> None:
    """Refuse two passwords that differ.

    Raises:
        WeakPassword: they do.

    """
    if password != again:
        raise WeakPassword("Hai lần nhập mật khẩu không giống nhau. Nhập lại cả hai ô.")


def _status(refused: Exception) -> int:
    return HTTP_429_TOO_MANY_REQUESTS if isinstance(refused, TooManyAttempts) else WRONG


def sign_in_view(visit: Visit, username: str, told: str, *errors: FieldError) -> SignInView:
    """Lay the sign-in page out, with the provider's button where there is a provider."""
    provider = visit.ports.provider
    return SignInView(username, told, errors, provider.name if provider else "")


def invited_view(
    visit: Visit, account: Account, token: str, *errors: FieldError, is_done: bool = False
) -> InvitationView:
    """Lay out the page of somebody invited, or of somebody who has just begun."""
    provider = visit.ports.provider
    return InvitationView(
        account.username,
        account.name,
        ROLE_LABELS[account.role],
        token,
        is_done,
        errors,
        provider.name if provider else "",
        account.has_identity,
    )
