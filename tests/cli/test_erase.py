"""What would be deleted can be looked at from the console, and nothing goes without a term."""

from pathlib import Path

import pytest

from ntm_verify.cli.main import main
from tests.cli.test_administration import DEMO
from tests.cli.test_demo import openers


def test_without_a_term_of_the_province_nothing_goes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(openers(tmp_path), ["unit", "import", DEMO]) == 0
    order = ["--province", "00", "--reason", "Biên bản hủy số 1 (giả lập)"]

    assert main(openers(tmp_path), ["erase", "preview", "--province", "00"]) == 0
    assert main(openers(tmp_path), ["erase", "people", *order, "--plan", "x"]) == 7
    assert main(openers(tmp_path), ["erase", "openings", *order]) == 7

    told = capsys.readouterr()
    assert "Danh sách đã thẩm định: tỉnh chưa nhập thời hạn" in told.out
    assert "Sẽ xóa 0 dòng của 0 hồ sơ." in told.out
    assert told.err.count("Tỉnh chưa nhập thời hạn") == 2
