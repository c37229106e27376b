"""An operator sets units and accounts up from the console."""

from pathlib import Path

import pytest

from ntm_verify.cli.main import main
from tests.cli.test_demo import openers
from tests.support.files import ROOT

DEMO = str(ROOT / "fixtures" / "demo.toml")


def test_units_and_a_first_account_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(openers(tmp_path), ["unit", "import", DEMO]) == 0
    person = ["user", "add", "xa-an", "--name", "Bùi Giả", "--role", "commune", "--unit", "00001"]

    assert main(openers(tmp_path), person) == 0

    name, password = capsys.readouterr().out.split()
    assert (name, len(password)) == ("xa-an", 24)
    assert main(openers(tmp_path), person) == 7
    monkeypatch.setenv("NTM_PASSWORD", "ngắn")
    assert main(openers(tmp_path), [*person[:2], "xa-khac", *person[3:]]) == 3


def test_an_account_of_an_unknown_unit_is_refused(tmp_path: Path) -> None:
    person = ["user", "add", "ai-do", "--name", "Bùi Giả", "--role", "signer", "--unit", "99"]

    assert main(openers(tmp_path), person) == 6


def test_a_file_of_another_form_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "khac.toml").write_text("x = 1\n", "utf-8")

    assert main(openers(tmp_path), ["unit", "import", str(tmp_path / "khac.toml")]) == 2
