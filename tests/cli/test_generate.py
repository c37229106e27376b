"""`generate` writes lists into a folder of their own and says what it made."""

from pathlib import Path
from typing import Never

import pytest

from ntm_verify.cli.main import main
from ntm_verify.cli.openers import Openers
from ntm_verify.desk import open_generator


def nothing_else(*_: object) -> Never:
    raise AssertionError("generate needs a generator and nothing else")


OPENERS = Openers(
    desk=nothing_else,
    ports=nothing_else,
    service=nothing_else,
    demo=nothing_else,
    generator=open_generator,
    data_dir=Path(),
)


def generate(folder: Path, *more: str) -> int:
    return main(OPENERS, ["generate", str(folder), *more])


def test_lists_are_written_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "lists"

    assert generate(folder, "--communes", "2", "--rows", "1500", "--seed", "5") == 0

    written = capsys.readouterr()
    assert sorted(path.name for path in folder.iterdir()) == [
        "00001.xlsx",
        "00002.xlsx",
        "communes.csv",
        "labels.csv",
    ]
    assert written.out.startswith("DỮ LIỆU GIẢ LẬP: 2 danh sách, 3.000 dòng, 3.000 người")
    assert written.err == ""


def test_every_choice_reaches_the_lists(tmp_path: Path) -> None:
    asked = ["--rows", "40", "--format", "csv", "--faults", "100", "--as-of", "2024-12-31"]

    assert generate(tmp_path / "lists", *asked, "--more-columns", "--font", "tcvn3") == 0

    lines = (tmp_path / "lists" / "00001.csv").read_text("latin-1").splitlines()
    assert "31/12/2024" in lines[0]
    assert lines[1].count(",") == 7
    assert lines[1].startswith("Hä vµ tªn")


def test_a_folder_with_other_files_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "that.xlsx").write_bytes(b"real")

    assert generate(tmp_path) == 2

    assert "không trống" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["that.xlsx"]


def test_a_file_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")

    assert generate(tmp_path / "file") == 2
    assert "Không dùng được thư mục" in capsys.readouterr().err


def test_more_than_the_reserved_numbers_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate(tmp_path / "lists", "--communes", "5000", "--rows", "50000") == 3
    assert "dải số dành riêng" in capsys.readouterr().err
