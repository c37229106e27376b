"""Attacks on a paper that carries its proof inside (A21-A24), and on what stands behind it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import sha256

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from ntm_verify.cli.verify import EXIT_OF_RESULT
from ntm_verify.documents.reader import read_paper
from ntm_verify.domain.verification import Result
from ntm_verify.signatures.sealing import sign_paper
from ntm_verify.signatures.supplement import MARK, supplement
from ntm_verify.trail.canonical import canonical
from ntm_verify.trail.entry import read_entry
from ntm_verify.trail.notes import COSIGNATURE, NoteKey, cosignature_line, write_key
from ntm_verify.trail.signatures import SigningKey
from ntm_verify.trail.tlog_proof import TlogProof, read_proof
from ntm_verify.usecases.log_proof import logged_check

from .making import (
    NOW,
    WHO,
    a_setup,
    add_a_page,
    appended,
    draw_another_page,
    examined_here,
    log_keys,
    the_page,
    the_proof,
)

WITNESSES = {"nghean": SigningKey(b"\x51" * 32), "xhh": SigningKey(b"\x52" * 32)}


def policy() -> str:
    """Name the keys of the log, and two witnesses who both must have signed."""
    lines = [
        f"witness {name} {write_key(NoteKey(name, COSIGNATURE, key.public))}"
        for name, key in WITNESSES.items()
    ]
    keys = log_keys().replace("quorum none\n", "")
    return "\n".join([keys, *lines, "group both all nghean xhh", "quorum both", ""])


@cache
def proof() -> TlogProof:
    """Give the proof of the page, its checkpoint cosigned."""
    read = read_proof(the_proof())
    text = read.checkpoint.partition(b"\n\n")[0] + b"\n"
    at = int(NOW.timestamp())
    lines = (cosignature_line(text, name, key, at) for name, key in WITNESSES.items())
    return replace(read, checkpoint=read.checkpoint + b"".join(lines))


@cache
def paper() -> bytes:
    """Give the genuine paper: page, proof, both signatures."""
    return sign_paper(a_setup(), the_page(), WHO, NOW, proof().text())


def verdict(content: bytes) -> tuple[str, int]:
    """Give what the proof inside a file comes to, and the exit code of that."""
    facts = asyncio.run(read_paper(content))
    check = logged_check(facts, content, examined_here(content), policy())
    assert check is not None
    word = check.detail.split()[0] if check.result is not Result.HOLDS else ""
    return word, EXIT_OF_RESULT[check.result]


def with_proof(told: TlogProof, page: bytes | None = None) -> bytes:
    """Put a proof behind a page, as the service does before it signs."""
    return supplement(page or the_page(), told.text(), NOW)


def one_byte() -> bytes:
    """A21: the last byte of what the page draws, or says of itself."""
    end = paper().index(MARK)
    at = paper().rindex(b"endobj", 0, end) - 3
    return paper()[:at] + bytes([paper()[at] ^ 1]) + paper()[at + 1 :]


def invented() -> bytes:
    """A22: an own page, and an entry that names it in the place of the proven one."""
    page = appended(draw_another_page, the_page())
    told = read_entry(proof().entry)
    digest = {"base_sha256": sha256(page).hexdigest(), "base_length": len(page)}
    told["after"] = {**told["after"], **digest}
    return with_proof(replace(proof(), entry=canonical(told)), page)


def stripped() -> bytes:
    """A23: without the line of a witness, and signed like that."""
    kept = [line for line in proof().checkpoint.splitlines(keepends=True) if b" xhh " not in line]
    note = b"".join(kept)
    return sign_paper(a_setup(), the_page(), WHO, NOW, replace(proof(), checkpoint=note).text())


def next_index() -> bytes:
    """A24: the index that follows."""
    return with_proof(replace(proof(), index=proof().index + 1))


Staging = Callable[[], bytes]


def behind(change: Callable[[IncrementalPdfFileWriter], None]) -> Staging:
    """Write a change behind the finished paper, as a later revision."""
    return lambda: appended(change, paper())


@pytest.mark.parametrize(
    ("staging", "word", "code"),
    [
        (paper, "", 0),
        (one_byte, "DOC_MISMATCH", 1),
        (invented, "NOT_IN_LOG@0", 1),
        (stripped, "WITNESS_QUORUM_MISSING", 4),
        (next_index, "NOT_IN_LOG@1", 1),
        (behind(draw_another_page), "DOC_MISMATCH", 1),
        (behind(add_a_page), "DOC_MISMATCH", 1),
    ],
    ids=["c3", "a21", "a22", "a23", "a24", "page-redrawn", "page-added"],
)
def test_attacks_on_a_paper_with_its_proof_inside_are_named(
    staging: Staging, word: str, code: int
) -> None:
    changed = staging()
    assert (changed != paper()) == (code != 0)

    assert verdict(changed) == (word, code)
