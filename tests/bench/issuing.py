"""What one paper costs, in parts and beside bare libraries; and how a batch fares on two cores.

`python -m tests.bench.issuing one ROUNDS` and `… batch PAPERS CORES` print one JSON document.
DỮ LIỆU GIẢ LẬP.
"""

import asyncio
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from asn1crypto import crl  # type: ignore[import-untyped] # ships no types
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext
from weasyprint import HTML  # type: ignore[import-untyped] # ships no types

from ntm_verify.documents import press
from ntm_verify.documents.looks import draw_looks
from ntm_verify.documents.pool import RenderPool
from ntm_verify.documents.renderer import PaperMaker
from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.people import SYSTEM
from ntm_verify.publishing.board import FileBoard
from ntm_verify.signatures.demonstration import SEAL, DemonstrationAuthority
from ntm_verify.signatures.office import SigningOffice
from ntm_verify.signatures.sealing import Signatory, sign_paper
from ntm_verify.signatures.setup import SigningSetup
from ntm_verify.signatures.stamping import stamper
from ntm_verify.storage import migrate
from ntm_verify.storage.database import Database
from ntm_verify.trail.signatures import writer_of
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.order_papers import OrderPapers, order_papers
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.publish_log import PublishLog, publish_log
from ntm_verify.worker.issuing import LANES, issue_next
from tests.support.builders import AS_OF, NOON, SIGNER, an_account, an_id
from tests.support.files import ROOT
from tests.support.memory_board import BOARD_KEY
from tests.support.outside import FILE_KEY, KEY, ORIGIN, Outside
from tests.support.process_tree import PROC, descendants
from tests.support.scenes import a_dossier
from tests.support.worlds import DatabaseWorld, World, a_pen

TEMPLATES: Final = ROOT / "templates"
WHO: Final = Signatory(SIGNER.id, SIGNER.name)
TICKS: Final = os.sysconf("SC_CLK_TCK")
STAMPS: Final = 3
"""RFC 3161 tokens of one paper: one for each signature, one over the whole."""


@asynccontextmanager
async def service(folder: Path, workers: int) -> AsyncGenerator[tuple[World, Ports]]:
    """Open a SQLite world that sets, signs, logs and publishes as the service does."""
    url = f"sqlite+aiosqlite:///{folder / 'ntm.db'}"
    await asyncio.to_thread(migrate.upgrade, url, a_pen())
    setup = SigningSetup(folder / "signing", draw_looks(TEMPLATES))
    DemonstrationAuthority(setup.folder).ensure(NOON)
    pool = RenderPool(TEMPLATES, workers=workers)
    try:
        outside = Outside()
        pooled = replace(outside.habits, pooled=True)  # as the service opens its connections
        writer = writer_of(ORIGIN, KEY)
        async with Database.at(
            url, writer=writer, origin=ORIGIN, file_key=FILE_KEY, habits=pooled
        ) as database:
            world = DatabaseWorld(database, outside)
            board = FileBoard(folder / "published", ORIGIN, BOARD_KEY)

            async def publish() -> object:
                return await publish_log(ports, SYSTEM, PublishLog())

            ports = replace(
                world.ports,
                render=pool.render,
                sign_paper=SigningOffice(setup, pool.run, world.ports.now).sign,
                board=board,
                publish=publish,
            )
            yield world, ports
    finally:
        pool.close()


async def seeded(world: World, papers: int) -> None:
    await world.holds(an_account(SIGNER))
    for n in range(1, papers + 1):
        day = AS_OF - timedelta(days=n)
        await a_dossier(world, Status.APPROVED, id=an_id(n), as_of=day)


async def one(rounds: int) -> Mapping[str, float]:
    """Measure one paper after another: the whole act, its parts, and bare libraries."""
    with tempfile.TemporaryDirectory(prefix="ntm-bench-") as name:
        folder = Path(name)
        async with service(folder, 1) as (world, ports):
            await seeded(world, rounds + 1)
            wholes, papers, work = [], [], 0.0
            for n in range(1, rounds + 2):
                began, before = time.perf_counter(), worked()
                papers.append(await issue_certificate(ports, SIGNER, IssueCertificate(an_id(n), 1)))
                wholes.append(time.perf_counter() - began)
                work += worked() - before if n > 1 else 0
        told = await asyncio.to_thread(_parts, folder, papers[1:])
        whole, floor = min(wholes[1:]), told["bare render"] + told["bare signature"]
        cpu = {"whole work": work / rounds, "work ratio": work / rounds / told["bare work"]}
        return {"whole": whole, **told, "ratio": whole / floor, **cpu}


def worked() -> float:
    """Give the seconds of processor that this process and those it started have used."""
    return sum(map(_worked, (os.getpid(), *descendants(os.getpid()))))


def _worked(pid: int) -> float:
    try:
        told = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / TICKS


