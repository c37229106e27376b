"""One request and who makes it (lượt truy cập): decided at the door, before a body is read."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Final, cast
from urllib.parse import parse_qsl

from litestar import Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.handlers import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from ntm_verify.domain.account import NotSignedIn
from ntm_verify.domain.people import ANYONE, Actor, Role, require_office
from ntm_verify.domain.second_factor import SecondFactorMissing
from ntm_verify.usecases.ports import Kept, Ports
from ntm_verify.usecases.recognise_visitor import RecogniseVisitor, Visitor, recognise_visitor

from .confirmation import OPTION, Asker, asks, require_fresh
from .forms import Form, read_form
from .language import COOKIE as LANGUAGE_COOKIE
from .language import PARAMETER, VIETNAMESE, chosen
from .render import Frame, Pages, frame
from .session import (
    CSRF_FIELD,
    CSRF_HEADER,
    SAFE_METHODS,
    AnyRequest,
    require_own_form,
    require_own_origin,
    session_token,
)

PLACE: Final = "ntm_visit"
TYPED: Final = "ntm_typed"
KEPT: Final = frozenset({"note", "reference", "source", "signer", "pin"})
"""Texts that somebody took trouble over: shown again when a session ended meanwhile."""

A_YEAR: Final = 365 * 24 * 3600

Guard = Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is there, what the outside world is, and how to answer (lượt truy cập)."""

    ports: Ports
    pages: Pages
    actor: Actor
    path: str
    token: str = ""
    csrf: str = ""
    language: str = VIETNAMESE
    query: str = ""

    @property
    def signed_in(self) -> bool:
        """Say whether somebody has signed in."""
        return self.actor.role is not Role.PUBLIC

    def renewed(self, token: str, csrf: str) -> "Visit":
        """Go on under the tokens of a session that was just renewed."""
        return replace(self, token=token, csrf=csrf)

    def frame(self) -> Frame:
        """Build what stands around the page."""
        return frame(self.actor, self.csrf, self.path, language=self.language, query=self.query)

    def told(self, text: str) -> str:
        """Put a sentence that no page shows into the visitor's language."""
        return self.pages.words[self.language].text(text)

    def page(self, template: str, view: object, status: int = HTTP_200_OK) -> Response[str]:
        """Answer with a page; a language that was asked for is kept for the next ones."""
        answer = self.pages.answer(template, self.frame(), view, status)
        if (PARAMETER, self.language) in parse_qsl(self.query):
            answer.set_cookie(language_cookie(self.language))
        return answer


def go(address: str) -> Redirect:
    """Send the browser on after a write, so that reloading does not write again."""
    return Redirect(address, status_code=HTTP_303_SEE_OTHER)


