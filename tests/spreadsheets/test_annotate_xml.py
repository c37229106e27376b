"""XML is cut and joined only where tags are, and nothing in it slows the search down."""

import random
import time
from typing import Final

import pytest

from ntm_verify.domain.reading import ListRefused
from ntm_verify.spreadsheets.annotate import annotate
from ntm_verify.spreadsheets.annotate_again import restore_styles
from ntm_verify.spreadsheets.annotate_sheet import SheetPatch, highest_style
from ntm_verify.spreadsheets.annotate_styles import Styles
from ntm_verify.spreadsheets.annotate_xml import (
    CannotPatch,
    append_inside,
    attributes,
    blank_hidden,
    children,
    plain,
    quoted,
    root,
    splice,
    text,
    whole,
    with_attributes,
)
from tests.spreadsheets.marked_books import BOOKS
from tests.spreadsheets.test_annotate import marking
from tests.support import sheet_files as made
from tests.support.xlsx_sound import parts_of, require_sound

LONG: Final = 200_000


def test_what_looks_like_a_tag_but_is_none_is_blanked_at_its_place() -> None:
    data = b"<?xml?><a><!-- <b> --><![CDATA[<c>]]><d/><?e <f> ?></a>"

    assert (
        blank_hidden(data) == b"       <a>            " + b" " * 15 + b"<d/>" + b" " * 10 + b"</a>"
    )
    assert blank_hidden(b'\xef\xbb\xbf<?xml version="1.0"?><a/>').endswith(b"<a/>")


@pytest.mark.parametrize("data", [b"<a><!-- </a>", b"<a><![CDATA[ ]]</a>", b"<?x?><a><?b </a>"])
def test_a_comment_without_end_is_not_changed_in_place(data: bytes) -> None:
    with pytest.raises(CannotPatch):
        blank_hidden(data)


@pytest.mark.parametrize("data", [b"<a>", b"</a>", b"<a></b>", b"<a/><b/>", b"", b"<a><b></a></b>"])
def test_tags_that_do_not_match_are_not_changed_in_place(data: bytes) -> None:
    with pytest.raises(CannotPatch):
        list(children(data, root(data).inner, root(data).inner_stop))


def test_a_greater_sign_inside_a_value_ends_no_tag() -> None:
    data = b"""<a x="1>2" y='"/>'><b/></a>"""

    assert root(data).attributes == {b"x": b"1>2", b"y": b'"/>'}
    assert [one.name for one in children(data, root(data).inner, root(data).inner_stop)] == [b"b"]


def test_an_attribute_is_told_by_its_whole_name() -> None:
    tag = b"<c r='A1'  s = '3' ss=\"4\" x:s=\"5\"/>"

    assert attributes(tag[2:-2]) == {b"r": b"A1", b"s": b"3", b"ss": b"4", b"x:s": b"5"}
    changed = with_attributes(tag, {b"s": b"7", b"ss": None, b"t": b"n"})
    assert changed == b'<c r=\'A1\' s="7" x:s="5" t="n"/>'


def test_markup_goes_in_before_the_end_however_the_element_is_written() -> None:
    for data in (b"<a><b/></a>", b"<a ><b ></b></a>", b"<a><b></b></a>"):
        (inner,) = children(data, root(data).inner, root(data).inner_stop)
        assert b"<c/></b></a>" in append_inside(data, inner, b"<c/>")


def test_changes_of_one_place_are_not_made() -> None:
    with pytest.raises(CannotPatch):
        splice(b"abcdef", [(0, 3, b""), (2, 4, b"")])


def test_text_comes_back_as_it_was_written() -> None:
    value = "a<b>&\"'\t\n_x0041_]]>\u00e9\U0001f600"

    assert text(value).decode().count("<") == 0
    assert text("\x00\ud800") == "\ufffd\ufffd".encode()
    assert plain(quoted(value)) == value
    assert plain(b"&#x1EA8;&#7848;&#0;&#xD800;&amp;lt;") == "ẨẨ\ufffd\ufffd&lt;"


def test_a_number_that_is_none_is_nought() -> None:
    assert [whole(one) for one in (b"12", b"", None, b"-1", b"x", b"9" * 40)] == [12, 0, 0, 0, 0, 0]


