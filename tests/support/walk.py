"""Takes made-up dossiers as far as pages and tests need them (DỮ LIỆU GIẢ LẬP)."""

import asyncio
import contextlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from ntm_verify.app import open_ports
from ntm_verify.cli.demo import found
from ntm_verify.cli.demo_cast import Cast
from ntm_verify.domain.account import Account
from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.new_person import NewPerson
from ntm_verify.domain.people import ANYONE, SYSTEM, Actor, Role
from ntm_verify.domain.population import Population
from ntm_verify.domain.reading import ListFile
from ntm_verify.settings import Settings
from ntm_verify.usecases.accept_invitation import AcceptInvitation, accept_invitation
from ntm_verify.usecases.approve_appraisal import ApproveAppraisal, approve_appraisal
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.enter_threshold import EnterThreshold, enter_threshold
from ntm_verify.usecases.invite_account import InviteAccount, invite_account
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.receive_list import ReceiveList, receive_list
from ntm_verify.usecases.refuse_appraisal import RefuseAppraisal, refuse_appraisal
from ntm_verify.usecases.register_webhook import RegisterWebhook, register_webhook
from ntm_verify.usecases.return_submission import (
    ReturnPoint,
    ReturnSubmission,
    return_submission,
)
from ntm_verify.usecases.revoke_certificate import RevokeCertificate, revoke_certificate
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from ntm_verify.usecases.take_appraisal import TakeAppraisal, take_appraisal

from .files import ROOT
from .mending import OLD_FONT, mended
from .site_waivers import asked, asked_and_taken

AS_OF: Final = date(2019, 12, 31)
"""The threshold of that day is 85 %, judged for all together."""
DAYS: Final = {
    "approved": date(2019, 10, 31),
    "revoked": date(2019, 11, 30),
    "superseded": date(2019, 9, 30),
    "replacing": date(2019, 9, 30),
}
"""A second paper for one day would take the place of the first."""
PEOPLE: Final = 20
NOTE: Final = "Dòng 3 và dòng 5 cần đối chiếu lại với thẻ (DỮ LIỆU GIẢ LẬP)."
POINTS: Final = (
    ReturnPoint(2, "Mã số thiếu một chữ số, đối chiếu thẻ (DỮ LIỆU GIẢ LẬP)."),
    ReturnPoint(5, "Người này đã <chuyển đi> tháng 3 (DỮ LIỆU GIẢ LẬP)."),
)
UNSEEN: Final = "dossier.superseded"
"""Nothing of this kind happens here, so nothing is called."""
WORST: Final = "Nguyễn Phước Bảo Quỳnh Thùy Dương Khánh Hương Mẫu"
"""A name as long as names get."""
LONGER: Final = f"{WORST} Anh"
"""A name that is counted, and that somebody must answer for."""
FAMILY: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")


def a_list(people: int = PEOPLE, *, first: int = 1, wrong: int = 0) -> bytes:
    """Make up a list as CSV; the first `wrong` rows have a number that is too short."""
    lines = ["Họ và tên,Mã số BHXH,Thôn"]
    for place in range(people):
        number = f"{200_000 + first + place:010d}"[: 9 if place < wrong else 10]
        name = WORST if place == 0 else f"{FAMILY[place % 10]} Văn Mẫu {_letters(place)}"
        lines.append(f"{name},{number},Thôn {place % 3 + 1}")
    return ("\ufeff" + "\n".join(lines) + "\n").encode()


def _letters(place: int) -> str:
    return f"{'ABCDEGHIKL'[place // 10 % 10]}{'anhchi'[place % 6]}"


def a_population(total: int = PEOPLE) -> Population:
    return Population(total, "Công an xã, báo cáo 12/BC (DỮ LIỆU GIẢ LẬP)", AS_OF, None, None)


@dataclass
class Seeded:
    cast: Cast
    dossiers: dict[str, Appraisal] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    invitation: str = ""


