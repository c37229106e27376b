"""Security headers on every answer, files and errors included (tiêu đề bảo mật)."""

from collections.abc import Awaitable, Callable
from typing import Final

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "DENY",
    "cache-control": "no-store",  # what may be kept says so itself
}
HSTS: Final = "max-age=31536000; includeSubDomains"

Hook = Callable[[Message, Scope], Awaitable[None]]


def security_headers(base_url: str) -> Hook:
    """Give the hook for the application's `before_send`; HSTS only where people come by https."""
    wanted = dict(HEADERS)
    if base_url.startswith("https://"):
        wanted["strict-transport-security"] = HSTS

    async def add(message: Message, _: Scope) -> None:
        """Set what the route has not set itself."""
        if message["type"] == "http.response.start":
            headers = MutableScopeHeaders.from_message(message)
            for name, value in wanted.items():
                headers.setdefault(name, value)

    return add
