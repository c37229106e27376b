"""What signatures prove follows from the facts, one sentence for each thing that is wrong."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from ntm_verify.domain.signature import (
    SignatureFact,
    SignedPaper,
    Trust,
    differing,
    other_pages,
    signature_checks,
    vouched_check,
)
from ntm_verify.domain.verification import Result
from ntm_verify.domain.vouching import compact
from tests.documents.papers import a_certificate
from tests.support.seals import vouch, vouched_for

NOW: Final = datetime(2026, 1, 5, 2, 35, tzinfo=UTC)
GOOD: Final = SignatureFact("ChuKy", "A", "Cơ quan", NOW, True, Trust.TRUSTED, True, True, 90)  # noqa: FBT003 - facts in a row
PAPER: Final = SignedPaper((GOOD, replace(GOOD, field="ConDau", signer="B")), 100, 100)
HOLDS, FAILS, UNKNOWN = Result.HOLDS, Result.FAILS, Result.UNKNOWN


def told(paper: SignedPaper, fields: int = 2) -> dict[str, tuple[Result, str]]:
    checks = signature_checks(paper, fields=fields, now=NOW)
    return {check.name: (check.result, check.detail) for check in checks}


def with_last(**changed: object) -> SignedPaper:
    return replace(PAPER, signatures=(GOOD, replace(PAPER.signatures[1], **changed)))  # type: ignore[arg-type] # any field


def test_good_facts_hold() -> None:
    assert {result for result, _ in told(PAPER).values()} == {HOLDS}


@pytest.mark.parametrize(
    ("paper", "check", "result", "words"),
    [
        (with_last(is_intact=False), "signatures", FAILS, "đã bị sửa sau khi ký"),
        (with_last(is_intact=False, end=0), "signatures", FAILS, "không ký lên nội dung nào"),
        (with_last(is_whole=False), "signatures", FAILS, "không phủ trọn"),
        (with_last(is_unchanged=False), "signatures", FAILS, "từ byte 90 đến hết tệp"),
        (replace(PAPER, covered=90), "signatures", FAILS, "từ byte 90 đến byte 100"),
        (with_last(is_intact=False), "signers", UNKNOWN, "chỉ xét khi"),
        (with_last(trust=Trust.REVOKED), "signers", FAILS, "đã bị thu hồi"),
        (with_last(trust=Trust.EXPIRED), "signers", FAILS, "lúc ký"),
        (with_last(trust=Trust.UNTRUSTED), "signers", FAILS, "tin cậy"),
        (with_last(trust=Trust.NO_ROOT), "signers", UNKNOWN, "chứng thư gốc"),
        (with_last(trust=Trust.NO_EVIDENCE), "signers", UNKNOWN, "danh sách thu hồi"),
        (with_last(at=None), "time", UNKNOWN, "không có dấu thời gian"),
        (replace(PAPER, kept_until=NOW - timedelta(1)), "time", UNKNOWN, "cần được gia hạn"),
        (replace(PAPER, signatures=(GOOD,)), "signatures", FAILS, "1 chữ ký số"),
        (replace(PAPER, signatures=()), "signatures", FAILS, "không có chữ ký số nào"),
        (SignedPaper((), 9, 0, failure="hỏng"), "signatures", FAILS, "hỏng"),
    ],
)
def test_each_thing_that_is_wrong_has_its_sentence(
    paper: SignedPaper, check: str, result: Result, words: str
) -> None:
    found, detail = told(paper)[check]

    assert found is result
    assert words in detail


def test_pages_that_were_changed_are_named() -> None:
    paper = replace(with_last(is_unchanged=False), changed_pages=(2, 3))

    assert "trang khác bản đã ký: 2, 3" in told(paper)["signatures"][1]


def test_a_document_of_others_without_signatures_is_open() -> None:
    assert told(replace(PAPER, signatures=()), fields=1)["signatures"][0] is UNKNOWN


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (b"0123456789x", "thêm 1 byte sau byte 10"),
        (b"01234567", "thiếu 2 byte cuối"),
        (b"0123x56789", "khác từ byte 4 đến byte 5"),
        (b"x123456789", "khác từ byte 0 đến byte 1"),
        (b"01234xyz56789", "khác từ byte 5 đến byte 8"),
    ],
)
def test_where_a_file_differs_is_said_in_bytes(given: bytes, words: str) -> None:
    assert differing(b"0123456789", given) == words


def test_pages_drawn_otherwise_than_issued_are_named() -> None:
    issued = replace(PAPER, pages=("a", "b", "c"))

    assert other_pages(issued, replace(PAPER, pages=("a", "x", "c", "d"))) == "2, 4"
    assert other_pages(issued, issued) == ""
    assert other_pages(issued, None) == ""


def test_a_short_statement_is_judged_by_key_signature_and_paper() -> None:
    paper = a_certificate()
    text = vouch(compact(paper))

    def judged(vouched: str, **changed: int) -> Result:
        statement = replace(paper, vouched=vouched, **changed).statement()  # type: ignore[arg-type] # number
        return vouched_check(statement, vouched_for).result

    forged = text[:-4] + ("AAAA" if text[-4:] != "AAAA" else "BBBB")
    assert judged(text) is HOLDS
    assert judged(text, number=6) is FAILS
    assert judged(forged) is FAILS
    assert judged("rubbish") is FAILS
    assert judged("00000000" + text[8:]) is UNKNOWN
    assert judged("") is UNKNOWN
