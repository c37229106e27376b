"""What goes wrong in lists, planted on purpose (lỗi giả lập), with the codes that must find it.

A fault changes one row. `FAULTS` says for each what must be found and how many rows no longer
count because of it; a fault without a code changes nothing that matters, and must not be held
against the row.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final
from unicodedata import combining, normalize

from .findings import Check

Value = str | int
"""One cell: text, or a number cell."""


class Needs(Enum):
    """What a fault can only be planted in (điều kiện)."""

    NOTHING = "nothing"
    NUMBER_CELLS = "number_cells"  # a workbook: plain text has no number cells
    MORE_COLUMNS = "more_columns"  # birth date, sex, validity, note
    UNICODE = "unicode"  # an old font has no such signs


NAME: Final = 0
NUMBER: Final = 1
HAMLET: Final = 2
BIRTH: Final = 3
SEX: Final = 4
VALID_FROM: Final = 5
VALID_TO: Final = 6
NOTE: Final = 7
"""The columns of a row, the first three always there."""


@dataclass(slots=True)
class Draft:
    """One row on its way into a list (dòng đang tạo).

    `above` is the row above it, which is clean; `digits`, `personal` and `old` are numbers of the
    person of 10 and 12 digits, the last with a leading zero; `spare` is a 10-digit number that
    nobody has, `group` the letters and the digit of the person's card; `long_ago` and `lately` are
    days well and shortly before the cut-off date.
    """

    cells: list[Value]
    above: tuple[Value, ...]
    digits: str
    personal: str
    old: str
    spare: str
    group: str
    long_ago: str
    lately: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault (loại lỗi): what must be found, and what is done to the row.

    `lost` counts the rows that no longer count; `labelled` the rows that bear the finding: the
    changed one, and with 2 the one above it too. `too` is a second code of the same row.
    """

    code: Check | None
    change: Callable[[Draft], None]
    lost: int = 0
    labelled: int = 1
    needs: Needs = Needs.NOTHING
    too: Check | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """What must be found in the row, by its stable codes."""
        return tuple(code.value for code in (self.code, self.too) if code)


def _put(column: int, form: Callable[[Draft], Value]) -> Callable[[Draft], None]:
    def change(draft: Draft) -> None:
        draft.cells[column] = form(draft)

    return change


def _name(form: Callable[[str], str]) -> Callable[[Draft], None]:
    return _put(NAME, lambda draft: form(str(draft.cells[NAME])))


# ---- names


def _question_marks(name: str) -> str:
    """Lose every letter that is not ASCII, as a program does that cannot write it."""
    lossy = name.encode("ascii", "replace").decode()
    return lossy if lossy != name else f"{name} ?nh"


def _bare(name: str) -> str:
    letters = normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not combining(letter))


OLD_PLACES: Final = {"òa": "oà", "óa": "oá", "ỏa": "oả", "úy": "uý", "ùy": "uỳ", "ủy": "uỷ"}
"""Two ways to place a tone; the second is the newer one."""


def _other_tone_place(name: str) -> str:
    for one, other in OLD_PLACES.items():
        if one in name:
            return name.replace(one, other)
    return f"{name} Hoà"


def _old_d(name: str) -> str:
    return name.replace("Đ", "Ð") if "Đ" in name else f"Ðặng {name}"


# ---- numbers


def _mistyped(draft: Draft) -> str:
    return "OO" + draft.digits[2:-1] + draft.digits[-1].replace("1", "l")


def _spaced(draft: Draft) -> str:
    digits = draft.digits
    return f"{digits[:4]} {digits[4:7]}\u00a0{digits[7:]} "


def _lose_zero(draft: Draft) -> None:
    """Put a number cell, and nothing that contradicts it: a woman, her birth not written down."""
    draft.cells[NUMBER] = int(draft.old)
    if len(draft.cells) > SEX:
        draft.cells[BIRTH], draft.cells[SEX] = "", "Nữ"


def _card(province: str, group: str = "") -> Callable[[Draft], None]:
    return _put(NUMBER, lambda draft: f"{group or draft.group}{province}{draft.digits}")


def _newborn(draft: Draft) -> None:
    """Put a temporary code of a child without a number, born shortly before the day."""
    draft.cells[NUMBER] = f"TE138NN{draft.digits[-6:]}"
    if len(draft.cells) > BIRTH:
        draft.cells[BIRTH] = draft.lately


# ---- rows


def _repeat(draft: Draft) -> None:
    """Write the row above once more."""
    draft.cells[:] = draft.above


def _old_card(draft: Draft) -> None:
    """Write the row above once more, with the card that was valid before."""
    draft.cells[:] = draft.above
    draft.cells[VALID_FROM], draft.cells[VALID_TO] = "", draft.long_ago


def _take_number(draft: Draft) -> None:
    """Write the row above once more, under another name."""
    name = draft.cells[NAME]
    draft.cells[:] = draft.above
    draft.cells[NAME] = f"{name} Khác"


def _wrong_year(draft: Draft) -> None:
    draft.cells[NUMBER] = draft.personal
    draft.cells[BIRTH] = str(int(str(draft.cells[BIRTH])[-4:]) - 7)


def _wrong_sex(draft: Draft) -> None:
    draft.cells[NUMBER] = draft.personal
    draft.cells[SEX] = "Nữ" if draft.cells[SEX] == "Nam" else "Nam"


