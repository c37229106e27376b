"""Two provinces with all their offices and a record of every kind, to try rights on."""

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from ntm_verify.app import open_ports
from ntm_verify.cli.demo_cast import Cast
from ntm_verify.domain.account import Account, Session
from ntm_verify.domain.api_token import SCOPES_OF
from ntm_verify.domain.people import SYSTEM, Actor, Role
from ntm_verify.domain.unit import Unit
from ntm_verify.domain.wording import VIETNAM
from ntm_verify.settings import Settings
from ntm_verify.usecases.deactivate_account import DeactivateAccount, deactivate_account
from ntm_verify.usecases.delegate_office import DelegateOffice, delegate_office
from ntm_verify.usecases.enter_threshold import EnterThreshold, enter_threshold
from ntm_verify.usecases.found_province import FoundProvince, NewAccount, found_province
from ntm_verify.usecases.make_token import MakeToken, make_token
from ntm_verify.usecases.order_papers import OrderPapers, order_papers
from ntm_verify.usecases.ports import DeliveryQuery, Ports
from ntm_verify.usecases.register_webhook import RegisterWebhook, register_webhook
from ntm_verify.usecases.tell_people import TellPeople, tell_people

from .builders import LETTERHEAD
from .oidc_provider import CLIENT, SECRET
from .walk import LONGER, WORST, Seeded, Walk, a_list

NOWHERE: Final = UUID("01890000-0000-7000-8000-000000000000")
GIVERS: Final = {"tham-dinh": Role.APPRAISER, "ky": Role.SIGNER}
"""Offices that are handed on; each has a colleague who takes."""
NOBODYS: Final = {
    "paper": "00-2019-999999",
    "account": f"u-{NOWHERE.hex}",
    "ended account": f"u-{NOWHERE.hex}",
    "token": f"t-{NOWHERE.hex}",
    "webhook": str(NOWHERE),
    "proposal": str(NOWHERE),
    "delivery": str(NOWHERE),
    "delegation": str(NOWHERE),
}
"""What names a record that nobody has, where it is not a dossier."""
PASSWORD: Final = "sáu bảy tám chín mười"  # noqa: S105 - made up
STATES: Final = ("checked", "warned", "waiting", "taken", "approved", "certified")
TENANTS: Final = {"a": ("00", "00001"), "b": ("00", "00002"), "c": ("01", "01001")}
"""Two communes of one province, and one of another: each with its records."""
CLERKS: Final = {"xa-an": Role.COMMUNE, "chu-tich-an": Role.CHAIR}
OFFICIALS: Final = {
    "tham-dinh": Role.APPRAISER,
    "ky": Role.SIGNER,
    "kiem-toan": Role.AUDITOR,
    "quan-tri": Role.ADMINISTRATOR,
    "van-hanh": Role.OPERATOR,
}


@dataclass(frozen=True, slots=True)
class Tenant:
    """One commune and its province: who serves there, and the id of a record of every kind."""

    accounts: dict[Role, Account]
    records: dict[str, str]


async def seed_tenants(settings: Settings) -> dict[str, Tenant]:
    """Found both provinces, and take dossiers of each commune into every state."""
    async with open_ports(settings) as ports:
        officials = {
            province: await _officials(ports, province) for province in dict(TENANTS.values())
        }
        first, tenants = 1, {}
        for name, (province, commune) in TENANTS.items():
            clerks = await _people(ports, CLERKS, province, commune)
            cast = Cast({**officials[province], **clerks}, {})
            tenants[name] = await _tenant(ports, cast, first)
            first += 1000
        while await tell_people(ports, SYSTEM, TellPeople()):
            pass
        for province, people in officials.items():
            shared = await _shared(ports, people, province)
            here = [name for name, at in TENANTS.items() if at[0] == province]
            waiting = UUID(tenants[here[0]].records["waiting"])
            asked = OrderPapers(((waiting, 1),))
            order = await order_papers(ports, people["ky"].actor(), asked)
            for name in here:
                tenants[name].records.update(shared, order=str(order.id))
    return tenants


async def _shared(ports: Ports, people: dict[str, Account], province: str) -> dict[str, str]:
    """Make the records of a province that belong to no commune."""
    asked = RegisterWebhook(
        "giả lập", "https://hook.test.example/ntm", frozenset({"dossier.checked"})
    )
    hook = await register_webhook(ports, people["quan-tri"].actor(), asked)
    async with ports.reading() as tx:
        told = await tx.outbox.find(DeliveryQuery(province))
    found = {"webhook": str(hook.id), "delivery": str(told[0].delivery.id)}
    colleagues = await _people(
        ports, {f"{name}-2": role for name, role in GIVERS.items()}, province, province
    )
    figure = EnterThreshold("NTM-2009", Decimal(90), "1/QĐ-UBND (giả lập)", both_sexes=False)
    proposal = await enter_threshold(ports, people["quan-tri"].actor(), figure)
    found["proposal"] = str(proposal.id)
    today = ports.now().astimezone(VIETNAM).date()
    for name, role in GIVERS.items():
        taker = colleagues[f"{name}-2"].username
        asked_ = DelegateOffice(
            taker, today, today + timedelta(days=7), "QĐ giả lập", "chuyên viên"
        )
        made = await delegate_office(ports, people[name].actor(), asked_)
        found[f"delegation of {role}"] = str(made.id)
        found[f"delegation of {Role.ADMINISTRATOR}"] = str(made.id)
    return found


