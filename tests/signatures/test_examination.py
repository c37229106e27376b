"""Genuine papers hold; whatever was forged or changed is found, each in its own words."""

import asyncio
import io
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pikepdf
import pytest

from ntm_verify.domain.signature import SignedPaper, Trust, signature_checks
from ntm_verify.domain.verification import Result
from ntm_verify.signatures.demonstration import DemonstrationAuthority
from ntm_verify.signatures.examiner import Examiner
from ntm_verify.signatures.sealing import Signatory, sign_paper
from ntm_verify.signatures.setup import SigningSetup
from ntm_verify.signatures.stamping import stamper

from .making import (
    NOW,
    WHO,
    a_folder,
    a_revoking_list,
    a_setup,
    add_a_page,
    appended,
    both_bare,
    draw_another_page,
    sign_bare,
    swap_the_attachment,
    the_examiner,
    the_page,
    the_paper,
    with_evidence,
)

HOLDS, FAILS, UNKNOWN = Result.HOLDS, Result.FAILS, Result.UNKNOWN
YEAR: Final = timedelta(days=365)


def results(
    paper: bytes, *, now: datetime = NOW, examiner: Examiner | None = None
) -> tuple[dict[str, Result], str]:
    signed: SignedPaper = asyncio.run((examiner or the_examiner()).examine(paper, now))
    checks = signature_checks(signed, fields=2, now=now)
    return {check.name: check.result for check in checks}, " · ".join(c.detail for c in checks)


def test_a_genuine_paper_holds_now_and_years_later() -> None:
    for years in (0, 1, 4):
        told, detail = results(the_paper(), now=NOW + years * YEAR)

        assert told == {"signatures": HOLDS, "signers": HOLDS, "time": HOLDS}
        assert "Nguyễn Thị Giả Lập" in detail
        assert "05/01/2026 09:35" in detail


def test_after_the_last_time_stamp_has_ended_nothing_more_is_claimed() -> None:
    told, detail = results(the_paper(), now=NOW + 6 * YEAR)

    assert told == {"signatures": HOLDS, "signers": HOLDS, "time": UNKNOWN}
    assert "cần được gia hạn" in detail


def test_without_roots_the_bytes_are_judged_and_the_people_are_not() -> None:
    told, detail = results(the_paper(), examiner=Examiner(SigningSetup(Path("/nowhere"))))

    assert told == {"signatures": HOLDS, "signers": UNKNOWN, "time": HOLDS}
    assert "chưa có chứng thư gốc" in detail


def a_flipped_byte() -> bytes:
    at = the_paper().index(b"stream") + 100
    return the_paper()[:at] + bytes([the_paper()[at] ^ 1]) + the_paper()[at + 1 :]


def a_dictionary_over_nothing() -> bytes:
    """Fill both fields with signatures that cover no byte and hold nothing."""
    with pikepdf.open(io.BytesIO(the_page())) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            field.V = pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Sig,
                    Filter=pikepdf.Name("/Adobe.PPKLite"),
                    SubFilter=pikepdf.Name("/ETSI.CAdES.detached"),
                    Contents=pikepdf.String(b"\0" * 64),
                    ByteRange=pikepdf.Array([0, 0, 0, 0]),
                )
            )
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def only_the_signer() -> bytes:
    first = the_paper().index(b"/ByteRange")
    return the_paper()[: the_paper().index(b"%%EOF", first) + 6]


def another_authority() -> bytes:
    return sign_paper(a_setup("other"), the_page(), WHO, NOW)


def an_expired_certificate() -> bytes:
    late = NOW + 6 * YEAR
    return both_bare(a_setup(), late)


def a_revoked_certificate() -> bytes:
    signed = both_bare(a_setup(), NOW)
    return with_evidence(signed, [a_revoking_list(a_setup(), "seal", NOW)])


def a_mixed_pair() -> bytes:
    """Take a genuine signer, and a seal of somebody else."""
    own, other = a_setup(), a_setup("other")
    person = DemonstrationAuthority(own.folder).signer(WHO.id, WHO.name, NOW)
    stamps = stamper(own, NOW)
    once = sign_bare(the_page(), "ChuKy", person, stamps=stamps, folder=own.folder)
    twice = sign_bare(once, "ConDau", "seal", stamps=stamps, folder=other.folder)
    return with_evidence(twice, [DemonstrationAuthority(own.folder).revocation_list(NOW)])


