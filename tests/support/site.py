"""The whole service as people meet it: a real server on loopback, made-up people and dossiers."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import httpx
from litestar import Litestar
from litestar.routes import HTTPRoute

from ntm_verify.app import open_ports
from ntm_verify.cli.demo import Cast, found
from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.new_person import NewPerson
from ntm_verify.domain.people import SYSTEM, Actor, Role
from ntm_verify.domain.population import Population
from ntm_verify.domain.reading import ListFile
from ntm_verify.settings import Settings
from ntm_verify.usecases.approve_appraisal import ApproveAppraisal, approve_appraisal
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
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
from ntm_verify.web import web_routes

from .files import ROOT
from .mending import MENDING_PAGES, OLD_FONT, mended
from .site_waivers import asked
from .visitor import Visitor as Visitor  # noqa: PLC0414 - tests take it from here

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


@dataclass(frozen=True, slots=True)
class Site:
    """A running service: its address, everybody's password, the seeded dossiers by state."""

    address: str
    passwords: Mapping[str, str]
    dossiers: Mapping[str, Appraisal]
    folder: Path
    log: Path
    references: Mapping[str, str] = field(default_factory=dict)
    tokens: Mapping[str, str] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    invitation: str = ""


@contextlib.contextmanager
def open_site(
    folder: Path, *, dossiers: bool | None = True, green: int = 0, **settings: str
) -> Iterator[Site]:
    """Found the province of the demonstration, seed it, and serve it until the block ends.

    With None for `dossiers` there is no province either, and nobody. `settings` are further
    variables of the environment.
    """
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        "NTM_DATA_DIR": str(folder / "data"),
        "NTM_BASE_URL": address,
        "NTM_LOG_LEVEL": "WARNING",
        "NTM_CONFIRM_MINUTES": "60",
        **settings,
    }
    seeded = Seeded(Cast({}, {}))
    if dossiers is not None:
        seeded = asyncio.run(_seed(Settings.read(environment), dossiers=dossiers, green=green))
    log = folder / "server.log"
    command = [sys.executable, "-m", "ntm_verify", "serve", f"127.0.0.1:{port}"]
    with log.open("wb") as out:
        server = subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=out, stderr=out
        )
        try:
            _wait(address)
            yield Site(
                address,
                seeded.cast.passwords,
                seeded.dossiers,
                folder,
                log,
                seeded.references,
                seeded.tokens,
                {name: account.id for name, account in seeded.cast.accounts.items()},
                seeded.invitation,
            )
        finally:
            server.terminate()
            server.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str) -> None:
    """Ask until the server answers; the client waits longer after each refusal."""
    with httpx.Client(transport=httpx.HTTPTransport(retries=9), timeout=60) as client:
        client.get(f"{address}/healthz").raise_for_status()


@dataclass
class Seeded:
    cast: Cast
    dossiers: dict[str, Appraisal] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    invitation: str = ""


async def _seed(settings: Settings, *, dossiers: bool, green: int) -> Seeded:
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
    """Revoke a paper, and register a webhook that nothing is told to."""
    revoke = RevokeCertificate(walk.seeded.references["revoked"], "wrong_figures", NOTE)
    await revoke_certificate(walk.ports, walk.actor("ky"), revoke)
    wanted = RegisterWebhook("Kho dữ liệu", "https://nhan.invalid/", frozenset({UNSEEN}))
    hook = await register_webhook(walk.ports, walk.actor("quan-tri"), wanted)
    walk.seeded.references["webhook"] = str(hook.id)


async def _invited(ports: Ports, cast: Cast) -> str:
    """Invite somebody who has not begun yet; give the token of the link."""
    administrator = cast.accounts["quan-tri"].actor()
    person = NewPerson("moi-den", "Vũ Thị Lập", Role.COMMUNE, cast.accounts["xa-an"].unit)
    invited = await invite_account(ports, administrator, InviteAccount(person))
    return invited.token


@dataclass
class Walk:
    """Takes dossiers as far as a page needs them."""

    ports: Ports
    seeded: Seeded

    def actor(self, username: str) -> Actor:
        return self.seeded.cast.accounts[username].actor()

    async def checked(
        self, state: str, username: str, content: bytes, as_of: date = AS_OF
    ) -> Appraisal:
        name = "danh-sach.pdf" if content.startswith(b"%PDF") else "danh-sach.csv"
        day = DAYS.get(state, as_of)
        request = ReceiveList(day, a_population(), (ListFile(name, content),))
        kept = await receive_list(self.ports, self.actor(username), request)
        done = await check_submission(self.ports, SYSTEM, CheckSubmission(kept.id))
        self.seeded.dossiers[state] = done
        return done

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


def sign_in(site: Site, username: str) -> Visitor:
    """Sign in with the password of the demonstration."""
    visitor = Visitor(site.address)
    form = {"username": username, "password": site.passwords[username]}
    answer = visitor.post("/sign-in", form)
    assert answer.status_code == 303, answer.text
    visitor.cookie = answer.cookies["__Host-ntm"] if answer.cookies else _told(answer)
    return visitor


def _told(answer: httpx.Response) -> str:
    return answer.headers["set-cookie"].partition("=")[2].partition(";")[0]


