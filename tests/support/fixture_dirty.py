"""A dirty list: every main finding at least once, each planted row named."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from ntm_verify.domain.synthetic import RESERVED_OLD
from tests.support.fixture_forms import Cell, Sheet, title, write_workbook
from tests.support.fixture_places import Place

CLEAN: Final = 240
FIRST: Final = 7
"""The spreadsheet's number of the first row of people."""


@dataclass(slots=True)
class Row:
    """One row on its way into the list."""

    name: Cell
    birth: Cell
    sex: Cell
    number: Cell
    hamlet: Cell
    valid_to: Cell = "31/12/2025"
    note: Cell = None

    def cells(self, order: int) -> list[Cell]:
        written = [self.name, self.birth, self.sex, self.number, self.hamlet]
        return [order, *written, self.valid_to, self.note]


@dataclass(frozen=True, slots=True)
class Planted:
    """One fault: the code that must find it ("" = nothing is wrong), and what it does to a row."""

    code: str
    counted: bool
    change: Callable[[Row, Row], None]


def lost(code: str, change: Callable[[Row, Row], None]) -> Planted:
    """Plant a fault that keeps the row from counting."""
    return Planted(code, counted=False, change=change)


def kept(code: str, change: Callable[[Row, Row], None]) -> Planted:
    """Plant what the row survives."""
    return Planted(code, counted=True, change=change)


def _set(**values: Cell) -> Callable[[Row, Row], None]:
    def change(row: Row, _: Row) -> None:
        for name, value in values.items():
            setattr(row, name, value)

    return change


def _name(form: Callable[[str], str]) -> Callable[[Row, Row], None]:
    def change(row: Row, _: Row) -> None:
        row.name = form(str(row.name))

    return change


def _number(form: Callable[[str], Cell]) -> Callable[[Row, Row], None]:
    def change(row: Row, _: Row) -> None:
        row.number = form(str(row.number))

    return change


def _same_person(row: Row, before: Row) -> None:
    for name in ("name", "birth", "sex", "number", "hamlet"):
        setattr(row, name, getattr(before, name))


def _card_of_same_person(row: Row, before: Row) -> None:
    _same_person(row, before)
    row.number = f"GD438{before.number}"


def _same_number(row: Row, before: Row) -> None:
    row.number = before.number


def _other_sex(row: Row, _: Row) -> None:
    row.number = "2900" + "85" + "999001"
    row.birth, row.sex = "1985", "Nữ"


def _other_year(row: Row, _: Row) -> None:
    row.number, row.birth, row.sex = "2900" + "85" + "999002", "1958", "Nam"


PLANTED: Final[dict[str, Planted]] = {
    "name missing": lost("name_missing", _set(name=None)),
    "a remark for a name": lost("name_not_a_name", _set(name="Không có")),
    "letters lost": lost("name_lossy", _set(name="Nguy?n V?n M?u")),
    "signs in a name": lost("name_invalid_characters", _set(name="Nguyễn Văn M@nh 2")),
    "two people in a cell": lost("two_people_in_cell", _set(name="Nguyễn Văn Mẫu, Trần Thị Thử")),
    "number missing": lost("id_missing", _set(number=None)),
    "remark for a number": lost("id_missing", _set(number="chưa có")),
    "nine digits": lost("id_length", _number(lambda n: n[:9])),
    "eleven digits": lost("id_length", _number(lambda n: n + "7")),
    "O for zero": lost("id_letters_for_digits", _number(lambda n: "OO" + n[2:])),
    "rounded by the program": lost("id_precision_lost", _set(number="2.90085E+11")),
    "two numbers": lost("id_multiple", _number(lambda n: f"{n}; {n[:-1]}9")),
    "a remark behind a number": lost("id_extra_text", _number(lambda n: f"{n} (mới cấp)")),
    "one digit repeated": lost("id_placeholder", _set(number="1111111111")),
    "benefit digit 9": lost("id_card_structure", _number(lambda n: f"GD938{n}")),
    "unknown group": kept("id_group_unknown", _number(lambda n: f"ZZ438{n}")),
    "unknown province": kept("id_province_unknown", _number(lambda n: f"GD400{n}")),
    "zero lost in a number cell": kept(
        "id_leading_zero_restored",
        _set(number=int(f"{RESERVED_OLD}990001"), birth=None, sex="Nữ"),
    ),
    "same person again": lost("duplicate_in_list", _same_person),
    "same person by card": lost("duplicate_in_list", _card_of_same_person),
    "two names, one number": lost("same_id_two_names", _same_number),
    "sex differs": kept("id_sex_mismatch", _other_sex),
    "birth year differs": kept("id_birth_mismatch", _other_year),
    "card expired": lost("card_expired", _set(valid_to="30/06/2024")),
    "card ends soon": kept("card_expires_soon", _set(valid_to="31/01/2025")),
    "dead": lost("person_deceased", _set(note="đã mất ngày 02/11/2024")),
    "no such day": kept("birth_unreadable", _set(birth="31/02/1990")),
    "born after the day": kept("birth_out_of_range", _set(birth="01/02/2025")),
    "a name that is a test": kept("name_suspicious", _set(name="Test")),
    "newborn code": kept("newborn_without_id", _set(number="TE138NN000123", birth="12/11/2024")),
    "a formula for a name": lost("formula_injection", _set(name="=1+1 Nguyễn Văn Mẫu")),
    "decomposed letters": kept(
        "name_normalised", _name(lambda n: unicodedata.normalize("NFD", n + " Ất"))
    ),
    "Icelandic eth": kept("name_normalised", _set(name="Ðặng Thị Mỹ Ðức")),
    "spaces": kept("name_normalised", _name(lambda n: f"\u00a0{n.replace(' ', '  ')} ")),
    "capitals": kept("", _name(str.upper)),
    "old tone place": kept("", _set(name="Nguyễn Thị Thuý Hoà")),
    "decimal tail": kept("", _number(lambda n: f"{n}.0")),
    "apostrophe": kept("", _number(lambda n: f"'{n}")),
    "spaces in a number": kept("", _number(lambda n: f"{n[:4]} {n[4:7]}\u00a0{n[7:]}")),
    "a good card": kept("", _number(lambda n: f"GD438{n}")),
}
"""What is planted, in the order of the rows it stands in: one after every five clean rows."""


def dirty(path: Path) -> None:
    """Write the list."""
    write_workbook(path, [_sheet()])


def rows() -> list[tuple[str, Row]]:
    """Give the rows of the list, each with the name of its fault or ""."""
    place = Place.of("00010", date(2024, 12, 31), 300, CLEAN)
    people = place.people
    made = [
        Row(
            people.names[at],
            people.births[at],
            "Nữ" if people.sexes[at] == "f" else "Nam",
            people.numbers[at],
            place.hamlet(at),
        )
        for at in place.chosen
    ]
    faults = {5 * turn + 5: name for turn, name in enumerate(PLANTED)}
    for at, name in faults.items():
        PLANTED[name].change(made[at], made[at - 1])
    return [(faults.get(at, ""), row) for at, row in enumerate(made)]


def _sheet() -> Sheet:
    header: list[Cell] = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Mã số BHXH", "Thôn"]
    header += ["Hạn thẻ", "Ghi chú"]
    written = [row.cells(order) for order, (_, row) in enumerate(rows(), 1)]
    widths = (6, 28, 13, 10, 22, 14, 13, 26)
    sheet = [*title("Xã Mẫu Minh", "31/12/2024"), header, *written]
    return Sheet("DS", sheet, header_rows=(6,), widths=widths)
