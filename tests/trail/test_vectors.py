"""Tree, proofs and canonical form against vectors that other implementations agree on."""

import json
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import pytest

from ntm_verify.trail.canonical import NotCanonical, canonical
from ntm_verify.trail.proofs import BrokenProof, check_consistency, check_inclusion
from ntm_verify.trail.tree import Edge, Head, leaf_hash

from .logs import VECTORS

pytestmark = pytest.mark.skipif(not VECTORS.is_dir(), reason="no reference vectors here")

SHORT_ROOTS = "sizes-are-equal-one-and-proof-is-empty.json"
"""Roots of 12 bytes, which this verifier may refuse."""

Case = dict[str, Any]


def raw(text: str | None) -> bytes:
    return b64decode(text or "")


def inclusion(case: Case) -> None:
    head = Head(case["treeSize"], raw(case["root"]))
    proof = [raw(node) for node in case["proof"] or []]
    check_inclusion(case["leafIdx"], raw(case["leafHash"]), proof, head)


def consistency(case: Case) -> None:
    old = Head(case["size1"], raw(case["root1"]))
    new = Head(case["size2"], raw(case["root2"]))
    check_consistency(old, new, [raw(node) for node in case["proof"] or []])


def is_refused(check: Callable[[Case], None], case: Case) -> bool:
    try:
        check(case)
    except BrokenProof:
        return True
    return False


@pytest.mark.parametrize(
    ("name", "check", "count"), [("inclusion", inclusion, 1128), ("consistency", consistency, 1261)]
)
def test_proofs_are_judged_as_four_implementations_agree(
    name: str, check: Callable[[Case], None], count: int
) -> None:
    told = json.loads((VECTORS / "generated-rfc6962" / "rfc6962.json").read_text())
    judged = [(is_refused(check, case), case["wantErr"]) for case in told[name]]

    assert len(judged) == count
    assert all(refused == wanted for refused, wanted in judged)


@pytest.mark.parametrize(
    ("name", "check"), [("inclusion", inclusion), ("consistency", consistency)]
)
def test_proofs_are_judged_as_certificate_transparency_does(
    name: str, check: Callable[[Case], None]
) -> None:
    folder = VECTORS / "transparency-dev-merkle" / "testdata" / name
    paths = [path for path in sorted(folder.rglob("*.json")) if path.name != SHORT_ROOTS]
    wrong = [
        path.name
        for path in paths
        if is_refused(check, case := json.loads(path.read_text())) != case["wantErr"]
    ]

    assert len(paths) > 90
    assert wrong == []


def test_roots_are_those_of_other_implementations() -> None:
    roots = json.loads((VECTORS / "generated-rfc6962" / "rfc6962.json").read_text())["roots"]
    edge, found = Edge(), {}
    for index in range(max(map(int, roots)) + 1):
        if str(index) in roots:
            found[str(index)] = edge.head.root
        edge = edge.push(leaf_hash(b"leaf %d" % index))

    assert found == {size: raw(root) for size, root in roots.items()}


JCS = VECTORS / "jcs" / "testdata"
BEYOND = {
    "french": "names",
    "structures": "float",
    "unicode": None,
    "values": "float",
    "weird": "names",
    "arrays": None,
}
"""What of the standard's own examples lies beyond the part that the log uses."""


@pytest.mark.parametrize("name", sorted(BEYOND))
def test_the_standard_s_examples_are_written_right_or_refused(name: str) -> None:
    value = json.loads((JCS / "input" / f"{name}.json").read_text("utf-8"))
    if BEYOND[name]:
        with pytest.raises(NotCanonical):
            canonical(value)
    else:
        assert canonical(value) == (JCS / "output" / f"{name}.json").read_bytes()
