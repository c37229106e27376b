"""An administrator looks units up and looks at a change of units before it is decided."""

import re
from collections.abc import Callable
from html import unescape
from typing import Final

from tests.support.site import Visitor

TYPED: Final = {
    "kind": "merge",
    "unit-00001": "1",
    "unit-00002": "1",
    "unit-00003": "1",
    "new": "00991; Xã Mẫu Sáp Nhập",
    "day": "01/7/2026",
    "document": "Nghị quyết 1/NQ (DỮ LIỆU GIẢ LẬP)",
}


def test_old_and_new_names_are_looked_up_without_accents(
    visitor: Callable[[str], Visitor],
) -> None:
    page = unescape(visitor("quan-tri").get("/province/units?q=thanh+quoi").text)

    assert "Xã Thạnh Quới" in page
    assert "Đã chia cho nhiều đơn vị, cần hỏi lại địa bàn cụ thể" in page
    empty = visitor("quan-tri").get("/province/units?q=khong+co+ten+nay").text
    assert "Không có đơn vị nào mang tên hoặc mã này" in empty
    assert visitor("quan-tri").get("/province/units?unit=99999").status_code == 404


def test_a_merger_is_looked_at_and_an_old_preview_decides_nothing(
    visitor: Callable[[str], Visitor],
) -> None:
    administrator = visitor("quan-tri")

    page = unescape(administrator.post("/province/units/preview", TYPED).text)

    assert "Xã Mẫu An (00001), Xã Mẫu Bình (00002), Xã Mẫu Cường (00003)" in page
    assert "Xã Mẫu Sáp Nhập (00991)" in page
    fields = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page))
    assert {name: fields[name] for name in TYPED} == TYPED
    assert len(fields["seen"]) == 16
    stale = administrator.post("/province/units", {**fields, "seen": "0" * 16})
    assert stale.status_code == 409
    assert "Sáp Nhập" not in administrator.get("/province/units").text


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    visitor: Callable[[str], Visitor],
) -> None:
    for field, value in (("day", "ngày mai"), ("kind", ""), ("new", "00004; Xã"), ("document", "")):
        answer = visitor("quan-tri").post("/province/units/preview", TYPED | {field: value})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert 'name="unit-00002" value="1" checked' in answer.text
