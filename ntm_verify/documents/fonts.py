"""The face of the paper (phông chữ của văn bản): where it is, what it can write, how wide it is.

Nghị định 30/2020/NĐ-CP, Phụ lục I asks for Times New Roman; Liberation Serif has its metrics and
every Vietnamese letter, and an office may name its own licensed face instead. There is no second
face to fall back on: a letter the face cannot write stops the paper.
"""

import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from string import ascii_letters
from typing import Final

from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # ships no types

from ntm_verify.domain.errors import InvalidInput

USUAL: Final = "Liberation Serif"
STYLES: Final[Mapping[tuple[int, int], str]] = {
    (80, 0): "regular",
    (200, 0): "bold",
    (80, 100): "italic",
    (200, 100): "bold-italic",
}
"""Names of the four faces by fontconfig's weight and slant."""
HIDDEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
"""Unicode categories of signs that are not seen: controls, direction marks, private letters."""


class FontMissing(RuntimeError):
    """The machine lacks a face of the paper (thiếu phông chữ); said once, at start."""


class LetterMissing(InvalidInput):
    """The face of the paper cannot write a letter of the text (thiếu chữ trong phông)."""

    code = "letter_missing"


@dataclass(frozen=True)
class Face:
    """One font file (tệp phông chữ)."""

    path: Path

    @cached_property
    def letters(self) -> Mapping[int, str]:
        """Glyph name of every code point the face can write."""
        with TTFont(self.path, lazy=True) as font:
            return dict(font.getBestCmap())

    @cached_property
    def _advances(self) -> tuple[int, Mapping[str, int]]:
        with TTFont(self.path, lazy=True) as font:
            widths = {name: advance for name, (advance, _) in font["hmtx"].metrics.items()}
            return font["head"].unitsPerEm, widths

    def width(self, text: str, size: float) -> float:
        """Give the width of a line in points at a size in points, kerning left out."""
        units, widths = self._advances
        glyphs = (self.letters.get(ord(letter), ".notdef") for letter in text)
        return sum(widths.get(glyph, 0) for glyph in glyphs) * size / units


def find_faces(family: str = USUAL) -> dict[str, Face]:
    """Find regular, bold, italic and bold italic of a family through fontconfig.

    Of several versions of a face the first with every Vietnamese letter is taken: Debian 12 has
    two packages of Liberation Serif, and the older one, `fonts-liberation`, lacks most of them.

    Raises:
        FontMissing: fontconfig is not on this machine, or one of the four faces is not, or
            cannot write Vietnamese.

    """
    found: dict[str, Face] = {}
    for style, path in sorted(_installed(family)):
        face = Face(Path(path))
        if style not in found and vietnamese_letters() <= {chr(code) for code in face.letters}:
            found[style] = face
    missing = [style for style in STYLES.values() if style not in found]
    if missing:
        raise FontMissing(
            f"Máy chủ thiếu phông chữ “{family}” đủ chữ tiếng Việt ({', '.join(missing)}) để lập "
            "văn bản. Cài bằng lệnh: apt-get install fontconfig fonts-liberation2 (từ Debian 13: "
            "fonts-liberation); nếu dùng phông khác, ghi đúng tên phông đã cài trong cấu hình."
        )
    return {style: found[style] for style in STYLES.values()}


@cache
def vietnamese_letters() -> frozenset[str]:
    """Give the 134 marked letters of Vietnamese, precomposed, and the plain ones of ASCII."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    vowels = {unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưy" for t in tones}
    letters = vowels | set(ascii_letters.lower()) | {"đ"}
    return frozenset(letters | {letter.upper() for letter in letters})


def _installed(family: str) -> Iterable[tuple[str, str]]:
    """List (style, path) of the single-face files of a family."""
    program = shutil.which("fc-list")
    if program is None or not family.strip():
        return
    escaped = "".join(f"\\{letter}" if letter in "\\-:,=" else letter for letter in family)
    wanted = "%{weight}\t%{slant}\t%{index}\t%{file}\n"
    said = subprocess.run(  # noqa: S603 - a fixed program, no shell, the name escaped
        [program, "--format", wanted, escaped], capture_output=True, check=False, timeout=60
    )
    for line in said.stdout.decode(errors="replace").splitlines():
        weight, slant, index, path = line.split("\t", 3)
        exact = weight.isdecimal() and slant.isdecimal() and index == "0"
        style = STYLES.get((int(weight), int(slant))) if exact else None
        if style and path.lower().endswith((".ttf", ".otf")):
            yield style, path


def require_letters(text: str, faces: Iterable[Face]) -> None:
    """Refuse a text that any of the faces cannot write in full.

    Raises:
        LetterMissing: a letter has no glyph, or cannot be seen.

    """
    letters = {letter for letter in text if letter not in "\n\t"}
    lost = {letter for letter in letters if unicodedata.category(letter) in HIDDEN}
    for face in faces:
        lost |= {letter for letter in letters if ord(letter) not in face.letters}
    if lost:
        named = ", ".join(f"U+{ord(letter):04X}" for letter in sorted(lost)[:10])
        raise LetterMissing(
            f"Phông chữ của văn bản không viết được ký tự {named}. "
            "Sửa tên đơn vị, nguồn số liệu hoặc tên thôn có ký tự này, hoặc dùng phông khác."
        )
