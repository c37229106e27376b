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
    """One fault: the code it must be found by ("" = nothing is wrong), and what it does to a row."""

    code: str
    counted: bool
    change: Callable[[Row, Row], None]


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
    "name missing": Planted("name_missing", False, _set(name=None)),
    "a remark for a name": Planted("name_not_a_name", False, _set(name="Không có")),
    "letters lost": Planted("name_lossy", False, _set(name="Nguy?n V?n M?u")),
    "signs in a name": Planted("name_invalid_characters", False, _set(name="Nguyễn Văn M@nh 2")),
    "two people in a cell": Planted(
        "two_people_in_cell", False, _set(name="Nguyễn Văn Mẫu, Trần Thị Thử")
    ),
    "number missing": Planted("id_missing", False, _set(number=None)),
    "remark for a number": Planted("id_missing", False, _set(number="chưa có")),
    "nine digits": Planted("id_length", False, _number(lambda n: n[:9])),
    "eleven digits": Planted("id_length", False, _number(lambda n: n + "7")),
    "O for zero": Planted("id_letters_for_digits", False, _number(lambda n: "OO" + n[2:])),
    "rounded by the program": Planted("id_precision_lost", False, _set(number="2.90085E+11")),
    "two numbers": Planted("id_multiple", False, _number(lambda n: f"{n}; {n[:-1]}9")),
    "a remark behind a number": Planted(
        "id_extra_text", False, _number(lambda n: f"{n} (mới cấp)")
    ),
    "one digit repeated": Planted("id_placeholder", False, _set(number="1111111111")),
    "benefit digit 9": Planted("id_card_structure", False, _number(lambda n: f"GD938{n}")),
    "unknown group": Planted("id_group_unknown", True, _number(lambda n: f"ZZ438{n}")),
    "unknown province": Planted("id_province_unknown", True, _number(lambda n: f"GD400{n}")),
    "zero lost in a number cell": Planted(
        "id_leading_zero_restored",
        True,
        _set(number=int(f"{RESERVED_OLD}990001"), birth=None, sex="Nữ"),
    ),
    "same person again": Planted("duplicate_in_list", False, _same_person),
    "same person by card": Planted("duplicate_in_list", False, _card_of_same_person),
    "two names, one number": Planted("same_id_two_names", False, _same_number),
    "sex differs": Planted("id_sex_mismatch", True, _other_sex),
    "birth year differs": Planted("id_birth_mismatch", True, _other_year),
    "card expired": Planted("card_expired", False, _set(valid_to="30/06/2024")),
    "card ends soon": Planted("card_expires_soon", True, _set(valid_to="31/01/2025")),
    "dead": Planted("person_deceased", False, _set(note="đã mất ngày 02/11/2024")),
    "no such day": Planted("birth_unreadable", True, _set(birth="31/02/1990")),
    "born after the day": Planted("birth_out_of_range", True, _set(birth="01/02/2025")),
    "a name that is a test": Planted("name_suspicious", True, _set(name="Test")),
    "newborn code": Planted(
        "newborn_without_id", False, _set(number="TE138NN000123", birth="12/11/2024")
    ),
    "a formula for a name": Planted("formula_injection", False, _set(name="=1+1 Nguyễn Văn Mẫu")),
    "decomposed letters": Planted(
        "name_normalised", True, _name(lambda n: unicodedata.normalize("NFD", n + " Ất"))
    ),
    "Icelandic eth": Planted("name_normalised", True, _set(name="Ðặng Thị Mỹ Ðức")),
    "spaces": Planted("name_normalised", True, _name(lambda n: f"\u00a0{n.replace(' ', '  ')} ")),
    "capitals": Planted("", True, _name(str.upper)),
    "old tone place": Planted("", True, _set(name="Nguyễn Thị Thuý Hoà")),
    "decimal tail": Planted("", True, _number(lambda n: f"{n}.0")),
    "apostrophe": Planted("", True, _number(lambda n: f"'{n}")),
    "spaces in a number": Planted("", True, _number(lambda n: f"{n[:4]} {n[4:7]}\u00a0{n[7:]}")),
    "a good card": Planted("", True, _number(lambda n: f"GD438{n}")),
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