async def seed(settings: Settings, *, dossiers: bool, green: int) -> Seeded:
    """Found the province; leave one dossier in every state that a page shows, if asked for."""
    script = tomllib.loads((ROOT / "fixtures" / "demo.toml").read_text("utf-8"))
    async with open_ports(settings) as ports:
        seeded = Seeded(await found(ports, script))
        walk = Walk(ports, seeded)
        await walk.green(green)
        if not dossiers:
            return seeded
        seeded.invitation = await _invited(ports, seeded.cast)
        await walk.checked("checked", "xa-an", a_list(wrong=2))
        await walk.checked("short", "xa-an", a_list(16, first=100))
        doubtful = a_list(first=170).replace(WORST.encode(), LONGER.encode())
        await walk.checked("warned", "xa-an", doubtful)
        await walk.checked("undetermined", "xa-an", a_list(first=150), date(2026, 6, 30))
        await walk.checked("refused_file", "xa-an", b"%PDF-1.7 not a list")
        await walk.checked("foreign", "xa-hoa", a_list(first=200))
        await walk.checked("old_font", "xa-an", OLD_FONT)
        seeded.dossiers["mended"] = await mended(
            ports,
            walk.actor("xa-an"),
            await walk.checked("mended", "xa-an", a_list(first=230, wrong=3)),
        )
        for place, state in enumerate(("waiting", "waiting_2", "short_waiting")):
            people = 16 if state == "short_waiting" else PEOPLE
            await walk.submitted(state, a_list(people, first=300 + 100 * place))
        await walk.submitted("elsewhere", a_list(first=310), by="xa-hoa")
        await walk.taken("taken", a_list(first=700))
        await asked(walk, "odd", "taken_2")
        await walk.ended()
        await _set_up(walk)
    return seeded


async def _set_up(walk: "Walk") -> None:
    """Revoke a paper, register a webhook that nothing is told to, leave a figure for review."""
    revoke = RevokeCertificate(walk.seeded.references["revoked"], "wrong_figures", NOTE)
    await revoke_certificate(walk.ports, walk.actor("ky"), revoke)
    wanted = RegisterWebhook("Kho dữ liệu", "https://nhan.invalid/", frozenset({UNSEEN}))
    hook = await register_webhook(walk.ports, walk.actor("quan-tri"), wanted)
    walk.seeded.references["webhook"] = str(hook.id)
    document = "Quyết định 00/QĐ-UBND (DỮ LIỆU GIẢ LẬP)"
    figure = EnterThreshold("NTM-2016", Decimal(95), document, both_sexes=False)
    entered = await enter_threshold(walk.ports, walk.actor("quan-tri"), figure)
    walk.seeded.references["proposal"] = str(entered.id)


async def _invited(ports: Ports, cast: Cast) -> str:
    """Invite somebody who has not begun yet; give the token of the link."""
    administrator = cast.accounts["quan-tri"].actor()
    person = NewPerson("moi-den", "Vũ Thị Lập", Role.COMMUNE, cast.accounts["xa-an"].unit)
    invited = await invite_account(ports, administrator, InviteAccount(person))
    return invited.token


async def take_on(
    settings: Settings, cast: Cast, username: str, like: Account, password: str
) -> None:
    """Invite somebody into the office and unit of somebody else, and accept for them."""
    person = NewPerson(username, "Vũ Thị Mới", like.role, like.unit)
    async with open_ports(settings) as ports:
        administrator = cast.accounts["quan-tri"].actor()
        invited = await invite_account(ports, administrator, InviteAccount(person))
        await accept_invitation(ports, ANYONE, AcceptInvitation(invited.token, password))


