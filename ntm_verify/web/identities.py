"""Who an account is at the province's provider (danh tính của một tài khoản)."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ntm_verify.domain.identity import IdentityTaken, SubjectNotUsable, require_subject
from ntm_verify.domain.people import ROLE_LABELS
from ntm_verify.usecases.bind_identity import BindIdentity, bind_identity
from ntm_verify.usecases.identifying import require_provider
from ntm_verify.usecases.read_account import ReadAccount, read_account

from .errors import status_of
from .forms import FieldError, Form
from .policy import ADMINISTRATOR
from .visit import Visit, go


@dataclass(frozen=True, slots=True)
class IdentityView:
    """The page that binds an account (gắn danh tính): whose, and what was typed."""

    provider: str
    issuer: str
    account_id: str
    username: str
    name: str
    office: str
    seen: int
    is_bound: bool
    can_change: bool
    subject: str = ""
    errors: tuple[FieldError, ...] = ()


class IdentityController(Controller):
    """Identities as an administrator keeps them (danh tính)."""

    path = "/province/accounts/{account_id:str}/identity"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": ADMINISTRATOR}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def ask(self, visit: NamedDependency[Visit], account_id: FromPath[str]) -> Response[Any]:
        """Ask for the subject at the provider (gắn danh tính)."""
        return visit.page("province/identity.html", await _view(visit, account_id))

    @post("/", opt={"confirm": True})
    async def bind(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        account_id: FromPath[str],
    ) -> Response[Any]:
        """Bind the account, or let its identity go (gắn, gỡ danh tính)."""
        subject = form.text("subject")
        try:
            asked = BindIdentity(account_id, form.whole("seen"), _wanted(form))
            await bind_identity(visit.ports, visit.actor, asked)
        except (SubjectNotUsable, IdentityTaken) as wrong:
            fault = FieldError("subject", str(wrong))
            view = await _view(visit, account_id, subject, fault)
            return visit.page("province/identity.html", view, status_of(wrong))
        return go(f"/province/accounts/{account_id}")


def _wanted(form: Form) -> str:
    """Give the subject to bind, "" to let the identity go.

    Raises:
        SubjectNotUsable: neither is asked for.

    """
    if form.text("release") == "yes":
        return ""
    return require_subject(form.text("subject"))


async def _view(
    visit: Visit, account_id: str, subject: str = "", *errors: FieldError
) -> IdentityView:
    provider = require_provider(visit.ports)
    found = await read_account(visit.ports, visit.actor, ReadAccount(account_id))
    account = found.account
    if account is None:
        raise ValueError(found)
    return IdentityView(
        provider.name,
        provider.issuer,
        account.id,
        account.username,
        account.name,
        ROLE_LABELS[account.role],
        account.version,
        account.has_identity,
        found.can_change and account.active,
        subject,
        errors,
    )