def test_formats_go_back_in_tags_only() -> None:
    sheet = b'<row r="1" s="5"><c r="A1" s="5"><v> s="5"</v></c><c s="15"/></row><col style="5"/>'

    assert restore_styles(sheet, {5: 0}) == (
        b'<row r="1" s="0"><c r="A1" s="0"><v> s="5"</v></c><c s="15"/></row><col style="0"/>'
    )
    assert restore_styles(sheet, {6: 0}) is sheet
    assert highest_style(sheet) == 15


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="2"/>',
        '<row r="3"/><row r="2"/>',
        '<row r="2"><c r="B2"/><c r="A2"/></row>',
        '<row r="2"><c r="A2"/><c r="A2"/></row>',
        '<row r="2"><c r="A2">',
    ],
)
def test_rows_and_cells_out_of_order_are_not_changed_in_place(rows: str) -> None:
    patch = SheetPatch(made.sheet_xml(rows).encode())

    with pytest.raises(CannotPatch):
        patch.restyle({2: {9: lambda base: base}, 9: {1: lambda base: base}})


def test_a_format_beyond_the_table_is_not_guessed() -> None:
    styles = Styles(b"<styleSheet/>")

    with pytest.raises(CannotPatch):
        SheetPatch(b'<x><sheetData><row r="1"><c r="A1" s="9"/></row></sheetData></x>').restyle(
            {1: {1: lambda base: styles.marked(base, next(iter(marking().marks)).severity)}}
        )


SLOW: Final = {
    "white space": b"<a " + b" " * LONG + b"/>",
    "white space and names": b"<a " + b" x" * LONG + b"/>",
    "quotes": b"<a " + b'"' * LONG,
    "openings": b"<a" * LONG,
    "comments": b"<!--" * LONG,
    "prefixes": b"<" + b"a" * LONG + b":" * LONG,
    "depth": b"<a>" * LONG,
}


@pytest.mark.parametrize("kind", SLOW)
def test_hostile_markup_is_searched_in_linear_time(kind: str) -> None:
    data = SLOW[kind]

    begun = time.process_time()
    attributes(data)
    with_attributes(data, {b"s": b"1"})
    restore_styles(data, {1: 2})
    try:
        list(children(blank_hidden(data), 0, len(data)))
        SheetPatch(data)
    except CannotPatch:
        pass
    assert time.process_time() - begun < 3


def hurt(data: bytes, dice: random.Random) -> bytes:
    """Cut, double or change a piece of a part."""
    at = dice.randrange(len(data))
    to = min(len(data), at + dice.randrange(1, 40))
    tag, value = data.find(b"<", at), data.find(b'"', at)
    after_tag, after_value = data.find(b">", tag) + 1, data.find(b'"', value + 1)
    return dice.choice(
        [
            data[:at] + data[to:],
            data[:at] + data[at:to] * 2 + data[to:],
            data[:at] + bytes([dice.choice(b'<>/"&= x0-!?')]) + data[at + 1 :],
            data[:tag] + data[after_tag:],
            data[: value + 1] + dice.choice([b"", b"-1", b"9" * 14, b"\xff"]) + data[after_value:],
        ]
    )


@pytest.mark.parametrize("kind", BOOKS)
def test_a_hurt_workbook_is_marked_or_refused_and_never_made_worse(kind: str) -> None:
    dice = random.Random(kind)  # noqa: S311 - the same hurts every time
    whole_books = [parts_of(BOOKS[kind]()), parts_of(annotate(BOOKS[kind](), "xlsx", marking()))]
    outcomes = []
    for _ in range(25):
        parts: dict[str, made.Part] = dict(dice.choice(whole_books))
        name = dice.choice([one for one in parts if not one.endswith(".bin")])
        part = parts[name]
        assert isinstance(part, bytes)
        parts[name] = hurt(part, dice)
        outcomes.append(outcome(made.zipped(parts)))

    assert set(outcomes) <= {"marked", "refused", "was unsound"}
    assert "marked" in outcomes


def outcome(content: bytes) -> str:
    try:
        marked = annotate(content, "xlsx", marking())
    except ListRefused:
        return "refused"
    try:
        require_sound(content)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it was wrong before
        return "was unsound"
    require_sound(marked)
    return "marked"
