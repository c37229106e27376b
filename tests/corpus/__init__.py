"""Messy and hostile lists (bộ tệp thử), named after what is wrong with them: DỮ LIỆU GIẢ LẬP.

No file is kept here: each is made when it is wanted, and `expected.toml` says what must come of
it. `python -m tests.corpus FOLDER` writes them all into a folder, for a look with a program.
"""

from collections.abc import Mapping
from typing import Final

from . import (
    archives,
    books,
    cells,
    columns,
    delimited,
    hostile_xml,
    layouts,
    legacy,
    names,
    numbers,
    sheets,
    together,
)
from .rows import Build

FILES: Final[Mapping[str, Build]] = {
    name: build
    for room in (
        *(books, layouts, columns, sheets, names, numbers, cells, together),
        *(delimited, legacy, archives, hostile_xml),
    )
    for name, build in room.FILES.items()
}
"""How each file is made, by its name."""
