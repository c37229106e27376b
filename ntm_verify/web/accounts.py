"""Accounts as a province's administrator keeps them (quản lý tài khoản)."""

from dataclasses import dataclass
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.account import INVITED_BY_PROVINCE, Account
from ntm_verify.domain.invitation import Invited
from ntm_verify.domain.new_person import Fault, NewPerson, PersonNotUsable, read_day, read_role
from ntm_verify.domain.people import ROLE_LABELS, Reach, Role
from ntm_verify.domain.reading import ListRefused
from ntm_verify.domain.unit import Unit
from ntm_verify.domain.wording import day, moment
from ntm_verify.usecases.change_office import ChangeOffice, change_office
from ntm_verify.usecases.deactivate_account import DeactivateAccount, deactivate_account
from ntm_verify.usecases.import_accounts import ImportAccounts, import_accounts
from ntm_verify.usecases.invite_account import InviteAccount, invite_account
from ntm_verify.usecases.reactivate_account import ReactivateAccount, reactivate_account
from ntm_verify.usecases.read_account import AccountFile, ReadAccount, read_account
from ntm_verify.usecases.read_province import ReadProvince, read_province
from ntm_verify.usecases.reset_account import ResetAccount, reset_account

from .forms import FieldError, Form, Option
from .own_account import term
from .policy import ADMINISTRATOR
from .render import first_capital
from .visit import Visit, go

DAYS: Final = ("first_day", "last_day", "first_period", "last_period")


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account (một tài khoản)."""

    id: str
    username: str
    name: str
    role: str
    unit: str
    state: str
    css: str
    factor: str
    term: str


@dataclass(frozen=True, slots=True)
class AccountsView:
    """The accounts of the province (danh sách tài khoản)."""

    rows: tuple[AccountRow, ...]


@dataclass(frozen=True, slots=True)
class PersonView:
    """The form about one person (thông tin người dùng), with what was typed."""

    account_id: str
    seen: int
    texts: dict[str, str]
    roles: tuple[Option, ...]
    units: tuple[Option, ...]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A one-time link (liên kết một lần), shown once."""

    username: str
    name: str
    office: str
    link: str


@dataclass(frozen=True, slots=True)
class InvitedView:
    """Links just made (liên kết vừa tạo)."""

    rows: tuple[LinkRow, ...]
    until: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """The page that takes a sheet (nạp tài khoản), with every fault of the last one."""

    roles: tuple[str, ...]
    file: str
    faults: tuple[str, ...]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class OneAccountView:
    """One account and what can be done with it (một tài khoản)."""

    row: AccountRow
    seen: int
    email: str
    reach: str
    invitation: str
    is_active: bool
    has_factor: bool
    can_change: bool
    provider: str = ""
    has_identity: bool = False


