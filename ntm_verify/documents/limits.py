"""How long a text of the paper may be (giới hạn độ dài).

The lengths of the register are those of Nghị định 30/2020/NĐ-CP, Phụ lục VI, part II; the others
are what the page can take. A text that is too long is refused, never cut.
"""

from typing import Final

from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.errors import InvalidInput

from .texts import abstract, clean

NUMBER: Final = 11
SYMBOL: Final = 30
AGENCY: Final = 200
ABSTRACT: Final = 500
TYPE_NAME: Final = 100
POST: Final = 100
SIGNER: Final = 50
PLACE: Final = 50
ADDRESS: Final = 300
NAME: Final = 100
REFERENCE: Final = 1000
DIGEST: Final = 128
MOST_LINES: Final = 30
MOST_ADDRESSEES: Final = 10
MOST_HAMLETS: Final = 500


class PaperTextTooLong(InvalidInput):
    """A text is longer than the register or the page can take (nội dung quá dài)."""

    code = "paper_text_too_long"


def require_lengths(certificate: Certificate, waivers: tuple[str, ...]) -> None:
    """Refuse a certificate with a text that does not fit.

    Raises:
        PaperTextTooLong: names the first text, its length and the limit.

    """
    head = certificate.letterhead
    _require("số dòng nơi nhận", len(head.recipients), MOST_LINES, "dòng")
    _require("số dòng kính gửi", len(head.addressees), MOST_ADDRESSEES, "dòng")
    _require("số căn cứ của tỉnh", len(head.bases), MOST_ADDRESSEES, "dòng")
    _require("số dòng thành phần tham dự", len(head.attendants), MOST_LINES, "dòng")
    _require("số miễn trừ", len(waivers), MOST_LINES, "mục")
    _require("số thôn", len(certificate.hamlets), MOST_HAMLETS, "thôn")
    texts = [*_head(certificate), *_body(certificate)]
    texts += [("một dòng nơi nhận", line, AGENCY) for line in head.recipients]
    texts += [("một dòng kính gửi", line, AGENCY) for line in head.addressees]
    texts += [("một căn cứ của tỉnh", line, ABSTRACT) for line in head.bases]
    texts += [("một dòng thành phần tham dự", line, AGENCY) for line in head.attendants]
    texts += [("một miễn trừ", waiver, REFERENCE) for waiver in waivers]
    texts += [("tên thôn", hamlet.hamlet, NAME) for hamlet in certificate.hamlets]
    for what, text, most in texts:
        _require(what, len(clean(text)), most, "ký tự")


def _require(what: str, count: int, most: int, unit: str) -> None:
    if count > most:
        raise PaperTextTooLong(
            f"Không lập được văn bản: {what} dài {count} {unit}, nhiều nhất {most}. "
            "Rút gọn rồi làm lại; hệ thống không tự cắt bớt."
        )


def _head(certificate: Certificate) -> list[tuple[str, str, int]]:
    head = certificate.letterhead
    return [
        ("số văn bản", str(certificate.number), NUMBER),
        ("ký hiệu", head.symbol, SYMBOL),
        ("tên cơ quan chủ quản", head.parent, AGENCY),
        ("tên cơ quan ban hành", head.issuer, AGENCY),
        ("tên loại văn bản", head.paper_title, TYPE_NAME),
        ("trích yếu (cả tên xã)", abstract(head, certificate.commune_name), ABSTRACT),
        ("địa danh", head.place, PLACE),
        ("thẩm quyền ký", head.authority, POST),
        ("chức vụ người ký", head.post, POST),
        ("họ tên người ký", certificate.signer_name, SIGNER),
        ("họ tên người thẩm định", certificate.appraiser, SIGNER),
        ("địa chỉ cơ quan", head.address, ADDRESS),
        ("câu kết", head.closing, ABSTRACT),
        ("địa điểm làm việc", head.meeting_place, AGENCY),
    ]


def _body(certificate: Certificate) -> list[tuple[str, str, int]]:
    outcome, population = certificate.outcome, certificate.population
    texts = [
        ("tên xã", certificate.commune_name, NAME),
        ("mã xã", certificate.commune, NAME),
        ("nguồn dân số", population.source, ABSTRACT),
        ("mã băm văn bản dân số", population.evidence_sha256, DIGEST),
        ("địa chỉ xác minh", certificate.address, ADDRESS),
        ("mã xác minh", certificate.token, NAME),
        ("phiên bản quy tắc", outcome.rules_version, NAME),
        ("mã băm danh sách", outcome.roster_sha256, DIGEST),
        ("gốc cây băm của danh sách", outcome.roster_root, DIGEST),
        ("gốc cây băm của nhật ký", certificate.log_root, DIGEST),
    ]
    if outcome.threshold is not None:
        texts += [
            ("căn cứ của ngưỡng", outcome.threshold.legal_reference, REFERENCE),
            ("tên văn bản quy định ngưỡng", outcome.threshold.citation, REFERENCE),
            ("tên bộ tiêu chí", outcome.threshold.rule_set, NAME),
            ("điều khoản", outcome.threshold.clause, NAME),
        ]
    return texts
