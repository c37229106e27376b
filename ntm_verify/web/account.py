"""Signing in and out (đăng nhập, đăng xuất)."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_429_TOO_MANY_REQUESTS

from ntm_verify.domain.account import WrongCredentials
from ntm_verify.usecases.guessing import TooManyAttempts
from ntm_verify.usecases.sign_in import SignIn, sign_in
from ntm_verify.usecases.sign_out import SignOut, sign_out

from .forms import FieldError, Form, read_form
from .policy import HOME, PUBLIC, SIGNED_IN
from .session import AnyRequest, drop_session, keep_session
from .visit import Visit, go

LONGEST_ADDRESS = 500
WRONG = 422


@dataclass(frozen=True, slots=True)
class SignInView:
    """The sign-in page (trang đăng nhập): what was typed, where to go afterwards, what is wrong."""

    username: str
    next: str
    errors: tuple[FieldError, ...] = ()


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
        return visit.page("account/sign_in.html", SignInView("", told))

    @post("/sign-in", opt={"policy": PUBLIC})
    async def sign_in(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Open a session; a session that was there ends (đăng nhập)."""
        form = await read_form(request)
        username, told = form.text("username"), own_address(form.text("next"))
        try:
            opened = await sign_in(
                visit.ports, visit.actor, SignIn(username, form.texts.get("password", ""))
            )
        except (WrongCredentials, TooManyAttempts) as refused:
            view = SignInView(username, told, (FieldError("username", str(refused)),))
            is_late = isinstance(refused, TooManyAttempts)
            status = HTTP_429_TOO_MANY_REQUESTS if is_late else WRONG
            return visit.page("account/sign_in.html", view, status)
        if visit.token:
            await sign_out(visit.ports, visit.actor, SignOut(visit.token))
        response = go(told or HOME[opened.account.role])
        keep_session(response, opened.token)
        return response

    @post("/sign-out", opt={"policy": SIGNED_IN})
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
