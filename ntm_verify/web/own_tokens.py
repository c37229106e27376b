"""Tokens that somebody gives to programs (mã truy cập của tôi)."""

from dataclasses import dataclass
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.api_token import (
    SCOPE_LABELS,
    SCOPES_OF,
    ApiToken,
    Scope,
    TokenNotUsable,
)
from ntm_verify.domain.wording import day, moment
from ntm_verify.usecases.end_token import EndToken, end_token
from ntm_verify.usecases.make_token import MakeToken, make_token
from ntm_verify.usecases.read_own_account import ReadOwnAccount, read_own_account

from .forms import FieldError, Form, Option
from .policy import SIGNED_IN
from .visit import Visit, go

TERMS: Final = (7, 30, 90, 180, 366)
USUAL: Final = 90
SCOPE_FIELD: Final = "scope-"


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token (một mã truy cập)."""

    id: str
    label: str
    scopes: str
    made: str
    until: str
    used: str
    state: str
    lives: bool


@dataclass(frozen=True, slots=True)
class TokensView:
    """The tokens, the form for a new one, and one just made (trang mã truy cập)."""

    rows: tuple[TokenRow, ...]
    scopes: tuple[Option, ...]
    terms: tuple[Option, ...]
    label: str
    secret: str
    made: str
    errors: tuple[FieldError, ...]


class OwnTokenController(Controller):
    """Tokens of programs (mã truy cập)."""

    path = "/account/tokens"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": SIGNED_IN}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def show(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """List the tokens, and ask for a new one (mã truy cập)."""
        return visit.page("account/tokens.html", await _view(visit, Form()))

    @post("/", opt={"confirm": True})
    async def make(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Make a token and show it once (tạo mã)."""
        scopes = frozenset(s for s in Scope if form.text(f"{SCOPE_FIELD}{s.value}") == "yes")
        asked = MakeToken(form.text("label"), scopes, form.whole("days"))
        try:
            made = await make_token(visit.ports, visit.actor, asked)
        except TokenNotUsable as refused:
            field = "label" if not asked.label else "scopes" if not scopes else "days"
            view = await _view(visit, form, FieldError(field, str(refused)))
            return visit.page("account/tokens.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        view = await _view(visit, Form(), secret=made.secret, made=made.token.label)
        return visit.page("account/tokens.html", view, HTTP_200_OK)

    @post("/{token_id:str}/end")
    async def end(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],  # noqa: ARG002 - reading it checks where it came from
        token_id: FromPath[str],
    ) -> Response[Any]:
        """End a token at once (thu hồi mã)."""
        await end_token(visit.ports, visit.actor, EndToken(token_id))
        return go("/account/tokens")


async def _view(
    visit: Visit, form: Form, *errors: FieldError, secret: str = "", made: str = ""
) -> TokensView:
    own = await read_own_account(visit.ports, visit.actor, ReadOwnAccount())
    allowed = [s for s in Scope if s in SCOPES_OF.get(visit.actor.role, frozenset())]
    days = form.whole("days")
    return TokensView(
        tuple(_row(visit, token) for token in own.tokens),
        tuple(
            Option(s.value, SCOPE_LABELS[s], form.text(f"{SCOPE_FIELD}{s.value}") == "yes")
            for s in allowed
        ),
        tuple(Option(str(n), f"{n} ngày", n == (days if days in TERMS else USUAL)) for n in TERMS),
        form.text("label"),
        secret,
        made,
        errors,
    )


def _row(visit: Visit, token: ApiToken) -> TokenRow:
    lives = token.lives(visit.ports.now())
    ended = "đã thu hồi" if token.ended_at else "đã hết hạn"
    return TokenRow(
        token.id,
        token.label,
        ", ".join(sorted(token.scopes)),
        moment(token.made_at),
        day(token.expires_at.date()),
        moment(token.used_at) if token.used_at else "chưa dùng",
        "còn dùng được" if lives else ended,
        lives,
    )
