"""The short statement of a QR code speaks of one paper, and says so in few bytes."""

from dataclasses import replace

import pytest

from ntm_verify.domain.vouching import (
    NotVouched,
    compact,
    fits,
    read_vouched,
    write_vouched,
)
from tests.documents.papers import a_certificate


def test_what_is_written_is_read_again_with_or_without_its_address() -> None:
    paper = a_certificate()
    text = write_vouched("0a1b2c3d", compact(paper), bytes(64))

    for told in (text, f" {paper.address}#{text}\n"):
        read = read_vouched(told)
        assert (read.key, read.message, read.signature) == ("0a1b2c3d", compact(paper), bytes(64))
        assert read.told["reference"] == paper.reference
        assert read.told["participants"] == paper.assessment.tally.insured
        assert read.told["assessment"] == "met"
    assert len(text) < 500


def test_it_fits_its_own_full_statement_and_no_other() -> None:
    paper = a_certificate()
    read = read_vouched(write_vouched("k", compact(paper), b""))

    assert fits(read, paper.statement())
    assert fits(read, replace(paper, vouched="x").statement())
    assert not fits(read, replace(paper, number=6).statement())


@pytest.mark.parametrize(
    "text",
    ["", "a.b", "a.b.c.d", "k.!!!.AA", "k.e30.AA", "k.WyJudG0yIl0.AA", "k.W10.AA", "k.____.AA"],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(NotVouched):
        read_vouched(text)