def request_id(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Give the request's name, as error pages, log and trail bear it."""
    state = request.scope.setdefault("state", {})
    return str(state.setdefault("request_id", secrets.token_hex(8)))


def kept_by(request: ASGIConnection[Any, Any, Any, Any]) -> Kept:
    """Give the account of what the request has kept so far, for pages that tell of an error."""
    state = request.scope.setdefault("state", {})
    return cast("Kept", state.setdefault("kept", Kept()))


def anyone(request: ASGIConnection[Any, Any, Any, Any]) -> Actor:
    """Name a visitor of whom nothing is known but the address."""
    address = request.client.host if request.client else ""
    return replace(ANYONE, request=request_id(request), address=address)


def language_of(request: AnyRequest, *, is_known: bool = False) -> str:
    """Say which language a visitor reads.

    Whoever has signed in reads Vietnamese until choosing otherwise: programs of offices are often
    English, and speak of nobody's wish.
    """
    return chosen(
        request.query_params.get(PARAMETER, ""),
        request.cookies.get(LANGUAGE_COOKIE, ""),
        "" if is_known else request.headers.get("accept-language", ""),
    )


def language_cookie(language: str) -> Cookie:
    """Keep a language for a year; it tells nothing of anybody."""
    return Cookie(
        LANGUAGE_COOKIE, value=language, path="/", max_age=A_YEAR, secure=True, httponly=True
    )


def opened_by(request: AnyRequest, ports: Ports, pages: Pages) -> Visit:
    """Begin a visit of somebody of whom nothing is known but language and address."""
    visit = Visit(ports, pages, anyone(request), request.url.path)
    pages.learn(ports.catalogue)
    return replace(visit, language=language_of(request), query=request.url.query)


def doorkeeper(pages: Pages) -> Guard:
    """Give the guard of all pages: own origin for writes, a session, the right office."""

    async def admit(
        connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
    ) -> None:
        """Let in whom the route's policy names; nobody where it names none.

        Raises:
            ForeignForm: a write that comes from elsewhere.
            NotSignedIn: the page is for people with an account.
            WrongOffice: it is for another office.
            SecondFactorMissing: the office needs a second factor before anything else.
            ConfirmationNeeded: a decision, and nobody showed who they are a short while ago.

        """
        request = cast("AnyRequest", connection)
        ports: Ports = connection.app.state.ports
        visit = opened_by(request, ports, pages)
        scope = cast("dict[str, Any]", request.scope)
        scope[PLACE] = visit
        if request.method not in SAFE_METHODS:
            require_own_origin(request, ports.base_url)
        policy: frozenset[Role] = handler.opt.get("policy", frozenset())
        try:
            visit, found = await _recognised(request, visit, is_public=Role.PUBLIC in policy)
        except NotSignedIn:
            await _keep_typed(request)
            raise
        scope[PLACE] = visit
        if Role.PUBLIC not in policy:
            require_office(visit.actor, *sorted(policy))
        if found is not None:
            visit = await _cleared(request, handler, visit, found)
        scope[PLACE] = replace(visit, ports=ports.noting(kept_by(request)))

    return admit


async def _cleared(
    request: AnyRequest, handler: BaseRouteHandler, visit: Visit, found: Visitor
) -> Visit:
    """Hold up whoever still has to set a second factor up, or to confirm a decision."""
    is_open = Role.PUBLIC in handler.opt.get("policy", ()) or handler.opt.get("enrolling")
    if found.must_enrol and not is_open:
        raise SecondFactorMissing
    if not asks(request, handler):
        return visit
    has_factor = found.account.has_factor
    has_password = bool(found.account.password_hash)
    asker = Asker(visit.ports, visit.actor, found.session, visit.token, has_factor, has_password)
    return replace(visit, token=await require_fresh(request, asker, handler.opt[OPTION]))


async def _recognised(
    request: AnyRequest, visit: Visit, *, is_public: bool
) -> tuple[Visit, Visitor | None]:
    token = session_token(request)
    if not token and is_public:
        return visit, None
    try:
        asked = RecogniseVisitor(token, "web")
        found = await recognise_visitor(visit.ports, visit.actor, asked)
    except NotSignedIn:
        if is_public:
            return visit, None
        raise
    known = visit.actor
    actor = found.account.actor(request=known.request, address=known.address)
    language = language_of(request, is_known=True)
    own = replace(visit, actor=actor, token=token, csrf=found.session.csrf, language=language)
    return own, found


async def _keep_typed(request: AnyRequest) -> None:
    """Keep what was typed for the page that asks to sign in again; files stay unread."""
    if request.content_type[0] == RequestEncodingType.URL_ENCODED:
        form = await read_form(request)
        cast("dict[str, Any]", request.scope)[TYPED] = form


def typed_texts(request: AnyRequest) -> tuple[str, ...]:
    """Give the texts of a form that could not be taken, to be shown again."""
    form = request.scope.get(TYPED)
    return tuple(form.text(n) for n in KEPT if form.text(n)) if isinstance(form, Form) else ()


def visit_of(request: AnyRequest) -> Visit | None:
    """Give what the guard found out, None where no guard has stood."""
    found = request.scope.get(PLACE)
    return found if isinstance(found, Visit) else None


async def provide_visit(request: AnyRequest) -> Visit:
    """Give what the guard found out (dependency `visit`)."""
    return cast("Visit", cast("dict[str, Any]", request.scope)[PLACE])


async def provide_form(request: AnyRequest, visit: NamedDependency[Visit]) -> Form:
    """Read the form, now that its sender is known (dependency `form`).

    Raises:
        ForeignForm: a signed-in visitor's form without the session's token.

    """
    shown = request.headers.get(CSRF_HEADER, "")
    if shown and visit.signed_in:
        require_own_form(shown, visit.csrf)
    form = await read_form(request)
    cast("dict[str, Any]", request.scope)[TYPED] = form
    if visit.signed_in and not shown:
        require_own_form(form.texts.get(CSRF_FIELD, ""), visit.csrf)
    return form
