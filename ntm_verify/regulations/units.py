"""Read the country's units and their successors (danh mục đơn vị hành chính)."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from ntm_verify.domain.units import DatedUnit, Register, Succession, UnitKind

WHOLE: Final = "whole"


@cache
def load_register() -> Register:
    """Read every unit of before and since 1/7/2025, once, when it is first asked for."""
    return read_register(_folder())


def read_register(folder: Traversable) -> Register:
    """Read units.tsv and successors.tsv of a folder."""
    units = (
        DatedUnit(key, name, UnitKind(kind), parent, _day(first), _day(last), document)
        for key, name, kind, parent, first, last, document in _rows(folder / "units.tsv")
    )
    links = (
        Succession(old, new, extent == WHOLE, date.fromisoformat(day))
        for old, new, extent, day in _rows(folder / "successors.tsv")
    )
    return Register(units, links)


def _folder() -> Traversable:
    """Find the tables: inside the installed package, or beside it in the project's folder."""
    packed = files(__package__) / "unit_tables"
    return packed if packed.is_dir() else Path(__file__).parents[2] / "fixtures" / "units"


def _rows(file: Traversable) -> Iterator[list[str]]:
    _, *lines = file.read_text("utf-8").splitlines()
    return (line.split("\t") for line in lines)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
