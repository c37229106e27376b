"""Time-stamps after RFC 3161 (dấu thời gian): an authority over httpx, or the demonstration's."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

import httpx
from asn1crypto import tsp  # type: ignore[import-untyped] # ships no types
from pyhanko.keys import load_private_key_from_pemder
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from .demonstration import TSA
from .setup import SigningSetup, read_certificates

QUERY: Final = "application/timestamp-query"
REPLY: Final = "application/timestamp-reply"
LARGEST: Final = 64 * 1024
CLIENT: Final[Callable[[], httpx.AsyncClient]] = partial(
    httpx.AsyncClient, timeout=15, follow_redirects=False, trust_env=False
)
"""Asks straight, once, and follows nobody elsewhere."""


class NoTimeStamp(Exception):
    """The authority gave no time-stamp that could be used (không lấy được dấu thời gian)."""


class HttpxTimeStamper(TimeStamper):
    """Asks a time-stamp authority over HTTP; a client per request, as each runs its own loop."""

    def __init__(self, url: str, client: Callable[[], httpx.AsyncClient] = CLIENT) -> None:
        """Take the authority's address."""
        super().__init__()  # type: ignore[no-untyped-call] # the library's own
        self.url, self.client = url, client

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask once; nonce and digest of the answer are held against the question.

        Raises:
            NoTimeStamp: no answer, or one that is no time-stamp.

        """
        try:
            async with self.client() as client:
                answer = await client.post(
                    self.url, content=req.dump(), headers={"content-type": QUERY}
                )
            answer.raise_for_status()
        except httpx.HTTPError as failure:
            raise NoTimeStamp(type(failure).__name__) from None
        kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind != REPLY or len(answer.content) > LARGEST:
            raise NoTimeStamp("the answer is no time-stamp")
        return tsp.TimeStampResp.load(answer.content)


def stamper(setup: SigningSetup, at: datetime) -> TimeStamper:
    """Give the authority that is set, or the one of the demonstration, whose clock says `at`."""
    if setup.tsa_url:
        return HttpxTimeStamper(setup.tsa_url)
    key = load_private_key_from_pemder(str(setup.folder / f"{TSA}.key"), None)
    (own,) = read_certificates(setup.folder / f"{TSA}.pem")
    return DummyTimeStamper(own, key, fixed_dt=at)
