"""Witnesses without a network: real offices, asked in the same process."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ntm_verify.publishing.witness import FileWitness
from ntm_verify.trail.notes import COSIGNATURE, NoteKey, read_key, write_key
from ntm_verify.trail.signatures import SigningKey
from ntm_verify.trail.witness import Answer, LogsWitnessed
from ntm_verify.usecases.ports import Unavailable, Witnesses

from .builders import NOON


@dataclass
class MemoryWitness:
    """The office of a service that nobody has asked to witness anything."""

    name: str = "ntm.test.example/witness"
    key: SigningKey = field(default_factory=lambda: SigningKey(b"\x0c" * 32))

    @property
    def vkey(self) -> str:
        return write_key(NoteKey(self.name, COSIGNATURE, self.key.public))

    def add(self, body: bytes, at: datetime) -> Answer:
        del body, at
        return Answer(404)

    def latest(self, log: str) -> bytes | None:
        del log
        return None

    def evidence(self) -> tuple[bytes, ...]:
        return ()


@dataclass
class Village:
    """Two witnesses (nghean, xhh) of one log, each with a file of its own; `away` do not answer."""

    folder: Path
    log: str
    away: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    now: datetime = NOON

    @property
    def offices(self) -> dict[str, FileWitness]:
        logs = LogsWitnessed.of([read_key(self.log)])
        return {
            name: FileWitness(self.folder / name, name, SigningKey(seed * 32), logs)
            for name, seed in (("nghean", b"\x51"), ("xhh", b"\x52"))
        }

    @property
    def policy(self) -> str:
        lines = [
            f"witness {name} {office.vkey} https://{name}.example/witness"
            for name, office in self.offices.items()
        ]
        return "\n".join([*lines, "group both all nghean xhh", "quorum both", ""])

    def witnesses(self) -> Witnesses:
        return Witnesses(self.ask, self.look, self.policy)

    async def ask(self, address: str, body: bytes) -> tuple[int, bytes]:
        answer = self._office(address).add(body, self.now)
        return answer.status, answer.body

    async def look(self, address: str) -> bytes | None:
        return self._office(address).latest(address.split("/")[-2])

    def _office(self, address: str) -> FileWitness:
        name = address.removeprefix("https://").partition(".")[0]
        self.asked.append(name)
        if name in self.away:
            raise Unavailable("ConnectError")
        return self.offices[name]


async def nobody(address: str, body: bytes = b"") -> tuple[int, bytes]:
    """Refuse to be asked: there are no witnesses."""
    raise Unavailable(f"{address} {len(body)}")


async def nothing(address: str) -> bytes | None:
    """Refuse to be looked at."""
    raise Unavailable(address)


def nobody_asked() -> Witnesses:
    """Give a log's witnesses where there are none."""
    return Witnesses(nobody, nothing)