EVERY_PAGE: Final = (
    ("", "/"),
    ("", "/verify"),
    ("", "/verify/{token:certified}"),
    ("", "/verify/{token:revoked}"),
    ("", "/verify/{token:superseded}"),
    ("", "/verify/AAAA-BBBB-CCCCC"),
    ("", "/rules"),
    ("", "/help"),
    ("", "/accessibility"),
    ("", "/sign-in"),
    ("", "/no-such-page"),
    *(("", f"{path}?lang=en") for path in ("/", "/verify", "/rules", "/help", "/sign-in")),
    ("", "/verify/{token:certified}?lang=en"),
    ("xa-an", "/submissions"),
    ("xa-an", "/submissions/new"),
    ("xa-an", "/submissions/{checked}"),
    ("xa-an", "/submissions/{short}"),
    ("xa-an", "/submissions/{warned}"),
    ("xa-an", "/submissions/{warned}/warnings"),
    ("xa-an", "/submissions/{odd}/waivers"),
    ("ky", "/waivers"),
    ("ky", "/waivers/{taken_2}"),
    ("xa-an", "/submissions/{warned}/review"),
    ("xa-an", "/submissions/{undetermined}"),
    ("xa-an", "/submissions/{refused_file}"),
    *MENDING_PAGES,
    ("xa-an", "/submissions/{waiting}"),
    ("xa-an", "/submissions/{returned}"),
    ("xa-an", "/submissions/{returned}/mend"),
    ("xa-an", "/submissions/{returned}/rows"),
    ("xa-an", "/submissions/{returned}/rows/0-5"),
    ("xa-an", "/submissions/{certified}"),
    ("xa-an", "/submissions/{short}/review"),
    ("xa-an", "/submissions/{waiting}/receipt"),
    ("xa-an", "/submissions/{waiting}/withdrawal"),
    ("xa-an", "/submissions/{returned}/replace"),
    ("xa-an", "/templates"),
    ("xa-an", "/practice"),
    ("xa-an", "/typed"),
    ("xa-an", "/comparisons/{checked}"),
    ("xa-an", "/duplicates/{waiting}"),
    ("xa-an", "/duplicates/{checked}"),
    ("tham-dinh", "/duplicates/{waiting}"),
    ("kiem-toan", "/duplicates/{waiting}"),
    ("xa-an", "/comparisons/{refused_file}"),
    ("tham-dinh", "/appraisals"),
    ("tham-dinh", "/appraisals?view=all"),
    ("tham-dinh", "/appraisals?view=done"),
    ("tham-dinh", "/appraisals?q=khong-co"),
    ("tham-dinh", "/appraisals/{waiting}"),
    ("tham-dinh", "/appraisals/{taken}"),
    ("tham-dinh", "/appraisals/{taken}/approval"),
    ("tham-dinh", "/appraisals/{taken}/return"),
    ("tham-dinh", "/appraisals/{taken}/refusal"),
    ("tham-dinh", "/appraisals?view=late&sort=rate"),
    ("tham-dinh", "/appraisals/bulk"),
    ("tham-dinh", "/delegations"),
    ("tham-dinh", "/appraisals/statistics"),
    ("tham-dinh", "/appraisals/{taken}/deadline"),
    ("tham-dinh", "/appraisals/{taken}/sample"),
    ("tham-dinh", "/appraisals/{taken_2}/takeover"),
    ("tham-dinh", "/comments/{waiting_2}"),
    ("xa-an", "/comments/{waiting_2}"),
    ("ky", "/signing"),
    ("ky", "/signing/papers"),
    ("ky", "/signing/{approved}"),
    ("ky", "/signing/{certified}"),
    ("ky", "/signing/{certified}/revocation"),
    ("kiem-toan", "/audit"),
    ("kiem-toan", "/audit/appraisals/{certified}"),
    ("kiem-toan", "/comparisons/{waiting}?against=last&kind=gone"),
    ("kiem-toan", "/audit/log"),
    ("kiem-toan", "/audit/chain"),
    ("quan-tri", "/province"),
    ("quan-tri", "/province/rules/NTM-2026/figure"),
    ("quan-tri", "/province/accounts"),
    ("xa-an", "/notices"),
    ("tham-dinh", "/notices/address/MaGiaLap"),
    ("quan-tri", "/notices"),
    ("quan-tri", "/notices/letters"),
    ("quan-tri", "/notices/letters?state=failed"),
    ("quan-tri", "/notices/webhooks"),
    ("quan-tri", "/notices/webhooks/{paper:webhook}"),
    ("tham-dinh", "/notices/following/{waiting}"),
    ("quan-tri", "/operations"),
    ("quan-tri", "/province/accounts/new"),
    ("quan-tri", "/province/accounts/import"),
    ("quan-tri", "/province/accounts/{account:ky}"),
    ("quan-tri", "/province/accounts/{account:ky}/office"),
    ("ky", "/account"),
    ("ky", "/account/password"),
    ("ky", "/account/second-factor"),
    ("ky", "/account/tokens"),
    ("", "/sign-in/code"),
    ("", "/invitation/{invitation}"),
    ("", "/invitation/khong-con-hieu-luc"),
)
"""Who opens which page; names in braces are seeded dossiers and papers."""


def filled(site: Site, path: str) -> str:
    """Put ids and codes into a path."""
    for state, dossier in site.dossiers.items():
        path = path.replace(f"{{{state}}}", str(dossier.id))
    for username, account in site.accounts.items():
        path = path.replace(f"{{account:{username}}}", account)
    path = path.replace("{invitation}", site.invitation)
    for state, token in site.tokens.items():
        path = path.replace(f"{{token:{state}}}", token)
    for state, reference in site.references.items():
        path = path.replace(f"{{paper:{state}}}", reference)
    return path


def web_handlers() -> list[tuple[str, str, frozenset[Role]]]:
    """Give method, path and policy of every page of the house."""
    app = Litestar(web_routes(ROOT / "templates"), openapi_config=None)
    return [
        (method, route.path, handler.opt.get("policy", frozenset()))
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"})
    ]
