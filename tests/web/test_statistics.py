"""The statistics page counts the decisions of the span it names."""

from collections.abc import Callable

from tests.support.site import Visitor

Known = Callable[[str], Visitor]


def test_reasons_and_days_are_shown_and_a_span_without_decisions_says_so(visitor: Known) -> None:
    page = visitor("tham-dinh").get("/appraisals/statistics").text
    assert "Danh sách còn lỗi phải sửa" in page
    assert "Kết quả kiểm tra thực tế không khớp" in page
    assert "Xã Mẫu An" in page
    empty = visitor("tham-dinh").get("/appraisals/statistics?from=01/01/2001&to=02/01/2001").text
    assert "Không có hồ sơ nào bị trả lại" in empty