class AccountsController(Controller):
    """Who may do what in the province, and for how long (tài khoản của tỉnh)."""

    path = "/province/accounts"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": ADMINISTRATOR}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def accounts(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """List the accounts of the province (tài khoản)."""
        found = await read_province(visit.ports, visit.actor, ReadProvince())
        rows = tuple(_row(visit, account) for account in found.accounts)
        return visit.page("province/accounts.html", AccountsView(rows))

    @get("/new")
    async def ask_person(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Ask who is to be invited (mời một người)."""
        return visit.page("province/person.html", await _asked(visit, Form()))

    @post("/new", opt={"confirm": True})
    async def invite(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Open an account and show its one-time link (mời)."""
        faults, person = _person(form)
        try:
            _require_readable(faults)
            invited = await invite_account(visit.ports, visit.actor, InviteAccount(person))
        except PersonNotUsable as wrong:
            view = await _asked(visit, form, faults=wrong.faults)
            return visit.page("province/person.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return _links(visit, (invited,))

    @get("/import")
    async def ask_sheet(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Say how the sheet looks, and ask for it (nạp từ bảng tính)."""
        return visit.page("province/import.html", _sheet("", ()))

    @post("/import", opt={"confirm": True})
    async def take_sheet(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form]
    ) -> Response[Any]:
        """Open an account for every row, or tell everything that is wrong (nạp)."""
        file = next((file for file in form.files if file.content), None)
        if file is None:
            view = _sheet("", (), FieldError("file", "Chọn tệp bảng tính có danh sách tài khoản."))
            return visit.page("province/import.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        try:
            invited = await import_accounts(visit.ports, visit.actor, ImportAccounts(file))
        except PersonNotUsable as wrong:
            told = f"Tệp có {len(wrong.faults)} chỗ cần sửa; chưa tạo tài khoản nào."
            view = _sheet(file.name, wrong.faults, FieldError("file", told))
            return visit.page("province/import.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        except ListRefused as refused:
            view = _sheet(file.name, (), FieldError("file", str(refused)))
            return visit.page("province/import.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return _links(visit, invited)

    @get("/{account_id:str}")
    async def show(self, visit: NamedDependency[Visit], account_id: FromPath[str]) -> Response[Any]:
        """Show one account (một tài khoản)."""
        found = await read_account(visit.ports, visit.actor, ReadAccount(account_id))
        return visit.page("province/account.html", _one(visit, found))

    @get("/{account_id:str}/office")
    async def ask_office(
        self, visit: NamedDependency[Visit], account_id: FromPath[str]
    ) -> Response[Any]:
        """Ask for another office, unit or term (đổi vai trò)."""
        return visit.page("province/person.html", await _asked(visit, Form(), account_id))

    @post("/{account_id:str}/office", opt={"confirm": True})
    async def change(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        account_id: FromPath[str],
    ) -> Response[Any]:
        """Change office, unit or term; the person signs in anew (đổi vai trò)."""
        faults, person = _person(form)
        try:
            _require_readable(faults)
            asked = ChangeOffice(account_id, form.whole("seen"), person)
            await change_office(visit.ports, visit.actor, asked)
        except PersonNotUsable as wrong:
            view = await _asked(visit, form, account_id, wrong.faults)
            return visit.page("province/person.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return go(f"/province/accounts/{account_id}")

    @post("/{account_id:str}/reset", opt={"confirm": True})
    async def reset(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        account_id: FromPath[str],
    ) -> Response[Any]:
        """Take the password away and show a new one-time link (đặt lại)."""
        forget = form.text("forget_factor") == "yes"
        asked = ResetAccount(account_id, form.whole("seen"), forget)
        return _links(visit, (await reset_account(visit.ports, visit.actor, asked),))

    @post("/{account_id:str}/deactivation", opt={"confirm": True})
    async def deactivate(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        account_id: FromPath[str],
    ) -> Response[Any]:
        """End the account at once (ngừng tài khoản)."""
        asked = DeactivateAccount(account_id, form.whole("seen"))
        await deactivate_account(visit.ports, visit.actor, asked)
        return go(f"/province/accounts/{account_id}")

    @post("/{account_id:str}/reactivation", opt={"confirm": True})
    async def reactivate(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        account_id: FromPath[str],
    ) -> Response[Any]:
        """Open the account again and show a new one-time link (mở lại)."""
        asked = ReactivateAccount(account_id, form.whole("seen"))
        return _links(visit, (await reactivate_account(visit.ports, visit.actor, asked),))


def _row(visit: Visit, account: Account) -> AccountRow:
    state, css = "đang dùng", "pass"
    if not account.active:
        state, css = "đã ngừng", "mute"
    elif not account.serves(visit.ports.now()):
        state, css = "ngoài thời hạn", "warn"
    elif not account.password_hash and not account.has_identity:
        state, css = "chờ đặt mật khẩu", "info"
    return AccountRow(
        account.id,
        account.username,
        account.name,
        ROLE_LABELS[account.role],
        account.unit,
        state,
        css,
        "đã bật" if account.has_factor else "chưa bật",
        term(account),
    )


def _one(visit: Visit, found: AccountFile) -> OneAccountView:
    account = found.account
    if account is None:
        raise ValueError(found)
    waiting = found.invitation
    return OneAccountView(
        _row(visit, account),
        account.version,
        account.email,
        _reach(account.reach),
        f"chờ đến {moment(waiting.expires_at)}" if waiting else "",
        account.active,
        account.has_factor,
        found.can_change,
        visit.ports.provider.name if visit.ports.provider else "",
        account.has_identity,
    )


def _reach(reach: Reach | None) -> str:
    """Say what part of the province an auditor sees (phạm vi)."""
    if reach is None:
        return ""
    communes = f"xã {', '.join(sorted(reach.communes))}" if reach.communes else "mọi xã"
    first = f" từ kỳ {day(reach.first_period)}" if reach.first_period else ""
    last = f" đến kỳ {day(reach.last_period)}" if reach.last_period else ""
    return communes + first + last


def _links(visit: Visit, invited: tuple[Invited, ...]) -> Response[Any]:
    base = visit.ports.base_url
    rows = tuple(
        LinkRow(
            one.account.username, one.account.name, ROLE_LABELS[one.account.role], base + one.path
        )
        for one in invited
    )
    until = moment(max(one.expires_at for one in invited))
    return visit.page("province/invited.html", InvitedView(rows, until), HTTP_200_OK)


def _sheet(file: str, faults: tuple[Fault, ...], *errors: FieldError) -> ImportView:
    roles = tuple(ROLE_LABELS[role] for role in Role if role in INVITED_BY_PROVINCE)
    return ImportView(roles, file, tuple(map(str, faults)), errors)


async def _asked(
    visit: Visit, form: Form, account_id: str = "", faults: tuple[Fault, ...] = ()
) -> PersonView:
    found = await read_account(visit.ports, visit.actor, ReadAccount(account_id))
    texts = dict.fromkeys(("username", "name", "email", "communes", *DAYS), "")
    role, unit, account = form.text("role"), form.text("unit"), found.account
    if form.texts:
        texts = {name: form.text(name) for name in texts}
    elif account is not None:
        texts, role, unit = _known(account), account.role.value, account.unit
    if account is not None:
        texts["username"] = account.username
    return PersonView(
        account_id,
        form.whole("seen") if form.texts else account.version if account else 0,
        texts,
        tuple(
            Option(r.value, first_capital(ROLE_LABELS[r]), r.value == role)
            for r in Role
            if r in INVITED_BY_PROVINCE
        ),
        tuple(_unit(one, unit) for one in found.units),
        tuple(FieldError(_shown(fault.field), fault.text) for fault in faults),
    )


def _known(account: Account) -> dict[str, str]:
    reach = account.reach or Reach()
    days = (account.first_day, account.last_day, reach.first_period, reach.last_period)
    return {
        "username": account.username,
        "name": account.name,
        "email": account.email,
        "communes": ", ".join(sorted(reach.communes)),
        **{name: day(value) if value else "" for name, value in zip(DAYS, days, strict=True)},
    }


def _unit(unit: Unit, chosen: str) -> Option:
    return Option(unit.code, f"{unit.name} ({unit.official})", unit.code == chosen)


def _shown(field: str) -> str:
    return "communes" if field == "reach" else field


def _require_readable(faults: tuple[Fault, ...]) -> None:
    """Refuse days that are none.

    Raises:
        PersonNotUsable: with each of them.

    """
    if faults:
        raise PersonNotUsable(faults)


def _person(form: Form) -> tuple[tuple[Fault, ...], NewPerson]:
    """Read the form; days that are none are faults, everything else the use case judges."""
    days = {name: read_day(form.text(name)) for name in DAYS}
    faults = tuple(
        Fault(name, f"“{form.text(name)}” không phải ngày. Ghi dạng 31/12/2026.")
        for name in DAYS
        if form.text(name) and days[name] is None
    )
    role = read_role(form.text("role"))
    communes = frozenset(form.text("communes").replace(",", " ").split())
    reach = Reach(communes, days["first_period"], days["last_period"])
    is_narrow = role is Role.AUDITOR and reach != Reach()
    person = NewPerson(
        form.text("username").casefold(),
        " ".join(form.text("name").split()),
        role,
        form.text("unit"),
        form.text("email"),
        days["first_day"],
        days["last_day"],
        reach if is_narrow else None,
    )
    return faults, person
