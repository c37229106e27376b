"""Somebody's own account (tài khoản của tôi): password, second factor, sessions."""

from dataclasses import dataclass
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_200_OK, HTTP_429_TOO_MANY_REQUESTS

from ntm_verify.domain.account import Account, WeakPassword, WrongCredentials
from ntm_verify.domain.people import ROLE_LABELS
from ntm_verify.domain.second_factor import FactorInUse, WrongCode
from ntm_verify.domain.wording import day, moment
from ntm_verify.usecases.activate_factor import ActivateFactor, activate_factor
from ntm_verify.usecases.change_password import ChangePassword, change_password
from ntm_verify.usecases.drop_factor import DropFactor, drop_factor
from ntm_verify.usecases.end_sessions import EndSessions, end_sessions
from ntm_verify.usecases.guessing import TooManyAttempts
from ntm_verify.usecases.read_own_account import OwnAccount, ReadOwnAccount, read_own_account
from ntm_verify.usecases.start_factor import StartFactor, start_factor

from .account import WRONG, own_address, require_same
from .forms import FieldError, Form
from .policy import HOME, SIGNED_IN
from .session import keep_session
from .visit import Visit, go

GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session on its owner's page (một phiên)."""

    handle: str
    agent: str
    address: str
    began: str
    used: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class OwnView:
    """Somebody's own account (trang tài khoản của tôi)."""

    username: str
    name: str
    office: str
    unit: str
    term: str
    has_factor: bool
    needs_factor: bool
    codes_left: int
    sessions: tuple[SessionRow, ...]
    has_others: bool
    tokens: int
    provider: str = ""
    has_identity: bool = False
    has_password: bool = True


@dataclass(frozen=True, slots=True)
class PasswordView:
    """The page that changes the password (đổi mật khẩu)."""

    username: str
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class FactorView:
    """The page of the second factor (xác thực hai lớp): a secret to take in, or codes to keep."""

    has_factor: bool
    key: str = ""
    qr: str = ""
    codes: tuple[str, ...] = ()
    errors: tuple[FieldError, ...] = ()


class OwnAccountController(Controller):
    """What everybody may do with the own account (tài khoản của tôi)."""

    path = "/account"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": SIGNED_IN, "enrolling": True}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def show(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show the account with its sessions (tài khoản của tôi)."""
        own = await read_own_account(visit.ports, visit.actor, ReadOwnAccount())
        return visit.page("account/own.html", _view(visit, own))

    @post("/sessions")
    async def end(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """End one session, or all others (kết thúc phiên)."""
        asked = EndSessions(visit.token, form.text("session"))
        await end_sessions(visit.ports, visit.actor, asked)
        return go("/account")

    @post("/confirmation", opt={"confirm": True})
    async def confirm(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
    ) -> Response[Any]:
        """Go back to where files have to be chosen again (đã xác nhận)."""
        return go(own_address(form.text("next")) or HOME[visit.actor.role])

    @get("/password")
    async def ask_password(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Ask for the old and the new password (đổi mật khẩu)."""
        own = await read_own_account(visit.ports, visit.actor, ReadOwnAccount())
        return visit.page("account/password.html", PasswordView(own.account.username))

    @post("/password")
    async def set_password(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Change the password; every other session ends (đổi mật khẩu)."""
        wanted = form.texts.get("password", "")
        try:
            require_same(wanted, form.texts.get("again", ""))
            asked = ChangePassword(visit.token, form.texts.get("current", ""), wanted)
            opened = await change_password(visit.ports, visit.actor, asked)
        except (WrongCredentials, WeakPassword, TooManyAttempts) as refused:
            is_old = isinstance(refused, WrongCredentials)
            text = "Mật khẩu đang dùng không đúng. Nhập lại." if is_old else str(refused)
            field = "password" if isinstance(refused, WeakPassword) else "current"
            own = await read_own_account(visit.ports, visit.actor, ReadOwnAccount())
            view = PasswordView(own.account.username, (FieldError(field, text),))
            return visit.page("account/password.html", view, _status(refused))
        response = go("/account")
        keep_session(response, opened.token)
        return response

    @get("/second-factor")
    async def ask_factor(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show the secret to take in, or how to turn the second factor off (hai lớp)."""
        return visit.page("account/factor.html", await _factor(visit))

    @post("/second-factor", opt={"confirm": True})
    async def activate(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Take the second factor into use, and show the recovery codes once (bật hai lớp)."""
        try:
            asked = ActivateFactor(visit.token, form.text("code"))
            active = await activate_factor(visit.ports, visit.actor, asked)
        except (WrongCode, TooManyAttempts) as refused:
            view = await _factor(visit, FieldError("code", str(refused)))
            return visit.page("account/factor.html", view, _status(refused))
        shown = visit.renewed(active.signed_in.token, active.signed_in.csrf)
        view = FactorView(has_factor=True, codes=active.codes)
        response = shown.page("account/factor.html", view, HTTP_200_OK)
        keep_session(response, active.signed_in.token)
        return response

    @post("/second-factor/removal")
    async def drop(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Turn the second factor off (tắt hai lớp)."""
        try:
            await drop_factor(visit.ports, visit.actor, DropFactor(visit.token, form.text("code")))
        except (WrongCode, TooManyAttempts) as refused:
            view = await _factor(visit, FieldError("code", str(refused)))
            return visit.page("account/factor.html", view, _status(refused))
        return go("/account")


async def _factor(visit: Visit, *errors: FieldError) -> FactorView:
    try:
        shown = await start_factor(visit.ports, visit.actor, StartFactor())
    except FactorInUse:
        return FactorView(has_factor=True, errors=errors)
    return FactorView(has_factor=False, key=spaced(shown.key), qr=shown.qr, errors=errors)


def spaced(key: str) -> str:
    """Write a key in groups of four, as people type it."""
    return " ".join(key[at : at + GROUP] for at in range(0, len(key), GROUP))


def term(account: Account) -> str:
    """Say from when to when an office is held (thời hạn)."""
    first = f"từ {day(account.first_day)}" if account.first_day else ""
    last = f"đến hết {day(account.last_day)}" if account.last_day else ""
    return " ".join(part for part in (first, last) if part) or "không giới hạn"


def _status(refused: Exception) -> int:
    return HTTP_429_TOO_MANY_REQUESTS if isinstance(refused, TooManyAttempts) else WRONG


def _view(visit: Visit, own: OwnAccount) -> OwnView:
    account, now = own.account, visit.ports.now()
    rows = tuple(
        SessionRow(
            session.handle,
            session.agent or ("chương trình" if session.scope == "api" else "không rõ"),
            session.address or "không rõ",
            moment(session.started_at),
            moment(session.seen_at),
            is_here=session.csrf == visit.csrf,
        )
        for session in own.sessions
    )
    return OwnView(
        account.username,
        account.name,
        ROLE_LABELS[account.role],
        account.unit,
        term(account),
        account.has_factor,
        account.role in visit.ports.access.factor_roles,
        own.codes_left,
        rows,
        len(rows) > 1,
        sum(1 for token in own.tokens if token.lives(now)),
        visit.ports.provider.name if visit.ports.provider else "",
        account.has_identity,
        bool(account.password_hash),
    )
