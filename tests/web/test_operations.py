"""Operators see what waits and what failed; nobody else does."""

from collections.abc import Callable

from tests.support.site import Visitor

Known = Callable[[str], Visitor]


def test_the_lines_of_work_are_shown_without_names(visitor: Known) -> None:
    text = visitor("quan-tri").get("/operations").text

    assert "Không có cảnh báo" in text
    assert "Việc nền (kiểm tra danh sách)" in text
    assert "Webhook" in text


def test_others_are_sent_away(visitor: Known) -> None:
    for username in ("xa-an", "tham-dinh", "ky", "kiem-toan"):
        assert visitor(username).get("/operations").status_code == 403
