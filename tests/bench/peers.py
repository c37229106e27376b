"""The floor and the peers: other people's ways to read and check the same list.

Each does what a careful programmer would write with the library in an afternoon: read every cell
as text, ask that name and number are there and well-formed, and look for repeats. None of them
tells lost zeros from typing errors, joins cards with numbers, or finds its header by itself.
`python -m tests.bench.peers PEER FILE` prints how many rows were read and how many are wrong.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

NUMBER: Final = r"^(?:[0-9]{10}|[0-9]{12}|[A-Z]{2}[1-5][0-9]{12})$"
HEAD: Final = 2
"""The header is the second row; the first says that nobody on the list exists."""
Answer = dict[str, Any]


def calamine(path: Path) -> Answer:
    """Read every cell and do nothing with it: the floor."""
    library = import_module("python_calamine")
    began = time.perf_counter()
    book = library.CalamineWorkbook.from_path(str(path))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return {"rows": len(rows) - HEAD, "inside": time.perf_counter() - began}


def openpyxl_pydantic(path: Path) -> Answer:
    """Read row by row, build a model of each, and keep the numbers seen."""
    openpyxl, pydantic = import_module("openpyxl"), import_module("pydantic")
    person = pydantic.create_model(
        "Person",
        name=(str, pydantic.Field(min_length=1, max_length=200)),
        number=(str, pydantic.Field(pattern=NUMBER)),
        hamlet=(str | None, None),
        birth=(str | None, None),
        sex=(str | None, None),
        start=(str | None, None),
        end=(str | None, None),
        note=(str | None, None),
    )
    fields = list(person.model_fields)
    sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
    seen: set[str] = set()
    rows = wrong = 0
    for values in sheet.iter_rows(min_row=HEAD + 1, values_only=True):
        rows += 1
        try:
            one = person(**dict(zip(fields, values, strict=False)))
        except pydantic.ValidationError:
            wrong += 1
            continue
        wrong += one.number[-10:] in seen
        seen.add(one.number[-10:])
    return {"rows": rows, "wrong": wrong}


def frictionless(path: Path) -> Answer:
    """Describe the columns and let the library validate the file."""
    library = import_module("frictionless")
    titles = _titles(path)
    constraints = {
        "Họ và tên": {"required": True},
        "Mã số BHXH": {"required": True, "unique": True, "pattern": NUMBER[1:-1]},
    }
    fields = [
        {"name": title, "type": "string", "constraints": constraints.get(title, {})}
        for title in titles
    ]
    resource = library.Resource(
        path=path.name,
        basepath=str(path.parent),
        dialect=library.Dialect(header_rows=[HEAD]),
        schema=library.Schema.from_descriptor({"fields": fields}),
    )
    checks = library.Checklist(skip_errors=["missing-cell"])
    report = library.validate(resource, checklist=checks, limit_errors=1_000)
    (task,) = report.tasks
    return {"rows": task.stats["rows"], "wrong": task.stats["errors"]}


def pandas_pandera(path: Path) -> Answer:
    """Read a frame of texts and validate it column by column."""
    pandas, pandera = import_module("pandas"), import_module("pandera.pandas")
    frame = pandas.read_excel(path, header=HEAD - 1, dtype=str, engine="calamine")
    schema = pandera.DataFrameSchema(
        {
            "Họ và tên": pandera.Column(str, pandera.Check.str_length(1, 200)),
            "Mã số BHXH": pandera.Column(
                str, pandera.Check.str_matches(re.compile(NUMBER)), unique=True
            ),
        }
    )
    wrong = 0
    try:
        schema.validate(frame, lazy=True)
    except import_module("pandera.errors").SchemaErrors as found:
        wrong = len(found.failure_cases)
    return {"rows": len(frame), "wrong": wrong}


def _titles(path: Path) -> list[str]:
    library = import_module("openpyxl")
    sheet = library.load_workbook(path, read_only=True).worksheets[0]
    (titles,) = sheet.iter_rows(min_row=HEAD, max_row=HEAD, values_only=True)
    return [str(title) for title in titles]


PEERS: Final[Mapping[str, Callable[[Path], Answer]]] = {
    "calamine": calamine,
    "openpyxl+pydantic": openpyxl_pydantic,
    "frictionless": frictionless,
    "pandas+pandera": pandas_pandera,
}

if __name__ == "__main__":
    print(json.dumps(PEERS[sys.argv[1]](Path(sys.argv[2]))))  # noqa: T201 - its only answer
