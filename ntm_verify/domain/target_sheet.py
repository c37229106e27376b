"""Sheets of targets and of what was reached (bảng chỉ tiêu, bảng thực hiện), read into values.

A sheet of targets is a resolution's table: a line for each unit and scheme with its base, a column
for each year. A sheet of actuals has a line for each unit, measure and day. Which of the two it is
is told by its header. All faults are told at once, by the row as the spreadsheet program shows it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from .errors import InvalidInput
from .new_person import read_day
from .ratios import Base
from .targets import MEASURE_LABELS, Actual, Citation, Measure, Target, TargetNotUsable

Rows: TypeAlias = Sequence[tuple[int, tuple[str, ...]]]
HEADERS: Final = {
    "unit": ("ma don vi", "ma xa", "ma"),
    "measure": ("loai hinh", "chi tieu", "so lieu"),
    "base": ("goc", "goc so sanh", "tinh tren"),
    "day": ("ngay", "ngay so lieu", "den ngay"),
    "total": ("tong so", "thuc hien"),
    "inside": ("trong tinh",),
    "outside": ("ngoai tinh",),
    "source": ("nguon", "nguon so lieu"),
}
OF_TARGETS: Final = ("unit", "measure", "base")
OF_ACTUALS: Final = ("unit", "measure", "day", "total", "source")
BASES: Final = {
    "dan so": Base.POPULATION,
    "luc luong lao dong": Base.WORKFORCE,
    "luc luong lao dong trong do tuoi": Base.WORKFORCE,
    "tong so": Base.PLAN_TOTAL,
    "ke hoach": Base.PLAN_TOTAL,
    "trong tinh": Base.PLAN_IN_PROVINCE,
    "ke hoach trong tinh": Base.PLAN_IN_PROVINCE,
}
MOST_ROWS: Final = 5_000
MOST_FAULTS: Final = 100


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong on one row of a sheet (lỗi trong bảng); row 0 is the sheet itself."""

    line: int
    text: str

    def __str__(self) -> str:
        """Name the row first."""
        return f"Dòng {self.line}: {self.text}" if self.line else self.text


class SheetNotUsable(InvalidInput):
    """A sheet from which nothing is taken (bảng chưa dùng được): all faults at once."""

    code = "sheet_not_usable"

    def __init__(self, faults: Sequence[SheetFault]) -> None:
        """Tell every fault; `faults` holds them one by one."""
        super().__init__(" ".join(map(str, faults[:MOST_FAULTS])))
        self.faults = tuple(faults[:MOST_FAULTS])