async def _officials(ports: Ports, province: str) -> dict[str, Account]:
    day = date(2010, 1, 1)
    communes = [(p, c) for p, c in TENANTS.values() if p == province]
    units = (
        Unit(province, f"Tỉnh Giả Lập {province}", "province", province, day, None, LETTERHEAD),
        *(Unit(code, f"Xã Giả Lập {code}", "commune", province, day) for _, code in communes),
    )
    await found_province(ports, _operator(province), FoundProvince(units))
    return await _people(ports, OFFICIALS, province, province)


async def _people(
    ports: Ports, people: dict[str, Role], province: str, unit: str
) -> dict[str, Account]:
    new = tuple(
        NewAccount(f"{name}-{unit}", f"Người Mẫu {unit}", role, unit, province, PASSWORD)
        for name, role in people.items()
    )
    opened = await found_province(ports, _operator(province), FoundProvince((), new))
    return dict(zip(people, opened, strict=True))


def _operator(province: str) -> Actor:
    return replace(SYSTEM, role=Role.OPERATOR, unit=province, province=province)


async def _tenant(ports: Ports, cast: Cast, first: int) -> Tenant:
    seeded = Seeded(cast)
    walk = Walk(ports, seeded)
    await walk.checked("checked", "xa-an", a_list(first=first, wrong=2))
    doubtful = a_list(first=first + 100).replace(WORST.encode(), LONGER.encode())
    await walk.checked("warned", "xa-an", doubtful)
    await walk.submitted("waiting", a_list(first=first + 200))
    await walk.taken("taken", a_list(first=first + 300))
    await walk.decided("approved", a_list(first=first + 400))
    await walk.issued("certified", a_list(first=first + 500))
    records = {state: str(seeded.dossiers[state].id) for state in STATES}
    records["paper"] = seeded.references["certified"]
    records |= await _spare_accounts(ports, cast)
    accounts = {account.role: account for account in cast.accounts.values()}
    for role, account in accounts.items():
        scopes = SCOPES_OF[role]
        made = await make_token(ports, account.actor(), MakeToken("giả lập", scopes, 7))
        records[f"token of {role}"] = made.token.id
    return Tenant(accounts, records)


async def _spare_accounts(ports: Ports, cast: Cast) -> dict[str, str]:
    """Open two accounts that nobody uses, so that they may be changed; the second is ended."""
    clerk, administrator = cast.first(Role.COMMUNE), cast.first(Role.ADMINISTRATOR)
    people = {"thua": Role.COMMUNE, "nghi": Role.COMMUNE}
    opened = await _people(ports, people, clerk.province, clerk.unit)
    ended = opened["nghi"]
    asked = DeactivateAccount(ended.id, ended.version)
    await deactivate_account(ports, administrator.actor(), asked)
    return {"account": opened["thua"].id, "ended account": ended.id}


async def open_session(ports: Ports, account: Account, scope: str) -> tuple[str, str]:
    """Let somebody in without a password, freshly confirmed; give token and form token."""
    token, now = ports.new_id().hex, ports.now()
    told: dict[str, Any] = {
        "token_sha256": sha256(token.encode()).hexdigest(),
        "account_id": account.id,
        "scope": scope,
        "started_at": now,
        "seen_at": now,
        "csrf": "c" * 43,
        "confirmed_at": now,
    }
    known = {field.name for field in fields(Session)}
    async with ports.transaction() as tx:
        session = Session(**{name: value for name, value in told.items() if name in known})
        await tx.accounts.open_session(session)
    return token, str(told["csrf"])


def settings_of(folder: Path, url: str = "", issuer: str = "") -> Settings:
    """Give the settings of a service in a folder, on another database, with a sign-in provider."""
    told = {
        "NTM_DATA_DIR": str(folder),
        "NTM_BASE_URL": "https://ntm.test.example",
        "NTM_SECOND_FACTOR": "optional",
    }
    if issuer:
        secret = folder / "cong.secret"
        secret.write_text(SECRET, "utf-8")
        secret.chmod(0o600)
        told |= {
            "NTM_OIDC_ISSUER": issuer,
            "NTM_OIDC_CLIENT_ID": CLIENT,
            "NTM_OIDC_CLIENT_SECRET_FILE": str(secret),
        }
    return Settings.read({**told, **({"NTM_DATABASE_URL": url} if url else {})})
