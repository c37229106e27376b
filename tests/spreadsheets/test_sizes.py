"""Lists of a whole province pass the shipped limits, in bounded memory and linear time."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ntm_verify.domain.columns import Wordings
from ntm_verify.domain.findings import Field
from ntm_verify.domain.reading import ListFile, ReadingOptions
from ntm_verify.spreadsheets.children import Child
from ntm_verify.spreadsheets.limits import MIB, Limits
from ntm_verify.spreadsheets.reader import ListReader
from ntm_verify.spreadsheets.sniff import Format
from ntm_verify.spreadsheets.task import Task
from tests.support import sheet_files as made


def three(line: int) -> str:
    return (
        f'<row r="{line}"><c r="A{line}" t="inlineStr"><is><t>Lê Văn An {line % 977}</t></is></c>'
        f'<c r="B{line}" t="inlineStr"><is><t>{line:010d}</t></is></c>'
        f'<c r="C{line}" t="inlineStr"><is><t>Thôn {line % 40}</t></is></c></row>'
    )


def ten(line: int) -> str:
    return (
        three(line)[:-6]
        + "".join(
            f'<c r="{at}{line}" t="inlineStr"><is><t>{line % 28 + 1:02d}/01/2026</t></is></c>'
            for at in "DEFGHIJ"
        )
        + "</row>"
    )


def book(count: int, row: Callable[[int], str], header: list[str]) -> bytes:
    """Pack a long sheet, row after row, so that the test itself stays small."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in made.xlsx_parts("").items():
            if "sheet1" not in name:
                archive.writestr(name, str(part))
        with archive.open("xl/worksheets/sheet1.xml", "w") as member:
            start, end = made.sheet_xml("\n").split("\n")
            member.write((start + made.rows_xml([header])).encode())
            for first in range(2, count + 2, 10_000):
                block = range(first, min(first + 10_000, count + 2))
                member.write("".join(map(row, block)).encode())
            member.write(end.encode())
    return out.getvalue()


def peak(child: Child) -> int:
    status = Path(f"/proc/{child.process.pid}/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


WIDE = ["Họ và tên", "Mã số BHXH", "Thôn", "Ngày sinh", "Giá trị từ", "Giá trị đến"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("count", "row", "header", "most"),
    [
        (200_000, ten, [*WIDE, "Số tiền", "Ngày thu", "Ngày cấp", "Ghi chú"], 500 * MIB),
        (1_000_000, three, WIDE[:3], 900 * MIB),
    ],
)
def test_long_lists_pass_in_bounded_memory(
    wordings: Wordings,
    count: int,
    row: Callable[[int], str],
    header: list[str],
    most: int,
) -> None:
    content = book(count, row, header)
    child = Child(wordings, Limits())

    answer = child.read(Task("a.xlsx", content, Format.XLSX, ReadingOptions()))
    used = peak(child)
    child.close()

    assert len(content) < Limits().file_bytes
    assert (len(answer.lines), answer.lines[-1]) == (count, count + 1)
    assert answer.columns[Field.ID].texts[-1] == f"{count + 1:010d}"
    assert used < most


@pytest.mark.slow
def test_twice_the_rows_take_twice_the_time(reader: ListReader) -> None:
    def seconds(content: bytes) -> float:
        began = time.monotonic()
        reader.read_now([ListFile("a.xlsx", content)])
        return time.monotonic() - began

    small, large = (book(count, three, WIDE[:3]) for count in (10_000, 40_000))
    seconds(small)
    ratios = [seconds(large) / seconds(small) for _ in range(4)]

    assert min(ratios) < 6
