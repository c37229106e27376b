"""Made-up certificates; nobody and nothing in them exists (DỮ LIỆU GIẢ LẬP)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from ntm_verify.domain.appraisal import Counts, HamletCount, Outcome
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.coverage import Doubt, Tally, Threshold
from ntm_verify.domain.population import Population
from ntm_verify.domain.unit import Letterhead

MOMENT: Final = datetime(2026, 1, 5, 2, 30, tzinfo=UTC)
LETTERHEAD: Final = Letterhead(
    parent="BẢO HIỂM XÃ HỘI VIỆT NAM",
    issuer="BẢO HIỂM XÃ HỘI TỈNH MẪU SƠN",
    symbol="TB-BHXH",
    place="Mẫu Sơn",
    authority="KT. GIÁM ĐỐC",
    post="PHÓ GIÁM ĐỐC",
    address="Địa chỉ: số 1, đường Giả Lập, phường Mẫu Sơn; điện thoại: 0200 000 0000; "
    "thư điện tử: vanthu@mauson.example",
    recipients=(
        "Ủy ban nhân dân xã Hiệp Thành",
        "Văn phòng Điều phối nông thôn mới tỉnh",
        "Lưu: VT, TST",
    ),
)
NATIONAL: Final = Threshold(
    rule_set="NTM-2016",
    clause="15.1",
    legal_reference="Quyết định số 1980/QĐ-TTg ngày 17/10/2016 của Thủ tướng Chính phủ",
    percent=Decimal(85),
    sha256="5" * 64,
    both_sexes=False,
)
BOTH_SEXES: Final = replace(
    NATIONAL,
    rule_set="NTM-2021",
    legal_reference="Quyết định số 318/QĐ-TTg ngày 08/3/2022 của Thủ tướng Chính phủ",
    percent=Decimal(90),
    both_sexes=True,
)
POPULATION: Final = Population(
    1564,
    source="Báo cáo số 12/BC-UBND của Ủy ban nhân dân xã Hiệp Thành",
    day=date(2019, 4, 1),
    male=770,
    female=794,
    basis="permanent",
    signer="Trần Thị Ký",
    evidence_sha256="e" * 64,
)
TALLY: Final = Tally(1500, doubtful=0, male=735, female=760, unknown=5)
HAMLETS: Final = (
    HamletCount("Thôn Một", 520, 540),
    HamletCount("Thôn Hai", 480, 490),
    HamletCount("Bản Nậm Ún", 500, 501),
)


def an_outcome(**changes: Any) -> Outcome:  # noqa: ANN401 - fields of the value
    """Build what the checks made of the list of Hiệp Thành."""
    outcome = Outcome(
        roster_sha256="0123456789abcdef" * 4,
        roster_root="fedcba9876543210" * 4,
        salts_sha256="a" * 64,
        report_sha256="b" * 64,
        counts=Counts(rows=1531, people=1510, counted=1500, not_counted=31, doubtful=0),
        tally=TALLY,
        hamlets=(),
        threshold=NATIONAL,
        reason_not_found=Doubt.NO_RULE,
        rules_version="2026.1",
        checked_at=MOMENT,
    )
    return replace(outcome, **changes)


def a_certificate(**changes: Any) -> Certificate:  # noqa: ANN401 - fields of the value
    """Build the paper of Hiệp Thành: 1.500 of 1.564 people at 85 %."""
    certificate = Certificate(
        id=UUID("0192b1f0-0000-7000-8000-00000000000c"),
        appraisal_id=UUID("0192b1f0-0000-7000-8000-000000000001"),
        province="99",
        year=2026,
        number=5,
        token="ABCDEFGHJKLMN"[:13].replace("L", "2"),  # a made-up code
        commune="99001",
        commune_name="Xã Hiệp Thành",
        as_of=date(2019, 9, 25),
        population=POPULATION,
        outcome=an_outcome(),
        letterhead=LETTERHEAD,
        planned_at=MOMENT,
        planned_by="lanh-dao-1",
        signer_name="Nguyễn Thị Giả Lập",
        log_size=1234,
        log_root="c" * 64,
        address="https://ntm.example/xac-minh/ABCDEFGHJK2MN",
    )
    return replace(certificate, **changes)


def a_letterhead(**changes: Any) -> Letterhead:  # noqa: ANN401 - fields of the value
    """Build the letterhead of the office that does not exist."""
    return replace(LETTERHEAD, **changes)
