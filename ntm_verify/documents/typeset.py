"""Lines of a heading that look evenly filled (ngắt dòng tiêu đề).

A rule under a heading is a third to a half as long as its longest line (Nghị định 30/2020/NĐ-CP,
Phụ lục I), so the lines must be known before the page is laid out.
"""

import re
from typing import Final

from ntm_verify.domain.wording import NBSP

from .fonts import Face

POINTS_PER_MM: Final = 72 / 25.4
_TOGETHER: Final = re.compile(
    r"(?:TỈNH|THÀNH PHỐ|XÃ(?! HỘI)|PHƯỜNG|ĐẶC KHU)(?: \S+){1,4}$|"
    r"\b(?:kết quả|thẩm định|tỷ lệ|người dân|tham gia|bảo hiểm|y tế|nông thôn)\b|"
    r"\b(?:xã|phường|đặc khu)(?: [^\W\d_]+){1,3}$",
    re.IGNORECASE,
)
"""Words that belong together: the unit at the end of an agency's name, and common terms."""
_KERNING: Final = 0.985
"""Room left for kerning, which may make a line a little longer than its letters."""


def even_lines(text: str, face: Face, size: float, width_mm: float) -> tuple[str, ...]:
    """Break a heading into as few lines as fit, as even as can be.

    Line breaks that are in the text stay. "TỈNH THANH HÓA" at the end is kept together where it
    fits a line. A word longer than a line is cut.
    """
    room = width_mm * POINTS_PER_MM * _KERNING
    return tuple(
        line
        for part in text.splitlines()
        if part.strip()
        for line in _break(" ".join(word for word in part.split(" ") if word), face, size, room)
    )


def part_lines(text: str, face: Face, size: float, width_mm: float) -> tuple[str, ...]:
    """Break a line of parts ("địa chỉ; điện thoại; …") between the parts, if each fits a line."""
    room = width_mm * POINTS_PER_MM * _KERNING
    parts = [part.strip() for part in text.split(";")]
    if all(face.width(f"{part};", size) <= room for part in parts):
        text = "; ".join(part.replace(" ", NBSP) for part in parts)
    return even_lines(text, face, size, width_mm)


def _break(text: str, face: Face, size: float, room: float) -> list[str]:
    words = _TOGETHER.sub(lambda term: term[0].replace(" ", NBSP), text).split(" ")
    if face.width(words[-1], size) > room:
        words = text.split(" ")
    pieces = [piece for word in words for piece in _pieces(word, face, size, room)]
    lines = _greedy(pieces, face, size, room)
    narrowest, low, high = room, 0.0, room
    while high - low > 1:
        middle = (low + high) / 2
        if len(_greedy(pieces, face, size, middle)) <= len(lines):
            narrowest = high = middle
        else:
            low = middle
    return _greedy(pieces, face, size, narrowest)


def _pieces(word: str, face: Face, size: float, room: float) -> list[str]:
    """Cut a word that is longer than a line."""
    pieces = [""]
    for letter in word:
        if face.width(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _greedy(pieces: list[str], face: Face, size: float, room: float) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]} {piece}" if lines else piece
        if lines and face.width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines
