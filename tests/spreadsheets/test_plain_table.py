"""A small table of any kind comes back row by row, and a hostile one is refused as any file."""

import io
from collections.abc import Callable

import openpyxl  # type: ignore[import-untyped]  # it comes without types
import pytest
import xlwt  # type: ignore[import-untyped]  # as above

from ntm_verify.domain.findings import Refused
from ntm_verify.domain.reading import ListFile, ListRefused
from ntm_verify.regulations.columns import load_wordings
from ntm_verify.spreadsheets.limits import Limits
from ntm_verify.spreadsheets.plain_table import TableReader

ROWS = (("Tên", "Ngày"), ("Nguyễn Văn Giả", "31/12/2026"), ("", ""), ("Lê Thị Lập", "007"))


def as_xlsx() -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    hidden = book.worksheets[0]
    hidden.append(("không đọc",))
    hidden.sheet_state = "hidden"
    book.create_sheet("trống")
    sheet = book.create_sheet("DS")
    for row in ROWS:
        sheet.append(row)
    book.save(content)
    return content.getvalue()


def as_xls() -> bytes:
    book, content = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("DS")
    for line, row in enumerate(ROWS):
        for at, text in enumerate(row):
            sheet.write(line, at, text)
    book.save(content)
    return content.getvalue()


def as_csv() -> bytes:
    return ("\ufeff" + "\n".join(";".join(row) for row in ROWS)).encode()


async def read(content: bytes, limits: Limits | None = None) -> list[tuple[int, tuple[str, ...]]]:
    reader = TableReader(load_wordings(), limits) if limits else TableReader(load_wordings())
    return [(line, texts[:2]) for line, texts in await reader.read_table(ListFile("bang", content))]


@pytest.mark.parametrize("make", [as_xlsx, as_xls, as_csv])
async def test_every_kind_gives_the_same_rows_with_their_numbers(
    make: Callable[[], bytes],
) -> None:
    filled = [(line, row) for line, row in enumerate(ROWS, 1) if any(row)]
    assert await read(make()) == filled


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Refused.EMPTY_FILE),
        (b"\n\n", Refused.EMPTY_FILE),
        (b"PK\x03\x04", Refused.CORRUPT_FILE),
        (b"%PDF-1.7", Refused.UNSUPPORTED_FORMAT),
        (b"x" * (4 * 2**20 + 1), Refused.TOO_LARGE),
    ],
)
async def test_what_is_no_table_is_refused(content: bytes, reason: Refused) -> None:
    with pytest.raises(ListRefused) as refused:
        await read(content)
    assert refused.value.reason is reason


async def test_a_table_longer_than_small_is_refused() -> None:
    limits = Limits(rows=10, wall_seconds=20.0)
    with pytest.raises(ListRefused) as refused:
        await read(b"a,b\n" * 11, limits)
    assert refused.value.reason is Refused.TOO_LARGE
