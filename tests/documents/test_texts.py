"""Names and dates are written as on official papers."""

import unicodedata
from datetime import date

import pytest

from ntm_verify.documents.texts import abstract, clean, clean_lines, commune_in_text
from ntm_verify.domain.wording import short_day

from .papers import LETTERHEAD


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Hiệp Thành", "xã Hiệp Thành"),
        ("Xã Hiệp Thành", "xã Hiệp Thành"),
        ("XÃ Hiệp Thành", "xã Hiệp Thành"),
        ("Phường 1", "Phường 1"),
        ("Phường Mẫu Sơn", "phường Mẫu Sơn"),
        ("Đặc khu Mẫu Sơn", "đặc khu Mẫu Sơn"),
        ("Xãm Lá", "xã Xãm Lá"),
    ],
)
def test_the_common_noun_is_small_except_before_a_number(name: str, written: str) -> None:
    assert commune_in_text(name) == written


def test_texts_come_out_composed_and_on_one_line() -> None:
    apart = unicodedata.normalize("NFD", " Bản  Nậm\tÚn\n")

    assert clean(apart) == "Bản Nậm Ún"
    assert clean_lines("  BẢO HIỂM XÃ HỘI \n\n TỈNH  MẪU ") == "BẢO HIỂM XÃ HỘI\nTỈNH MẪU"


def test_the_abstract_names_the_commune() -> None:
    assert abstract(LETTERHEAD, "Xã Hiệp Thành") == (
        "Kết quả thẩm định tỷ lệ người dân tham gia bảo hiểm y tế của xã Hiệp Thành"
    )


def test_only_january_and_february_are_padded() -> None:
    days = [date(2026, 1, 1), date(2026, 2, 15), date(2026, 3, 5), date(2026, 12, 31)]

    assert [short_day(day) for day in days] == [
        "01/01/2026",
        "15/02/2026",
        "05/3/2026",
        "31/12/2026",
    ]
