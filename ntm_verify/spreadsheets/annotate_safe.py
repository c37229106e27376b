"""Texts that a spreadsheet program must not take for a formula (chống chèn công thức).

CWE-1236. In workbooks such a text is stored as a string with `quotePrefix`; in CSV, where there
are no kinds, it gets a leading apostrophe.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

_SIGNS: Final = frozenset("=+-@\t\r\n|%＝＋－＠")
_UNSEEN: Final = " \u00a0\ufeff\u200b\u3000"
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(value: str) -> str:
    """Give a text without the signs that XML and UTF-8 refuse; each is shown as U+FFFD."""
    return _ILLEGAL.sub("\ufffd", value)


def is_hostile(value: str) -> bool:
    """Say whether a program could take a text for a formula or a command."""
    return value[:1] in _SIGNS or value.lstrip(_UNSEEN)[:1] in _SIGNS if value else False


def csv_safe(value: str) -> str:
    """Give a text fit for a cell of a CSV file."""
    plain = legal(value)
    return f"'{plain}" if is_hostile(plain) else plain


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as CSV that office programs open as Unicode, every cell fit for them."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([csv_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
