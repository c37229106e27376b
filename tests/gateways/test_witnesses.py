"""A witness is asked over HTTP, through the same routes that serve other provinces."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar
from litestar.di import Provide

from ntm_verify.api.problems import to_problem
from ntm_verify.api.witness import WitnessController
from ntm_verify.gateways.witnesses import LARGEST, WitnessClient
from ntm_verify.trail.witness import Asked, origin_hash
from ntm_verify.usecases.ports import Unavailable
from tests.publishing.test_witness import office
from tests.support.worlds import MemoryWorld
from tests.trail.test_witness import ORIGIN, a_head, a_note

ADDRESS = "http://nghean.example/witness"


def asking(folder: Path) -> WitnessClient:
    """Give a client whose network is one witness."""
    changed: dict[str, Any] = {"witness": office(folder)}
    ports = replace(MemoryWorld().ports, **changed)
    app = Litestar(
        [WitnessController],
        dependencies={"ports": Provide(lambda: ports, sync_to_thread=False)},
        exception_handlers={Exception: to_problem},
        openapi_config=None,
    )
    server: Any = app
    return WitnessClient(partial(httpx.AsyncClient, transport=httpx.ASGITransport(server)))


async def test_the_protocol_goes_over_http_with_its_types(tmp_path: Path) -> None:
    client, note = asking(tmp_path), a_note(a_head(3))
    add = f"{ADDRESS}/add-checkpoint"

    status, lines = await client.ask(add, Asked(0, (), note).text())
    conflict = await client.ask(add, Asked(0, (), a_note(a_head(5))).text())
    malformed = await client.ask(add, b"nothing")

    assert (status, lines.startswith("— nghean ".encode())) == (200, True)
    assert conflict == (409, b"3\n")
    assert malformed == (400, b"")
    assert await client.look(f"{ADDRESS}/{origin_hash(ORIGIN)}/checkpoint") == note + lines
    assert await client.look(f"{ADDRESS}/{'0' * 64}/checkpoint") is None
    async with client.client() as raw:
        answer = await raw.post(add, content=Asked(0, (), a_note(a_head(5))).text())
        assert answer.headers["content-type"].startswith("text/x.tlog.size")


async def test_a_witness_that_answers_too_much_or_not_at_all_is_away() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"x" * (LARGEST + 1))

    long = WitnessClient(partial(httpx.AsyncClient, transport=httpx.MockTransport(answer)))
    with pytest.raises(Unavailable):
        await long.ask(ADDRESS, b"")
    with pytest.raises(Unavailable):
        await WitnessClient().ask("http://127.0.0.1:9/witness", b"")
    broken = httpx.MockTransport(lambda _: httpx.Response(500))
    with pytest.raises(Unavailable):
        await WitnessClient(partial(httpx.AsyncClient, transport=broken)).look(ADDRESS)
