"""Many hands on one dossier at once, on two servers over one PostgreSQL: one decision is kept."""

import asyncio
import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ntm_verify.app import open_ports
from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.settings import Settings
from tests.support.postgres import Server
from tests.support.serving import free_address, served
from tests.support.site import Site, Visitor, open_site, sign_in

HANDS = 20


@contextlib.contextmanager
def second_server(site: Site, settings: dict[str, str]) -> Iterator[str]:
    """Serve the same database and folder once more, in a process of its own."""
    address = free_address()
    told = {**settings, "NTM_DATA_DIR": str(site.folder / "data"), "NTM_BASE_URL": address}
    with served(address, told, site.folder / "second.log"):
        yield address


async def read(settings: Settings, dossier: Appraisal) -> tuple[Appraisal, int]:
    """Read the dossier back, and count the decisions in the log."""
    async with open_ports(settings) as ports, ports.reading() as tx:
        log = await tx.audit.of_subject("submission", str(dossier.id))
        decided = sum(b'"appraisal.decided"' in entry.entry for entry in log)
        return await tx.appraisals.get(dossier.id), decided


async def at_once(visitors: list[Visitor], path: str, form: dict[str, str]) -> list[httpx.Response]:
    """Send the same form from every hand at the same moment."""
    ready = asyncio.Barrier(len(visitors))
    tokens = [visitor.csrf() for visitor in visitors]

    async def send(visitor: Visitor, token: str) -> httpx.Response:
        headers = {**visitor._cookie(), "origin": visitor.address}  # noqa: SLF001 - its session
        async with httpx.AsyncClient(base_url=visitor.address, timeout=120) as client:
            await ready.wait()
            return await client.post(path, data={**form, "_csrf": token}, headers=headers)

    return await asyncio.gather(*map(send, visitors, tokens))


@pytest.mark.slow
def test_twenty_hands_on_two_servers_make_one_decision(postgres: Server, tmp_path: Path) -> None:
    name = postgres.create()
    settings = {"NTM_DATABASE_URL": postgres.url(name), "NTM_CONFIRM_MINUTES": "60"}
    with open_site(tmp_path, dossiers=False, green=1, **settings) as site:
        dossier = site.dossiers["green_0"]
        with second_server(site, settings) as other:
            first = sign_in(site, "tham-dinh")
            twin = Visitor(other)
            form = {"username": "tham-dinh", "password": site.passwords["tham-dinh"]}
            signed = twin.post("/sign-in", form)
            twin.cookie = re.findall(r"__Host-ntm=([^;]+)", signed.headers["set-cookie"])[0]
            hands = [first, twin] * (HANDS // 2)
            path = f"/appraisals/{dossier.id}"

            taken = asyncio.run(
                at_once(hands, f"{path}/assignment", {"seen": str(dossier.version)})
            )
            decided = asyncio.run(
                at_once(hands, f"{path}/approval", {"seen": str(dossier.version + 1)})
            )
        told = {"NTM_DATA_DIR": str(tmp_path / "data"), **settings}
        kept, decisions = asyncio.run(read(Settings.read(told), dossier))
        for visitor in (first, twin):
            visitor.client.close()

    assert set(Counter(answer.status_code for answer in taken)) <= {303, 409}
    codes = Counter(answer.status_code for answer in decided)
    assert codes[303] >= 1
    assert set(codes) <= {303, 409}
    assert (kept.status, kept.version) == (Status.APPROVED, dossier.version + 2)
    assert decisions == 1
    postgres.drop(name)