FAULTS: Final[Mapping[str, Fault]] = {
    "name_missing": Fault(Check.NAME_MISSING, _put(NAME, lambda _: ""), lost=1),
    "name_with_digits": Fault(
        Check.NAME_INVALID_CHARACTERS, _name(lambda name: f"{name} @2"), lost=1
    ),
    "name_lost_letters": Fault(Check.NAME_LOSSY, _name(_question_marks), lost=1),
    "name_is_remark": Fault(Check.NAME_NOT_A_NAME, _put(NAME, lambda _: "Không có"), lost=1),
    "name_two_people": Fault(
        Check.TWO_PEOPLE_IN_CELL, _name(lambda name: f"Nguyễn {name}, Trần Văn Mẫu"), lost=1
    ),
    "name_spaces": Fault(
        Check.NAME_NORMALISED, _name(lambda name: f"\u00a0{name.replace(' ', '  ')} ")
    ),
    "name_decomposed": Fault(
        Check.NAME_NORMALISED,
        _name(lambda name: normalize("NFD", f"{name} Ất")),
        needs=Needs.UNICODE,
    ),
    "name_old_d": Fault(Check.NAME_NORMALISED, _name(_old_d), needs=Needs.UNICODE),
    "name_capitals": Fault(None, _name(str.upper)),
    "name_other_tone_place": Fault(None, _name(_other_tone_place)),
    "name_no_accents": Fault(None, _name(_bare)),
    "number_missing": Fault(Check.ID_MISSING, _put(NUMBER, lambda _: ""), lost=1),
    "number_nine_digits": Fault(
        Check.ID_LENGTH, _put(NUMBER, lambda draft: draft.digits[:-1]), lost=1
    ),
    "number_eleven_digits": Fault(
        Check.ID_LENGTH, _put(NUMBER, lambda draft: f"{draft.digits}7"), lost=1
    ),
    "number_letters": Fault(Check.ID_LETTERS_FOR_DIGITS, _put(NUMBER, _mistyped), lost=1),
    "number_rounded": Fault(
        Check.ID_PRECISION_LOST,
        _put(NUMBER, lambda draft: f"{int(draft.personal):.5E}"),
        lost=1,
    ),
    "number_lost_zero": Fault(
        Check.ID_LEADING_ZERO_RESTORED,
        _lose_zero,
        needs=Needs.NUMBER_CELLS,
    ),
    "number_with_remark": Fault(
        Check.ID_EXTRA_TEXT, _put(NUMBER, lambda draft: f"{draft.digits} (mới cấp)"), lost=1
    ),
    "number_two_in_cell": Fault(
        Check.ID_MULTIPLE, _put(NUMBER, lambda draft: f"{draft.digits}; {draft.spare}"), lost=1
    ),
    "number_placeholder": Fault(
        Check.ID_PLACEHOLDER, _put(NUMBER, lambda draft: draft.digits[-1:] * 10), lost=1
    ),
    "number_decimal": Fault(None, _put(NUMBER, lambda draft: f"{draft.digits}.0")),
    "number_spaced": Fault(None, _put(NUMBER, _spaced)),
    "number_quoted": Fault(None, _put(NUMBER, lambda draft: f"'{draft.digits}")),
    "card_good": Fault(None, _card("38")),
    "card_from_elsewhere": Fault(None, _card("79")),
    "card_wrong_digit": Fault(Check.ID_CARD_STRUCTURE, _card("38", "GD9"), lost=1),
    "card_unknown_group": Fault(Check.ID_GROUP_UNKNOWN, _card("38", "ZZ4")),
    "card_unknown_province": Fault(Check.ID_PROVINCE_UNKNOWN, _card("00")),
    "personal_unknown_province": Fault(
        Check.ID_PROVINCE_UNKNOWN, _put(NUMBER, lambda draft: f"000{draft.personal[3:]}")
    ),
    "newborn_code": Fault(Check.NEWBORN_WITHOUT_ID, _newborn),
    "row_repeated": Fault(Check.DUPLICATE_IN_LIST, _repeat, lost=1),
    "row_other_name": Fault(Check.SAME_ID_TWO_NAMES, _take_number, lost=2, labelled=2),
    "birth_of_other_year": Fault(Check.ID_BIRTH_MISMATCH, _wrong_year, needs=Needs.MORE_COLUMNS),
    "sex_of_other": Fault(Check.ID_SEX_MISMATCH, _wrong_sex, needs=Needs.MORE_COLUMNS),
    "birth_no_such_day": Fault(
        Check.BIRTH_UNREADABLE, _put(BIRTH, lambda _: "31/02/1990"), needs=Needs.MORE_COLUMNS
    ),
    "card_expired": Fault(
        Check.CARD_EXPIRED,
        _put(VALID_TO, lambda draft: draft.long_ago),
        lost=1,
        needs=Needs.MORE_COLUMNS,
    ),
    "card_renewed": Fault(
        Check.CARD_EXPIRED,
        _old_card,
        lost=1,
        needs=Needs.MORE_COLUMNS,
        too=Check.DUPLICATE_IN_LIST,
    ),
    "person_dead": Fault(
        Check.PERSON_DECEASED, _put(NOTE, lambda _: "đã mất"), lost=1, needs=Needs.MORE_COLUMNS
    ),
}
"""Every fault by its name, as `regulations/synthetic.toml` weighs them."""


def plantable(names: tuple[str, ...], met: frozenset[Needs]) -> tuple[str, ...]:
    """Leave of an urn of faults those whose needs a file meets (lỗi gieo được).

    Raises:
        KeyError: there is no such fault.

    """
    return tuple(name for name in names if FAULTS[name].needs in met)
