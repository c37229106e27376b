"""A visitor of a served site: asks and sends as a browser would, without a screen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

import httpx

DESKS = count(1)


def _desk() -> str:
    """Give every visitor an address of the loopback: guesses of one do not slow the others."""
    number = next(DESKS)
    return f"127.{number >> 16 & 0xFF}.{number >> 8 & 0xFF}.{number & 0xFF}"


@dataclass
class Visitor:
    """A browser without a screen: keeps its cookie, and sends forms as our own pages would."""

    address: str
    cookie: str = ""

    def __post_init__(self) -> None:
        self.client = httpx.Client(
            base_url=self.address,
            timeout=60,
            transport=httpx.HTTPTransport(local_address=_desk()),
        )

    def __del__(self) -> None:
        """Hang up when nobody holds the visitor any more."""
        self.client.close()

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers={**self._cookie(), **headers})

    def post(
        self,
        path: str,
        data: Mapping[str, str] | None = None,
        *,
        files: list[tuple[str, tuple[str, bytes]]] | None = None,
        origin: str | None = None,
        csrf: str | None = None,
    ) -> httpx.Response:
        """Send a form with the session's token, unless a test says otherwise."""
        token = self.csrf() if csrf is None and self.cookie else csrf
        sent = {**({"_csrf": token} if token else {}), **(data or {})}
        headers = {**self._cookie(), "origin": self.address if origin is None else origin}
        return self.client.post(path, data=sent, files=files, headers=headers)

    def csrf(self) -> str:
        found = re.search(r'name="_csrf" value="([^"]+)"', self.get("/help").text)
        assert found is not None
        return found[1]

    def _cookie(self) -> dict[str, str]:
        return {"cookie": f"__Host-ntm={self.cookie}"} if self.cookie else {}
