"""The proof goes in before anybody signs, and between page and signature nothing else does."""

import asyncio
import io

import pikepdf

from ntm_verify.documents.reader import read_paper
from ntm_verify.signatures.sealing import sign_paper
from ntm_verify.signatures.supplement import NAME, supplement
from ntm_verify.usecases.log_proof import logged_check

from .making import (
    NOW,
    WHO,
    a_setup,
    appended,
    draw_another_page,
    examined_here,
    log_keys,
    swap_the_attachment,
    the_examiner,
    the_page,
    the_paper,
    the_proof,
)


def test_the_page_stays_a_prefix_and_one_file_is_associated() -> None:
    grown = supplement(the_page(), the_proof(), NOW)

    assert grown.startswith(the_page())
    assert 0 < len(grown) - len(the_page()) - len(the_proof()) < 5_000
    with pikepdf.open(io.BytesIO(grown)) as pdf:
        spec = pdf.attachments[NAME].obj
        assert spec.AFRelationship == "/Supplement"
        assert pdf.attachments[NAME].get_file().read_bytes() == the_proof()
        assert any(one.objgen == spec.objgen for one in pdf.Root.AF)
        assert len(pdf.attachments) == 2


def test_a_signed_paper_carries_its_proof_and_the_proof_holds() -> None:
    facts = asyncio.run(read_paper(the_paper()))
    signed = asyncio.run(the_examiner().examine(the_paper(), NOW))

    check = logged_check(facts, the_paper(), signed, log_keys())

    assert facts.proof == the_proof()
    assert signed.grown_from == len(the_page())
    assert check is not None
    assert check.result == "holds", check.detail


def test_who_has_the_keys_cannot_show_another_page_than_the_one_in_the_log() -> None:
    """Pages changed between the log and the signatures: both signatures are genuine."""
    grown = supplement(the_page(), the_proof(), NOW)
    for forge in (draw_another_page, swap_the_attachment):
        for before in (the_page(), grown):
            forged = sign_paper(a_setup(), appended(forge, before), WHO, NOW)
            signed = examined_here(forged)

            assert [one.is_intact for one in signed.signatures] == [True, True]
            assert signed.grown_from == 0
    bare = sign_paper(a_setup(), the_page(), WHO, NOW)
    assert examined_here(bare).grown_from == len(the_page())
