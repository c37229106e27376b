"""Operators list and compare rule sets, and let a province with one administrator go on."""

from pathlib import Path

import pytest

from ntm_verify.cli.main import main
from tests.cli.test_administration import DEMO
from tests.cli.test_demo import openers


def test_sets_are_listed_compared_and_looked_through(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(openers(tmp_path), ["unit", "import", DEMO]) == 0
    assert main(openers(tmp_path), ["rules", "list"]) == 0
    compare = ["rules", "compare", "NTM-2016", "NTM-2021", "--province", "00"]
    assert main(openers(tmp_path), compare) == 0
    assert main(openers(tmp_path), [*compare, "--format", "json"]) == 0
    assert main(openers(tmp_path), ["rules", "today", "--province", "00"]) == 0
    assert main(openers(tmp_path), ["rules", "compare", "X", "Y", "--province", "00"]) == 3

    told = capsys.readouterr()
    assert "NTM-2026     chưa có ngưỡng" in told.out
    assert "* Ngưỡng quốc gia: 85\u00a0% | 90\u00a0%" in told.out
    assert '"differs": true' in told.out
    assert "đạt 0" in told.err


def test_a_leave_for_one_administrator_has_a_document_and_an_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(openers(tmp_path), ["unit", "import", DEMO]) == 0
    command = ["rules", "alone", "--province", "00", "--document", "Công văn 7/VPĐP-NTM"]

    assert main(openers(tmp_path), [*command, "--until", "mai"]) == 2
    assert main(openers(tmp_path), [*command, "--until", "31/12/2099"]) == 3
    assert "không quá 366 ngày" in capsys.readouterr().err
