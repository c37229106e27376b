"""A name is cleaned without being changed, compared without being confused, and rarely refused."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.findings import Check
from ntm_verify.domain.participant_list import Kind
from ntm_verify.domain.person_name import (
    PLAIN,
    NameCell,
    clean_name,
    exact_key,
    fold_key,
    name_is_suspicious,
    name_trouble,
    people_key,
    place_key,
    sort_key,
    tone_key,
)
from tests.support.lists import CODES


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Nguyễn \u00a0 Văn\tAn ", "Nguyễn Văn An"),
        (unicodedata.normalize("NFD", "Trần Thị Hoà"), "Trần Thị Hoà"),
        ("\u00d0ặng V\u0103n \u00d0\u1ee9c", "Đặng Văn Đức"),
        ("\u00f0inh", "đinh"),
        ("Lê\u200b\ufeff Thị\u200d Hoa\u00ad", "Lê Thị Hoa"),
        ("Lê\u200bHoa", "Lê Hoa"),
        ("H\u2019Ngọc", "H'Ngọc"),
        ("Y\u2011Bih", "Y-Bih"),
        ("Nguyễn\nVăn An", "Nguyễn Văn An"),
        ("\u3000", ""),
    ],
)
def test_a_name_is_written_one_way(text: str, name: str) -> None:
    assert clean_name(text) == name


def test_tone_placement_and_capitals_stay_as_they_were_written() -> None:
    for name in ("Hoà", "Hòa", "NGUYỄN VĂN AN", "nguyễn văn an"):
        assert clean_name(name) == name


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_name(clean_name(text)) == clean_name(text)


def test_letters_of_the_repertoire_are_composed_already() -> None:
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        assert unicodedata.is_normalized("NFC", chr(code))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "Hòa"),
        ("Thuỷ", "Thủy"),
        ("Thuý", "Thúy"),
        ("HOÀ", "hòa"),
        ("Lê Thị Xoè", "lê thị xòe"),
        ("Khoẻ", "Khỏe"),
    ],
)
def test_a_tone_may_stand_on_either_vowel(one: str, other: str) -> None:
    assert tone_key(one) == tone_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thuỷ", "Thuý"),
        ("Hoà", "Hoa"),
        ("Hùng", "Hưng"),
        ("Hường", "Hương"),
        ("Lan", "Loan"),
        ("Nguyễn Văn An", "Nguyen Van An"),
        ("Đan", "Dan"),
        ("Văn An", "An Văn"),
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert tone_key(one) != tone_key(other)
    assert exact_key(one) != exact_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hùng", "Hưng"), ("Nguyễn Văn Đức", "NGUYEN VAN DUC"), ("Thuỷ", "thúy"), ("Ñiê", "nie")],
)
def test_folding_leaves_no_accent(one: str, other: str) -> None:
    assert fold_key(one) == fold_key(other)


def test_the_exact_key_forgives_capitals_only() -> None:
    assert exact_key("NGUYỄN Văn") == exact_key("nguyễn văn")
    assert exact_key("Hoà") != exact_key("Hòa")


ORDERED = [
    *(
        "An",
        "An Bình",
        "Anh",
        "Ánh",
        "Ăn",
        "Ân",
        "Ất",
        "Ba",
        "Bà",
        "Bả",
        "Bã",
        "Bá",
        "Bạ",
        "Bình An",
    ),
    *("Dân", "Đan", "Đông", "Em", "Êm", "Giang", "Oanh", "Ô", "Ơn", "Uyên", "Ưng", "Xuân", "Ý"),
]


def test_names_stand_in_the_order_of_the_dictionary() -> None:
    assert sorted(set(ORDERED), key=sort_key) == ORDERED


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("An", "AR!00"),
        ("Ánh Đào", 'ARL"GAS!4000010'),
        ("Thôn 1", 'ZLTR"1!000000'),
        ("H'Nga", "L#RKA!00000"),
        ("Ñ", "R!3"),
        ("Ø", "~ø!0"),
    ],
)
def test_the_order_is_frozen(text: str, key: str) -> None:
    assert sort_key(text) == key


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxy àảãáạ'", max_size=12))
def test_order_is_plain_text_for_every_database(text: str) -> None:
    assert sort_key(text).isascii()


def test_capitals_and_tone_placement_do_not_part_neighbours() -> None:
    assert sort_key("HOÀNG") == sort_key("hoàng")


def test_a_place_with_a_number_stands_by_its_size() -> None:
    places = ["Thôn 1", "Thôn 2", "Thôn 10", "Xóm 3"]

    assert sorted(set(places), key=place_key) == places


def test_people_stand_by_given_name_then_family_name() -> None:
    people = ["Lê An", "Trần An", "Trần Văn An", "Lê Văn Ánh", "Bùi Bình"]

    assert sorted(set(people), key=people_key) == people
    assert all(people_key(a) < people_key(b) for a, b in pairwise(people))


# ---- what is no name


def trouble(text: str, kind: Kind = Kind.TEXT) -> Check | None:
    return name_trouble(NameCell(text, clean_name(text), kind), CODES)


GOOD = [
    *("Nguyễn Văn An", "NGUYỄN VĂN AN", "nguyễn văn an", "Nguyen Van An", "Bùi", "Tèo", "Ý Nhi"),
    *("H'Ngọc Niê", "H’Linh Ê Ban", "Y Bih Aleo", "Y Ê", "Ksor H'Bia", "A-lăng Thị Bé", "Ñiê Blô"),
    *("Giàng A Và", "Và A Chua", "Lò Văn Và", "Tống Công Minh", "Đặng Ðức", "Lê Thị Hoà"),
    *(
        "Nguyễn Ngọc Hoàng Bảo Trân Châu Phương Uyên",
        "John F. Kennedy",
        "Müller Jürgen",
        "Škoda Žan",
    ),
    *("Ödegård Åse", "Trần Thị Hồng-Nhung", "François D'Œuvre", "Mẫn", "Phan Thị Ư"),
]


@pytest.mark.parametrize("text", GOOD)
def test_a_name_of_any_people_passes(text: str) -> None:
    assert trouble(text) is None
    assert not name_is_suspicious(clean_name(text), CODES)


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("", Check.NAME_MISSING),
        (" \u00a0\u200b", Check.NAME_MISSING),
        ("12345", Check.NAME_NOT_A_NAME),
        ("-", Check.NAME_NOT_A_NAME),
        ("Họ và tên", Check.NAME_NOT_A_NAME),
        ("HỌ TÊN", Check.NAME_NOT_A_NAME),
        ("Tổng cộng: 150 người", Check.NAME_NOT_A_NAME),
        ("TỔNG SỐ", Check.NAME_NOT_A_NAME),
        ("tong cong", Check.NAME_NOT_A_NAME),
        ("Người lập biểu", Check.NAME_NOT_A_NAME),
        ("Nguyễn V@n An", Check.NAME_INVALID_CHARACTERS),
        ("Nguyễn Văn An 2", Check.NAME_INVALID_CHARACTERS),
        ("Nguyễn Вăn", Check.NAME_INVALID_CHARACTERS),
        ("阮文安", Check.NAME_NOT_A_NAME),
        ("Nguyễn\x00An", Check.NAME_INVALID_CHARACTERS),
        ("\u202eAn Văn", Check.NAME_INVALID_CHARACTERS),
        ("Nguy?n V?n An", Check.NAME_LOSSY),
        ("Nguy\ufffdn", Check.NAME_LOSSY),
        ("NguyÔn V¨n An", Check.NAME_UNREADABLE),
        ("TrÇn ThÞ B×nh µ", Check.NAME_UNREADABLE),
        ("Nguyá»…n VÄƒn An", Check.NAME_UNREADABLE),
        ("Nguyễn Văn An, Trần Thị Bình", Check.TWO_PEOPLE_IN_CELL),
        ("Nguyễn Văn An\nTrần Thị Bình", Check.TWO_PEOPLE_IN_CELL),
        ("Nguyễn Văn An; Trần Thị Bình", Check.TWO_PEOPLE_IN_CELL),
        ("Nguyễn Văn An / Trần Thị Bình", Check.TWO_PEOPLE_IN_CELL),
        ("Nguyễn Văn An và Trần Thị Bình", Check.TWO_PEOPLE_IN_CELL),
        ("Nguyễn Văn An - Trần Thị Bình", Check.TWO_PEOPLE_IN_CELL),
        ("Nguyễn Văn An, " + "x" * 120, Check.NAME_INVALID_CHARACTERS),
    ],
)
def test_what_is_no_name_is_said_to_be_so(text: str, check: Check) -> None:
    assert trouble(text) is check


@pytest.mark.parametrize(
    ("kind", "check"),
    [(Kind.ERROR, Check.CELL_ERROR), (Kind.FORMULA, Check.FORMULA_NO_VALUE)],
)
def test_a_cell_without_value_is_no_missing_name(kind: Kind, check: Check) -> None:
    assert trouble("", kind) is check


@pytest.mark.parametrize(
    "name", ["B", "test", "ABC", "aaa", "Ooòo", "Bcd", "Nguyễn Văn An (Tý)", "TrÇn ThÞ"]
)
def test_a_possible_name_may_still_be_looked_at(name: str) -> None:
    assert name_is_suspicious(name, CODES)


@given(st.text())
def test_a_plain_name_needs_no_cleaning(text: str) -> None:
    if re.search(PLAIN, text) and not text.endswith("\n"):
        assert clean_name(text) == text
