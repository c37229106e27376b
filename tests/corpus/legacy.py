"""Lists typed with fonts older than Unicode: shown and refused, read once the submitter agrees."""

from collections.abc import Mapping, Sequence
from typing import Final

from ntm_verify.domain.synthetic_fonts import in_old_font
from ntm_verify.regulations.columns import load_wordings
from tests.support import sheet_files as made

from .rows import Build, Cell, Rows, listing, xlsx

LIST: Final = listing()
BARE_HEAD: Final = ["STT", "Ho ten", "Ma so BHXH", "Ngay sinh", "Thon"]


def in_font(font: str, rows: Sequence[Sequence[Cell]] = LIST) -> Rows:
    return [[in_old_font(str(cell), font) for cell in row] for row in rows]


def viscii() -> Rows:
    letters = load_wordings().fonts["viscii"].letters
    signs = {letter: sign for sign, letter in reversed(list(letters.items()))}
    return [["".join(signs.get(sign, sign) for sign in str(cell)) for cell in row] for row in LIST]


def one_byte_a_sign(rows: Rows) -> bytes:
    return made.delimited(rows).encode("latin-1")


def bare_head(font: str) -> Rows:
    return [list(BARE_HEAD), *in_font(font)[1:]]


def half(font: str) -> Rows:
    """Give a list put together from an old one and a new one."""
    return [*LIST[:11], *in_font(font)[11:]]


FILES: Final[Mapping[str, Build]] = {
    "tcvn3.csv": lambda: one_byte_a_sign(in_font("tcvn3")),
    "tcvn3.xlsx": lambda: xlsx(in_font("tcvn3")),
    "tcvn3-tieu-de-khong-dau.csv": lambda: one_byte_a_sign(bare_head("tcvn3")),
    "tcvn3-da-xac-nhan.csv": lambda: one_byte_a_sign(in_font("tcvn3")),
    "tcvn3-da-xac-nhan.xlsx": lambda: xlsx(in_font("tcvn3")),
    "tcvn3-da-xac-nhan.xls": lambda: made.xls_book(in_font("tcvn3")),
    "tcvn3-mot-nua-danh-sach.xlsx": lambda: xlsx(half("tcvn3")),
    "vni.csv": lambda: one_byte_a_sign(in_font("vni")),
    "vni.xlsx": lambda: xlsx(in_font("vni")),
    "vni-da-xac-nhan.xlsx": lambda: xlsx(in_font("vni")),
    "viscii-da-xac-nhan.xlsx": lambda: xlsx(viscii()),
    "unicode-xac-nhan-nham-tcvn3.xlsx": lambda: xlsx(LIST),
}
