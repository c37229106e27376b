"""Old fonts are written sign for sign as files of their day hold them."""

from itertools import product
from unicodedata import normalize

import pytest

from ntm_verify.domain.synthetic_fonts import FONTS, in_old_font
from ntm_verify.regulations.columns import load_wordings

SENTENCE = "Nguyễn Thị Hường, Đặng Ánh, Phạm Kỳ Lĩnh, Việt Ỷ"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Bảo Thắng", "B¶o Th¾ng"),
        ("Mường Khương", "M\u00adêng Kh\u00ad¬ng"),
        ("Bát Xát", "B¸t X¸t"),
        ("Đặng Thị Thuỷ", "§Æng ThÞ Thuû"),
        ("Ánh", "¸nh"),
    ],
)
def test_tcvn3(text: str, written: str) -> None:
    assert in_old_font(text, "tcvn3") == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Xin chào các bạn", "Xin chaøo caùc baïn"),
        ("Nguyễn Thị Hường", "Nguyeãn Thò Höôøng"),
        ("Đặng Ánh", "Ñaëng AÙnh"),
        ("Kỳ Tĩnh Ỵ", "Kyø Tónh Î"),
    ],
)
def test_vni(text: str, written: str) -> None:
    assert in_old_font(text, "vni") == written


def test_decomposed_letters_are_written_like_composed_ones() -> None:
    assert in_old_font("Hoa\u0300", "vni") == in_old_font("Hoà", "vni")


@pytest.mark.parametrize("font", FONTS)
def test_the_reader_turns_every_letter_back(font: str) -> None:
    vowels = product("aăâeêioôơuưy", ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"])
    letters = ["đ", *(normalize("NFC", vowel + tone) for vowel, tone in vowels)]
    convert = load_wordings().fonts[font].convert

    assert [convert(in_old_font(letter, font)) for letter in letters] == letters


@pytest.mark.parametrize("font", FONTS)
def test_every_sign_is_one_byte(font: str) -> None:
    in_old_font(f"{SENTENCE} Ayŭn – Kbuôr", font).replace("–", "-").encode("latin-1")


def test_without_a_font_nothing_changes() -> None:
    assert in_old_font(SENTENCE, "") == SENTENCE
