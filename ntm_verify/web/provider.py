"""Signing in through the province's own provider (đăng nhập qua cổng của tỉnh).

There and back by links and redirects alone, so that the strict policy for forms holds. What the
browser keeps meanwhile is sealed, in a cookie of its own that lives ten minutes. Without a provider
every address here is missing.
"""

import logging
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from litestar import Controller, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath

from ntm_verify.domain.account import NotSignedIn
from ntm_verify.domain.identity import ATTEMPT_LIFE, IdentityRefused, Purpose, UnknownIdentity
from ntm_verify.domain.people import ROLE_LABELS
from ntm_verify.usecases.accept_by_provider import AcceptByProvider, accept_by_provider
from ntm_verify.usecases.ask_provider import AskProvider, ask_provider
from ntm_verify.usecases.confirm_by_provider import ConfirmByProvider, confirm_by_provider
from ntm_verify.usecases.guessing import TooManyAttempts
from ntm_verify.usecases.identifying import Answer, purpose_of, require_provider
from ntm_verify.usecases.meet_invited import MeetInvited, Met, meet_invited
from ntm_verify.usecases.ports import Unavailable
from ntm_verify.usecases.sign_in_by_provider import SignInByProvider, sign_in_by_provider
from ntm_verify.usecases.sign_out import SignOut, sign_out

from .account import invited_view, own_address, sign_in_view
from .errors import status_of
from .forms import FieldError
from .policy import HOME, PUBLIC, SIGNED_IN
from .session import AnyRequest, keep_session
from .visit import Visit, go, request_id

LOG: Final = logging.getLogger(__name__)
KEEPSAKE: Final = "__Host-ntm-provider"
CALLBACK: Final = "/sign-in/provider/callback"
LONGEST: Final = 2_000
"""Signs of what a provider may bring back in one part of an address."""


@dataclass(frozen=True, slots=True)
class UnknownView:
    """The page for whom nobody here knows (chưa gắn tài khoản)."""

    provider: str
    subject: str


@dataclass(frozen=True, slots=True)
class BindingView:
    """The page that asks before an identity is bound (đồng ý gắn danh tính)."""

    provider: str
    username: str
    name: str
    office: str
    known_as: str
    subject: str
    token: str


@dataclass(frozen=True, slots=True)
class ConfirmedView:
    """The page after a confirmation (đã xác nhận)."""

    home: str


