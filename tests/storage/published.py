"""A stage whose log is published and cosigned, for attacks on what lies outside the database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from ntm_verify.domain.people import SYSTEM
from ntm_verify.publishing.board import FileBoard
from ntm_verify.trail.checkpoint import Checkpoint
from ntm_verify.trail.notes import COSIGNATURE, NoteKey, cosignature_line, sign_note, write_key
from ntm_verify.trail.policy_file import PolicyFile, read_policy
from ntm_verify.trail.signatures import ED25519, SigningKey
from ntm_verify.trail.tree import Head
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.publish_log import PublishLog, publish_log
from ntm_verify.usecases.verify_audit_log import VerifyAuditLog, verify_audit_log
from tests.support.builders import AUDITOR, NOON
from tests.support.memory_board import BOARD_KEY
from tests.support.worlds import KEY, ORIGIN

from .conftest import Stage, looked
from .dba import as_dba, tables_of

WITNESSES = {"nghean": SigningKey(b"\x51" * 32), "xhh": SigningKey(b"\x52" * 32)}
AT = int(NOON.timestamp())


def log_key(key: SigningKey = BOARD_KEY) -> NoteKey:
    return NoteKey(ORIGIN, ED25519, key.public)


def a_policy(*, quorum: str = "both", extra: Sequence[str] = ()) -> PolicyFile:
    writer = write_key(NoteKey(f"{ORIGIN}/writer", ED25519, KEY.public))
    witnesses = [
        f"witness {name} {write_key(NoteKey(name, COSIGNATURE, key.public))}"
        for name, key in WITNESSES.items()
    ]
    lines = [f"log {write_key(log_key())}", *witnesses, f"group both all {' '.join(WITNESSES)}"]
    return read_policy("\n".join([*lines, f"quorum {quorum}", f"#ntm writer {writer} 0 -", *extra]))


def cosigned(note: bytes) -> bytes:
    """Let every witness sign a checkpoint."""
    text = note.partition(b"\n\n")[0] + b"\n"
    lines = (cosignature_line(text, name, key, AT) for name, key in WITNESSES.items())
    return note + b"".join(lines)


def checkpoint(head: Head, key: SigningKey = BOARD_KEY) -> bytes:
    return sign_note(Checkpoint(ORIGIN, head).text(), ORIGIN, key)


@dataclass
class Board:
    """A stage, and the folder on which its log is published."""

    stage: Stage
    folder: Path

    @property
    def files(self) -> FileBoard:
        return FileBoard(self.folder, ORIGIN, BOARD_KEY)

    @property
    def ports(self) -> Ports:
        changed: dict[str, Any] = {"board": self.files}
        return replace(self.stage.world.ports, **changed)

    async def publish(self, *, witnesses: bool = True) -> bytes:
        """Publish what there is, and have it cosigned; give the checkpoint."""
        note = (await publish_log(self.ports, SYSTEM, PublishLog())).checkpoint
        if witnesses:
            note = cosigned(note)
            size = int(note.split(b"\n")[1])
            self.files.put([(f"checkpoints/{size:012d}", note), ("checkpoint", note)])
        return note

    async def happens(self, *numbers: int) -> None:
        """Record a look for each number."""
        for number in numbers:
            async with self.stage.world.ports.transaction() as tx:
                await tx.audit.append(looked(number))

    async def verdict(
        self,
        policy: PolicyFile | None = None,
        pins: Sequence[Head] = (),
        notes: Sequence[bytes] = (),
    ) -> tuple[set[str], int]:
        """Verify everything; give the words, with their places, and the exit code."""
        asked = VerifyAuditLog("", tuple(pins), policy or a_policy(), tuple(notes))
        before = await self.stage.world.examine()
        report = await verify_audit_log(self.ports, AUDITOR, asked)
        assert report.size == before.size
        return {
            found.word.value + (f"@{found.index}" if found.index is not None else "")
            for found in report.findings
        }, report.exit_code


Rows = dict[str, list[dict[str, Any]]]


def backed_up(url: str) -> Rows:
    """Copy every row of the database."""
    with as_dba(url) as dba:
        return {
            table.name: [dict(row) for row in dba.execute(sa.select(table)).mappings()]
            for table in _tables(dba)
        }


def put_back(url: str, rows: Rows) -> None:
    """Bring an old copy of every row back, as a restored backup does."""
    with as_dba(url) as dba:
        tables = list(_tables(dba))
        for table in reversed(tables):
            dba.execute(sa.delete(table))
        for table in tables:
            if rows[table.name]:
                dba.execute(sa.insert(table), rows[table.name])


def _tables(dba: sa.Connection) -> Iterator[sa.Table]:
    yield from SQLModel.metadata.sorted_tables
    yield from tables_of(dba).metadata.sorted_tables


@contextmanager
def emptied(folder: Path) -> Iterator[None]:
    """Throw everything away that was published, as whoever owns the folder can."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    yield
    assert any(folder.rglob("checkpoint"))
