"""`check` gives the figures, the words and the exit codes that others rely on."""

import json
from pathlib import Path
from typing import Any, Never

import pytest

from ntm_verify.cli.main import main
from ntm_verify.cli.openers import Openers
from ntm_verify.desk import open_desk
from tests.support.files import ROOT

LISTS = ROOT / "fixtures" / "lists"


class NothingElse:
    """Fails when a command reaches for more than a desk."""

    def __call__(self, *_: object) -> Never:
        raise AssertionError("check needs a desk and nothing else")


NOTHING = NothingElse()
DESK = Openers(
    desk=open_desk,
    ports=NOTHING,
    service=NOTHING,
    demo=NOTHING,
    generator=NOTHING,
    data_dir=Path(),
)


def check(name: str, commune: str, people: int, day: str, *more: str) -> int:
    file = str(LISTS / name)
    asked = ["check", file, "--commune", commune, "--population", str(people), "--as-of", day]
    return main(DESK, [*asked, *more])


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


@pytest.mark.parametrize(
    ("name", "commune", "people", "counted", "required"),
    [
        ("xa-9669.xlsx", "00001", 9669, 8481, 8219),
        ("xa-10162.csv", "00002", 10162, 8705, 8638),
    ],
)
def test_the_communes_of_2019_meet_85_per_cent(
    name: str,
    commune: str,
    people: int,
    counted: int,
    required: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check(name, commune, people, "2019-12-31", "--format", "json") == 0

    answer = told(capsys)
    assert answer["schema"] == "ntm-verify/check/1"
    assert answer["assessment"] == "met"
    assert answer["list"]["verdict"] == "accept"
    assert (answer["counts"]["counted"], answer["coverage"]["participants"]) == (counted, counted)
    assert (answer["coverage"]["required"], answer["coverage"]["shortfall"]) == (required, 0)
    assert (answer["rule"]["rule_set"], answer["rule"]["threshold"]) == ("NTM-2016", "85")


def test_one_person_short_is_not_met_and_never_prints_the_threshold(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check("xa-thieu-mot.xlsx", "00003", 20001, "2019-12-31") == 1

    text = capsys.readouterr().out
    assert "17.000 / 20.001 = 84,99" in text
    assert "85,00" not in text
    assert "còn thiếu 1 người" in text


def test_without_a_figure_nothing_is_concluded(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("xa-9669.xlsx", "00001", 9669, "2026-06-30", "--format", "json") == 4

    answer = told(capsys)
    assert answer["assessment"] == "undetermined"
    assert answer["doubts"] == ["no_figure"]
    assert (answer["rule"]["rule_set"], answer["rule"]["threshold"]) == ("NTM-2026", None)


def test_a_figure_with_its_legal_reference_decides(capsys: pytest.CaptureFixture[str]) -> None:
    figure = ("--threshold", "87,5", "--legal-reference", "Nghị quyết mẫu", "--format", "json")

    assert check("xa-9669.xlsx", "00001", 9669, "2026-06-30", *figure) == 0
    assert told(capsys)["rule"]["threshold"] == "87.5"


def test_a_figure_without_its_legal_reference_is_wrong_use(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check("xa-9669.xlsx", "00001", 9669, "2026-06-30", "--threshold", "87") == 2
    assert "--legal-reference" in capsys.readouterr().err


def test_a_day_in_no_rule_set_gives_no_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("xa-9669.xlsx", "00001", 9669, "2021-06-30", "--format", "json") == 4
    assert told(capsys)["doubts"] == ["no_rule_in_force"]


def test_men_and_women_are_judged_apart_where_asked(capsys: pytest.CaptureFixture[str]) -> None:
    by_sex = ("--population-male", "3105", "--population-female", "3135", "--format", "json")

    assert check("xa-2024-nam-nu.xlsx", "00007", 6240, "2024-12-31", *by_sex) == 0
    assert told(capsys)["coverage"]["by_sex"]["female"]["required"] == 2822


def test_without_people_by_sex_the_sex_clause_is_not_proven(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check("xa-2024-nam-nu.xlsx", "00007", 6240, "2024-12-31", "--format", "json") == 4
    assert told(capsys)["doubts"] == ["sex_clause_not_proven"]


def test_women_below_the_threshold_are_not_hidden_by_the_whole() -> None:
    by_sex = _population_by_sex("xa-2024-nu-thieu.xlsx")

    assert check("xa-2024-nu-thieu.xlsx", "00008", sum(by_sex), "2024-12-31", *_flags(by_sex)) == 1


def test_more_participants_than_people_conclude_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check("xa-9669.xlsx", "00001", 8000, "2019-12-31", "--format", "json") == 4
    assert told(capsys)["doubts"] == ["more_participants_than_population"]


def test_a_file_that_is_no_list_is_refused_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rong.xlsx").write_bytes(b"")
    asked = ["check", str(tmp_path / "rong.xlsx"), "--commune", "00001", "--population", "10"]

    assert main(DESK, [*asked, "--as-of", "2019-12-31", "--format", "json"]) == 3
    answer = told(capsys)
    assert (answer["list"]["verdict"], answer["list"]["reason"]) == ("reject", "empty_file")


def test_a_missing_file_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("khong-co.xlsx", "00001", 10, "2019-12-31") == 2
    assert "khong-co.xlsx" in capsys.readouterr().err


@pytest.mark.parametrize("people", ["0", "mười", "1.5e3"])
def test_a_population_that_is_none_is_wrong_use(people: str) -> None:
    asked = ["check", str(LISTS / "xa-9669.xlsx"), "--commune", "00001", "--as-of", "2019-12-31"]

    try:
        code = main(DESK, [*asked, "--population", people])
    except SystemExit as stop:
        code = int(str(stop.code))
    assert code == 2


def test_rows_are_told_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    check("xa-9669.xlsx", "00001", 9669, "2019-12-31", "--format", "json")
    assert "rows" not in told(capsys)
    check("xa-9669.xlsx", "00001", 9669, "2019-12-31", "--format", "json", "--rows")
    rows = told(capsys)["rows"]
    assert len(rows) == 8481
    assert {row["id_kind"] for row in rows} == {"bhxh10"}
    assert all(row["counted"] for row in rows)


def test_hamlet_files_are_parts_of_one_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "Họ và tên,Mã số BHXH,Thôn\n"
    (tmp_path / "thon1.csv").write_text(head + "Nguyễn Văn Mẫu,0090000001,Thôn 1\n", "utf-8")
    (tmp_path / "thon2.csv").write_text(
        head + "Trần Thị Mẫu,0090000002,Thôn 2\nNguyễn Văn Mẫu,0090000001,Thôn 2\n", "utf-8"
    )
    files = [str(tmp_path / "thon1.csv"), str(tmp_path / "thon2.csv")]
    rest = ["--commune", "00001", "--population", "2", "--as-of", "2019-12-31", "--format", "json"]

    assert main(DESK, ["check", *files, *rest]) == 0
    answer = told(capsys)
    assert answer["counts"]["counted"] == 2
    assert [f["code"] for f in answer["findings"]] == ["duplicate_in_list"]


def _population_by_sex(name: str) -> tuple[int, int]:
    import tomllib

    known = tomllib.loads((LISTS / "expected.toml").read_text("utf-8"))["list"]
    found = next(entry for entry in known if entry["file"] == name)
    return found["male"], found["female"]


def _flags(by_sex: tuple[int, int]) -> tuple[str, ...]:
    male, female = by_sex
    return ("--population-male", str(male), "--population-female", str(female))


HEAD = "Họ và tên,Mã số BHXH\n"


def test_people_on_another_communes_list_are_shown_and_counted_with_a_doubt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own, other = tmp_path / "xa.csv", tmp_path / "xa-ben.csv"
    own.write_text(HEAD + "Lê Văn An,0000000001\nLê Thị Chi,0000000003\n")
    other.write_text(HEAD + "Lê Thị Chi,GD4380000000003\n,0000000001\n")
    asked = ["check", str(own), "--commune", "00001", "--population", "3"]
    prior = ["--as-of", "2019-12-31", "--prior", f"{other}:00002", "--format", "json"]

    main(DESK, [*asked, *prior])

    answer = told(capsys)
    assert (answer["counts"]["counted"], answer["counts"]["doubtful"]) == (2, 1)
    (finding,) = answer["findings"]
    assert (finding["code"], finding["cell"]) == ("duplicate_other_list", "B3")
    assert finding["other_commune"] == "00002"


@pytest.mark.parametrize("named", ["xa-ben.csv", ":00002", "xa.csv:", "xa.csv:00001"])
def test_a_list_of_another_commune_comes_with_that_communes_code(
    named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check("xa-9669.xlsx", "00001", 9669, "2019-12-31", "--prior", named) == 2
    assert "--prior" in capsys.readouterr().err


def test_a_list_of_another_commune_that_cannot_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "hong.csv"
    broken.write_bytes(b"")
    prior = ("--prior", f"{broken}:00002", "--format", "json")

    assert check("xa-9669.xlsx", "00001", 9669, "2019-12-31", *prior) == 3

    refused = told(capsys)["list"]
    assert (refused["reason"], refused["file"]) == ("empty_file", "hong.csv")
    assert "xã 00002" in refused["message"]


def test_a_list_whose_columns_are_shifted_is_refused_with_its_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "lech.csv"
    rows = (f"Lê Văn An,12345{n}\n" if n % 2 else f"Lê Văn An,00000000{n}\n" for n in range(10, 50))
    file.write_text(HEAD + "".join(rows))
    asked = ["check", str(file), "--commune", "00001", "--population", "50"]

    assert main(DESK, [*asked, "--as-of", "2019-12-31", "--format", "json"]) == 3

    answer = told(capsys)
    assert (answer["list"]["verdict"], answer["list"]["reason"]) == ("reject", "too_many_errors")
    assert "20 / 40" in answer["list"]["message"]
    assert (answer["assessment"], answer["counts"]["counted"]) == ("undetermined", 20)
    assert main(DESK, [*asked, "--as-of", "2019-12-31"]) == 3
    assert "bị từ chối: Quá nhiều dòng có lỗi" in capsys.readouterr().out