FORGED: Final[dict[str, tuple[Callable[[], bytes], str, str]]] = {
    "a byte flipped": (a_flipped_byte, "signatures", "đã bị sửa sau khi ký"),
    "nothing signed": (the_page, "signatures", "không có chữ ký số nào"),
    "a dictionary over nothing": (
        a_dictionary_over_nothing,
        "signatures",
        "không ký lên nội dung nào",
    ),
    "the seal cut off": (only_the_signer, "signatures", "1 chữ ký số, văn bản phải có 2"),
    "another page drawn": (
        lambda: appended(draw_another_page, the_paper()),
        "signatures",
        "trang khác bản đã ký: 1",
    ),
    "a page added": (
        lambda: appended(add_a_page, the_paper()),
        "signatures",
        "trang khác bản đã ký: 4",
    ),
    "the statement swapped": (
        lambda: appended(swap_the_attachment, the_paper()),
        "signatures",
        "thay đổi không được phép",
    ),
    "bytes appended": (lambda: the_paper() + b"\n% x", "signatures", "không chữ ký nào phủ"),
    "another authority": (another_authority, "signers", "không do tổ chức được tin cậy cấp"),
    "a foreign seal": (a_mixed_pair, "signers", "không do tổ chức được tin cậy cấp"),
    "an expired certificate": (an_expired_certificate, "signers", "hiệu lực lúc ký"),
    "a revoked certificate": (a_revoked_certificate, "signers", "đã bị thu hồi"),
    "rubbish": (lambda: b"%PDF-1.7\n" + bytes(99), "signatures", "không kiểm tra được"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_paper_is_found_and_the_sentence_says_how(name: str) -> None:
    forge, check, words = FORGED[name]
    forged = forge()
    assert forged != the_paper()

    told, detail = results(forged)

    assert told[check] is FAILS
    assert words in detail


def test_without_a_time_stamp_the_time_is_not_known() -> None:
    told, detail = results(both_bare(a_setup(), None))

    assert told["time"] is UNKNOWN
    assert "không có dấu thời gian" in detail


def test_the_time_of_a_foreign_authority_is_not_believed() -> None:
    own = a_setup()
    person = DemonstrationAuthority(own.folder).signer(WHO.id, WHO.name, NOW)
    stamps = stamper(a_setup("other"), NOW - YEAR)
    signed = sign_bare(the_page(), "ChuKy", person, stamps=stamps, folder=own.folder)

    facts = asyncio.run(the_examiner().examine(signed, NOW))

    assert facts.signatures[0].at is None


def test_a_key_that_was_changed_leaves_old_papers_valid() -> None:
    folder = a_folder("rotated")
    setup = a_setup("rotated")
    old = sign_paper(setup, the_page(), WHO, NOW)
    for name in ("seal.key", "seal.pem"):
        (folder / name).unlink()
    DemonstrationAuthority(folder).ensure(NOW + YEAR)
    new = sign_paper(setup, the_page(), Signatory("u-2", "Người Ký Mới"), NOW + YEAR)

    for paper in (old, new):
        told, _ = results(paper, now=NOW + YEAR, examiner=Examiner(setup))
        assert set(told.values()) == {HOLDS}


def test_poppler_calls_both_signatures_valid(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(the_paper())

    told = subprocess.run(  # noqa: S603 - a fixed program
        ["/usr/bin/pdfsig", str(file)], capture_output=True, check=False
    ).stdout.decode()

    assert told.count("Signature Validation: Signature is Valid.") == 2
    assert "Nguyễn Thị Giả Lập" in told
    file.write_bytes(a_flipped_byte())
    again = subprocess.run(  # noqa: S603 - a fixed program
        ["/usr/bin/pdfsig", str(file)], capture_output=True, check=False
    ).stdout.decode()
    assert "Signature is Valid" not in again


def test_many_files_at_once_are_examined_one_after_another() -> None:
    facts = asyncio.run(the_examiner().examine(the_paper(), NOW))

    assert [one.trust for one in facts.signatures] == [Trust.TRUSTED] * 2
    assert facts.covered == facts.length == len(the_paper())
    assert len(facts.pages) == 3
