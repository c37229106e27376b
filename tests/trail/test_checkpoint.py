"""A checkpoint is read in one way only, and as other implementations read it."""

import json
from base64 import b64decode
from typing import Any

import pytest

from ntm_verify.trail.checkpoint import Checkpoint, read_checkpoint
from ntm_verify.trail.notes import BadNote, open_note, read_key
from ntm_verify.trail.proofs import BrokenProof, check_inclusion
from ntm_verify.trail.tree import Edge, Head, leaf_hash

from .logs import VECTORS

ROOT = "A" * 43 + "="
with_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason="no reference vectors here")


def test_it_is_written_as_it_is_read() -> None:
    told = Checkpoint("log.example/audit", Head(7, bytes(range(32))), ("more",))

    assert read_checkpoint(told.text()) == told
    assert read_checkpoint(Checkpoint("x", Edge().head).text()).head == Edge().head


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"Log\n1\n{ROOT}",
        "Log\n1\n",
        f"\n1\n{ROOT}\n",
        f"Log\n01\n{ROOT}\n",
        f"Log\n+1\n{ROOT}\n",
        f"Log\n-1\n{ROOT}\n",
        f"Log\n{2**63}\n{ROOT}\n",
        f"Log\n{'9' * 5000}\n{ROOT}\n",
        "Log\n\uff11\n" + ROOT + "\n",
        f"Log\n1\n{ROOT[:-2]}B=\n",
        "Log\n1\n" + "A" * 42 + "==\n",
        f"Log\n1\n{ROOT}\n\nmore\n",
        "Log\n1\n\xe9\n",
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        read_checkpoint(text.encode("latin-1", "replace") if "\xe9" in text else text.encode())


@with_vectors
def test_checkpoints_are_judged_as_other_implementations_do() -> None:
    for case in json.loads((VECTORS / "c2sp-cases" / "checkpoint.json").read_text())["cases"]:
        if case["wantErr"]:
            with pytest.raises(BadNote):
                read_checkpoint(case["body"].encode())
        else:
            assert read_checkpoint(case["body"].encode()).text() == case["body"].encode()


@with_vectors
def test_cosigned_checkpoints_with_proofs_are_judged_as_sigstore_does() -> None:
    told = json.loads((VECTORS / "sigstore-conformance" / "checkpoints.json").read_text())
    judged = [(case["name"], not holds(case)) for case in told["cases"]]

    assert judged == [(case["name"], case["wantErr"]) for case in told["cases"]]
    assert len(judged) == 13


def holds(case: dict[str, Any]) -> bool:
    keys = [read_key(one) for one in case["vkeys"]]
    try:
        checkpoint = read_checkpoint(open_note(case["checkpoint"].encode(), keys).text)
        proof = [b64decode(one) for one in case["proof"]]
        leaf = leaf_hash(b64decode(case["entry"]))
        check_inclusion(case["index"], leaf, proof, checkpoint.head)
    except (BadNote, BrokenProof):
        return False
    return checkpoint.origin in {key.name for key in keys}
