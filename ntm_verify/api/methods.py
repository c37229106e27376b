"""Which ways of asking an address knows (cách gọi): the header `Allow` of RFC 9110."""

import re
from dataclasses import dataclass
from typing import Final

from litestar import Litestar
from litestar.datastructures import MutableScopeHeaders
from litestar.routes import HTTPRoute
from litestar.types import Message, Scope

NOT_ALLOWED: Final = 405
PARAMETER: Final = re.compile(r"\{(\w+)(?::(\w+))?\}")
LONG: Final = ".+"
SHORT: Final = "[^/]+"


@dataclass(frozen=True, slots=True)
class Address:
    """One path with its parameters as patterns, and the methods that it knows."""

    pattern: re.Pattern[str]
    methods: frozenset[str]


def addresses_of(app: Litestar) -> tuple[Address, ...]:
    """List every path of the service, those without parameters first."""
    found: dict[str, set[str]] = {}
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            found.setdefault(route.path, {"OPTIONS"}).update(route.methods)
    ordered = sorted(found, key=lambda path: (path.count("{"), path))
    return tuple(Address(_pattern(path), frozenset(found[path])) for path in ordered)


def _pattern(path: str) -> re.Pattern[str]:
    parts, last = list[str](), 0
    for parameter in PARAMETER.finditer(path):
        kind = LONG if parameter[2] == "path" else SHORT
        parts += [re.escape(path[last : parameter.start()]), kind]
        last = parameter.end()
    return re.compile("".join([*parts, re.escape(path[last:])]) + "/?")


def allowed(addresses: tuple[Address, ...], path: str) -> str:
    """Write the methods of an address as the header does, "" for an unknown address."""
    fitting = (address.methods for address in addresses if address.pattern.fullmatch(path))
    return ", ".join(sorted(next(fitting, frozenset())))


async def tell_methods(message: Message, scope: Scope) -> None:
    """Add `Allow` to an answer that refuses a method, or that was asked for the methods."""
    if message["type"] != "http.response.start":
        return
    if scope.get("method") == "OPTIONS" or message["status"] == NOT_ALLOWED:
        app = scope["litestar_app"]
        if "addresses" not in app.state:
            app.state.addresses = addresses_of(app)
        if methods := allowed(app.state.addresses, scope["path"]):
            MutableScopeHeaders.from_message(message)["allow"] = methods
