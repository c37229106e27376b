"""The whole service as people meet it: a real server on loopback, made-up people and dossiers."""

import asyncio
import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Final

import httpx
from litestar import Litestar
from litestar.routes import HTTPRoute

from ntm_verify.app import open_ports
from ntm_verify.cli.demo_cast import Cast
from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.people import Role
from ntm_verify.settings import Settings
from ntm_verify.web import web_routes

from .files import ROOT
from .mending import MENDING_PAGES
from .serving import free_address, served
from .visitor import Visitor as Visitor  # noqa: PLC0414 - tests take it from here
from .walk import AS_OF as AS_OF  # noqa: PLC0414 - as above
from .walk import FAMILY as FAMILY  # noqa: PLC0414 - as above
from .walk import LONGER as LONGER  # noqa: PLC0414 - as above
from .walk import NOTE as NOTE  # noqa: PLC0414 - as above
from .walk import PEOPLE as PEOPLE  # noqa: PLC0414 - as above
from .walk import WORST as WORST  # noqa: PLC0414 - as above
from .walk import Seeded, Walk, seed, take_on
from .walk import a_list as a_list  # noqa: PLC0414 - as above

OWN: Final = count(1)
"""Numbers the dossiers that tests make for themselves: nobody of theirs is on another list."""
LAST_DAY: Final = date(2019, 9, 29)
"""Each is for a day before the one before it, so that none is held against another's paper."""


@dataclass(frozen=True, slots=True)
class Site:
    """A running service: its address, everybody's password, the seeded dossiers by state."""

    address: str
    folder: Path
    log: Path
    settings: Settings
    seeded: Seeded

    @property
    def passwords(self) -> Mapping[str, str]:
        return self.seeded.cast.passwords

    @property
    def dossiers(self) -> Mapping[str, Appraisal]:
        return self.seeded.dossiers

    @property
    def references(self) -> Mapping[str, str]:
        return self.seeded.references

    @property
    def tokens(self) -> Mapping[str, str]:
        return self.seeded.tokens

    @property
    def accounts(self) -> Mapping[str, str]:
        return {name: account.id for name, account in self.seeded.cast.accounts.items()}

    @property
    def invitation(self) -> str:
        return self.seeded.invitation

    def own(self, state: str, content: bytes | None = None, day: date | None = None) -> "Site":
        """Make a dossier in some state for one test alone, and give the site with it.

        What a test changes is its own; the seeded dossiers are for reading.
        """
        number = next(OWN)
        people = content or a_list(first=1_000_000 + 100 * number)
        known = self.seeded
        own = replace(
            known,
            dossiers=dict(known.dossiers),
            references=dict(known.references),
            tokens=dict(known.tokens),
        )
        asyncio.run(self._walk(own, {state: day or LAST_DAY - timedelta(number)}, state, people))
        return replace(self, seeded=own)

    def newcomer(self, username: str, role: Role = Role.CHAIR) -> "Site":
        """Take somebody on whom one test alone knows, and give the site with the password."""
        password = "ba con trâu cùng uống nước"  # noqa: S105 - made up
        office = self.seeded.cast.first(role)
        asyncio.run(take_on(self.settings, self.seeded.cast, username, office, password))
        cast = Cast(self.seeded.cast.accounts, {**self.passwords, username: password})
        return replace(self, seeded=replace(self.seeded, cast=cast))

    async def _walk(self, own: Seeded, days: Mapping[str, date], state: str, list_: bytes) -> None:
        async with open_ports(self.settings) as ports:
            await Walk(ports, own, days).to(state, list_)


@contextlib.contextmanager
def open_site(
    folder: Path, *, dossiers: bool | None = True, green: int = 0, **settings: str
) -> Iterator[Site]:
    """Found the province of the demonstration, seed it, and serve it until the block ends.

    With None for `dossiers` there is no province either, and nobody. `settings` are further
    variables of the environment.
    """
    address = free_address()
    environment = {
        "NTM_DATA_DIR": str(folder / "data"),
        "NTM_BASE_URL": address,
        "NTM_LOG_LEVEL": "WARNING",
        "NTM_CONFIRM_MINUTES": "60",
        **settings,
    }
    read = Settings.read(environment)
    seeded = Seeded(Cast({}, {}))
    if dossiers is not None:
        seeded = asyncio.run(seed(read, dossiers=dossiers, green=green))
    log = folder / "server.log"
    with served(address, environment, log):
        yield Site(address, folder, log, read, seeded)


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
    *(("", f"{path}?lang=en") for path in ("/rules", "/help", "/verify/{token:certified}")),
    ("xa-an", "/submissions/{checked}?lang=en"),
    ("tham-dinh", "/appraisals/{taken}?lang=en"),
    ("ky", "/account?lang=en"),
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
    ("tham-dinh", "/dashboard?day=31%2F12%2F2025"),
    ("tham-dinh", "/dashboard/outlook?day=31%2F12%2F2019"),
    ("tham-dinh", "/dashboard/outlook/{taken}"),
    ("xa-an", "/submissions/{checked}/outlook"),
    ("tham-dinh", "/appraisals/{taken}/deadline"),
    ("tham-dinh", "/appraisals/{taken}/sample"),
    ("tham-dinh", "/appraisals/{taken_2}/takeover"),
    ("tham-dinh", "/comments/{waiting_2}"),
    ("xa-an", "/comments/{waiting_2}"),
    ("ky", "/signing"),
    ("ky", "/signing/papers"),
    ("ky", "/signing/orders"),
    ("ky", "/signing/{approved}"),
    ("ky", "/signing/{certified}"),
    ("ky", "/signing/{certified}/revocation"),
    ("ky", "/signing/{certified}/correction"),
    ("kiem-toan", "/audit"),
    ("kiem-toan", "/audit?q=mau&status=certified&first=01%2F01%2F2019&waived=1"),
    ("kiem-toan", "/audit/appraisals/{certified}"),
    ("kiem-toan", "/audit/appraisals/{certified}/bundle"),
    ("kiem-toan", "/audit/appraisals/{certified}/people"),
    ("kiem-toan", "/audit/appraisals/{certified}/past?day=31%2F12%2F2099"),
    ("kiem-toan", "/comparisons/{waiting}?against=last&kind=gone"),
    ("kiem-toan", "/audit/patterns"),
    ("kiem-toan", "/audit/sample?seed=gia-lap-1&count=3"),
    ("kiem-toan", "/audit/reviews"),
    ("kiem-toan", "/audit/reviews/2026-11-02"),
    ("kiem-toan", "/audit/log"),
    ("kiem-toan", "/audit/chain"),
    ("quan-tri", "/province"),
    ("quan-tri", "/province/rules/NTM-2026/figure"),
    ("quan-tri", "/province/rules/NTM-2026/groups"),
    *((who, "/province/proposals/{paper:proposal}") for who in ("quan-tri", "quan-tri-2")),
    ("tham-dinh", "/dashboard/rules"),
    ("tham-dinh", "/dashboard/today?rule_set=NTM-2021"),
    ("quan-tri", "/province/paper"),
    ("quan-tri", "/province/units?q=hoa+binh"),
    ("quan-tri", "/province/units?unit=00001"),
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
    ("quan-tri", "/province/targets"),
    ("quan-tri", "/province/retention"),
    ("quan-tri", "/province/retention/purge"),
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
