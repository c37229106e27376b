"""Signed logs for the auditor to read, made up entry by entry."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from ntm_verify.trail.auditor import Examination, LogReport, Policy
from ntm_verify.trail.entry import Writer, commitment, seal
from ntm_verify.trail.signatures import SigningKey, verify_signature, writer_of
from ntm_verify.trail.tree import Edge, leaf_hash
from tests.support.files import SHARED

ORIGIN: Final = "log.example/audit"
KEY: Final = SigningKey(b"\7" * 32)
WRITER: Final = writer_of(ORIGIN, KEY)
POLICY: Final = Policy(log=ORIGIN, writer=WRITER.name, verify=partial(verify_signature, KEY.public))
SALT: Final = b"s" * 32
VECTORS: Final = SHARED / "audit" / "vectors"
SAMPLE: Final = VECTORS / "sample-log"

Openings = Mapping[str, tuple[bytes, object]]


def fields(number: int, **changes: object) -> dict[str, object]:
    """Give the fields of entry `number`: a look, unless it is said otherwise."""
    usual = {
        "log": ORIGIN,
        "id": f"0192b1f0-0000-7000-8000-{number:012x}",
        "at": f"2026-11-02T01:{number // 60:02d}:{number % 60:02d}.000000Z",
        "type": "record.viewed",
        "req": f"req-{number}",
        "actor": {"id": "u-1", "role": "auditor", "unit": "38"},
        "subject": {"kind": "submission", "id": "s-1", "rev": 0},
        "before": None,
        "after": None,
        "priv": {},
        "cause": None,
    }
    return {**usual, **changes}


def an_entry(number: int, writer: Writer = WRITER, **changes: object) -> bytes:
    return seal(fields(number, **changes), writer)


def a_step(number: int, before: str | None, after: str | None, **changes: object) -> bytes:
    """Make an entry that takes a dossier from one status to another."""
    states = [None if status is None else {"status": status} for status in (before, after)]
    known: dict[str, Any] = {
        "type": "submission.submitted",
        "before": states[0],
        "after": states[1],
    }
    return an_entry(number, **{**known, **changes})


def a_private(number: int) -> bytes:
    """Make an entry that commits to a name."""
    return an_entry(number, priv={"name": commitment(SALT, "An")})


NAMED: Final[Openings] = {"name": (SALT, "An")}


def a_life() -> list[bytes]:
    """Tell of one dossier, with a look in between."""
    return [
        a_step(0, None, "draft", type="submission.created"),
        a_step(1, "draft", "submitted", cause=0),
        an_entry(2, after={"rows": 3}),
        a_step(3, "submitted", "under_appraisal", type="appraisal.opened", cause=1),
    ]


def edge_of(entries: Iterable[bytes]) -> Edge:
    edge = Edge()
    for entry in entries:
        edge = edge.push(leaf_hash(entry))
    return edge


def begin(
    entries: Sequence[bytes],
    policy: Policy = POLICY,
    openings: Mapping[int, Openings] | None = None,
) -> Examination:
    """Read entries with their right hashes; without `openings` nothing private is looked at."""
    examination = Examination(policy)
    for index, entry in enumerate(entries):
        beside = None if openings is None else openings.get(index, {})
        examination.read(entry, leaf_hash(entry), index=index, openings=beside)
    return examination


def examine(
    entries: Sequence[bytes],
    policy: Policy = POLICY,
    openings: Mapping[int, Openings] | None = None,
) -> LogReport:
    return begin(entries, policy, openings).report()


def told(report: LogReport) -> list[str]:
    """Give the findings as WORD@index."""
    return [
        f.word.value if f.index is None else f"{f.word.value}@{f.index}" for f in report.findings
    ]


def sample_entries() -> list[bytes]:
    """Read the 300 entries of the reference log."""
    content = b"".join(
        (SAMPLE / "log" / "tile" / "entries" / part).read_bytes() for part in ("000", "001.p/44")
    )
    entries, at = [], 0
    while at < len(content):
        (size,) = struct.unpack_from(">H", content, at)
        entries.append(content[at + 2 : at + 2 + size])
        at += 2 + size
    return entries
