"""Our own server from another computer: what it answers, refuses, and when it is away."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ntm_verify.domain.errors import Conflict, InvalidInput, NotPermitted
from ntm_verify.gateways.service import NotThere, ServiceClient
from ntm_verify.usecases.ports import Unavailable
from tests.support.program import FORM, open_program
from tests.support.site import PEOPLE, Site, a_list, open_site

NOBODY = "0192b1f0-0000-7000-8000-000000000001"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a province without dossiers."""
    with open_site(tmp_path_factory.mktemp("server"), dossiers=False) as site:
        yield site


@pytest.fixture(scope="module")
def token(server: Site) -> str:
    program = open_program(server, "xa-an")
    program.client.close()
    return program.token


@pytest.fixture
async def client(server: Site, token: str) -> AsyncIterator[ServiceClient]:
    async with ServiceClient.at(server.address, token) as client:
        yield client


async def test_a_list_goes_from_file_to_paper(client: ServiceClient, server: Site) -> None:
    sent = await client.submit("danh-sach.csv", a_list(), {**FORM, "encoding": ""})
    name = str(sent["id"])
    checked = await client.wait_for_check(name)
    submitted = await client.declare(name, int(str(checked["version"])))

    assert (checked["status"], submitted["status"]) == ("checked", "submitted")
    assert checked["counts"]
    assert await client.status(name) == submitted

    reference = _issue(server, name, submitted["version"])
    assert (await client.fetch(reference)).startswith(b"%PDF")


def _issue(server: Site, name: str, seen: object) -> str:
    path = f"/api/v1/appraisals/{name}"
    appraiser, signer = open_program(server, "tham-dinh"), open_program(server, "ky")
    with closing(appraiser.client), closing(signer.client):
        taken = appraiser.told("POST", f"{path}/assignment", {"seen": seen})
        approved = appraiser.told("POST", f"{path}/approval", {"seen": taken["version"]})
        paper = signer.told("POST", f"{path}/certificate", {"seen": approved["version"]})
    return str(paper["reference"])


async def test_refusals_come_back_as_their_kinds_in_the_words_of_the_server(
    client: ServiceClient,
) -> None:
    with pytest.raises(NotThere, match=f"^Không tìm thấy hồ sơ “{NOBODY}”.$"):
        await client.status(NOBODY)
    with pytest.raises(NotThere):
        await client.status("../session")
    with pytest.raises(InvalidInput, match="population"):
        await client.submit("a.csv", a_list(), {**FORM, "population": "x"})
    sent = await client.submit("a.csv", a_list(first=500), FORM)
    checked = await client.wait_for_check(str(sent["id"]))
    with pytest.raises(Conflict):
        await client.declare(str(sent["id"]), int(str(checked["version"])) - 1)
    assert (await client.status(str(sent["id"])))["status"] == "checked"


@pytest.mark.parametrize("wrong", ["", "gia-lap"])
async def test_without_a_living_token_nothing_is_permitted(server: Site, wrong: str) -> None:
    async with ServiceClient.at(server.address, wrong) as client:
        with pytest.raises(NotPermitted):
            await client.submit("a.csv", a_list(PEOPLE), FORM)


async def test_a_server_that_is_away_is_told_by_its_address(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    (tmp_path / "a.csv").write_bytes(a_list())

    async with ServiceClient.at(address, "gia-lap-giu-kin") as client:
        with pytest.raises(Unavailable, match=address) as away:
            await client.submit("a.csv", (tmp_path / "a.csv").read_bytes(), FORM)

    assert "gia-lap-giu-kin" not in str(away.value)


async def test_a_write_whose_line_breaks_is_sent_once_more_under_the_same_key() -> None:
    keys: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        lines = [line.split(b": ", 1) for line in head.split(b"\r\n") if b": " in line]
        keys.append(dict(lines)[b"idempotency-key"])
        if len(keys) > 1:
            body = b'{"status": "submitted"}'
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as deaf:
        port = deaf.sockets[0].getsockname()[1]
        async with ServiceClient.at(f"http://127.0.0.1:{port}", "") as client:
            told = await client.declare(NOBODY, 1)

    assert told == {"status": "submitted"}
    assert len(keys) == 2
    assert len({*keys}) == 1
    assert len(keys[0]) == 32
