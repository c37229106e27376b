"""The page is bound before it is signed, and the sealed file begins with it."""

from dataclasses import replace

import pytest

from ntm_verify.domain.appraisal import WrongStatus
from ntm_verify.domain.audit import Action
from ntm_verify.domain.certificate import Standing
from ntm_verify.domain.sealing import (
    NotTheSamePage,
    begins_as_bound,
    bind_page,
    is_bound,
    require_same_page,
)
from tests.documents.papers import a_certificate
from tests.support.builders import SIGNER

PAGE = b"%PDF page"


def test_a_bound_page_is_told_to_the_log_and_known_again() -> None:
    bound, event = bind_page(a_certificate(), PAGE, by=SIGNER)

    assert is_bound(bound, PAGE)
    assert not is_bound(bound, PAGE + b" ")
    assert (event.action, event.subject.rev) == (Action.CERTIFICATE_RENDERED, 1)
    assert event.after
    assert event.after["base_length"] == len(PAGE)
    assert begins_as_bound(bound, PAGE + b" signed")
    assert not begins_as_bound(bound, b"x" + PAGE)
    assert begins_as_bound(a_certificate(), b"anything")


def test_an_issued_paper_is_not_bound_again() -> None:
    with pytest.raises(WrongStatus):
        bind_page(replace(a_certificate(), standing=Standing.VALID), PAGE, by=SIGNER)


@pytest.mark.parametrize("sealed", [PAGE, b"", b"%PDF", b"x" + PAGE, PAGE[:-1] + b"E signed"])
def test_another_page_or_nothing_appended_is_refused(sealed: bytes) -> None:
    with pytest.raises(NotTheSamePage):
        require_same_page(PAGE, sealed)
    require_same_page(PAGE, PAGE + b"signed")
