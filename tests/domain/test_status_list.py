"""The list of papers out of force names them by number, and counts only when it is signed."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pytest

from ntm_verify.domain.certificate import Certificate, Standing
from ntm_verify.domain.status_list import read_status, status_check, status_payload, write_status
from ntm_verify.domain.verification import Result
from ntm_verify.domain.vouching import NotVouched
from tests.documents.papers import a_certificate
from tests.support.seals import vouch, vouched_for

AT: Final = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
PAPER: Final = a_certificate()
REVOKED: Final = replace(PAPER, standing=Standing.REVOKED)
REPLACED: Final = replace(
    PAPER, number=6, standing=Standing.SUPERSEDED, successor="99-2026-0007", signer_name="Kín"
)
VALID: Final = replace(PAPER, number=7, standing=Standing.VALID)


def listed() -> bytes:
    payload = status_payload((REPLACED, VALID, REVOKED), origin="https://ntm.example", at=AT)
    return write_status(payload, vouch(payload)).encode()


def test_it_names_what_is_out_of_force_and_nobody() -> None:
    read = read_status(listed())

    assert read.at == AT
    assert read.ended == {
        REVOKED.reference: (Standing.REVOKED, ""),
        REPLACED.reference: (Standing.SUPERSEDED, "99-2026-0007"),
    }
    assert b"K\\u00edn" not in listed()
    assert "Kín".encode() not in listed()


@pytest.mark.parametrize(
    ("paper", "result", "words"),
    [
        (REVOKED, Result.FAILS, "06/01/2026 08:00: đã thu hồi"),
        (REPLACED, Result.FAILS, "đã được thay thế bởi 99-2026-0007"),
        (VALID, Result.HOLDS, "không bị thu hồi"),
    ],
)
def test_a_paper_stands_as_the_list_says(paper: Certificate, result: Result, words: str) -> None:
    told = status_check(listed(), paper.reference, vouched_for)

    assert told.result is result
    assert words in told.detail


def test_a_list_that_was_changed_or_is_signed_by_a_stranger_says_nothing() -> None:
    told = json.loads(listed())
    changed = {**told, "payload": told["payload"].replace("revoked", "superseded")}
    foreign = {**told, "key": "00000000"}

    for forged, words in ((changed, "chữ ký không đúng"), (foreign, "không có khóa")):
        check = status_check(json.dumps(forged).encode(), VALID.reference, vouched_for)
        assert check.result is Result.UNKNOWN
        assert words in check.detail


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"schema":"x","payload":"{}"}', b"\xff"])
def test_other_files_are_no_list(content: bytes) -> None:
    with pytest.raises(NotVouched):
        read_status(content)
    assert status_check(content, "x", vouched_for).result is Result.UNKNOWN
