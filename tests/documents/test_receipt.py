"""A receipt is one page of PDF/A in the face of the papers: same receipt, same bytes, no name."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

import pytest

from ntm_verify.documents.receipt import ReceiptMaker, lay_out
from ntm_verify.domain.errors import Refusal
from ntm_verify.domain.receipt import Receipt
from tests.support.files import ROOT

from .reading import Paper
from .vera import broken_rules

RECEIPT = Receipt(
    number="BN-14866-20260630-02-3F2A9C",
    dossier="0192b1f0-0000-7000-8000-000000000001",
    commune="14866",
    commune_name="Xã Hiệp Thành",
    receiver="BẢO HIỂM XÃ HỘI\nTỈNH MẪU SƠN",
    as_of=date(2026, 6, 30),
    submitted_at=datetime(2026, 7, 1, 2, 30, tzinfo=UTC),
    round=2,
    files=(("ab" * 32, 123_456), ("cd" * 32, 7_890)),
    rows=1564,
    counted=1538,
    not_counted=26,
    population=1700,
    percent="90.47",
    required=1530,
    roster_sha256="ef" * 32,
    due=date(2026, 7, 8),
)


@cache
def maker() -> ReceiptMaker:
    return ReceiptMaker(ROOT / "templates")


@cache
def text() -> str:
    paper = Paper(maker().make(RECEIPT))
    assert len(paper.sheets) == 1
    return paper.running_text


def test_it_says_what_when_how_many_and_what_comes_next_on_one_page() -> None:
    for told in (
        "BIÊN NHẬN HỒ SƠ",
        "BN-14866-20260630-02-3F2A9C",
        "09 giờ 30, ngày 01 tháng 7 năm 2026",
        "Ủy ban nhân dân xã Hiệp Thành (mã 14866)",
        "1.564",
        "1.538",
        "90,47",
        "ab" * 16,
        "123.456 byte",
        "hết ngày 08 tháng 7 năm 2026",
        "trả lại để bổ sung kèm lý do",
    ):
        assert told in text(), told


def test_the_same_receipt_is_the_same_bytes_and_another_is_not() -> None:
    first = maker().make(RECEIPT)
    assert first == maker().make(RECEIPT)
    assert first == ReceiptMaker(ROOT / "templates").make(RECEIPT)
    assert first != maker().make(replace(RECEIPT, rows=1565))


def test_without_a_figure_in_force_nothing_is_asked_for() -> None:
    labels = [label for label, _ in lay_out(replace(RECEIPT, required=None)).facts]
    assert "Số người phải có" not in labels
    assert "Số người phải có" in [label for label, _ in lay_out(RECEIPT).facts]


def test_a_letter_without_a_glyph_is_refused() -> None:
    with pytest.raises(Refusal):
        maker().make(replace(RECEIPT, receiver="木"))


@pytest.mark.parametrize("flavour", ["3a", "ua1"])
def test_it_complies_with_the_formats_of_archives_and_readers(flavour: str) -> None:
    assert broken_rules(maker().make(RECEIPT), flavour) == {}
