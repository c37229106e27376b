"""Who acts for whom (ủy quyền): see, make, end."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.delegation import Delegation, WrongDelegation
from ntm_verify.domain.people import ROLE_LABELS, Role
from ntm_verify.domain.wording import VIETNAM
from ntm_verify.domain.wording import day as written
from ntm_verify.usecases.delegate_office import DelegateOffice, delegate_office
from ntm_verify.usecases.find_delegations import (
    DelegationList,
    FindDelegations,
    find_delegations,
)

from .figures import Tag
from .forms import FieldError, Form, Option, day
from .policy import DELEGATOR
from .visit import Visit, go


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """One delegation (một lần ủy quyền)."""

    id: str
    version: int
    giver: str
    taker: str
    office: str
    first_day: str
    last_day: str
    reference: str
    standing: Tag
    can_end: bool


@dataclass(frozen=True, slots=True)
class DelegationsView:
    """Every delegation of the province (danh sách ủy quyền), and what is being typed."""

    rows: tuple[DelegationRow, ...]
    givers: tuple[Option, ...]
    takers: tuple[Option, ...]
    form: Form
    errors: tuple[FieldError, ...]


class DelegationController(Controller):
    """Who acts for whom (ủy quyền)."""

    path = "/delegations"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": DELEGATOR}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def show(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Show who acts for whom (danh sách ủy quyền)."""
        return visit.page("delegations.html", await _view(visit, Form()))

    @post("/", opt={"confirm": True})
    async def delegate(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Hand an office on between two days (ủy quyền)."""
        first, last = day(form.text("first_day")), day(form.text("last_day"))
        days = (("first_day", first), ("last_day", last))
        told = "Nhập ngày dạng ngày/tháng/năm, ví dụ 30/11/2026."
        errors = [FieldError(name, told) for name, found in days if found is None]
        if not form.text("taker"):
            errors.append(FieldError("taker", "Chọn người được ủy quyền."))
        if first is not None and last is not None and not errors:
            asked = DelegateOffice(
                form.text("taker"),
                first,
                last,
                form.text("legal_reference"),
                form.text("post"),
                form.text("giver"),
            )
            try:
                await delegate_office(visit.ports, visit.actor, asked)
            except WrongDelegation as refused:
                errors.append(FieldError("legal_reference", str(refused)))
            else:
                return go("/delegations")
        view = await _view(visit, form, tuple(errors))
        return visit.page("delegations.html", view, HTTP_422_UNPROCESSABLE_ENTITY)

    @post("/{delegation_id:uuid}/end", opt={"confirm": True})
    async def end(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        delegation_id: FromPath[UUID],
    ) -> Response[Any]:
        """Take an office back from today on (kết thúc ủy quyền)."""
        asked = DelegateOffice(ends=delegation_id, seen=form.whole("seen"))
        await delegate_office(visit.ports, visit.actor, asked)
        return go("/delegations")


async def _view(visit: Visit, form: Form, errors: tuple[FieldError, ...] = ()) -> DelegationsView:
    found = await find_delegations(visit.ports, visit.actor, FindDelegations())
    chooses = visit.actor.role is Role.ADMINISTRATOR
    return DelegationsView(
        tuple(_row(visit, one) for one in found.delegations),
        _options(found, form.text("giver"), "") if chooses else (),
        _options(found, form.text("taker"), "" if chooses else visit.actor.id),
        form,
        errors,
    )


def _options(found: DelegationList, chosen: str, without: str) -> tuple[Option, ...]:
    return tuple(
        Option(one.username, f"{one.name}, {ROLE_LABELS[one.role]}", one.username == chosen)
        for one in found.people
        if one.id != without
    )


def _row(visit: Visit, one: Delegation) -> DelegationRow:
    today = visit.ports.now().astimezone(VIETNAM).date()
    holds, mine = one.holds_on(today), one.giver == visit.actor.id
    over = one.ended_on is not None or one.last_day < today
    standing = Tag("pass", "đang hiệu lực") if holds else Tag("", "đã hết" if over else "chưa đến")
    return DelegationRow(
        str(one.id),
        one.version,
        one.giver_name,
        one.taker_name,
        ROLE_LABELS[one.role],
        written(one.first_day),
        written(one.last_day),
        one.legal_reference,
        standing,
        can_end=not over and (mine or visit.actor.role is Role.ADMINISTRATOR),
    )