def _parts(folder: Path, papers: list[Certificate]) -> Mapping[str, float]:
    """Measure the parts on papers that are issued, each once warm; the best of all is told."""
    setup = SigningSetup(folder / "signing", draw_looks(TEMPLATES))
    maker = PaperMaker(TEMPLATES)
    bare = Bare(maker, papers[0])
    page, proof = maker.make(papers[0]), b"c2sp.org/tlog-proof@v1\n" * 90
    clock = stamper(setup, NOON)
    acts: Mapping[str, Callable[[Certificate], object]] = {
        "render": maker.make,
        "sign": lambda _: sign_paper(setup, page, WHO, NOON, proof),
        "stamp": lambda _: stamp(clock),
        "bare render": lambda _: bare.render(),
        "bare signature": lambda _: sign_bare(setup, page),
    }
    for act in acts.values():
        act(papers[0])
    took: dict[str, list[float]] = {name: [] for name in acts}
    bare_work = 0.0
    for paper in papers:
        for name, act in acts.items():
            began, before = time.perf_counter(), worked()
            act(paper)
            took[name].append(time.perf_counter() - began)
            bare_work += worked() - before if name.startswith("bare") else 0
    best = {name: min(seconds) for name, seconds in took.items()}
    best["sign"] -= best["stamp"]
    return {**best, "bare work": bare_work / len(papers)}


class Bare:
    """The same page through WeasyPrint alone: what it was given is kept, and given again."""

    def __init__(self, maker: PaperMaker, paper: Certificate) -> None:
        """Have the page made once, and keep what the library is asked."""
        kept: dict[str, Any] = {}

        class Watched(HTML):  # type: ignore[misc] # the library ships no types
            def __init__(self, **told: Any) -> None:  # noqa: ANN401 - the library's own
                kept["page"] = told
                super().__init__(**told)

            def render(self, **told: Any) -> Any:  # noqa: ANN401 - the library's own
                kept["way"] = told
                return super().render(**told)

        with patch.object(press, "HTML", Watched):
            maker.make(paper)
        self.page, self.way = kept["page"], kept["way"]

    def render(self) -> bytes:
        """Lay the page out and write it, with no attachment and no field."""
        pdf: bytes = HTML(**self.page).render(**self.way).write_pdf(pdf_variant=press.VARIANT)
        return pdf


def stamp(client: TimeStamper) -> None:
    for _ in range(STAMPS):
        asyncio.run(client.async_timestamp(b"\0" * 32, "sha256"))


def sign_bare(setup: SigningSetup, page: bytes) -> bytes:
    """Fill both fields to the same level (B-LTA) with pyHanko alone."""
    authority = DemonstrationAuthority(setup.folder)
    lists = [crl.CertificateList.load(authority.revocation_list(NOON))]
    person = authority.signer(WHO.id, WHO.name, NOON)
    for field, name in (("ChuKy", person), ("ConDau", SEAL)):
        first = field == "ChuKy"
        signer = SimpleSigner.load(  # type: ignore[no-untyped-call] # library
            str(setup.folder / f"{name}.key"), str(setup.folder / f"{name}.pem")
        )
        metadata = PdfSignatureMetadata(
            field_name=field,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            certify=first,
            docmdp_permissions=MDPPerm.FILL_FORMS,
            embed_validation_info=True,
            use_pades_lta=not first,
            validation_context=ValidationContext(
                trust_roots=setup.roots(),
                other_certs=setup.others(),
                crls=lists,
                allow_fetching=False,
                revocation_mode="require",
                moment=NOON,
            ),
        )
        out = io.BytesIO()
        PdfSigner(metadata, signer, timestamper=stamper(setup, NOON)).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(page)), existing_fields_only=True, output=out
        )
        page = out.getvalue()
    return page


async def batch(papers: int, cores: int) -> Mapping[str, float]:
    """Issue so many ordered papers on so many cores, with as many processes that render."""
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:cores]))
    with tempfile.TemporaryDirectory(prefix="ntm-bench-") as folder:
        async with service(Path(folder), cores) as (world, ports):
            await seeded(world, papers + cores)
            for n in range(papers + 1, papers + cores + 1):  # fonts are loaded before the clock
                await issue_certificate(ports, SIGNER, IssueCertificate(an_id(n), 1))
            asked = OrderPapers(tuple((an_id(n), 1) for n in range(1, papers + 1)))
            order = await order_papers(ports, SIGNER, asked)
            began = time.perf_counter()
            await asyncio.gather(*(_lane(ports) for _ in range(LANES)))
            seconds = time.perf_counter() - began
            async with ports.reading() as tx:
                states = [task.state.value for task in await tx.issuing.tasks(order.id)]
    if states != ["issued"] * papers:
        raise RuntimeError(f"{states.count('issued')} of {papers} issued")
    return {"papers": papers, "cores": cores, "seconds": seconds}


async def _lane(ports: Ports) -> None:
    while await issue_next(ports):
        pass


async def short() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Run both once, in one process, for a test: a paper in parts, and a batch of two."""
    return await one(1), await batch(2, 1)


def main(arguments: list[str]) -> None:
    what, *numbers = arguments
    print(json.dumps(asyncio.run(WORKS[what](*map(int, numbers)))))  # noqa: T201 - a command


WORKS: Final[Mapping[str, Callable[..., Coroutine[Any, Any, object]]]] = {
    "one": one,
    "batch": batch,
    "short": short,
}

if __name__ == "__main__":
    main(sys.argv[1:])