class ProviderController(Controller):
    """The way to the provider and back (cổng đăng nhập)."""

    include_in_schema = False

    @get("/sign-in/provider", opt={"policy": PUBLIC})
    async def set_out(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Send the browser to the provider (đăng nhập qua cổng)."""
        after = own_address(request.query_params.get("next", ""))
        return await _away(visit, AskProvider(Purpose.SIGN_IN, after))

    @get("/invitation/{token:str}/provider", opt={"policy": PUBLIC})
    async def accept(self, visit: NamedDependency[Visit], token: FromPath[str]) -> Response[Any]:
        """Send somebody invited to the provider (nhận lời mời qua cổng)."""
        return await _away(visit, AskProvider(Purpose.ACCEPT, token=token))

    @get("/account/confirmation/provider", opt={"policy": SIGNED_IN, "enrolling": True})
    async def confirm(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Send somebody who wants to decide to the provider (xác nhận lại qua cổng)."""
        return await _away(visit, AskProvider(Purpose.CONFIRM, token=visit.token))

    @get(CALLBACK, opt={"policy": PUBLIC})
    async def come_back(self, request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
        """Hear what the provider says, and go on with what somebody went for (trở lại từ cổng)."""
        answer = _answer(request)
        try:
            purpose = purpose_of(visit.ports, answer)
            if purpose is Purpose.SIGN_IN:
                agent = request.headers.get("user-agent", "")
                response = await _signed_in(visit, SignInByProvider(answer, agent))
            elif purpose is Purpose.ACCEPT:
                response = _asked(
                    visit, await meet_invited(visit.ports, visit.actor, MeetInvited(answer))
                )
            else:
                response = await _confirmed(visit, answer)
        except IdentityRefused as refused:
            LOG.warning("request %s: identity refused: %s", request_id(request), refused.reason)
            response = _again(visit, refused)
        return response

    @post("/invitation/{token:str}/provider", opt={"policy": PUBLIC})
    async def bind(
        self, request: AnyRequest, visit: NamedDependency[Visit], token: FromPath[str]
    ) -> Response[Any]:
        """Bind the identity and use the link up (đồng ý gắn danh tính)."""
        asked = AcceptByProvider(token, request.cookies.get(KEEPSAKE, ""))
        account = await accept_by_provider(visit.ports, visit.actor, asked)
        response = visit.page(
            "account/invitation.html", invited_view(visit, account, "", is_done=True)
        )
        _forget(response)
        return response


async def _away(visit: Visit, asked: AskProvider) -> Response[Any]:
    way = await ask_provider(visit.ports, visit.actor, asked)
    response = go(way.address)
    _keep(response, way.sealed)
    return response


def _answer(request: AnyRequest) -> Answer:
    """Take what the browser brought, nothing of it longer than it can be."""
    told = {
        name: request.query_params.get(name, "")[:LONGEST]
        for name in ("state", "code", "iss", "error")
    }
    sealed = request.cookies.get(KEEPSAKE, "")
    return Answer(sealed, told["state"], told["code"], told["iss"], told["error"])


async def _signed_in(visit: Visit, asked: SignInByProvider) -> Response[Any]:
    """Open the session in place of any that was there, or say why not."""
    try:
        back = await sign_in_by_provider(visit.ports, visit.actor, asked)
    except UnknownIdentity as unknown:
        name = require_provider(visit.ports).name
        view = UnknownView(name, unknown.subject)
        response: Response[Any] = visit.page("account/unknown.html", view, status_of(unknown))
        _forget(response)
        return response
    except (NotSignedIn, TooManyAttempts, Unavailable) as refused:
        return _again(visit, refused)
    if visit.token:
        await sign_out(visit.ports, visit.actor, SignOut(visit.token))
    opened, after = back.signed_in, own_address(back.after)
    code_page = f"/sign-in/code?next={quote(after, safe='')}" if after else "/sign-in/code"
    response = go(code_page if opened.needs_code else after or HOME[opened.account.role])
    keep_session(response, opened.token)
    _forget(response)
    return response


def _again(visit: Visit, refused: Exception) -> Response[Any]:
    """Show the sign-in page with what went wrong; to somebody signed in, an error page does."""
    if visit.signed_in:
        raise refused
    view = sign_in_view(visit, "", "", FieldError("provider", str(refused)))
    response = visit.page("account/sign_in.html", view, status_of(refused))
    _forget(response)
    return response


def _asked(visit: Visit, met: Met) -> Response[Any]:
    view = BindingView(
        require_provider(visit.ports).name,
        met.account.username,
        met.account.name,
        ROLE_LABELS[met.account.role],
        met.name,
        met.subject,
        met.token,
    )
    response = visit.page("account/binding.html", view)
    _keep(response, met.sealed)
    return response


async def _confirmed(visit: Visit, answer: Answer) -> Response[Any]:
    asked = ConfirmByProvider(answer, visit.token)
    token = await confirm_by_provider(visit.ports, visit.actor, asked)
    response = visit.page("account/confirmed.html", ConfirmedView(HOME[visit.actor.role]))
    keep_session(response, token)
    _forget(response)
    return response


def _keep(response: Response[Any], sealed: str) -> None:
    response.set_cookie(_cookie(sealed, int(ATTEMPT_LIFE.total_seconds())))


def _forget(response: Response[Any]) -> None:
    response.set_cookie(_cookie("", 0))


def _cookie(sealed: str, age: int) -> Cookie:
    """Give the cookie: it must come along when the provider sends the browser back (Lax)."""
    return Cookie(
        KEEPSAKE, value=sealed, path="/", max_age=age, secure=True, httponly=True, samesite="lax"
    )