@dataclass(frozen=True, slots=True)
class Issue:
    """What a whole sheet of targets rests on (căn cứ của bảng): its document, its first day."""

    citation: Citation
    valid_from: date
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet says (nội dung bảng): targets or actuals, never both."""

    targets: tuple[Target, ...] = ()
    actuals: tuple[Actual, ...] = ()


def read_targets(rows: Rows, units: Collection[str], issue: Issue | None) -> Sheet:
    """Read a sheet of either kind; `units` are the codes that it may name.

    Raises:
        SheetNotUsable: with every fault of every row; nothing is taken then.
        TargetNotUsable: a sheet of targets without the document that sets them.

    """
    start, names = _header(rows)
    body = rows[start + 1 :]
    if not names or not body:
        told = "Bảng cần dòng tiêu đề và ít nhất một dòng số liệu. " + SHAPES
        raise SheetNotUsable((SheetFault(0, told),))
    if len(body) > MOST_ROWS:
        told = f"Bảng có {len(body)} dòng, tối đa {MOST_ROWS}. Chia thành nhiều tệp."
        raise SheetNotUsable((SheetFault(0, told),))
    if all(name in names for name in OF_ACTUALS):
        return _all_read(body, names, units, None)
    if issue is None:
        raise TargetNotUsable(
            "Bảng chỉ tiêu cần căn cứ: ghi loại văn bản, số và ký hiệu, ngày, cơ quan ban hành."
        )
    return _all_read(body, names, units, issue)


SHAPES: Final = (
    "Bảng chỉ tiêu có các cột Mã đơn vị, Loại hình, Gốc và mỗi năm một cột (2021, 2022 …); bảng "
    "thực hiện có các cột Mã đơn vị, Loại hình, Ngày, Tổng số, Trong tỉnh, Ngoài tỉnh, Nguồn."
)


def _header(rows: Rows) -> tuple[int, dict[str, int]]:
    for place, (_, texts) in enumerate(rows[:50]):
        told = [_folded(text) for text in texts]
        names = {
            name: told.index(word)
            for name, words in HEADERS.items()
            for word in words[::-1]
            if word in told
        }
        years = {text: at for at, text in enumerate(told) if re.fullmatch(r"(19|20)[0-9]{2}", text)}
        is_plan = years and all(name in names for name in OF_TARGETS)
        if is_plan or all(name in names for name in OF_ACTUALS):
            return place, {**names, **years}
    return 0, {}


def _all_read(
    body: Rows, names: Mapping[str, int], units: Collection[str], issue: Issue | None
) -> Sheet:
    targets: list[Target] = []
    actuals: list[Actual] = []
    faults: list[SheetFault] = []
    for line, texts in body:
        cells = {name: texts[at].strip() if at < len(texts) else "" for name, at in names.items()}
        try:
            measure = _measure(cells, units)
            if issue is None:
                actuals.append(_actual(cells, measure))
            else:
                targets += _path(cells, measure, issue)
        except InvalidInput as wrong:
            faults.append(SheetFault(line, str(wrong)))
    faults += _twice(targets, actuals)
    if faults:
        raise SheetNotUsable(faults)
    return Sheet(tuple(targets), tuple(actuals))


def _twice(targets: Sequence[Target], actuals: Sequence[Actual]) -> list[SheetFault]:
    keys: list[tuple[str, Measure, object]] = [(t.unit, t.measure, t.year) for t in targets]
    keys += [(a.unit, a.measure, a.day) for a in actuals]
    double = sorted((key for key, times in Counter(keys).items() if times > 1), key=str)
    return [
        SheetFault(0, f"Đơn vị {unit}, {MEASURE_LABELS[measure]}, {when}: có hơn một dòng.")
        for unit, measure, when in double
    ]


def _measure(cells: Mapping[str, str], units: Collection[str]) -> Measure:
    if cells["unit"] not in units:
        raise TargetNotUsable(
            f"không có đơn vị mã “{cells['unit']}” trong tỉnh; dùng mã tỉnh hoặc mã xã, phường."
        )
    told = _folded(cells["measure"])
    for measure, label in MEASURE_LABELS.items():
        if told in {measure.value, _folded(label)}:
            return measure
    if told == "bhxh":
        return Measure.SOCIAL
    known = ", ".join(MEASURE_LABELS.values())
    raise TargetNotUsable(f"không rõ loại hình “{cells['measure']}”; ghi một trong: {known}.")


def _path(cells: Mapping[str, str], measure: Measure, issue: Issue) -> list[Target]:
    base = BASES.get(_folded(cells["base"]))
    if base is None:
        raise TargetNotUsable(
            f"không rõ gốc “{cells['base']}”; ghi dân số, lực lượng lao động, tổng số (kế hoạch "
            "tính theo người) hoặc trong tỉnh (kế hoạch chỉ tính người tham gia trong tỉnh)."
        )
    years = [name for name in cells if name.isdecimal() and cells[name]]
    return [_target(cells, int(year), (measure, base), issue) for year in years]


def _target(
    cells: Mapping[str, str], year: int, what: tuple[Measure, Base], issue: Issue
) -> Target:
    measure, base = what
    text = cells[str(year)]
    is_share = base in {Base.POPULATION, Base.WORKFORCE}
    return Target(
        cells["unit"],
        measure,
        year,
        base,
        issue.citation,
        issue.valid_from,
        percent=read_share(text) if is_share else None,
        people=None if is_share else read_people(text),
        demonstration=issue.demonstration,
    )


def _actual(cells: Mapping[str, str], measure: Measure) -> Actual:
    day = read_day(cells["day"])
    if day is None:
        raise TargetNotUsable(f"“{cells['day']}” không phải ngày; ghi dạng 31/12/2026.")
    if not cells["source"]:
        raise TargetNotUsable("thiếu nguồn số liệu; ghi tên báo cáo hoặc văn bản.")
    told = [cells.get(name, "") for name in ("inside", "outside")]
    parts = [read_people(text) if text else None for text in told]
    actual = Actual(
        cells["unit"], measure, day, read_people(cells["total"]), cells["source"], *parts
    )
    if actual.adds_up is False:
        raise TargetNotUsable(
            f"trong tỉnh cộng ngoài tỉnh là {(actual.inside or 0) + (actual.outside or 0)}, khác "
            f"tổng số {actual.total}; kiểm tra lại ba số này."
        )
    return actual


def read_people(text: str) -> int:
    """Read a count as offices write it: "11.136", "11136", "11 136".

    Raises:
        TargetNotUsable: the text is no whole number.

    """
    if re.fullmatch(r"[0-9]{1,9}|[0-9]{1,3}([. \u00a0][0-9]{3}){1,2}", text):
        return int(re.sub(r"[^0-9]", "", text))
    raise TargetNotUsable(f"“{text}” không phải số người; ghi như 11.136.")


def read_share(text: str) -> Decimal:
    """Read a share as offices write it: "29,5%", "91 %", "91"; exact, never by a float.

    Raises:
        TargetNotUsable: the text is no share.

    """
    shape = re.fullmatch(r"([0-9]{1,3})(?:[,.]([0-9]{1,4}))?\s*%?", text)
    if shape is None:
        raise TargetNotUsable(f"“{text}” không phải tỷ lệ; ghi như 29,5%.")
    return Decimal(f"{shape[1]}.{shape[2]}" if shape[2] else shape[1])


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.replace("đ", "d").replace("Đ", "D").casefold().split())
