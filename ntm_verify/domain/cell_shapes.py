"""What a cell looks like by its text alone (hình dạng của ô), and the names of columns."""

import re
from typing import Final

_NUMBER: Final = re.compile(
    r"[A-Z]{0,3}[0-9]{8,15}(?:\.0+)?|[0-9](?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE
)
_SEPARATORS: Final = str.maketrans("", "", " '’`.,-_\u00a0\u200b\u202f\ufeff")
_DATE: Final = re.compile(r"[0-9]{1,2}[.-][0-9]{1,2}[.-][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EXPONENT: Final = re.compile(r"^[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+$")
_LONGEST: Final = 100
"""No number is longer, whatever stands between its signs."""
_NAME: Final = re.compile(r"[^\W\d_](?:[^\d_:;!?@#%*=<>|\\/]){1,59}")


def letters(column: int) -> str:
    """Give a column's letters as the spreadsheet program shows them: 1 → A, 28 → AB."""
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(text: str) -> int:
    """Give the number of a column named by letters: "AB" → 28; 0 when they are none."""
    number = 0
    for sign in text.strip().upper():
        if not "A" <= sign <= "Z":
            return 0
        number = number * 26 + ord(sign) - 64
    return number


def is_number_like(text: str) -> bool:
    """Say whether a cell may hold an insurance, card or personal number, however damaged."""
    bare = text.strip()
    if len(bare) > _LONGEST or _DATE.fullmatch(bare):
        return False
    return bool(_EXPONENT.match(bare) or _NUMBER.fullmatch(bare.translate(_SEPARATORS)))


def is_name_like(text: str) -> bool:
    """Say whether a cell may hold a person's name."""
    return bool(_NAME.fullmatch(text.strip()))


def is_full_name(text: str) -> bool:
    """Say whether a cell holds a name of several words, one of them with a capital letter."""
    return is_name_like(text) and " " in text.strip() and text != text.lower()
