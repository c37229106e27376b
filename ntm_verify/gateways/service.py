"""Our own server, as seen from another computer (máy chủ nhìn từ máy của xã), over httpx."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Final, Self
from urllib.parse import quote

import httpx

from ntm_verify.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refusal
from ntm_verify.usecases.ports import Unavailable

KIND_OF_STATUS: Final[dict[int, type[Refusal]]] = {
    400: InvalidInput,
    401: NotPermitted,
    403: NotPermitted,
    409: Conflict,
    413: InvalidInput,
    422: InvalidInput,
}
PAUSE: Final = 0.3
LONGEST_WAIT: Final = 600.0


class NotThere(NotFound):
    """The server knows nothing of this name (máy chủ không có)."""

    def __init__(self, told: str) -> None:
        """Say it in the server's words."""
        Exception.__init__(self, told)


@dataclass(frozen=True, slots=True)
class ServiceClient:
    """Speaks the JSON of `/api/v1` with a bearer token."""

    http: httpx.AsyncClient

    @classmethod
    @asynccontextmanager
    async def at(cls, server: str, token: str) -> AsyncGenerator[Self]:
        """Open a client for as long as the block lasts; addresses stay out of the log."""
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        headers = {"authorization": f"Bearer {token}"} if token else {}
        limits = httpx.Timeout(30.0, read=120.0)
        async with httpx.AsyncClient(base_url=server, headers=headers, timeout=limits) as http:
            yield cls(http)

    async def submit(
        self, name: str, content: bytes, fields: Mapping[str, str]
    ) -> dict[str, object]:
        """Send a file to be checked."""
        files = {"file": (name, content, "application/octet-stream")}
        told = {key: value for key, value in fields.items() if value}
        return await self._ask("POST", "/api/v1/submissions", files=files, data=told)

    async def wait_for_check(self, submission: str) -> dict[str, object]:
        """Ask again until the check is done, at most ten minutes."""
        waited = 0.0
        while True:
            told = await self.status(submission)
            if told["status"] != "checking" or waited > LONGEST_WAIT:
                return told
            await asyncio.sleep(PAUSE)
            waited += PAUSE

    async def declare(self, submission: str, seen: int) -> dict[str, object]:
        """Declare the list true and hand it in."""
        body = {"seen": seen, "declared": True}
        path = f"/api/v1/submissions/{quote(submission, safe='')}/submission"
        return await self._ask("POST", path, json=body)

    async def status(self, submission: str) -> dict[str, object]:
        """Show a dossier."""
        return await self._ask("GET", f"/api/v1/submissions/{quote(submission, safe='')}")

    async def status_list(self) -> bytes:
        """Give the signed list of papers out of force."""
        return (await self._send("GET", "/status.json")).content

    async def fetch(self, reference: str) -> bytes:
        """Give the file of an issued paper."""
        answer = await self._send("GET", f"/api/v1/certificates/{quote(reference, safe='')}.pdf")
        return answer.content

    async def _ask(self, method: str, path: str, **told: Any) -> dict[str, object]:  # noqa: ANN401 - passed on
        document: dict[str, object] = (await self._send(method, path, **told)).json()
        return document

    async def _send(self, method: str, path: str, **told: Any) -> httpx.Response:  # noqa: ANN401 - passed on
        """Ask, and ask once more when the line breaks: a write bears a key that makes it one act.

        Raises:
            Refusal: what the server refuses, in its words.
            Unavailable: the server is away.

        """
        headers = {"idempotency-key": token_hex(16)} if method == "POST" else {}
        for is_last in (False, True):
            try:
                answer = await self.http.request(method, path, headers=headers, **told)
            except httpx.HTTPError as failure:
                if is_last:
                    raise Unavailable(
                        f"Không kết nối được máy chủ {self.http.base_url} "
                        f"({type(failure).__name__}). Kiểm tra địa chỉ và mạng rồi thử lại."
                    ) from failure
            else:
                break
        if answer.is_success:
            return answer
        raise _refusal(answer)


def _refusal(answer: httpx.Response) -> Exception:
    """Turn a problem document back into the refusal it tells of."""
    try:
        detail = str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        detail = f"Máy chủ trả lời {answer.status_code}."
    if answer.status_code == httpx.codes.NOT_FOUND:
        return NotThere(detail)
    kind = KIND_OF_STATUS.get(answer.status_code)
    return kind(detail) if kind else Unavailable(detail)
