"""The product's own functions under the names by which the reference vectors call them.

`python /…/audit/vectors/check.py tests.support.log_vectors --path .` runs every vector. To refuse
is to raise, to accept is to return.
"""

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import rfc8785
from asn1crypto import pem, tsp, x509  # type: ignore[import-untyped] # ships no types

from ntm_verify.publishing.witness import FileWitness
from ntm_verify.signatures.note_stamps import BadToken, check_token
from ntm_verify.trail import canonical as form
from ntm_verify.trail import notes, proofs
from ntm_verify.trail.checkpoint import read_checkpoint
from ntm_verify.trail.notes import Signature, read_key
from ntm_verify.trail.signatures import SigningKey
from ntm_verify.trail.tiles import StoredTiles, prove_inclusion, stored_in, tile_path
from ntm_verify.trail.tree import Edge, Head, leaf_hash
from ntm_verify.trail.witness import LogsWitnessed

from .builders import NOON

__all__ = [
    "canonical",
    "leaf",
    "mth",
    "new_witness",
    "open_note",
    "parse_checkpoint",
    "path",
    "verify_consistency",
    "verify_inclusion",
    "verify_timestamp",
]

leaf = leaf_hash


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    proofs.check_inclusion(index, leaf, proof, Head(size, root))


def verify_consistency(
    size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes]
) -> None:
    proofs.check_consistency(Head(size1, root1), Head(size2, root2), proof)


def open_note(content: bytes, vkeys: Sequence[str]) -> tuple[bytes, tuple[Signature, ...]]:
    note = notes.open_note(content, [read_key(key) for key in vkeys])
    return note.text, note.signatures


def parse_checkpoint(body: bytes) -> tuple[str, int, bytes, tuple[str, ...]]:
    told = read_checkpoint(body)
    return told.origin, told.head.size, told.head.root, told.extensions


def mth(leaves: Sequence[bytes]) -> bytes:
    return Edge().extend(leaves)[0].head.root


def path(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    return prove_inclusion(_tiles(tuple(leaves)), index, len(leaves))


@lru_cache(maxsize=2)
def _tiles(leaves: tuple[bytes, ...]) -> StoredTiles:
    tile = tile_path(0, 0, len(leaves))
    return stored_in({tile: b"".join(leaves)}.get, len(leaves))


def canonical(value: object) -> bytes:
    """Spell a value; what no entry may hold is refused by us, and left to the library here."""
    try:
        return form.canonical(value)
    except form.NotCanonical:
        return rfc8785.dumps(value)  # type: ignore[arg-type] # read from JSON


def new_witness(vkey: str) -> Callable[[str], tuple[int, str]]:
    """Open an office with an empty memory of its own."""
    logs = LogsWitnessed.of([read_key(vkey)])
    folder = Path(tempfile.mkdtemp(prefix="ntm-witness-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    office = FileWitness(folder, "witness.example", SigningKey(b"\x55" * 32), logs)

    def send(body: str) -> tuple[int, str]:
        answer = office.add(body.encode(), NOON)
        return answer.status, answer.body.decode()

    return send


def verify_timestamp(
    answer: bytes,
    chain: bytes,
    message: bytes,
    pin: bool,  # noqa: FBT001 - as the vectors call it
    common_name: str | None,
) -> None:
    """Judge an answer's token by the authority's own certificate, or by the root above it.

    A name is no pin: who trusts only a name trusts nobody.
    """
    token = tsp.TimeStampResp.load(answer)["time_stamp_token"].dump()
    found = list(_certificates(chain))
    known = found[:1] if pin else found[-1:]
    pins = [] if common_name else [sha256(one.dump()).hexdigest() for one in known]
    asyncio.run(check_token(token, message, pins, known))
    with_other = asyncio.run(_is_refused(token, message + b".", pins, known))
    if not with_other:
        raise AssertionError("a token held for other bytes")


async def _is_refused(
    token: bytes, message: bytes, pins: Sequence[str], known: Sequence[x509.Certificate]
) -> bool:
    try:
        await check_token(token, message, pins, known)
    except BadToken:
        return True
    return False


def _certificates(chain: bytes) -> list[x509.Certificate]:
    if not pem.detect(chain):
        return [x509.Certificate.load(chain)]
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(chain, multiple=True)]
