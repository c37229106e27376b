"""A resolution's table comes in from the console too, with its document or not at all."""

from pathlib import Path

import pytest

from ntm_verify.cli.main import main
from tests.cli.test_administration import DEMO
from tests.cli.test_demo import openers

PAPER = (
    *("--kind", "Nghị quyết", "--number", "02-NQ/TU", "--day", "15/01/2021"),
    *("--issuer", "Tỉnh ủy"),
)


def test_a_table_is_kept_with_its_document_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(openers(tmp_path), ["unit", "import", DEMO]) == 0
    file = tmp_path / "chi-tieu.csv"
    file.write_text("Mã đơn vị,Loại hình,Gốc,2021,2022\n00,BHYT,dân số,92%,91%\n", "utf-8")
    command = ["targets", "import", str(file), "--province", "00"]

    assert main(openers(tmp_path), command) == 3
    assert main(openers(tmp_path), [*command, *PAPER[:4], "--day", "mai"]) == 2
    assert main(openers(tmp_path), [*command, *PAPER, "--try"]) == 0
    assert main(openers(tmp_path), [*command, *PAPER]) == 0

    told = capsys.readouterr().err
    assert "BHYT năm 2022 thấp hơn năm trước" in told
    assert "Đã lưu 2 dòng." in told
