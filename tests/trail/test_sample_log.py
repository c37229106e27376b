"""The reference log of 300 events holds, and does not after any single flipped byte."""

import json
from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest

from ntm_verify.trail.auditor import LogReport, Policy
from ntm_verify.trail.signatures import checker
from ntm_verify.trail.tree import Head

from .logs import SAMPLE, examine, sample_entries, told

pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="no reference log here")

ORIGIN = "ntm.thanhhoa.example/audit"


def checkpoint(name: str) -> Head:
    origin, size, root = (SAMPLE / name).read_text().splitlines()[:3]
    assert origin == ORIGIN
    return Head(int(size), b64decode(root))


def policy() -> Policy:
    name, verify = checker((SAMPLE / "writer").read_text())
    pins = (checkpoint("older-checkpoint"), checkpoint("log/checkpoint"))
    return Policy(ORIGIN, name, verify, pins=pins)


def openings() -> dict[int, dict[str, tuple[bytes, object]]]:
    found: dict[int, dict[str, tuple[bytes, object]]] = defaultdict(dict)
    for told_of in json.loads((SAMPLE / "private.json").read_text())["openings"]:
        opened = (b64decode(told_of["salt"]), told_of["value"])
        found[told_of["event"]][told_of["field"]] = opened
    return found


def test_the_reference_log_holds_with_one_lawful_erasure() -> None:
    report = examine(sample_entries(), policy(), openings())

    assert (told(report), report.exit_code, report.size) == (["ERASED@0"], 0, 300)


def test_no_flipped_byte_goes_unseen() -> None:
    entries, unverified = sample_entries(), replace(policy(), verify=None)
    for number in range(60):
        chance = int.from_bytes(sha256(b"%d" % number).digest())
        index = chance % 300
        at, bit = (chance >> 16) % len(entries[index]), 1 << (chance >> 40) % 8
        flipped = bytearray(entries[index])
        flipped[at] ^= bit

        report = examine([*entries[:index], bytes(flipped), *entries[index + 1 :]], unverified)

        assert "ROOT_MISMATCH" in told(report), (index, at, bit)
        assert not report.holds


Staging = Callable[[list[bytes]], list[bytes]]


@pytest.mark.parametrize(
    ("staging", "words"),
    [
        (lambda entries: entries[:-20], {"ROLLED_BACK"}),
        (lambda entries: [*entries[:50], *entries[51:]], {"ROOT_MISMATCH", "BAD_TRANSITION"}),
        (lambda entries: [*entries[:31], entries[30], *entries[31:]], {"DUPLICATE_EVENT"}),
        (lambda entries: [entries[1], entries[0], *entries[2:]], {"TIME_BACKWARD"}),
    ],
)
def test_staged_attacks_are_named(staging: Staging, words: set[str]) -> None:
    entries = sample_entries()
    changed = staging(entries)
    assert changed != entries

    report: LogReport = examine(changed, policy())

    assert words <= {word.value for word in report.words}
    assert report.exit_code == 1