@dataclass
class Walk:
    """Takes dossiers as far as a page needs them."""

    ports: Ports
    seeded: Seeded
    days: Mapping[str, date] = field(default_factory=lambda: DAYS)

    async def to(self, state: str, content: bytes) -> None:
        """Take one list to a state that has its usual name."""
        if state == "checked":
            await self.checked(state, "xa-an", content)
        elif state in {"waiting", "short_waiting"}:
            await self.submitted(state, content)
        elif state == "taken":
            await self.taken(state, content)
        elif state == "taken_2":
            await asked_and_taken(self, state, content)
        elif state == "certified":
            await self.issued(state, content)
        else:
            await self.decided(state, content)

    def actor(self, username: str) -> Actor:
        return self.seeded.cast.accounts[username].actor()

    async def checked(
        self, state: str, username: str, content: bytes, as_of: date = AS_OF
    ) -> Appraisal:
        name = "danh-sach.pdf" if content.startswith(b"%PDF") else "danh-sach.csv"
        day = self.days.get(state, as_of)
        request = ReceiveList(day, a_population(), (ListFile(name, content),))
        kept = await receive_list(self.ports, self.actor(username), request)
        done = await self._have_checked(kept)
        self.seeded.dossiers[state] = done
        return done

    async def _have_checked(self, kept: Appraisal) -> Appraisal:
        """Check a list, unless the worker of a running server was there first."""
        with contextlib.suppress(StaleRecord):
            return await check_submission(self.ports, SYSTEM, CheckSubmission(kept.id))
        async with asyncio.timeout(30):
            while True:
                async with self.ports.reading() as tx:
                    found = await tx.appraisals.get(kept.id)
                if found.status is not Status.CHECKING:
                    return found
                await asyncio.sleep(0.05)

    async def submitted(self, state: str, content: bytes, by: str = "xa-an") -> Appraisal:
        dossier = await self.checked(state, by, content)
        request = SubmitList(dossier.id, dossier.version, declared=True)
        done = await submit_list(self.ports, self.actor(by), request)
        self.seeded.dossiers[state] = done
        return done

    async def green(self, count: int) -> None:
        for number in range(count):
            await self.submitted(f"green_{number}", a_list(first=10_000 + 100 * number))

    async def taken(self, state: str, content: bytes, by: str = "tham-dinh") -> Appraisal:
        dossier = await self.submitted(state, content)
        request = TakeAppraisal(dossier.id, dossier.version)
        done = await take_appraisal(self.ports, self.actor(by), request)
        self.seeded.dossiers[state] = done
        return done

    async def ended(self) -> None:
        """Leave dossiers that were decided on, and papers."""
        for place, state in enumerate(("superseded", "replacing")):
            await self.issued(state, a_list(first=1400 + 100 * place))
        for place, state in enumerate(("returned", "refused", "approved")):
            wrong = 1 if state == "returned" else 0
            await self.decided(state, a_list(first=900 + 100 * place, wrong=wrong))
        for place, state in enumerate(("certified", "revoked")):
            await self.issued(state, a_list(first=1200 + 100 * place))

    async def decided(self, state: str, content: bytes) -> Appraisal:
        dossier = await self.taken(state, content)
        by, ports = self.actor("tham-dinh"), self.ports
        if state == "returned":
            back = ReturnSubmission(dossier.id, dossier.version, "list_errors", NOTE, POINTS)
            done = await return_submission(ports, by, back)
        elif state == "refused":
            no = RefuseAppraisal(dossier.id, dossier.version, "field_check", NOTE)
            done = await refuse_appraisal(ports, by, no)
        else:
            yes = ApproveAppraisal(dossier.id, dossier.version)
            done = await approve_appraisal(ports, by, yes)
        self.seeded.dossiers[state] = done
        return done

    async def issued(self, state: str, content: bytes) -> None:
        dossier = await self.decided(state, content)
        request = IssueCertificate(dossier.id, dossier.version)
        paper = await issue_certificate(self.ports, self.actor("ky"), request)
        self.seeded.references[state] = paper.reference
        self.seeded.tokens[state] = paper.token
