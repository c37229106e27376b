"""What a witness is asked and answers (làm chứng cho nhật ký khác), after C2SP tlog-witness.

A witness signs a checkpoint of somebody else's log when it follows from the last one that it has
signed; so nobody can show two histories to two readers.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from .checkpoint import Checkpoint, read_checkpoint
from .notes import BadNote, Note, NoteKey, open_note, plain_base64
from .proofs import BrokenProof, check_consistency
from .tree import Edge, Head

MOST_HASHES: Final = 63
LONGEST: Final = 64 * 1024
SIZE_TYPE: Final = "text/x.tlog.size"
DONE, MALFORMED, UNTRUSTED, UNKNOWN, CONFLICT, REFUSED = 200, 400, 403, 404, 409, 422
"""The answers of the protocol."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the witness says (câu trả lời): status and body; `proves` evidence of a forked log."""

    status: int
    body: bytes = b""
    proves: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as read (yêu cầu): the size signed last, the proof from there, a checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: bytes

    def text(self) -> bytes:
        """Write the request."""
        lines = (f"old {self.old}", *(b64encode(one).decode() for one in self.proof), "")
        return "".join(f"{line}\n" for line in lines).encode() + self.checkpoint


@dataclass(frozen=True, slots=True)
class Opened:
    """A request whose checkpoint a trusted key has signed (yêu cầu hợp lệ)."""

    asked: Asked
    told: Checkpoint
    note: Note


def origin_hash(origin: str) -> str:
    """Name a log in addresses: SHA-256 of its origin, in hex."""
    return sha256(origin.encode()).hexdigest()


def read_asked(body: bytes) -> Asked:
    """Read a request.

    Raises:
        BadNote: it is not written as requests are.

    """
    head, blank, checkpoint = body[:LONGEST].partition(b"\n\n")
    if not blank or len(body) > LONGEST:
        raise BadNote("No blank line, or too long.")
    try:
        first, *hashes = head.decode("ascii").split("\n")
    except UnicodeDecodeError as broken:
        raise BadNote("Not ASCII.") from broken
    size = first.removeprefix("old ")
    plain = size.isdecimal() and (size == "0" or size[0] != "0") and len(size) <= 19  # noqa: PLR2004 - below 2^63
    if not first.startswith("old ") or not plain or len(hashes) > MOST_HASHES:
        raise BadNote("No old size, or too many hashes.")
    return Asked(int(size), tuple(plain_base64(one) for one in hashes), checkpoint)


def open_asked(body: bytes, logs: Mapping[str, Sequence[NoteKey]]) -> Opened | Answer:
    """Read a request and hold its checkpoint against the keys of the logs that are witnessed."""
    try:
        asked = read_asked(body)
        told = read_checkpoint(asked.checkpoint.partition(b"\n\n")[0] + b"\n")
    except BadNote:
        return Answer(MALFORMED)
    if told.origin not in logs:
        return Answer(UNKNOWN)
    try:
        note = open_note(asked.checkpoint, logs[told.origin])
    except BadNote:
        return Answer(UNTRUSTED)
    if asked.old > told.head.size:
        return Answer(MALFORMED)
    return Opened(asked, told, note)


def judge(opened: Opened, seen: Head | None) -> Answer | None:
    """Say why a checkpoint is not to be signed; None: it follows from what was signed last."""
    asked, head = opened.asked, opened.told.head
    last = seen.size if seen else 0
    if asked.old != last:
        return Answer(CONFLICT, b"%d\n" % last)
    if head.size == 0:
        return None if head.root == Edge().head.root else Answer(REFUSED, proves=True)
    if last == 0:
        return Answer(REFUSED) if asked.proof else None
    try:
        check_consistency(seen or head, head, asked.proof)
    except BrokenProof:
        return Answer(REFUSED, proves=True)
    return None


@dataclass(frozen=True, slots=True)
class LogsWitnessed:
    """Whose checkpoints are signed, by which keys (các nhật ký được làm chứng)."""

    keys: Mapping[str, tuple[NoteKey, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, keys: Iterable[NoteKey]) -> "LogsWitnessed":
        """Sort keys by the log whose name they bear."""
        found: dict[str, tuple[NoteKey, ...]] = {}
        for key in keys:
            found[key.name] = (*found.get(key.name, ()), key)
        return cls(found)


def gathered(note: bytes, answers: Mapping[NoteKey, bytes]) -> bytes:
    """Put the lines of witnesses under a checkpoint: those that verify, each key's newest."""
    text, _, lines = note.rpartition(b"\n\n")
    kept = lines.splitlines(keepends=True)
    for key, answer in answers.items():
        mine = [one for one in answer.splitlines(keepends=True) if _is_by(one, key)]
        try:
            open_note(text + b"\n\n" + b"".join(mine), [key])
        except BadNote:
            continue
        kept = [one for one in kept if not _is_by(one, key)] + mine
    return text + b"\n\n" + b"".join(kept)


def _is_by(line: bytes, key: NoteKey) -> bool:
    name, _, encoded = line.decode().removeprefix("\N{EM DASH} ").strip().partition(" ")
    try:
        return name == key.name and plain_base64(encoded)[:4] == key.id
    except BadNote:
        return False
