"""Years later: stamps are renewed under new keys, an expired key signs nothing."""

from datetime import timedelta

import pytest

from ntm_verify.domain.verification import Result
from ntm_verify.signatures.examiner import Examiner
from ntm_verify.signatures.renewal import renew_stamp
from ntm_verify.signatures.sealing import NotSigned, sign_paper

from .making import NOW, WHO, a_setup, the_page
from .test_examination import results

YEAR = timedelta(days=365)


def test_a_renewed_paper_proves_for_years_more_under_another_key() -> None:
    setup = a_setup("long")
    paper = sign_paper(setup, the_page(), WHO, NOW)

    once = renew_stamp(setup, paper, NOW + 4.6 * YEAR)
    twice = renew_stamp(setup, once, NOW + 9 * YEAR)

    assert twice.startswith(once)
    assert once.startswith(paper)
    assert len(list(setup.folder.glob("tsa*.key"))) == 3
    ends = {paper: 4, once: 9, twice: 13}
    for file, years in ends.items():
        told, _ = results(file, now=NOW + years * YEAR, examiner=Examiner(setup))
        assert set(told.values()) == {Result.HOLDS}, years
        late, _ = results(file, now=NOW + (years + 2) * YEAR, examiner=Examiner(setup))
        assert late["time"] is Result.UNKNOWN


def test_a_stamp_that_has_ended_cannot_be_renewed() -> None:
    setup = a_setup("ended")
    paper = sign_paper(setup, the_page(), WHO, NOW)

    with pytest.raises(NotSigned):
        renew_stamp(setup, paper, NOW + 6 * YEAR)
    with pytest.raises(NotSigned):
        renew_stamp(setup, b"%PDF-1.7 nothing", NOW)


def test_an_expired_key_signs_nothing() -> None:
    setup = a_setup("expired")
    sign_paper(setup, the_page(), WHO, NOW)

    with pytest.raises(NotSigned):
        sign_paper(setup, the_page(), WHO, NOW + 6 * YEAR)
