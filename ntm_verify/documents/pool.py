"""Papers are made in processes of their own, limited in memory and time (lập văn bản riêng).

Rendering holds the interpreter lock, so threads gain nothing and would make every visitor wait.
A page that hangs or eats memory ends its own process; that one is replaced, others go on.
"""

import asyncio
import multiprocessing
import resource
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.evidence import DossierFile
from ntm_verify.domain.receipt import Receipt
from ntm_verify.usecases.ports import Unavailable

from .dossier import DossierMaker
from .fonts import USUAL, find_faces
from .receipt import ReceiptMaker
from .renderer import PaperMaker

MEMORY: Final = 1024 * 2**20
"""Address space of a worker in bytes."""
SECONDS: Final = 60
"""Time for one paper; about a fifth of a second is usual."""
Made = TypeVar("Made")
_makers: Final[list[PaperMaker]] = []
_receipts: Final[list[ReceiptMaker]] = []
_setups: Final[list[tuple[Path, str]]] = []


class RenderPool:
    """Worker processes that make papers (nhóm tiến trình lập văn bản).

    One executor per worker, so that a dead worker takes no other paper with it.
    """

    def __init__(self, templates_dir: Path, *, workers: int = 1, font_family: str = USUAL) -> None:
        """Prepare workers; they start with the first paper.

        Raises:
            FontMissing: a face of the family is not on this machine.

        """
        find_faces(font_family)
        self._setup = (templates_dir, font_family)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([PaperMaker.__module__])
        self._workers = [self._worker() for _ in range(workers)]
        self._idle: asyncio.Queue[int] = asyncio.Queue()
        for place in range(workers):
            self._idle.put_nowait(place)

    async def render(self, certificate: Certificate) -> bytes:
        """Make the PDF of a certificate in the next idle worker.

        Raises:
            Refusal: figures that disagree, a text too long, a letter without a glyph.
            UnusablePage: the page asked for something outside, or could not be drawn in full.
            Unavailable: the worker died or ran out of memory or time; a later try may succeed.

        """
        return await self.run(_make, certificate)

    async def render_receipt(self, receipt: Receipt) -> bytes:
        """Make the PDF of a receipt in the next idle worker.

        Raises:
            Refusal: a letter without a glyph.
            UnusablePage: the page asked for something outside, or could not be drawn in full.
            Unavailable: the worker died or ran out of memory or time; a later try may succeed.

        """
        return await self.run(_make_receipt, receipt)

    async def render_dossier(self, dossier: DossierFile) -> bytes:
        """Print a whole dossier in the next idle worker.

        Raises:
            UnusablePage: the page asked for something outside, or could not be drawn in full.
            Unavailable: the worker died or ran out of memory or time; a later try may succeed.

        """
        return await self.run(_make_dossier, dossier)

    async def run(self, job: Callable[..., Made], *args: object, seconds: int = SECONDS) -> Made:
        """Run a top-level function in the next idle worker, for at most so many seconds.

        Raises:
            Unavailable: the worker died or ran out of memory or time.

        """
        place = await self._idle.get()
        worker = self._workers[place]
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(worker, _limited, job, seconds, *args)
        except (BrokenProcessPool, MemoryError) as died:
            worker.shutdown(wait=False)
            self._workers[place] = self._worker()
            raise Unavailable(
                "Tiến trình lập văn bản bị dừng vì quá thời gian hoặc bộ nhớ."
            ) from died
        finally:
            self._idle.put_nowait(place)

    def close(self) -> None:
        """End the workers; papers that wait are given up."""
        for worker in self._workers:
            worker.shutdown(cancel_futures=True)

    def _worker(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, self._context, initializer=_prepare, initargs=self._setup)


def _prepare(templates_dir: Path, font_family: str) -> None:
    """Load fonts and template, then take the limit on memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _makers[:] = [PaperMaker(templates_dir, font_family)]
    _receipts[:] = [ReceiptMaker(templates_dir, font_family)]
    _setups[:] = [(templates_dir, font_family)]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _limited(job: Callable[..., Made], seconds: int, *args: object) -> Made:
    """Run a job; nothing handles the alarm, so that it ends the process even inside C code."""
    signal.alarm(seconds)
    try:
        return job(*args)
    finally:
        signal.alarm(0)


def _make(certificate: Certificate) -> bytes:
    return _makers[0].make(certificate)


def _make_receipt(receipt: Receipt) -> bytes:
    return _receipts[0].make(receipt)


@cache
def _dossier_maker() -> DossierMaker:
    """Get ready with the first dossier: a paper does not wait for it."""
    return DossierMaker(*_setups[0])


def _make_dossier(dossier: DossierFile) -> bytes:
    return _dossier_maker().make(dossier)
