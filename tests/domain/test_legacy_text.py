"""Old fonts are told by a whole column, converted right, and clean text is never touched."""

import itertools
import json
import unicodedata
from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.legacy_text import (
    Font,
    as_western,
    convert_column,
    find_font,
    is_better,
    is_syllable,
    preview,
    share_of_syllables,
)
from ntm_verify.regulations.columns import load_wordings
from tests.support.files import SHARED

FONTS: Final = load_wordings().fonts
FAMILIES: Final = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Tống",
]
MIDDLES: Final = ["Văn", "Thị", "Đức", "Hữu", "Ngọc", "Bảo", "Quốc", "Xuân", "Thế", "Mỹ"]
GIVENS: Final = [
    "Ánh",
    "Bích",
    "Cường",
    "Dũng",
    "Giang",
    "Hòa",
    "Hương",
    "Khuê",
    "Lữ",
    "Mẫn",
    "Nghĩa",
    "Oanh",
    "Phước",
    "Quỳnh",
    "Sửu",
    "Thủy",
]
NAMES: Final = [" ".join(parts) for parts in itertools.product(FAMILIES, MIDDLES, GIVENS)]
KRU: Final = ["H'Bĭa Niê", "Y Ñuin Êban", "Kpă H'Lĭm", "Krông Pắc", "Đăk Blô", "Ksor Krĭk"]


def typed(font: Font, text: str) -> str:
    """Spell a text as it looks outside its font; capital letters the font lacks go small."""
    letters = {letter: sign for sign, letter in reversed(list(font.letters.items()))}
    return "".join(letters.get(sign, letters.get(sign.lower(), sign)) for sign in text)


@pytest.mark.parametrize("name", ["tcvn3", "vni", "viscii"])
def test_every_vietnamese_letter_comes_back(name: str) -> None:
    font = FONTS[name]
    marks = ["", *"\u0300\u0301\u0303\u0309\u0323"]
    letters = {unicodedata.normalize("NFC", v + m) for v in "aăâeêioôơuưy" for m in marks} | {"đ"}

    for letter in letters - set("aeiouy"):
        assert font.convert(typed(font, letter)) == letter


def test_what_was_met_in_files_is_read() -> None:
    assert FONTS["tcvn3"].convert("NguyÔn V¨n An, Lª ThÞ Hoµ, §ç Quèc H\u00adng") == (
        "Nguyễn Văn An, Lê Thị Hoà, Đỗ Quốc Hưng"
    )
    assert FONTS["vni"].convert("Nguyeãn Thò Bích Höôøng, ÑOÃ QUOÁC HÖNG, Vuõ Kyø AÙnh") == (
        "Nguyễn Thị Bích Hường, ĐỖ QUỐC HƯNG, Vũ Kỳ Ánh"
    )


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
def test_a_column_in_an_old_font_is_told(name: str) -> None:
    names = [typed(FONTS[name], text) for text in NAMES]

    assert find_font(names, FONTS) == name
    assert find_font(names[40:42], FONTS) == name
    assert is_better(names, FONTS[name])


def test_one_note_in_a_long_column_is_read_as_the_rest_of_its_list() -> None:
    note, silent = typed(FONTS["vni"], "đã mất"), [""] * 6000
    for place in range(0, 6000, 97):
        assert is_better([*silent[:place], note, *silent[place:]], FONTS["vni"]), place


def test_a_font_that_is_not_told_reliably_is_never_proposed() -> None:
    names = [typed(FONTS["viscii"], text) for text in NAMES]

    assert find_font(names, FONTS) != "viscii"
    assert is_better(names, FONTS["viscii"])


def test_clean_names_are_never_taken_for_an_old_font() -> None:
    assert find_font(NAMES, FONTS) == ""
    assert [name for name in NAMES + KRU if find_font([name], FONTS)] == []
    assert find_font(KRU, FONTS) == ""
    assert find_font(["NGUYEN VAN AN", ""], FONTS) == ""
    assert find_font([], FONTS) == ""
    assert not any(is_better(NAMES, font) for font in FONTS.values())


def test_names_in_loose_marks_are_clean() -> None:
    assert find_font([unicodedata.normalize("NFD", name) for name in NAMES], FONTS) == ""


def named(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        yield from itertools.chain.from_iterable(map(named, tree.values()))
    elif isinstance(tree, list):
        yield from itertools.chain.from_iterable(map(named, tree))
    elif isinstance(tree, str):
        yield tree


def test_no_name_of_a_commune_is_touched() -> None:
    files = sorted((SHARED / "geo").glob("*.json"))
    if not files:
        pytest.skip("no table of communes beside the project")
    trees = [json.loads(file.read_text("utf-8")) | {"arcs": []} for file in files]
    names = set(itertools.chain.from_iterable(map(named, trees)))

    assert len(names) > 3_000
    assert [name for name in names if find_font([name], FONTS)] == []


def test_unicode_in_a_confirmed_column_is_left_alone() -> None:
    for font in FONTS.values():
        assert font.convert("Phạm Thị Hân Bôn") == "Phạm Thị Hân Bôn"


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
def test_clean_names_among_old_ones_are_not_damaged(name: str) -> None:
    font = FONTS[name]
    clean = [*NAMES[::2], "Lê Hà", "Hồ Ân", "Tô Quân"]
    old = [typed(font, text) for text in NAMES[1::3]]

    done = convert_column([*clean, *old], font)
    right = [
        new.casefold() == name.casefold()
        for new, name in zip(done[-len(old) :], NAMES[1::3], strict=True)
    ]

    assert find_font([*clean, *old], FONTS) == ""
    assert done[: len(clean)] == clean
    assert sum(right) > 0.95 * len(old)
    assert all(ok or new in old for ok, new in zip(right, done[-len(old) :], strict=True))
    whole = convert_column([typed(font, text) for text in NAMES], font)
    assert [text.casefold() for text in whole] == [text.casefold() for text in NAMES]


def test_the_preview_shows_a_few_different_names() -> None:
    font = FONTS["tcvn3"]

    shown = preview(["An", "Lª An", "Lª An", "Lª BÐ", "Lª C¶"], font, size=2)

    assert shown == (("Lª An", "Lê An"), ("Lª BÐ", "Lê Bé"))
    assert preview(["An"], font) == ()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Nguyễn", True),
        ("QUỲNH", True),
        ("Nghiêm", True),
        ("Giặt", True),
        ("Yến", True),
        ("NguyÔn", False),
        ("Đắk", False),
        ("á́", False),
        ("", False),
    ],
)
def test_syllables_are_told_by_their_build(word: str, expected: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert is_syllable(word) is expected


def test_text_without_marks_has_nothing_to_judge() -> None:
    assert share_of_syllables(["Nguyen Van An", ""]) == 1.0


@given(st.binary(max_size=300))
def test_no_byte_is_dropped(data: bytes) -> None:
    shown = as_western(data)
    back = {as_western(bytes([byte])): byte for byte in range(256)}

    assert bytes(back[sign] for sign in shown) == data
