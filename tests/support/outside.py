"""Clock, chance, keys and papers as the tests want them."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Final
from uuid import UUID

from ntm_verify.domain.account import AccessRules
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.delivery import End, Outcome
from ntm_verify.domain.evidence import DossierFile
from ntm_verify.domain.reading import ListFile, Reading, ReadingOptions
from ntm_verify.domain.receipt import Receipt
from ntm_verify.regulations.columns import load_wordings
from ntm_verify.spreadsheets.plain_table import TableReader
from ntm_verify.spreadsheets.reader import ListReader
from ntm_verify.storage.log_events import Habits, Pen
from ntm_verify.trail.notes import NoteKey, write_key
from ntm_verify.trail.signatures import ED25519, SigningKey, writer_of
from ntm_verify.usecases.desk import Tell, nobody
from ntm_verify.usecases.ports import (
    Call,
    Letter,
    LogGate,
    Outgoing,
    PaperFacts,
    TableRow,
    UnreadablePaper,
    Witnesses,
)

from . import seals
from .builders import AN_ID, NOON
from .memory_board import MemoryBoard
from .memory_witnesses import MemoryWitness, nobody_asked

ORIGIN: Final = "ntm.test.example/audit"
KEY: Final = SigningKey(bytes(range(32)))
FILE_KEY: Final = bytes(32)
PDF: Final = b"%PDF-test\n"


@dataclass
class Outside:
    """Clock, chance and the making of papers, as a test wants them.

    Ids rise, tokens and salts differ and are the same in every run. `prevents` is raised instead
    of rendering, `token_fails` instead of signing, `rendered` are the papers that were asked for.
    `letters` and `calls` went out, and came to `mail` and `hook`; without `mail` there is no mail
    server.
    """

    now: datetime = NOON
    prevents: Exception | None = None
    token_fails: Exception | None = None
    board: MemoryBoard = field(default_factory=lambda: MemoryBoard(ORIGIN))
    witness: MemoryWitness = field(default_factory=MemoryWitness)
    gate: LogGate = field(default_factory=LogGate)
    witnesses: Witnesses = field(default_factory=nobody_asked)
    rendered: list[Certificate] = field(default_factory=list)
    proofs: list[bytes] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    mail: Outcome | None = Outcome(End.DONE, "250")  # noqa: RUF009 - frozen
    hook: Outcome = Outcome(End.DONE, "http_200")  # noqa: RUF009 - frozen
    access: AccessRules = AccessRules()  # noqa: RUF009 - frozen
    made: int = 1000  # what was made before: the first entry of a log

    def count(self) -> int:
        self.made += 1
        return self.made

    def pass_time(self, **time: float) -> None:
        self.now += timedelta(**time)

    def new_id(self) -> UUID:
        return UUID(int=AN_ID.int + (self.count() << 80))

    def new_token(self, alphabet: str, length: int) -> str:
        chance = int.from_bytes(sha256(b"token %d" % self.count()).digest())
        return "".join(alphabet[(chance >> 8 * n & 0xFF) % len(alphabet)] for n in range(length))

    def salts(self, count: int) -> bytes:
        start = self.count()
        return b"".join(sha256(b"salt %d %d" % (start, n)).digest() for n in range(count))

    async def render(self, certificate: Certificate) -> bytes:
        """Write the statement down, in place of a page."""
        if self.prevents is not None:
            raise self.prevents
        self.rendered.append(certificate)
        return PDF + json.dumps(certificate.statement(), sort_keys=True).encode()

    async def render_receipt(self, receipt: Receipt) -> bytes:
        """Write the receipt down, in place of a page."""
        return PDF + repr(receipt).encode()

    async def render_dossier(self, dossier: DossierFile) -> bytes:
        """Write the dossier down, in place of a print."""
        return PDF + repr(dossier).encode()

    async def send(self, letter: Letter) -> Outcome:
        self.letters.append(letter)
        assert self.mail is not None
        return self.mail

    async def call(self, call: Call) -> Outcome:
        self.calls.append(call)
        return self.hook

    @property
    def outgoing(self) -> Outgoing:
        send = self.send if self.mail is not None else None
        return Outgoing(send, self.call, lambda: self.salts(1))

    async def sign_paper(self, paper: Certificate, page: bytes, proof: bytes) -> bytes:
        """Put a seal behind the page."""
        if self.token_fails is not None:
            raise self.token_fails
        self.proofs.append(proof)
        return seals.sealed(paper, page)

    async def renew_stamp(self, pdf: bytes) -> bytes:
        """Put a new time-stamp behind a paper."""
        if self.token_fails is not None:
            raise self.token_fails
        return pdf + b"\n%stamp"

    def log_keys(self) -> str:
        """Name the keys of the tests' log, as an auditor keeps them."""
        writer = write_key(NoteKey(f"{ORIGIN}/writer", ED25519, KEY.public))
        return f"log {self.board.vkey}\nquorum none\n#ntm writer {writer} 0 -\n"

    async def stamp_note(self, text: bytes) -> bytes:
        """Stamp a text: its digest and the clock, in place of a token."""
        if self.token_fails is not None:
            raise self.token_fails
        return sha256(text).digest() + self.now.isoformat().encode()

    async def check_stamp(self, token: bytes, text: bytes, pins: Sequence[str]) -> datetime | None:
        """Read what `stamp_note` wrote; the authority of the tests is pinned as "aa"."""
        fits = token[:32] == sha256(text).digest() and "aa" in pins
        return datetime.fromisoformat(token[32:].decode()) if fits else None

    @property
    def habits(self) -> Habits:
        return Habits(lambda: self.now, self.new_id, lambda: self.salts(1), pooled=False)

    @property
    def pen(self) -> Pen:
        return Pen(ORIGIN, writer_of(ORIGIN, KEY), self.habits)


def a_pen(made: int = 0) -> Pen:
    """Give the tests' pen; whoever writes into one log with several, says how much was made."""
    return Outside(made=made).pen


async def read_paper(content: bytes) -> PaperFacts:
    """Read what `Outside.render` wrote."""
    if not content.startswith(PDF):
        raise UnreadablePaper("Tệp không phải văn bản của hệ thống.")
    statement = json.loads(seals.page_of(content).removeprefix(PDF))
    return PaperFacts(sha256(content).hexdigest(), len(content), statement, fonts_embedded=True)


@cache
def list_reader() -> ListReader:
    """Share one real reader of spreadsheets among all tests of a run."""
    return ListReader(load_wordings())


async def read_list(
    files: Sequence[ListFile], options: ReadingOptions, _: str, tell: Tell = nobody
) -> Reading:
    return await asyncio.to_thread(list_reader().read_now, files, options, tell)


async def read_table(file: ListFile) -> Sequence[TableRow]:
    """Read a table in a child of its own."""
    return await TableReader(load_wordings()).read_table(file)
