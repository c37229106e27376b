"""Would the certified communes pass by another rule set (còn đạt theo bộ tiêu chí khác không).

Computed from the exact counts that stand in the papers' dossiers; no paper changes by it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from .appraisal import Appraisal
from .coverage import DOUBT_LABELS, VERDICT_LABELS, Assessment, Verdict
from .province_report import Cell, Linked, Report, ReportTable
from .wording import day as written
from .wording import percent

NOTES: Final = (
    (
        "Tính từ số người và dân số đã ghi trong hồ sơ của từng văn bản còn hiệu lực, so số người "
        "chứ không so tỷ lệ làm tròn. Thẻ hết hạn, người đến hay đi sau ngày chốt không được tính "
        "lại: muốn có kết luận mới, xã phải nộp danh sách mới."
    ),
    "Văn bản đã ban hành giữ nguyên giá trị; việc xem này không thay đổi văn bản nào.",
)


@dataclass(frozen=True, slots=True)
class CommuneRecheck:
    """One certified commune (một xã): what held then, what the chosen set says.

    `outside` tells why the unit is not judged any more: it ended, or became a ward.
    """

    dossier: Appraisal
    then: Assessment
    now: Assessment
    outside: str = ""


@dataclass(frozen=True, slots=True)
class ProvinceRecheck:
    """A province's certified communes against one set (toàn tỉnh)."""

    rule_set: str
    day: date
    communes: tuple[CommuneRecheck, ...]

    @property
    def counts(self) -> Counter[Verdict]:
        """Count the verdicts of communes that are still judged."""
        return Counter(one.now.verdict for one in self.communes if not one.outside)

    @property
    def outside(self) -> int:
        """Count communes that are not judged any more."""
        return sum(bool(one.outside) for one in self.communes)


def verdict_of(one: CommuneRecheck) -> str:
    """Say what becomes of a commune in one phrase."""
    return "không còn xét" if one.outside else VERDICT_LABELS[one.now.verdict]


def why(one: CommuneRecheck) -> str:
    """Say why nothing can be concluded, or nothing is asked any more; "" where all is clear."""
    return one.outside or " ".join(DOUBT_LABELS[doubt] for doubt in one.now.doubts)


def threshold_of(one: CommuneRecheck) -> str:
    """Write the threshold that a commune is held to."""
    t = one.now.threshold
    if t is None:
        return "chưa có"
    exact = f"{t.percent.normalize():f}".replace(".", ",") + "\u00a0%"
    return f"{exact} (nhóm {t.group})" if t.group else exact


def recheck_report(found: ProvinceRecheck, province: str, base_url: str) -> Report:
    """Lay the table out as a workbook takes it."""
    counts = found.counts
    facts = (
        ("Đơn vị", province),
        ("Bộ tiêu chí", found.rule_set or "không có bộ nào áp dụng"),
        ("Xem ngày", written(found.day)),
        *((VERDICT_LABELS[verdict].capitalize(), str(counts[verdict])) for verdict in Verdict),
        ("Không còn xét", str(found.outside)),
        ("Cách tính", NOTES[0]),
        ("Giá trị", NOTES[1]),
    )
    head = (
        *("Mã", "Xã", "Chốt số liệu", "Người tham gia", "Dân số", "Tỷ lệ", "Ngưỡng"),
        *("Cần có", "Còn thiếu", "Kết luận", "Lý do", "Nguồn: số văn bản"),
    )
    rows = tuple(_row(one, base_url) for one in found.communes)
    table = ReportTable("Còn đạt không", head, rows)
    return Report("CÁC XÃ ĐÃ CÓ KẾT QUẢ XÉT THEO BỘ TIÊU CHÍ ĐƯỢC CHỌN", facts, (table,))


def _row(one: CommuneRecheck, base_url: str) -> tuple[Cell, ...]:
    dossier, now = one.dossier, one.now
    paper = dossier.certificate
    return (
        dossier.commune,
        dossier.commune_name,
        written(dossier.as_of),
        now.tally.insured,
        now.population.total,
        percent(now.percent_truncated),
        threshold_of(one),
        "" if now.required is None else now.required,
        "" if now.shortfall is None else now.shortfall,
        verdict_of(one),
        why(one),
        Linked(paper, f"{base_url}/certificates/{paper}.pdf") if paper else "",
    )
