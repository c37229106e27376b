"""Digital signatures of a paper as examined (chữ ký số đã kiểm tra), and what follows from them.

A signature proves something only if its digest fits the bytes it covers, the certificate leads to
a trusted root and was in force at a proven time, and nothing was changed afterwards beyond what
the first signature allows (PAdES, ETSI EN 319 142-1; ISO 32000-2, 12.8). What cannot be examined
is never called valid.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .verification import CheckResult, Result
from .vouching import Check, NotVouched, fits, read_vouched
from .wording import moment, number


class Trust(StrEnum):
    """Where a certificate leads (độ tin cậy của chứng thư)."""

    TRUSTED = "trusted"
    NO_ROOT = "no_root"  # máy này chưa có chứng thư gốc để đối chiếu
    UNTRUSTED = "untrusted"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NO_EVIDENCE = "no_evidence"  # thiếu danh sách thu hồi


TRUST_WORDS = {
    Trust.NO_ROOT: "máy này chưa có chứng thư gốc để đối chiếu",
    Trust.UNTRUSTED: "chứng thư không do tổ chức được tin cậy cấp",
    Trust.EXPIRED: "chứng thư không còn hoặc chưa có hiệu lực lúc ký",
    Trust.REVOKED: "chứng thư đã bị thu hồi",
    Trust.NO_EVIDENCE: "thiếu danh sách thu hồi để xét chứng thư",
}


@dataclass(frozen=True, slots=True)
class SignatureFact:
    """One signature as examined (một chữ ký).

    Attributes:
        field: name of its box.
        signer: whom the certificate names, "" if it cannot be read.
        organisation: whose certificate it is.
        at: when it was made by a trusted time-stamp; None if no time is proven.
        is_intact: digest and signature fit the bytes it covers.
        trust: where its certificate leads.
        is_whole: it covers a whole revision from the first byte on.
        is_unchanged: nothing was done afterwards that is not allowed.
        end: the byte after the last one that it covers.

    """

    field: str
    signer: str
    organisation: str
    at: datetime | None
    is_intact: bool
    trust: Trust
    is_whole: bool
    is_unchanged: bool
    end: int


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """Every signature of a file (các chữ ký của tệp).

    Attributes:
        signatures: in the order they were made.
        length: bytes of the file.
        covered: bytes from the first on that some intact signature or time-stamp covers.
        kept_until: when the last document time-stamp ends to prove; None without one.
        pages: digest of what each page draws.
        changed_pages: pages drawn otherwise than when the first signature was made, from 1.
        failure: why the file could not be examined, "" if it was.
        grown_from: length of the page to which nothing but signatures and a proof of the log was
            added before the first signature; 0 where more was, or it cannot be told.

    """

    signatures: tuple[SignatureFact, ...]
    length: int
    covered: int
    kept_until: datetime | None = None
    pages: tuple[str, ...] = ()
    changed_pages: tuple[int, ...] = ()
    failure: str = ""
    grown_from: int = 0


def signature_checks(paper: SignedPaper, *, fields: int, now: datetime) -> tuple[CheckResult, ...]:
    """Say what the signatures of a file prove; `fields` is how many there must be at least."""
    if paper.failure or len(paper.signatures) < fields:
        return (_missing(paper, fields),)
    return (_integrity(paper), _signers(paper), _time(paper, now))


def _missing(paper: SignedPaper, fields: int) -> CheckResult:
    if paper.failure:
        detail = f"không kiểm tra được chữ ký số: {paper.failure}"
    elif not paper.signatures:
        detail = "tệp không có chữ ký số nào"
    else:
        detail = f"tệp có {len(paper.signatures)} chữ ký số, văn bản phải có {fields}"
    bare = not paper.failure and not paper.signatures and fields == 1
    result = Result.UNKNOWN if bare else Result.FAILS
    return CheckResult("signatures", "Chữ ký số của người ký và của cơ quan", result, detail)


def _integrity(paper: SignedPaper) -> CheckResult:
    wrong = list(_wrong(paper))
    result = Result.FAILS if wrong else Result.HOLDS
    told = "; ".join(wrong) or f"{len(paper.signatures)} chữ ký số phủ kín tệp"
    return CheckResult("signatures", "Chữ ký số khớp với nội dung tệp", result, told)


def _wrong(paper: SignedPaper) -> Iterator[str]:
    for one in paper.signatures:
        named = f"chữ ký của “{one.signer}”" if one.signer else f"chữ ký trong ô “{one.field}”"
        if not one.is_intact:
            part = f"phần từ byte 0 đến byte {number(one.end)} đã bị sửa sau khi ký"
            yield f"{named} không khớp: {part}" if one.end else f"{named} không ký lên nội dung nào"
        elif not one.is_whole:
            yield f"{named} không phủ trọn nội dung đã ký"
        elif not one.is_unchanged:
            where = f"từ byte {number(one.end)} đến hết tệp"
            yield f"sau {named} có thay đổi không được phép ({where}{_on_pages(paper)})"
    if 0 < paper.covered < paper.length:
        added = f"từ byte {number(paper.covered)} đến byte {number(paper.length)}"
        yield f"phần cuối tệp, {added}, không chữ ký nào phủ{_on_pages(paper)}"


def _on_pages(paper: SignedPaper) -> str:
    pages = ", ".join(str(page) for page in paper.changed_pages)
    return f"; trang khác bản đã ký: {pages}" if pages else ""


def _signers(paper: SignedPaper) -> CheckResult:
    label = "Chứng thư của người ký và cơ quan"
    if not all(one.is_intact for one in paper.signatures):
        return CheckResult("signers", label, Result.UNKNOWN, "chỉ xét khi chữ ký khớp với nội dung")
    doubts = [
        f"“{one.signer}”: {TRUST_WORDS[one.trust]}"
        for one in paper.signatures
        if one.trust is not Trust.TRUSTED
    ]
    unknown = {Trust.TRUSTED, Trust.NO_ROOT, Trust.NO_EVIDENCE}
    if not doubts:
        named = (f"“{one.signer}” ({one.organisation})" for one in paper.signatures)
        return CheckResult("signers", label, Result.HOLDS, "; ".join(named))
    sure = all(one.trust in unknown for one in paper.signatures)
    return CheckResult(
        "signers", label, Result.UNKNOWN if sure else Result.FAILS, "; ".join(doubts)
    )


def _time(paper: SignedPaper, now: datetime) -> CheckResult:
    label = "Thời điểm ký có dấu thời gian"
    without = [one.signer or one.field for one in paper.signatures if one.at is None]
    if without:
        detail = f"không có dấu thời gian kiểm được: {', '.join(without)}"
        return CheckResult("time", label, Result.UNKNOWN, detail)
    told = "; ".join(moment(one.at) for one in paper.signatures if one.at)
    if paper.kept_until is not None and now > paper.kept_until:
        past = f"dấu thời gian lưu trữ hết hạn {moment(paper.kept_until)}, cần được gia hạn"
        return CheckResult("time", label, Result.UNKNOWN, f"{told}; {past}")
    return CheckResult("time", label, Result.HOLDS, told)


def vouched_check(statement: Mapping[str, object], check: Check) -> CheckResult:
    """Say whether the short statement of the QR code is signed, and speaks of this full one."""
    name, label = "vouched", "Bản kê ngắn trong mã QR có chữ ký của hệ thống"
    text = str(statement.get("vouched", ""))
    if not text:
        return CheckResult(name, label, Result.UNKNOWN, "văn bản không mang bản kê ngắn")
    try:
        read = read_vouched(text)
        same = fits(read, statement)
    except NotVouched:
        return CheckResult(name, label, Result.FAILS, "bản kê ngắn không đọc được")
    if not same:
        return CheckResult(name, label, Result.FAILS, "bản kê ngắn là của một văn bản khác")
    signed = check(read)
    if signed is None:
        return CheckResult(name, label, Result.UNKNOWN, f"máy này không có khóa {read.key}")
    detail = "" if signed else "chữ ký của bản kê ngắn không đúng"
    return CheckResult(name, label, Result.HOLDS if signed else Result.FAILS, detail)


def other_pages(issued: SignedPaper, given: SignedPaper | None) -> str:
    """Name the pages that are drawn otherwise than in the issued file, from 1 (trang khác)."""
    mine, theirs = issued.pages, given.pages if given else ()
    if not theirs:
        return ""
    most = max(len(mine), len(theirs))
    return ", ".join(
        str(place + 1)
        for place in range(most)
        if mine[place : place + 1] != theirs[place : place + 1]
    )


def differing(issued: bytes, given: bytes) -> str:
    """Name the bytes in which a file differs from the one that was issued (khác ở byte nào)."""
    same = _common(issued, given)
    if same == len(issued) < len(given):
        return f"thêm {number(len(given) - same)} byte sau byte {number(same)}"
    if same == len(given) < len(issued):
        return f"thiếu {number(len(issued) - same)} byte cuối"
    tail = _common(issued[same:][::-1], given[same:][::-1])
    return f"khác từ byte {number(same)} đến byte {number(len(given) - tail)}"


def _common(one: bytes, other: bytes) -> int:
    """Count the first bytes that are the same; halving, since files are long."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low
