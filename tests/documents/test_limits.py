"""A text that is too long is refused and never cut (Nghị định 30/2020/NĐ-CP, Phụ lục VI)."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ntm_verify.documents.limits import PaperTextTooLong, require_lengths
from ntm_verify.domain.appraisal import HamletCount
from ntm_verify.domain.certificate import Certificate

from .papers import NATIONAL, POPULATION, a_certificate, a_letterhead, an_outcome
from .reading import the_maker

TAIL = len(" của xã Hiệp Thành")


def head(**changes: Any) -> Certificate:  # noqa: ANN401 - fields of the letterhead
    return a_certificate(letterhead=a_letterhead(**changes))


LONGEST: dict[str, tuple[Callable[[str], Certificate], int]] = {
    "symbol": (lambda text: head(symbol=text), 30),
    "parent": (lambda text: head(parent=text), 200),
    "issuer": (lambda text: head(issuer=text), 200),
    "type": (lambda text: head(paper_title=text), 100),
    "abstract": (lambda text: head(abstract=text), 500 - TAIL),
    "place": (lambda text: head(place=text), 50),
    "authority": (lambda text: head(authority=text), 100),
    "post": (lambda text: head(post=text), 100),
    "address": (lambda text: head(address=text), 300),
    "recipient": (lambda text: head(recipients=(text,)), 200),
    "signer": (lambda text: a_certificate(signer_name=text), 50),
    "commune": (lambda text: a_certificate(commune_name=text), 100),
    "source": (lambda text: a_certificate(population=replace(POPULATION, source=text)), 500),
    "hamlet": (
        lambda text: a_certificate(outcome=an_outcome(hamlets=(HamletCount(text, 1),))),
        100,
    ),
    "reference": (
        lambda text: a_certificate(
            outcome=an_outcome(threshold=replace(NATIONAL, legal_reference=text))
        ),
        1000,
    ),
}


@pytest.mark.parametrize("field", LONGEST)
def test_the_longest_text_passes_and_one_sign_more_is_refused(field: str) -> None:
    build, most = LONGEST[field]
    require_lengths(build("ạ" * most), ())

    with pytest.raises(PaperTextTooLong, match=r"dài \d+ ký tự, nhiều nhất \d+"):
        require_lengths(build("ạ" * (most + 1)), ())


def test_letters_are_counted_as_they_are_printed() -> None:
    apart = unicodedata.normalize("NFD", "ạ" * 50)

    assert len(apart) == 100
    require_lengths(a_certificate(signer_name=apart), ())


def test_too_many_lines_are_refused() -> None:
    hamlets = tuple(HamletCount(str(i), 1) for i in range(501))

    with pytest.raises(PaperTextTooLong, match="số thôn"):
        require_lengths(a_certificate(outcome=an_outcome(hamlets=hamlets)), ())
    with pytest.raises(PaperTextTooLong, match="nơi nhận"):
        require_lengths(head(recipients=("a",) * 31), ())
    with pytest.raises(PaperTextTooLong, match="miễn trừ"):
        require_lengths(a_certificate(), ("a",) * 31)


def test_a_place_that_breaks_its_line_is_refused() -> None:
    with pytest.raises(PaperTextTooLong, match="địa danh và ngày tháng"):
        the_maker().make(head(place="Thành phố Trực Thuộc Trung Ương Rất Dài"))
