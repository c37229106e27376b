"""The longest paper that may come (văn bản dài nhất), to look at a province's texts before use.

Everything in it is made up and says so on every page; only the texts under test are the province's
(DỮ LIỆU GIẢ LẬP).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from .appraisal import Counts, HamletCount, Outcome
from .certificate import TOKEN_ALPHABET, TOKEN_LENGTH, Certificate
from .coverage import Doubt, Tally, Threshold
from .population import Population
from .unit import Letterhead
from .waiver import Waiver, WaiverState

HAMLETS: Final = 120
"""Rows of the annex: more than any commune has."""
WAIVERS: Final = 6
COMMUNE: Final = "Xã Giả Lập Mường Khương Nậm Lúc Bản Phiệt"
PERSON: Final = "Nguyễn Phan Hoàng Trần Lê Đặng Vũ Bùi Đỗ Hồ Ngô Lý"
NOBODY: Final = UUID(int=0)
_VOUCHED: Final = 280
"""Signs of a usual signed short statement: the QR code is drawn as dense as a real one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper would be made (nơi ban hành): province, address, and names that occur there."""

    province: str
    base_url: str
    communes: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def worst_case(letterhead: Letterhead, place: Place, now: datetime) -> Certificate:
    """Give a paper with the longest names, every figure by sex, many hamlets and waivers."""
    token = TOKEN_ALPHABET[:TOKEN_LENGTH]
    outcome = _outcome(now)
    return Certificate(
        id=NOBODY,
        appraisal_id=NOBODY,
        province=place.province,
        year=now.year,
        number=99999,
        token=token,
        commune="00000",
        commune_name=_longest((COMMUNE, *place.communes)),
        as_of=date(now.year, 12, 20),
        population=Population(
            31_564,
            source="Báo cáo giả lập số 1234/BC-UBND của Ủy ban nhân dân cấp xã về dân số, kèm theo "
            "biểu tổng hợp của từng thôn, bản, tổ dân phố",
            day=date(now.year, 12, 20),
            male=15_770,
            female=15_794,
            basis="permanent",
            evidence_sha256="e" * 64,
        ),
        outcome=outcome,
        letterhead=letterhead,
        planned_at=now,
        planned_by="",
        signer_name=_longest((PERSON, *place.people)),
        log_size=99_999_999,
        log_root="c" * 64,
        address=f"{place.base_url}/verify/{token}",
        demonstration=True,
        appraiser=_longest((PERSON, *place.people)),
        waivers=tuple(_waiver(number, now) for number in range(1, WAIVERS + 1)),
        unwaived=Tally(29_000, male=14_500, female=14_480, unknown=20),
        vouched="0" * _VOUCHED,
    )


def _outcome(now: datetime) -> Outcome:
    return Outcome(
        roster_sha256="0" * 64,
        roster_root="1" * 64,
        salts_sha256="2" * 64,
        report_sha256="3" * 64,
        counts=Counts(rows=31_000, people=30_500, counted=30_000, not_counted=1000, doubtful=12),
        tally=Tally(30_000, doubtful=12, male=14_990, female=14_995, unknown=15),
        hamlets=tuple(
            HamletCount(f"Thôn giả lập số {n} Nà Pặc Khuổi Ún Nậm Lúc", 250, 255)
            for n in range(1, HAMLETS + 1)
        ),
        threshold=Threshold(
            rule_set="DL-GIA-LAP",
            clause="15.1",
            legal_reference="1234/2026/QĐ-GIALAP",
            percent=Decimal("92.55"),
            sha256="5" * 64,
            both_sexes=True,
            demonstration=True,
            citation="Quyết định giả lập số 1234/2026/QĐ-GIALAP ngày 29/12/2026 của cơ quan giả "
            "lập về bộ tiêu chí chỉ dùng để xem thử cách trình bày văn bản dài nhất",
        ),
        reason_not_found=Doubt.NO_RULE,
        rules_version="xem-thu",
        checked_at=now,
    )


def _waiver(number: int, now: datetime) -> Waiver:
    return Waiver(
        number=number,
        rule="name_too_long",
        rows=tuple((0, row) for row in range(1, number + 1)),
        reason_code="foreign_name",
        reason="",
        evidence="",
        asked_by="",
        asked_name=PERSON,
        asked_at=now,
        state=WaiverState.GRANTED,
        decided_name=PERSON,
        decided_at=now,
        legal_base=f"Công văn giả lập số {number}234/BHXH-GĐ ngày 29/12/2026 về miễn áp dụng quy "
        "tắc ghi họ tên đối với người dân tộc thiểu số",
        until=date(now.year, 12, 31),
        people=number,
        title="Họ tên dài hơn mức thường gặp",
    )


def _longest(names: Iterable[str]) -> str:
    """Give the longest name; of equals the first."""
    return max(names, key=len)
