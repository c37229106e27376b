"""An entry with the proof that a log holds it, in one file (bằng chứng dòng; tlog-proof)."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Final

from .checkpoint import read_checkpoint
from .notes import BadNote, Note, NoteKey, open_note, plain_base64
from .proofs import BrokenProof, check_inclusion
from .tree import Head, leaf_hash

HEADER: Final = "c2sp.org/tlog-proof@v1"
MOST_HASHES: Final = 63
LONGEST: Final = 1_100_000


@dataclass(frozen=True, slots=True)
class TlogProof:
    """What the file holds (bằng chứng): entry, place, hashes to the root, and a checkpoint."""

    entry: bytes
    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes

    def text(self) -> bytes:
        """Write the file."""
        lines = (
            HEADER,
            f"extra {b64encode(self.entry).decode()}",
            f"index {self.index}",
            *(b64encode(one).decode() for one in self.hashes),
            "",
        )
        return "".join(f"{line}\n" for line in lines).encode() + self.checkpoint


def read_proof(content: bytes) -> TlogProof:
    """Read the file; nothing in it is trusted yet.

    Raises:
        BrokenProof: it is not written as such files are.

    """
    head, blank, checkpoint = content[:LONGEST].partition(b"\n\n")
    try:
        header, extra, place, *hashes = head.decode("ascii").split("\n")
        raw = tuple(plain_base64(one) for one in hashes)
        entry = plain_base64(extra.removeprefix("extra "))
    except (BadNote, ValueError) as broken:
        raise BrokenProof("Not written as a proof is.") from broken
    index = place.removeprefix("index ")
    plain = index.isascii() and index.isdigit() and str(int(index[:19])) == index
    shaped = header == HEADER and extra.startswith("extra ") and place.startswith("index ")
    if not (blank and shaped and plain and len(raw) <= MOST_HASHES) or len(content) > LONGEST:
        raise BrokenProof("Not written as a proof is.")
    return TlogProof(entry, int(index), raw, checkpoint)


def check_proof(proof: TlogProof, origin: str, keys: tuple[NoteKey, ...]) -> tuple[Head, Note]:
    """Show that the log of an origin holds the entry; give the head, and who signed it.

    Raises:
        BrokenProof: it is another log's, or the hashes do not lead to the root.
        BadNote: the checkpoint cannot be read, or no known key has signed it.

    """
    note = open_note(proof.checkpoint, keys)
    told = read_checkpoint(note.text)
    if told.origin != origin:
        raise BrokenProof(f"A checkpoint of {told.origin}.")
    check_inclusion(proof.index, leaf_hash(proof.entry), proof.hashes, told.head)
    return told.head, note
