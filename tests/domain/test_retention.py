"""Terms go back by whole months, and what is left of a list says when, why and how much."""

from datetime import UTC, datetime

import pytest

from ntm_verify.domain.retention import NOTHING, files_of, months_before, plan_of, purged_by
from tests.support.builders import an_id

ERASED = {
    "type": "privacy.erased",
    "at": "2029-10-01T20:00:00.000000Z",
    "after": {"rule": "person_rows", "basis": "12/QĐ", "months": 120, "rows": 1564},
}


@pytest.mark.parametrize(
    ("moment", "months", "before"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2024, 3, 31), 1, (2024, 2, 29)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2026, 12, 31), 12, (2025, 12, 31)),
        ((2026, 5, 31), 120, (2016, 5, 31)),
        ((2026, 5, 31), 99_999, (1, 1, 1)),
    ],
)
def test_months_are_counted_back_to_a_day_that_there_is(
    moment: tuple[int, int, int], months: int, before: tuple[int, int, int]
) -> None:
    assert months_before(datetime(*moment, tzinfo=UTC), months) == datetime(*before, tzinfo=UTC)


def test_the_purge_of_a_list_is_told_in_one_sentence() -> None:
    other = {**ERASED, "after": {"event": 3, "field": "note", "basis": "12/QĐ"}}

    purged = purged_by([other, {**ERASED, "type": "check.computed"}, ERASED])

    assert purged_by([other]) is None
    assert str(purged) == (
        "Họ tên, mã số của 1.564 dòng trong danh sách đã được xóa ngày 02/10/2029 khi hết thời "
        "hạn lưu giữ 120 tháng, căn cứ 12/QĐ. Số liệu, mã băm, văn bản và nhật ký của hồ sơ vẫn "
        "còn."
    )


def test_files_with_personal_values_are_found_in_a_state_and_the_empty_report_is_not() -> None:
    state = {
        "files": ["f"],
        "preparation": {"corrections_sha256": "c", "previous_roster": "p"},
        "check": {"roster_sha256": "r", "report_sha256": NOTHING},
        "unwaived": None,
        "population_evidence": "e",
    }

    assert files_of(state) == {"f", "c", "r"}


def test_a_plan_is_named_by_its_dossiers_in_any_order() -> None:
    assert plan_of([an_id(1), an_id(2)]) == plan_of([an_id(2), an_id(1)]) != plan_of([an_id(1)])
