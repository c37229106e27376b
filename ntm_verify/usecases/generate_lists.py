"""Make up communes and write their lists (tạo danh sách giả lập), for tests, shows and load."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from ntm_verify.domain.errors import InvalidInput
from ntm_verify.domain.findings import Check
from ntm_verify.domain.people import Actor
from ntm_verify.domain.synthetic import Recipe
from ntm_verify.domain.synthetic_lists import MadeList, Order, make_list
from ntm_verify.domain.synthetic_stock import Stock

LABELS: Final = ("commune", "file", "row", "fault", "code", "other_commune")
COMMUNES: Final = (
    "commune",
    "name",
    "as_of",
    "population",
    "population_male",
    "population_female",
    "rows",
    "counted",
    "file",
)
CLAIMED: Final = "claimed_by_two"
"""What a row is labelled whose person stands on two communes' lists."""


class NothingToMake(InvalidInput):
    """No list can be made by these figures (số liệu không hợp lệ)."""

    code = "nothing_to_make"


@dataclass(frozen=True, slots=True)
class Generator:
    """What a use case needs to make lists (bộ tạo danh sách): data to draw from, and a pen."""

    stock: Stock
    write_list: Callable[[Path, MadeList, str], None]
    write_table: Callable[[Path, Sequence[str], Iterable[Sequence[object]]], None]


@dataclass(frozen=True, slots=True)
class GenerateLists:
    """Which lists are wanted (yêu cầu): `faults` are planted in a thousand rows."""

    communes: int
    rows: int
    seed: int
    folder: Path
    as_of: date
    form: str = "xlsx"
    faults: int = 0
    more_columns: bool = False
    font: str = ""


@dataclass(frozen=True, slots=True)
class Generated:
    """What was made (kết quả): lists, people on them, people who count, planted rows."""

    lists: int
    rows: int
    counted: int
    labels: int


async def generate_lists(generator: Generator, _: Actor, request: GenerateLists) -> Generated:
    """Make the lists of communes 1 to N, one after another, into a folder that exists.

    Beside them stand `communes.csv` with the populations and `labels.csv` with every planted row.

    Raises:
        NothingToMake: no communes, no rows, or more faults than rows.
        TooManyPeople: the reserved numbers do not suffice.

    """
    if request.communes < 1 or request.rows < 1 or not 0 <= request.faults <= 500:  # noqa: PLR2004 - rows that never touch
        raise NothingToMake(
            "Số xã và số dòng phải từ 1 trở lên; số lỗi từ 0 đến 500 trên một nghìn dòng."
        )
    made: list[tuple[object, ...]] = []
    labels: list[tuple[object, ...]] = []
    for one, file in _write(generator, request):
        made.append(_commune(one, file))
        labels.extend(_labels(one, file, request.communes))
    generator.write_table(request.folder / "communes.csv", COMMUNES, made)
    generator.write_table(request.folder / "labels.csv", LABELS, labels)
    rows, counted = (sum(int(str(row[place])) for row in made) for place in (6, 7))
    return Generated(len(made), rows, counted, len(labels))


def _write(generator: Generator, request: GenerateLists) -> Iterator[tuple[MadeList, str]]:
    order = Order(
        rows=request.rows,
        faults=request.faults,
        more_columns=request.more_columns,
        number_cells=request.form == "xlsx",
        font=request.font,
    )
    block = order.block(request.communes)
    recipe = Recipe(generator.stock, request.seed, request.as_of, block)
    for ordinal in range(1, request.communes + 1):
        code = f"{ordinal:05d}"
        file = f"{code}.{request.form}"
        one = make_list(recipe, code, order)
        generator.write_list(request.folder / file, one, request.form)
        yield one, file


def _commune(one: MadeList, file: str) -> tuple[object, ...]:
    figures = (one.population, one.male, one.female, len(one.rows), one.counted)
    return (one.code, one.name, one.on.isoformat(), *figures, file)


def _labels(one: MadeList, file: str, communes: int) -> Iterator[tuple[object, ...]]:
    """Give the planted rows, and those whose person another commune of this run claims."""
    for label in one.labels:
        yield one.code, file, label.row, label.fault, label.code, ""
    ordinal = int(one.code)
    for other, rows in ((ordinal - 1, one.from_previous), (ordinal + 1, one.to_next)):
        if 1 <= other <= communes:
            for row in rows:
                code = Check.DUPLICATE_OTHER_LIST.value
                yield one.code, file, row, CLAIMED, code, f"{other:05d}"
