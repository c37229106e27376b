"""A proof file convinces whoever knows the log's key, and nobody when anything was changed."""

from base64 import b64encode

import pytest

from ntm_verify.trail.checkpoint import Checkpoint
from ntm_verify.trail.notes import BadNote, read_key, sign_note
from ntm_verify.trail.proofs import BrokenProof
from ntm_verify.trail.tiles import prove_inclusion
from ntm_verify.trail.tlog_proof import TlogProof, check_proof, read_proof
from ntm_verify.trail.tree import leaf_hash

from .logs import SAMPLE, edge_of
from .test_notes import LOG, LOG_KEY
from .test_tiles import stored

ENTRIES = [b"entry %d" % number for number in range(300)]
HEAD = edge_of(ENTRIES).head
NOTE = sign_note(Checkpoint(LOG_KEY.name, HEAD).text(), LOG_KEY.name, LOG)
HASHES = prove_inclusion(stored([leaf_hash(one) for one in ENTRIES]), 276, 300)
PROOF = TlogProof(ENTRIES[276], 276, HASHES, NOTE)


def test_it_holds_and_is_read_as_it_was_written() -> None:
    told = read_proof(PROOF.text())

    assert told == PROOF
    assert check_proof(told, LOG_KEY.name, (LOG_KEY,))[0] == HEAD


def test_no_flipped_byte_passes() -> None:
    whole = PROOF.text()
    for place in range(len(whole)):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        with pytest.raises((BrokenProof, BadNote)):
            check_proof(read_proof(changed), LOG_KEY.name, (LOG_KEY,))


def test_another_log_another_entry_and_another_place_are_refused() -> None:
    with pytest.raises(BrokenProof):
        check_proof(PROOF, "other.example/audit", (LOG_KEY,))
    for changed in (
        TlogProof(b"invented", 276, HASHES, NOTE),
        TlogProof(ENTRIES[276], 277, HASHES, NOTE),
        TlogProof(ENTRIES[276], 276, HASHES[:-1], NOTE),
    ):
        with pytest.raises(BrokenProof):
            check_proof(changed, LOG_KEY.name, (LOG_KEY,))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"c2sp.org/tlog-proof@v1\n",
        PROOF.text().replace(b"index 276", b"index 0276"),
        PROOF.text().replace(b"index 276", b"index " + b"9" * 30),
        PROOF.text().replace(b"extra ", b"extro "),
        PROOF.text().replace(b"\n\n", b"\n" + b64encode(b"x" * 32) + b"\n\n", 1)[:60],
        b"c2sp.org/tlog-proof@v1\nextra \nindex 0\n" + (b"A" * 43 + b"=\n") * 64 + b"\n" + NOTE,
    ],
)
def test_what_is_no_proof_is_refused(content: bytes) -> None:
    with pytest.raises(BrokenProof):
        read_proof(content)


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="no reference log here")
def test_the_reference_proofs_hold() -> None:
    vkey = read_key((SAMPLE / "vkey").read_text())
    lines = (SAMPLE / "witnesses").read_text().split("\n")[:2]
    keys = (vkey, *(read_key(line) for line in lines))
    for name in ("GCN-0005.tlog-proof", "GCN-0005-with-mldsa44.tlog-proof"):
        proof = read_proof((SAMPLE / name).read_bytes())
        head, note = check_proof(proof, vkey.name, keys)

        assert (proof.index, head.size, len(note.signatures)) == (276, 278, 3)
        assert proof.text() == (SAMPLE / name).read_bytes()
