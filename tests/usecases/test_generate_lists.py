"""Lists of made-up communes are written one by one, with what is true of them beside them."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.synthetic_lists import MadeList
from ntm_verify.regulations.synthetic import load_stock
from ntm_verify.spreadsheets.synthetic_out import write_list, write_table
from ntm_verify.usecases.generate_lists import (
    CLAIMED,
    Generated,
    GenerateLists,
    Generator,
    NothingToMake,
    generate_lists,
)

OPERATOR: Final = Actor("van-hanh", Role.OPERATOR, "console", "")
GENERATOR: Final = Generator(load_stock(), write_list, write_table)
WANTED: Final = GenerateLists(3, 400, 7, Path(), date(2026, 6, 30), form="csv", faults=100)


async def made(folder: Path, **changes: Any) -> Generated:  # noqa: ANN401 - fields of the request
    folder.mkdir()  # noqa: ASYNC240 - nothing else runs here
    return await generate_lists(GENERATOR, OPERATOR, replace(WANTED, folder=folder, **changes))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    await made(tmp_path / "one", form="xlsx")
    await made(tmp_path / "two", form="xlsx")

    assert files(tmp_path / "one") == files(tmp_path / "two")


async def test_another_seed_gives_other_lists(tmp_path: Path) -> None:
    await made(tmp_path / "one")
    await made(tmp_path / "two", seed=8)

    assert files(tmp_path / "one")["00001.csv"] != files(tmp_path / "two")["00001.csv"]


async def test_one_more_commune_changes_no_list(tmp_path: Path) -> None:
    await made(tmp_path / "three")
    await made(tmp_path / "four", communes=4)
    before, after = files(tmp_path / "three"), files(tmp_path / "four")

    lists = {"00001.csv", "00002.csv", "00003.csv"}
    assert {name: before[name] for name in lists} == {name: after[name] for name in lists}
    assert "00004.csv" in after


async def test_the_answer_counts_what_was_made(tmp_path: Path) -> None:
    answer = await made(tmp_path / "lists")
    communes = table(tmp_path / "lists" / "communes.csv")

    assert (answer.lists, answer.rows) == (3, 1_200)
    assert answer.counted == sum(int(row["counted"]) for row in communes)
    assert answer.labels == len(table(tmp_path / "lists" / "labels.csv"))


async def test_populations_stand_beside_the_lists(tmp_path: Path) -> None:
    await made(tmp_path / "lists")

    for row in table(tmp_path / "lists" / "communes.csv"):
        men, women = int(row["population_male"]), int(row["population_female"])
        assert men + women == int(row["population"]) > int(row["rows"]) == 400
        assert (row["as_of"], row["file"]) == ("2026-06-30", f"{row['commune']}.csv")


async def test_people_of_two_communes_are_labelled_on_both(tmp_path: Path) -> None:
    await made(tmp_path / "lists")
    claimed = [r for r in table(tmp_path / "lists" / "labels.csv") if r["fault"] == CLAIMED]
    pairs = sorted((row["commune"], row["other_commune"]) for row in claimed)

    assert {row["code"] for row in claimed} == {"duplicate_other_list"}
    assert pairs == sorted([
        ("00001", "00002"), ("00002", "00001"), ("00002", "00003"), ("00003", "00002")
    ] * 2)  # fmt: skip


async def test_every_file_says_that_nobody_in_it_exists(tmp_path: Path) -> None:
    await made(tmp_path / "lists")

    for name, content in files(tmp_path / "lists").items():
        lines = content.decode().splitlines()
        marked = lines[:1] if name[0] == "0" else lines[1:]
        assert all("DỮ LIỆU GIẢ LẬP" in line for line in marked), name


async def test_only_workbooks_get_number_cells(tmp_path: Path) -> None:
    seen: dict[str, list[MadeList]] = {"csv": [], "xlsx": []}

    def look(_: Path, one: MadeList, form: str) -> None:
        seen[form].append(one)

    def forget(_: Path, __: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        list(rows)

    for form in seen:
        request = replace(WANTED, folder=tmp_path, form=form, rows=4_000, communes=1)
        await generate_lists(Generator(load_stock(), look, forget), OPERATOR, request)

    cells = {form: {type(row[1]) for row in ones[0].rows} for form, ones in seen.items()}
    assert cells == {"csv": {str}, "xlsx": {str, int}}


@pytest.mark.parametrize(
    "nonsense", [{"communes": 0}, {"rows": 0}, {"faults": -1}, {"faults": 501}]
)
async def test_nonsense_is_refused(tmp_path: Path, nonsense: dict[str, int]) -> None:
    with pytest.raises(NothingToMake):
        await made(tmp_path / "lists", **nonsense)
