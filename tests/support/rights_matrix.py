"""Every route of the running service, tried by every office of two provinces on every record.

A cell is one request: who, which route, whose record. What must come of it is told by
`rights_table` alone: the route's own tenant gets as far as the record, everybody else hears what
is said of a record that nobody has, other offices are turned away, and nobody is asked to sign in.
"""

import re
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final, cast, get_args, get_origin

import httpx
import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from ntm_verify.app import build_app
from ntm_verify.domain.people import Role
from ntm_verify.settings import Settings
from ntm_verify.usecases.ports import Ports
from ntm_verify.web.session import mask

from . import rights_table as table
from .rights_world import NOBODYS, NOWHERE, Tenant, open_session

OWN, UNREADY, NEIGHBOUR, ELSEWHERE, MISSING, NONE = (
    *("own", "not handed in", "neighbour's", "another province's", "missing", "no record"),
)
HOME: Final = "https://ntm.test.example"
PERSONAL: Final = {"token", "delegation"}
"""Records of a person: everybody tries the one of their own office."""
WAITING: Final = {Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR}
"""Offices of a province: a list that has not been handed in is none of their business."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way to ask for one address."""

    method: str
    path: str
    handler: HTTPRouteHandler
    offices: frozenset[Role]
    record: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")


@dataclass(frozen=True, slots=True)
class Cell:
    """One request of the matrix, and what must come of it."""

    route: Route
    tenant: str
    role: Role
    whose: str
    address: str

    @property
    def is_allowed(self) -> bool:
        return self.role in self.route.offices

    def __str__(self) -> str:
        return f"{self.route.name} as {self.role} of {self.tenant}, {self.whose}"


@dataclass(slots=True)
class Outcome:
    """How many cells were tried, and which answered otherwise than they should."""

    cells: int = 0
    wrong: list[str] = field(default_factory=list)
    routes: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return f"rights matrix: {self.cells} cells, {len(self.wrong)} wrong"


def routes_of(app: Litestar) -> list[Route]:
    """Give every route of the service, with what the tables say of it.

    Raises:
        Unclassified: there are routes of which they say nothing; all of them are named.

    """
    known, unknown = list[Route](), list[str]()
    for method, path, handler in _handlers(app):
        try:
            told = table.offices_of(method, path), table.record_of(method, path)
        except table.Unclassified as missing:
            unknown.append(str(missing))
        else:
            known.append(Route(method, path, handler, *told))
    if unknown:
        raise table.Unclassified("\n".join(unknown))
    return known


