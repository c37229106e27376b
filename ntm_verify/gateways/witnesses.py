"""Asking witnesses over HTTP (hỏi bên làm chứng), after C2SP tlog-witness."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import httpx

from ntm_verify.usecases.ports import Unavailable

PATIENCE: Final = 10.0
LARGEST: Final = 64 * 1024
NOT_FOUND: Final = 404
CLIENT: Final[Callable[[], httpx.AsyncClient]] = partial(
    httpx.AsyncClient, timeout=PATIENCE, follow_redirects=False, trust_env=False
)
"""Asks straight, once, and follows nobody elsewhere."""


@dataclass(frozen=True, slots=True)
class WitnessClient:
    """Asks the addresses that the installation's administrator has set down."""

    client: Callable[[], httpx.AsyncClient] = CLIENT

    async def ask(self, address: str, body: bytes) -> tuple[int, bytes]:
        """Send a request to a witness; give status and body of its answer.

        Raises:
            Unavailable: it does not answer, or with more than answers hold.

        """
        headers = {"content-type": "text/plain; charset=utf-8"}
        answer = await self._asked("POST", address, content=body, headers=headers)
        return answer.status_code, answer.content

    async def look(self, address: str) -> bytes | None:
        """Fetch a file of a witness; None if there is none.

        Raises:
            Unavailable: it does not answer, or otherwise than with a file.

        """
        answer = await self._asked("GET", address)
        if answer.status_code == NOT_FOUND:
            return None
        if not answer.is_success:
            raise Unavailable(f"http_{answer.status_code}")
        return answer.content

    async def _asked(
        self,
        method: str,
        address: str,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        try:
            async with self.client() as client:
                answer = await client.request(method, address, content=content, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as failure:
            raise Unavailable(type(failure).__name__) from None
        if len(answer.content) > LARGEST:
            raise Unavailable("too_long")
        return answer
