"""Every box of Nghị định 30/2020/NĐ-CP stands where its table says, measured by PDFium in mm."""

import io
from typing import Final

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # ships no types
import pytest

from . import samples
from .reading import BOTTOM, LEFT, MM, RIGHT, TOP

SPLIT: Final = LEFT + 66
"""Between the two columns of 66 and 94 mm."""
Box = tuple[float, float, float, float]
HEAD: Final = (TOP, TOP + 26)
BOXES: Final[dict[str, tuple[str, int, Box]]] = {
    "1 quốc hiệu": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0, (SPLIT, RIGHT, TOP, TOP + 7)),
    "1 tiêu ngữ": ("Độc lập - Tự do - Hạnh phúc", 0, (SPLIT, RIGHT, TOP + 4, TOP + 13)),
    "2 cơ quan chủ quản": ("BẢO HIỂM XÃ HỘI VIỆT NAM", 0, (LEFT, SPLIT, TOP, TOP + 7)),
    "2 cơ quan ban hành": ("TỈNH MẪU SƠN", 0, (LEFT, SPLIT, TOP + 4, TOP + 17)),
    "3 số, ký hiệu": ("Số: 05/BC-BHXH", 0, (LEFT, SPLIT, TOP + 12, HEAD[1])),
    "4 địa danh, ngày tháng": ("Mẫu Sơn, ngày 05 tháng 01 năm 2026", 0, (SPLIT, RIGHT, *HEAD)),
    "5a tên loại": ("BÁO CÁO", 0, (LEFT, RIGHT, TOP + 24, TOP + 40)),
    "5a trích yếu": ("Kết quả thẩm định tỷ lệ", 0, (LEFT, RIGHT, TOP + 30, TOP + 50)),
    "9a kính gửi": ("Kính gửi:", 0, (LEFT, RIGHT, TOP + 40, TOP + 65)),
    "6 căn cứ": ("Căn cứ Luật Bảo hiểm y tế", 0, (LEFT + 12.5, RIGHT, TOP + 60, BOTTOM)),
    "6 nội dung": ("1. Số liệu thẩm định", 0, (LEFT + 12.5, RIGHT, TOP + 90, BOTTOM)),
    "13 địa chỉ": ("Địa chỉ: số 1, đường Giả Lập", 0, (LEFT, RIGHT, BOTTOM, 297)),
    "7a thẩm quyền": ("KT. GIÁM ĐỐC", 1, (SPLIT, RIGHT, TOP, BOTTOM)),
    "7a chức vụ": ("PHÓ GIÁM ĐỐC", 1, (SPLIT, RIGHT, TOP, BOTTOM)),
    "7b họ tên": ("Nguyễn Thị Giả Lập", 1, (SPLIT, RIGHT, TOP, BOTTOM)),
    "9b nơi nhận": ("Nơi nhận:", 1, (LEFT, SPLIT, TOP, BOTTOM)),
}
"""What to look for, on which page, and the room it must keep to: left, right, top, bottom."""


def place(page: pypdfium2.PdfPage, text: str) -> Box:
    """Give left, right, top, bottom of the first place of a text, in mm from top left."""
    words = page.get_textpage()
    found = words.search(text, match_case=True).get_next()
    assert found is not None, text
    start, count = found
    boxes = [words.get_charbox(i) for i in range(start, start + count)]
    boxes = [box for box in boxes if box[2] > box[0]]
    height = page.get_height()
    return (
        min(box[0] for box in boxes) * MM,
        max(box[2] for box in boxes) * MM,
        (height - max(box[3] for box in boxes)) * MM,
        (height - min(box[1] for box in boxes)) * MM,
    )


@pytest.fixture(scope="module")
def measured() -> dict[str, Box]:
    with pypdfium2.PdfDocument(io.BytesIO(samples.report().content)) as pdf:
        return {name: place(pdf[page], text) for name, (text, page, _) in BOXES.items()}


@pytest.mark.parametrize("name", BOXES)
def test_each_box_keeps_to_its_room(measured: dict[str, Box], name: str) -> None:
    x0, x1, top, bottom = measured[name]
    left, right, high, low = BOXES[name][2]

    assert left - 0.3 <= x0 < x1 <= right + 0.3
    assert high <= top < bottom <= low


def test_boxes_follow_each_other_down_the_page(measured: dict[str, Box]) -> None:
    for order in (
        ("1 quốc hiệu", "1 tiêu ngữ", "4 địa danh, ngày tháng", "5a tên loại", "5a trích yếu"),
        ("2 cơ quan chủ quản", "2 cơ quan ban hành", "3 số, ký hiệu", "5a tên loại"),
        ("5a trích yếu", "9a kính gửi", "6 căn cứ", "6 nội dung", "13 địa chỉ"),
        ("7a thẩm quyền", "7a chức vụ", "7b họ tên"),
    ):
        ends = [measured[name][3] for name in order]
        assert ends == sorted(ends), order


def test_signature_and_seal_have_their_fields_between_post_and_name(
    measured: dict[str, Box],
) -> None:
    """Boxes 7c and 8: the seal covers about a third of the signature, on its left side."""
    with pikepdf.open(io.BytesIO(samples.report().content)) as pdf:
        fields = {
            str(one["/T"]): [float(side) * MM for side in one["/Rect"]]
            for one in pdf.pages[1]["/Annots"]
            if str(one.get("/FT", "")) == "/Sig"
        }
        height = float(pdf.pages[1].mediabox[3]) * MM
    left, low, right, high = fields["ChuKy"]
    seal_left, seal_low, seal_right, seal_high = fields["ConDau"]
    middle = sum(measured["7b họ tên"][:2]) / 2

    assert (left + right) / 2 == pytest.approx(middle, abs=1)
    assert measured["7a chức vụ"][3] <= height - high < height - low <= measured["7b họ tên"][2]
    assert 0.25 <= (seal_right - left) / (right - left) <= 0.42
    assert seal_left < left
    assert (seal_low + seal_high) / 2 == pytest.approx((low + high) / 2, abs=1)
