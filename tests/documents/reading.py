"""A PDF read back as lines of text and rules with their places, in millimetres from top left."""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

import pdfplumber

from ntm_verify.documents.renderer import PaperMaker
from tests.support.files import ROOT

MM: Final = 25.4 / 72
TEMPLATES: Final = ROOT / "templates"
LEFT, RIGHT, TOP, BOTTOM = 32.5, 192.5, 22.5, 274.5
"""Edges of the text area."""


@cache
def the_maker() -> PaperMaker:
    """Keep one maker for all tests: fonts are loaded once."""
    return PaperMaker(TEMPLATES)


@dataclass(frozen=True)
class Line:
    """One line of text in one column."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    sizes: frozenset[float]
    fonts: frozenset[str]
    colours: frozenset[tuple[float, ...]]

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def style(self) -> str:
        """Size in points, weight and slant: "14 bold"; "14 mixed" if they change."""
        (size,) = self.sizes
        if len(self.fonts) > 1:
            return f"{size:g} mixed"
        (font,) = self.fonts
        slant = ("bold" * ("Bold" in font) + "italic" * ("Italic" in font)) or "upright"
        return f"{size:g} {slant}"


@dataclass(frozen=True)
class Rule:
    """One horizontal rule."""

    x0: float
    x1: float
    y: float

    @property
    def length(self) -> float:
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Sheet:
    """One page."""

    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    flow: str
    """The text in the order of writing, cell by cell."""

    def line(self, start: str) -> Line:
        """Give the one line that starts with these words."""
        (found,) = (line for line in self.lines if line.text.startswith(start))
        return found

    def rule_under(self, line: Line) -> Rule:
        """Give the nearest rule below a line, at most 5 mm away."""
        below = [r for r in self.rules if 0 < r.y - line.baseline < 5 and r.x0 < line.centre < r.x1]
        return min(below, key=lambda rule: rule.y)


@dataclass(frozen=True)
class Paper:
    """A whole file."""

    content: bytes

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        with pdfplumber.open(io.BytesIO(self.content)) as pdf:
            return tuple(_sheet(page) for page in pdf.pages)

    @property
    def text(self) -> str:
        """Every line, from top to bottom."""
        return "\n".join(line.text for sheet in self.sheets for line in sheet.lines)

    @property
    def running_text(self) -> str:
        """All text on one line, as read aloud."""
        return " ".join(self.text.split())

    @property
    def squeezed(self) -> str:
        """All text in the order of writing, without any space, small letters only."""
        return squeezed("".join(sheet.flow for sheet in self.sheets))

    @property
    def body(self) -> tuple[Sheet, ...]:
        """The pages before the first annex."""
        first = next(
            i
            for i, s in enumerate(self.sheets)
            if any(x.text.startswith("Phụ lục") for x in s.lines[:2])
        )
        return self.sheets[:first]


def squeezed(text: str) -> str:
    """Drop every space and the case, so that line breaks and headings do not matter."""
    return "".join(text.split()).lower()


def _sheet(page: Any) -> Sheet:  # noqa: ANN401 - pdfplumber's page
    lines = sorted(_lines(page.chars), key=lambda line: (line.baseline, line.x0))
    rules = [
        Rule(r["x0"] * MM, r["x1"] * MM, r["top"] * MM)
        for r in page.rects
        if r["height"] < 1.5 and r["width"] > 10 and r["fill"]
    ]
    flow = "".join(char["text"] for char in page.chars)
    return Sheet(page.width, page.height, tuple(lines), tuple(rules), flow)


def _lines(chars: list[dict[str, Any]]) -> Iterator[Line]:
    rows: dict[float, list[dict[str, Any]]] = {}
    for char in chars:
        key = next((k for k in rows if math.isclose(k, _baseline(char), abs_tol=0.3)), None)
        rows.setdefault(_baseline(char) if key is None else key, []).append(char)
    for row in rows.values():
        row.sort(key=lambda char: char["x0"])
        piece: list[dict[str, Any]] = []
        for char in row:
            apart = piece and (char["x0"] - piece[-1]["x1"]) * MM > 2.5
            if apart and char["mcid"] != piece[-1]["mcid"]:
                yield _line(piece)
                piece = []
            piece.append(char)
        yield _line(piece)


def _baseline(char: dict[str, Any]) -> float:
    return float(-char["matrix"][5])


def _line(chars: list[dict[str, Any]]) -> Line:
    text = "".join(char["text"] for char in chars)
    ink = [char for char in chars if char["text"].strip()] or chars
    page_height = ink[0]["y0"] + ink[0]["bottom"]
    return Line(
        text=" ".join(text.split()),
        x0=ink[0]["x0"] * MM,
        x1=ink[-1]["x1"] * MM,
        top=min(char["top"] for char in ink) * MM,
        bottom=max(char["bottom"] for char in ink) * MM,
        baseline=(page_height + _baseline(ink[0])) * MM,
        sizes=frozenset(round(char["size"], 1) for char in ink),
        fonts=frozenset(char["fontname"].partition("+")[2] for char in ink),
        colours=frozenset(tuple(char["non_stroking_color"]) for char in ink),
    )
