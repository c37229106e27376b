"""Hostile and odd requests: made from the document at /schema, for nobody and for every office.

Every phase of schemathesis (examples, coverage, fuzzing, stateful), the same at each run: no answer
is a fault of the service, and none is of a status, kind or form that the document does not name.
The number of cases is printed; run with `-s` to see what was tried.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.support.program import Program, open_program
from tests.support.site import Site, open_site

WHO: Final = {"": 1, "xa-an": 4, "tham-dinh": 3, "ky": 2, "quan-tri": 2}
"""Who asks, and how many examples of each kind are made up besides those of the edges."""
EDGES: Final = "examples,coverage,fuzzing,stateful"
NO_EDGES: Final = "examples,fuzzing"
"""Whoever has not signed in is turned away before anything is read: the edges are not tried."""
FEWEST: Final = 2_000
LISTED: Final = "/api/v1/submissions"
SETTINGS: Final = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "422", "429", "503"]
"""
"""A request of the right form may still ask for what the rules refuse, but is never ill-formed."""
COUNT: Final = re.compile(r"^\s+(\d+) generated", re.MULTILINE)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a province of its own: much of it is changed."""
    with open_site(tmp_path_factory.mktemp("fuzzed")) as site:
        yield site


@pytest.fixture(scope="module")
def known(fuzzed: Site) -> Iterator[Callable[[str], Program]]:
    """Sign everybody in before anybody tries wrong passwords."""
    met = {who: open_program(fuzzed, who) for who in WHO}
    yield met.__getitem__
    for program in met.values():
        program.client.close()


@pytest.mark.slow
def test_no_request_is_a_fault_and_no_answer_undocumented(
    fuzzed: Site, known: Callable[[str], Program], tmp_path: Path
) -> None:
    settings = tmp_path / "schemathesis.toml"
    settings.write_text(SETTINGS, "utf-8")
    counted = {}
    for who, examples in WHO.items():
        done = run(fuzzed, settings, known(who).token, examples)
        found = COUNT.search(done.stdout)
        assert found is not None, done.stdout + done.stderr
        assert done.returncode == 0, f"{who or 'nobody'}:\n{done.stdout}"
        counted[who or "nobody"] = int(found[1])
    told = ", ".join(f"{who} {count}" for who, count in counted.items())
    print(f"\nfuzzing: {sum(counted.values())} cases, 0 faults ({told})")  # noqa: T201 - the figure
    assert sum(counted.values()) >= FEWEST
    assert "Traceback" not in fuzzed.log.read_text("utf-8")


def test_a_refusal_that_the_document_does_not_name_is_found(fuzzed: Site, tmp_path: Path) -> None:
    settings = tmp_path / "schemathesis.toml"
    settings.write_text(SETTINGS, "utf-8")
    document = httpx.get(f"{fuzzed.address}/schema/openapi.json").json()
    told = {**document, "paths": {LISTED: document["paths"][LISTED]}}
    (tmp_path / "whole.json").write_text(json.dumps(told), "utf-8")
    del told["paths"][LISTED]["get"]["responses"]["401"]
    (tmp_path / "poorer.json").write_text(json.dumps(told), "utf-8")

    assert run(fuzzed, settings, "", 1, tmp_path / "whole.json").returncode == 0
    poorer = run(fuzzed, settings, "", 1, tmp_path / "poorer.json")
    assert poorer.returncode == 1
    assert "Undocumented" in poorer.stdout


def run(
    site: Site, settings: Path, token: str, examples: int, document: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Try one visitor's requests; every refusal to pass is told in full."""
    listed = f"{site.address}/schema/openapi.json"
    program = Path(sys.executable).with_name("schemathesis")
    command = [
        str(program),
        *("--config-file", str(settings), "run"),
        *((str(document), "--url", site.address) if document else (listed,)),
        *("--phases", EDGES if token or document else NO_EDGES, "--checks", "all"),
        *("--max-examples", str(examples), "--continue-on-failure"),
        *("--generation-deterministic", "--no-color"),
        *(("-H", f"Authorization: Bearer {token}") if token else ()),
    ]
    return subprocess.run(  # noqa: S603 - our own words
        command, cwd=settings.parent, capture_output=True, text=True, check=False
    )