def _handlers(app: Litestar) -> Iterable[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
            for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                yield method, route.path, handler


def cells_of(route: Route, tenants: dict[str, Tenant]) -> Iterable[Cell]:
    """Make all cells of a route: every office of two tenants, and nobody; every kind of record."""
    people = [(name, role) for name in ("a", "c") for role in tenants[name].accounts]
    for name, role in [*people, ("a", Role.PUBLIC)]:
        for whose, named in _named(route, tenants, name, role):
            yield Cell(route, name, role, whose, _filled(route.path, named))


def _named(
    route: Route, tenants: dict[str, Tenant], name: str, role: Role
) -> list[tuple[str, str]]:
    if not route.record:
        return [(NONE, table.OPEN_NAMES.get(table.bare(route.path), ""))]
    record = f"{route.record} of {role}" if route.record in PERSONAL else route.record
    others = {"a": (("b", NEIGHBOUR), ("c", ELSEWHERE)), "c": (("a", ELSEWHERE),)}[name]
    nothing = NOBODYS.get(route.record, str(NOWHERE))
    found = [
        (OWN, tenants[name].records.get(record, nothing)),
        *((whose, tenants[other].records.get(record, nothing)) for other, whose in others),
        (MISSING, nothing),
    ]
    if role in WAITING and route.record not in NOBODYS:
        found.append((UNREADY, tenants[name].records["checked"]))
    is_province = role not in table.COMMUNES
    return [(OWN if is_province and whose == NEIGHBOUR else whose, at) for whose, at in found]


def _filled(path: str, named: str) -> str:
    filled = re.sub(r"\{[^}]+\}", named, path, count=1)
    later = re.sub(r"\{(\w+):[^}]+\}", lambda found: table.LATER_NAMES[found[1]], filled)
    return f"{later}.pdf" if path.startswith("/certificates/") else later


@dataclass(slots=True)
class Trial:
    """A running service, and everybody's way into it."""

    app: Litestar
    client: httpx.AsyncClient
    tenants: dict[str, Tenant]
    keys: dict[tuple[str, Role, str], tuple[str, str]] = field(default_factory=dict)

    @property
    def ports(self) -> Ports:
        ports: Ports = self.app.state.ports
        return ports

    async def run(
        self, chosen: Callable[[Route], bool] = lambda _: True, *, is_open: bool = False
    ) -> Outcome:
        """Try every cell: looks first, then acts on what is not one's own, one's own acts last.

        With `is_open` only cells whose office the route is for, in which a record is asked for.
        """
        outcome, heard = Outcome(), dict[tuple[str, str, Role], dict[str, Heard]]()
        routes = [route for route in routes_of(self.app) if chosen(route)]
        every = (cell for route in routes for cell in cells_of(route, self.tenants))
        cells = [cell for cell in every if cell.is_allowed or not is_open]
        for cell in sorted(cells, key=_order):
            answer = await self.ask(cell)
            said = Heard.of(answer, cell)
            if fault := _fault(cell, answer, said):
                outcome.wrong.append(f"{cell}: {fault}")
            known = heard.setdefault((cell.route.name, cell.tenant, cell.role), {})
            known[cell.whose] = said
            outcome.cells += 1
            outcome.routes.add(cell.route.name)
        outcome.wrong += _told_apart(heard)
        return outcome

    async def ask(self, cell: Cell) -> httpx.Response:
        """Send the request of a cell."""
        scope = "api" if cell.route.is_api else "web"
        key = cell.tenant, cell.role, scope
        acts = cell.route.method != "GET" and cell.whose in {OWN, NONE}
        if cell.role is not Role.PUBLIC and (acts or key not in self.keys):
            account = self.tenants[cell.tenant].accounts[cell.role]
            self.keys[key] = await open_session(self.ports, account, scope)
        token, csrf = self.keys.get(key, ("", ""))
        headers = {"accept-encoding": "identity", "origin": HOME}
        if cell.route.is_api:
            headers |= {"authorization": f"Bearer {token}"} if token else {}
        else:
            headers |= {"cookie": f"__Host-ntm={token}"} if token else {}
        sent: dict[str, Any] = {}
        if cell.route.method != "GET":
            more = table.FORMS.get(f"{cell.route.method} {table.bare(cell.route.path)}", {})
            form = {**table.FORM, **more, **({"_csrf": mask(csrf)} if csrf else {})}
            sent = {"json": document(cell.route)} if cell.route.is_api else {"data": form}
        return await self.client.request(
            cell.route.method, cell.address, headers=headers, follow_redirects=False, **sent
        )


def _order(cell: Cell) -> tuple[int, bool]:
    """Order the cells so that none spoils the record of another."""
    if cell.route.method == "GET":
        return 0, False
    is_real = cell.whose in {OWN, NONE} and cell.is_allowed
    return 2 if is_real else 1, cell.route.path.endswith("/revocation") and cell.route.is_api


@dataclass(frozen=True, slots=True)
class Heard:
    """What an answer says, apart from what differs between any two."""

    status: int
    kind: str
    text: str

    @classmethod
    def of(cls, answer: httpx.Response, cell: Cell) -> "Heard":
        kind = answer.headers.get("content-type", "")
        if not kind.startswith(("text/html", "application/problem+json")):
            return cls(answer.status_code, kind, "")
        text = re.sub(r'name="_csrf" value="[^"]+"', "", answer.text)
        text = text.replace(answer.headers.get("x-request-id", "-"), "")
        named = cell.address.split("/")
        for part in named:
            text = text.replace(part, "·") if len(part) > len("submissions") else text
        return cls(answer.status_code, kind, text)


def _fault(cell: Cell, answer: httpx.Response, said: Heard) -> str:
    """Say what is wrong with an answer, "" for nothing."""
    expected = _expected(cell)
    location = answer.headers.get("location", "")
    if said.status == httpx.codes.SEE_OTHER and location.startswith("/sign-in?"):
        got = "asked to sign in"
    else:
        got = {401: "asked to sign in", 403: "shut", 404: "hidden"}.get(said.status, "open")
    if said.status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return f"{said.status}"
    if got == "open" and said.status == httpx.codes.BAD_REQUEST and cell.whose == OWN:
        return "400, the body does not get as far as the record (BODIES)"
    return "" if got in expected else f"{said.status} ({got}), expected {' or '.join(expected)}"


def _expected(cell: Cell) -> tuple[str, ...]:
    if cell.role is Role.PUBLIC and Role.PUBLIC not in cell.route.offices:
        return ("asked to sign in",)
    if not cell.is_allowed:
        return ("shut",)
    if (
        Role.PUBLIC in cell.route.offices or cell.route.path in table.ASKS_SECRETS
    ):  # a wrong code, a wrong password: said to anybody alike
        return ("open", "hidden", "asked to sign in")
    if cell.whose in {OWN, NONE}:
        return ("open", "hidden") if cell.route.name in table.OF_PARTS else ("open",)
    return ("hidden",)


def _told_apart(heard: dict[tuple[str, str, Role], dict[str, Heard]]) -> list[str]:
    """Name the answers that tell a foreign record from one that nobody has."""
    return [
        f"{route} as {role} of {tenant}: {whose} is told apart from missing, "
        f"{_first_difference(said[whose], said[MISSING])}"
        for (route, tenant, role), said in heard.items()
        for whose in (UNREADY, NEIGHBOUR, ELSEWHERE)
        if whose in said and said[whose] != said[MISSING]
    ]


def _first_difference(one: Heard, other: Heard) -> str:
    """Show where two answers part."""
    if one.status != other.status:
        return f"{one.status} and {other.status}"
    pairs = enumerate(zip(one.text, other.text, strict=False))
    place = next((at for at, (a, b) in pairs if a != b), min(len(one.text), len(other.text)))
    return f"{one.text[place - 20 : place + 60]!r} and {other.text[place - 20 : place + 60]!r}"


def document(route: Route) -> object:
    """Make up the JSON document that a route asks for."""
    asked = route.handler.parsed_data_field
    if asked is None:
        return {}
    more = table.BODIES.get(f"{route.method} {table.bare(route.path)}", {})
    return {**_made_up(asked.annotation), **more}


def _made_up(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - any type of a document
    return {
        each.encode_name: table.VALUES.get(each.name, _value(each.type))
        for each in msgspec.structs.fields(kind)
        if each.required or each.name in table.VALUES
    }


def _value(kind: Any) -> object:  # noqa: ANN401 - any type of a field
    plain = get_args(kind)[0] if hasattr(kind, "__metadata__") else kind
    if get_origin(plain) in {list, tuple}:
        return []
    return {int: table.STALE, bool: True, str: "x"}.get(plain, "x")


@asynccontextmanager
async def open_trial(settings: Settings, tenants: dict[str, Tenant]) -> AsyncGenerator[Trial]:
    """Run the service on seeded tenants for as long as the block lasts."""
    app = build_app(settings)
    transport = httpx.ASGITransport(cast("Any", app), raise_app_exceptions=False)
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url=HOME, timeout=60) as client,
    ):
        yield Trial(app, client, tenants)
