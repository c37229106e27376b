"""The service answers under its own name only (chốt tên máy chủ).

Links in mails and papers, the origin of forms and the names of cookies all come from one address.
Whoever reaches the service under another name, by a forged `Host` or a name that was bent to this
machine, gets 421 and nothing else. `X-Forwarded-Host` counts for nothing.
"""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from litestar.types import ASGIApp, Receive, Scope, Send

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
PORTS: Final = {"https": 443, "http": 80}
PROBES: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked by programs on the same machine, which may use its own name for itself."""
MISDIRECTED: Final = 421


def is_own_host(told: str, base_url: str, path: str = "/") -> bool:
    """Say whether a `Host` is the service's own; on loopback every name and port of it is."""
    own = urlsplit(base_url)
    try:
        asked = urlsplit(f"//{told}")
        name, port = asked.hostname or "", asked.port or PORTS.get(own.scheme)
    except ValueError:
        return False
    if asked.path or asked.query or asked.fragment or asked.username is not None:
        return False
    if name in LOOPBACK and (own.hostname in LOOPBACK or path in PROBES):
        return True
    return (name, port) == (own.hostname, own.port or PORTS.get(own.scheme))


def pin_host(base_url: str) -> Callable[[ASGIApp], ASGIApp]:
    """Give the middleware that refuses every other name."""
    sentence = f"Máy chủ này chỉ trả lời tại {base_url}. Mở lại bằng địa chỉ đó.\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(sentence)).encode()),
        (b"cache-control", b"no-store"),
    ]

    def pinned(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if _is_meant(scope, base_url):
                await app(scope, receive, send)
                return
            await send({"type": "http.response.start", "status": MISDIRECTED, "headers": headers})
            await send({"type": "http.response.body", "body": sentence, "more_body": False})

        return answer

    return pinned


def _is_meant(scope: Scope, base_url: str) -> bool:
    told = [value.decode("latin-1") for key, value in scope["headers"] if key == b"host"]
    return len(told) == 1 and is_own_host(told[0], base_url, scope["path"])
