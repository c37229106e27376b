"""A resolution's table is read as it is printed, or told what is wrong with it, row by row."""

from datetime import date
from decimal import Decimal

import pytest

from ntm_verify.domain.ratios import Base
from ntm_verify.domain.target_sheet import (
    Issue,
    SheetNotUsable,
    read_people,
    read_share,
    read_targets,
)
from ntm_verify.domain.targets import Citation, Measure, TargetNotUsable
from tests.support.files import read_fixture

PAPER = Citation("Nghị quyết", "02-NQ/TU", date(2021, 1, 15), "Tỉnh ủy")
ISSUE = Issue(PAPER, date(2021, 2, 1))
UNITS = {"70", "25195"}
HEAD = (3, ("Mã đơn vị", "Loại hình", "Gốc", "2021", "2022", "2023", "2024", "2025"))
ACTUALS = (1, ("Mã đơn vị", "Loại hình", "Ngày", "Tổng số", "Trong tỉnh", "Ngoài tỉnh", "Nguồn"))


def test_the_road_map_of_five_years_and_three_schemes_comes_from_one_sheet() -> None:
    case = next(c for c in read_fixture("golden/figures.toml")["case"] if c["id"] == "G14")
    rows = [
        (4 + place, ("70", scheme, base, *(texts[place] for texts in case["printed"].values())))
        for place, (scheme, base) in enumerate(zip(case["schemes"], case["bases"], strict=True))
    ]

    found = read_targets([(1, ("LỘ TRÌNH",)), HEAD, *rows], UNITS, ISSUE).targets

    told = {(t.measure, t.year): t.percent for t in found}
    order = (Measure.SOCIAL, Measure.UNEMPLOYMENT, Measure.HEALTH)
    assert told == {
        (measure, int(year)): Decimal(value) / 10
        for year, values in case["per_mille"].items()
        for measure, value in zip(order, values, strict=True)
    }
    assert {t.base for t in found if t.measure is not Measure.HEALTH} == {Base.WORKFORCE}
    assert {t.citation for t in found} == {PAPER}


def test_a_sheet_of_targets_without_its_document_is_refused() -> None:
    with pytest.raises(TargetNotUsable, match="cần căn cứ"):
        read_targets([HEAD, (4, ("70", "BHYT", "dân số", "91"))], UNITS, None)


def test_actuals_with_parts_that_do_not_add_up_are_a_fault() -> None:
    good = ("70", "BHYT", "31/12/2023", "154.621", "148.722", "5.899", "Báo cáo năm")
    odd = ("70", "BHYT", "30/11/2023", "154.621", "148.722", "5.898", "Báo cáo tháng")

    (found,) = read_targets([ACTUALS, (2, good)], UNITS, None).actuals

    assert (found.total, found.inside, found.outside) == (154_621, 148_722, 5_899)
    with pytest.raises(SheetNotUsable, match=r"Dòng 3: trong tỉnh cộng ngoài tỉnh là 154620"):
        read_targets([ACTUALS, (2, good), (3, odd)], UNITS, None)


def test_every_fault_is_told_at_once_with_its_row() -> None:
    rows = [
        HEAD,
        (4, ("99", "BHYT", "dân số", "91")),
        (5, ("70", "xổ số", "dân số", "91")),
        (6, ("70", "BHYT", "trời", "91")),
        (7, ("70", "BHYT", "dân số", "nhiều")),
        (8, ("70", "BHTN", "tổng số", "10,5")),
        (9, ("25195", "BHYT", "dân số", "91")),
        (10, ("25195", "BHYT", "dân số", "92")),
    ]

    with pytest.raises(SheetNotUsable) as wrong:
        read_targets(rows, UNITS, ISSUE)

    assert [fault.line for fault in wrong.value.faults] == [4, 5, 6, 7, 8, 0]


@pytest.mark.parametrize("rows", [[], [(1, ("tên", "tuổi"))], [HEAD]])
def test_a_sheet_that_is_no_table_of_targets_says_how_one_looks(rows: list[object]) -> None:
    with pytest.raises(SheetNotUsable, match="mỗi năm một cột"):
        read_targets(rows, UNITS, ISSUE)  # type: ignore[arg-type] # rows of each kind


def test_counts_and_shares_are_read_as_offices_write_them() -> None:
    assert [read_people(text) for text in ("11.136", "11136", "3.164.738")] == [
        *(11_136, 11_136, 3_164_738),
    ]
    assert [read_share(text) for text in ("29,5%", "91 %", "91")] == [
        *(Decimal("29.5"), Decimal(91), Decimal(91)),
    ]
    for wrong in ("1.5", "", "11,136", "mười"):
        with pytest.raises(TargetNotUsable):
            read_people(wrong)
