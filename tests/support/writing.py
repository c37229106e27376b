"""Writers that can be killed: `python -m tests.support.writing` makes one for each line.

A line is a mode, a first number, and the address of a database. "whole" keeps a row and its entry
in one act, as the service does; "apart" plants a fault: the entry comes in a second commit; "full"
writes large entries until the disk is full: on SQLite that of this process alone. Each number is
told on the standard output when its act is kept. DỮ LIỆU GIẢ LẬP.
"""

import asyncio
import os
import resource
import signal
import sys
from hashlib import sha256
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.storage.database import Database
from ntm_verify.usecases.ports import Transaction

from .builders import AUDITOR, NOON
from .outside import Outside
from .worlds import database_at

ACCOUNT: Final = "u-writer"
KIND: Final = "written"
ROOM: Final = 64 * 1024
PADS: Final = 400


async def row(tx: Transaction, number: int) -> None:
    await tx.answers.keep(ACCOUNT, f"n-{number}", "r", "a", NOON)


async def entry(tx: Transaction, number: int, after: dict[str, object] | None = None) -> None:
    subject = Subject(KIND, f"n-{number}")
    await tx.audit.append(AuditEvent(Action.SEARCH_RUN, AUDITOR, subject, after=after))


def padding(number: int) -> dict[str, object]:
    """Give an entry a size that fills a disk soon, and that no database can make smaller."""
    digests = (sha256(b"%d %d" % (number, place)).hexdigest() for place in range(PADS))
    return {"pad": "".join(digests)}


async def act(database: Database, mode: str, number: int) -> None:
    async with database.transaction() as tx:
        await row(tx, number)
        if mode != "apart":
            await entry(tx, number, padding(number) if mode == "full" else None)
    if mode == "apart":
        async with database.transaction() as tx:
            await entry(tx, number)


async def write(url: str, mode: str, number: int) -> None:
    async with database_at(url, Outside(made=10_000 * (number + 1))) as database:
        if mode == "full" and url.startswith("sqlite"):
            _fill_up(url)
        while True:
            await act(database, mode, number)
            os.write(1, b"%d\n" % number)
            number += 1


def _fill_up(url: str) -> None:
    """Let no file of this process grow much further: as a full disk does."""
    file = Path(sa.make_url(url).database or "")
    size = max(path.stat().st_size for path in file.parent.glob(f"{file.name}*"))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + ROOM, size + ROOM))


def main() -> None:
    """Make a writer for each line, say its number, and wait for its end."""
    for line in sys.stdin:
        mode, first, url = line.split()
        child = os.fork()
        if child == 0:
            try:
                asyncio.run(write(url, mode, int(first)))
            except Exception as fault:  # noqa: BLE001 - told to the test
                os.write(1, f"fault {type(fault).__name__}\n".encode())
            os._exit(3)
        os.write(1, f"writer {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"ended\n")


if __name__ == "__main__":
    main()
