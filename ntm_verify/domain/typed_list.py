"""A list typed or pasted on screen, as a table (danh sách gõ hoặc dán, F14).

Lines come from spreadsheets (tabs), from messages ("12. Nguyễn Văn A - 0123456789 - Thôn 1") and
from hands. With a line of column names on top every column is left as it stands; without one, or
under the three names that the page puts there, each line is cut into name, number and hamlet, and
what else it holds is left out. No text is mended here: what a cell says is for the checks.
"""

import csv
import io
import re
from collections.abc import Sequence
from typing import Final

from .person_name import fold_key

HEADS: Final = ("Họ và tên", "Mã số BHXH", "Thôn")
HEADER: Final = "\t".join(HEADS)
FILE_NAME: Final = "danh-sach-go-tren-man-hinh.tsv"
SEPARATORS: Final = ("\t", ";", "|", ",")
_NUMBER: Final = re.compile(r"(?<!\w)(?:[A-Za-z]{2})?[0-9](?:[ .]?[0-9]){5,}")
_ORDER: Final = re.compile(r"^\s*[0-9]{1,5}\s*[.)/-]?(?:\s+|$)")
_DATE: Final = re.compile(r"^[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}$")
_LETTER: Final = re.compile(r"[^\W\d_]")
_EDGES: Final = " \t-–—:;,|."
_SHORTEST: Final = 6


def as_table(text: str) -> str:
    """Write the lines as TSV under a header; line n is row n, or n + 1 where a header was added."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    separator = _separator(lines)
    if fold_key(lines[0]).split() == fold_key(HEADER).split():
        separator = _separator(lines[1:])
        rows = [list(HEADS), *(_in_order(line, separator) for line in lines[1:])]
    elif has_header(text):
        rows = [_split(line, separator) for line in lines]
    else:
        rows = [list(HEADS), *(_cut(line, separator) for line in lines)]
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerows(rows)
    return out.getvalue()


def has_header(text: str) -> bool:
    """Say whether the first line names columns (dòng tên cột): words for name, and no number."""
    first = text.strip("\r\n ").split("\n", 1)[0]
    words = fold_key(first)
    return "ten" in words.split() and not _NUMBER.search(first) and _separator([first]) != ""


def count_people(text: str) -> int:
    """Count the lines that hold something, the header aside (số dòng đã gõ)."""
    lines = sum(bool(line.strip()) for line in text.splitlines())
    return max(0, lines - has_header(text))


def _separator(lines: Sequence[str]) -> str:
    """Give the sign that parts most lines, the tab before all others, "" for none."""
    there = [line for line in lines if line.strip()]
    for sign in SEPARATORS:
        if 2 * sum(sign in line for line in there) > len(there):
            return sign
    return ""


def _split(line: str, separator: str) -> list[str]:
    return [cell.strip() for cell in line.split(separator)] if separator else [line.strip()]


def _in_order(line: str, separator: str) -> list[str]:
    """Leave cells where they stand under the three names, unless they stand otherwise."""
    cells = _split(line, "\t")
    others = [cell for at, cell in enumerate(cells) if at != 1 and _is_number(cell)]
    as_named = 1 < len(cells) <= len(HEADS) and not others
    return cells if as_named else _cut(line, separator)


def _cut(line: str, separator: str) -> list[str]:
    """Take name, number and hamlet out of one line."""
    cells = [cell for cell in _split(line, separator) if cell]
    if len(cells) < 2:  # noqa: PLR2004 - nothing was parted
        return _cut_words(line)
    if _ORDER.fullmatch(cells[0]):
        cells = cells[1:]
    at = next((n for n, cell in enumerate(cells) if _is_number(cell)), None)
    number = cells.pop(at) if at is not None else ""
    words = [cell for cell in cells if _LETTER.search(cell)]
    rest = [cell for cell in cells if not _LETTER.search(cell) and not _DATE.match(cell)]
    if not number and rest:
        number = rest[0]
    return [*words[:1], *[""] * (not words), number, *words[1:2]]


def _is_number(cell: str) -> bool:
    bare = re.sub(r"[\s.]", "", cell)
    digits = sum(sign.isdigit() for sign in bare)
    return digits >= _SHORTEST and 2 * digits > len(bare) and not _DATE.match(cell)


def _cut_words(line: str) -> list[str]:
    """Cut a line without columns at its number: the name before, the hamlet behind."""
    bare = _ORDER.sub("", line, count=1)
    found = _NUMBER.search(bare)
    if found is None:
        return [bare.strip(_EDGES), "", ""]
    before, behind = bare[: found.start()], bare[found.end() :]
    return [before.strip(_EDGES), found[0].strip(_EDGES), behind.strip(_EDGES)]
