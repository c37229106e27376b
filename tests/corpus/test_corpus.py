"""Every file of the corpus is read for what it is: the right people and findings, in time."""

import asyncio
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from ntm_verify.cli.check_json import refusal_json, report_json
from ntm_verify.desk import open_desk
from ntm_verify.domain.findings import Check, Refused
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.population import Population
from ntm_verify.domain.reading import ListFile, ListRefused, ReadingOptions
from ntm_verify.usecases.check_list import CheckList, PriorList, check_list
from ntm_verify.usecases.ports import Desk
from tests.corpus import FILES
from tests.support.process_tree import PeakWatch

EXPECTED: Final[Mapping[str, Mapping[str, Any]]] = {
    name: entry
    for room in tomllib.loads((Path(__file__).parent / "expected.toml").read_text("utf-8")).values()
    for name, entry in room.items()
}
AS_OF: Final = date(2026, 6, 30)
SECONDS: Final = 20
BYTES: Final = 700 * 2**20
NOT_IN_FILES: Final = {
    Check.OTHER_COMMUNE: "only the insurer knows where somebody is registered",
    Check.CORRUPT_CELL: "a broken cell makes the whole file broken",
    Check.ROW_UNREADABLE: "a row is read with what is wrong in it, or the file is refused",
    Check.MORE_PARTICIPANTS_THAN_POPULATION: "weighed with the figures of the population",
    Check.DECLARED_TOTAL_DIFFERS: "weighed with what the commune declares",
    Check.SEX_CLAUSE_NOT_PROVEN: "weighed with the figures of the population",
    Check.POPULATION_SOURCES_DIFFER: "weighed with a second source of the population",
    Check.TOTAL_CHANGED_MUCH: "weighed with last period's list",
    Check.MANY_NAMES_GONE: "weighed with last period's list",
    Check.CONSECUTIVE_NUMBERS: "asked of the kept list, by the service",
    Check.FAMILY_NAME_SHARE: "asked of the kept list, by the service",
}
NO_FILE_IS: Final = {Refused.OLD_TEMPLATE: "every template so far is still read"}


@dataclass(frozen=True, slots=True)
class Bench:
    """A desk with its loop, opened once."""

    desk: Desk
    runner: asyncio.Runner

    def check(self, name: str, content: bytes) -> Mapping[str, Any]:
        """Check a file as the command does; give its JSON and how many of the counted are men."""
        entry = EXPECTED[name]
        request = CheckList(
            (ListFile(name, content),),
            "00001",
            "",
            AS_OF,
            Population(10_000),
            ReadingOptions(encoding=entry.get("encoding", "")),
            prior=tuple(
                PriorList(code, ListFile(other, FILES[other]()))
                for other, code in entry.get("prior", ())
            ),
        )
        actor = Actor("desk", Role.COMMUNE, "00001", "")
        try:
            report = self.runner.run(check_list(self.desk, actor, request))
        except ListRefused as refused:
            return refusal_json(refused, request)
        told = report_json(report, self.desk.catalogue, rows=False)
        return {**told, "male": report.tally.male}


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with asyncio.Runner() as runner:
        opening = open_desk()
        desk = runner.run(opening.__aenter__())
        yield Bench(desk, runner)
        runner.run(opening.__aexit__(None, None, None))


def found(told: Mapping[str, Any]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for group in told["finding_groups"]:
        counts[group["code"]] += group["count"]
    return dict(counts)


def seen(told: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """Bring an answer into the words of the expectation, as far as it says something."""
    about, counts = told["list"], told["counts"]
    if about["verdict"] == "reject":
        said = entry.get("says", "")
        return {"refused": about["reason"], "says": said if said in about["message"] else about}
    cells: dict[str, list[str]] = {code: [] for code in entry.get("at", {})}
    for finding in told["findings"]:
        if finding["code"] in cells:
            cells[finding["code"]].append(finding["cell"])
    hamlets = {part["hamlet"]: part["counted"] for part in told["coverage"]["by_hamlet"]}
    return {
        **{name: counts[name] for name in ("rows", "counted", "doubtful", "people")},
        "findings": found(told),
        "at": cells,
        "male": told["male"] if "male" in entry else None,
        "hamlets": hamlets if "hamlets" in entry else None,
    }


def wanted(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in what an expectation leaves unsaid: everybody counts, and nothing is found."""
    if "refused" in entry:
        return {"refused": entry["refused"], "says": entry.get("says", "")}
    return {
        "rows": entry["rows"],
        "counted": entry.get("counted", entry["rows"]),
        "doubtful": entry.get("doubtful", 0),
        "people": entry.get("people", entry["rows"]),
        "findings": entry.get("findings", {}),
        "at": entry.get("at", {}),
        "male": entry.get("male"),
        "hamlets": entry.get("hamlets"),
    }


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_for_what_it_is_soon_and_in_little_memory(bench: Bench, name: str) -> None:
    content = FILES[name]()
    began = time.monotonic()
    with PeakWatch() as watch:
        told = bench.check(name, content)
    seconds = time.monotonic() - began

    assert seen(told, EXPECTED[name]) == wanted(EXPECTED[name])
    assert (seconds < SECONDS, watch.largest < BYTES) == (True, True), (seconds, watch.largest)


def test_every_file_has_an_expectation_and_there_are_many() -> None:
    assert list(EXPECTED) == list(FILES)
    assert len(FILES) >= 120


def test_every_reason_and_every_code_that_a_file_can_give_is_in_the_corpus() -> None:
    reasons = {Refused(entry["refused"]) for entry in EXPECTED.values() if "refused" in entry}
    codes = {Check(code) for entry in EXPECTED.values() for code in entry.get("findings", {})}

    assert reasons == set(Refused) - set(NO_FILE_IS)
    assert codes == set(Check) - set(NOT_IN_FILES)


def test_every_kind_of_file_is_in_the_corpus(bench: Bench) -> None:
    good = [name for name, entry in EXPECTED.items() if wanted(entry).get("findings") == {}]
    formats = {
        file["format"]
        for name in good
        if name.rpartition(".")[2] in ("xlsx", "xls", "xlsb", "ods", "csv", "tsv")
        and name.startswith(("sach", "trang-web"))
        for file in bench.check(name, FILES[name]())["files"]
    }

    assert formats == {"xlsx", "xls", "xlsb", "ods", "csv", "tsv", "html"}
    macros = "co-macro.xlsm"
    assert bench.check(macros, FILES[macros]())["files"][0]["format"] == "xlsm"
