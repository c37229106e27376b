"""Who may do what: every route × every office × every tenant × own, foreign and missing records.

The figures are printed; run with `-s` to see them.
"""

import asyncio
import shutil
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

import pytest
from litestar import Litestar, get
from litestar.params import FromPath

from ntm_verify.domain import appraisal
from ntm_verify.domain.people import Role
from tests.support.oidc_provider import ProviderAt
from tests.support.rights_matrix import (
    ELSEWHERE,
    MISSING,
    Cell,
    Route,
    Trial,
    cells_of,
    open_trial,
    routes_of,
)
from tests.support.rights_table import Unclassified
from tests.support.rights_world import Tenant, seed_tenants, settings_of

Seed = tuple[Path, dict[str, Tenant]]
FEWEST: Final = 2_000
ROUNDS: Final = 15


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Seed:
    """Fill a database once; every test works on a copy."""
    folder = tmp_path_factory.mktemp("rights")
    return folder, asyncio.run(seed_tenants(settings_of(folder)))


@pytest.fixture
def place(seed: Seed, tmp_path: Path) -> Seed:
    """Give a test a copy of the seeded service."""
    return Path(shutil.copytree(seed[0], tmp_path / "data")), seed[1]


@pytest.mark.slow
async def test_every_cell_of_the_matrix_is_right(
    place: Seed, provider_at: ProviderAt, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_of(place[0], issuer=provider_at.issuer)
    async with open_trial(settings, place[1]) as trial:
        outcome = await trial.run()
    with capsys.disabled():
        print(f"\n{outcome}, {len(outcome.routes)} routes")  # noqa: T201 - the figure of the run
    assert outcome.wrong == []
    assert outcome.cells >= FEWEST


def some(*names: str) -> "set[str]":
    return set(names)


LOOKS: Final = some(
    "GET /submissions/{dossier_id:uuid}",
    "GET /audit/appraisals/{dossier_id:uuid}",
    "GET /api/v1/appraisals/{appraisal_id:uuid}",
)


def one_of_looks(route: Route) -> bool:
    return route.name in LOOKS


def of_a_record(route: Route) -> bool:
    return route.is_api and bool(route.record)


async def test_a_planted_hole_in_the_reach_turns_the_matrix_red(
    place: Seed, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_trial(settings_of(place[0]), place[1]) as trial:
        assert (await trial.run(one_of_looks)).wrong == []
        monkeypatch.setattr(appraisal, "is_within_reach", lambda *_: True)
        leaking = await trial.run(one_of_looks)
    assert len(leaking.wrong) > len(LOOKS)
    assert any("another province's: 200 (open), expected hidden" in cell for cell in leaking.wrong)
    assert any("neighbour's: 200 (open), expected hidden" in cell for cell in leaking.wrong)
    assert any("told apart from missing" in cell for cell in leaking.wrong)


@pytest.mark.slow
async def test_on_postgres_the_second_wall_holds_where_the_first_has_a_hole(
    postgres_service_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = settings_of(tmp_path, postgres_service_url)
    tenants = await seed_tenants(settings)
    async with open_trial(settings, tenants) as trial:
        whole = await trial.run(of_a_record, is_open=True)  # others never reach the database
        monkeypatch.setattr(appraisal, "is_within_reach", lambda *_: True)
        leaking = await trial.run(one_of_looks)
    with capsys.disabled():
        print(f"\n{whole}, {len(whole.routes)} routes, on PostgreSQL")  # noqa: T201 - the figure
    assert whole.wrong == []
    assert not any("another province's: 200" in cell for cell in leaking.wrong)
    assert any("neighbour's: 200 (open), expected hidden" in cell for cell in leaking.wrong)


async def test_a_swapped_policy_turns_the_matrix_red(
    place: Seed, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_trial(settings_of(place[0]), place[1]) as trial:
        for route in filter(one_of_looks, routes_of(trial.app)):
            monkeypatch.setitem(route.handler.opt, "policy", frozenset({Role.OPERATOR}))
        swapped = await trial.run(one_of_looks)
    assert any("as commune" in cell and "expected open" in cell for cell in swapped.wrong)
    assert any("as operator" in cell and "expected shut" in cell for cell in swapped.wrong)


async def test_the_looks_of_another_office_are_shut_whatever_the_record(place: Seed) -> None:
    async with open_trial(settings_of(place[0]), place[1]) as trial:
        outcome = await trial.run(lambda route: route.path.startswith("/signing"))
    assert outcome.wrong == []
    assert outcome.cells > len(LOOKS)


@get("/new-and-unknown/{thing:str}", opt={"policy": frozenset(Role)})
async def unknown(thing: FromPath[str]) -> str:
    """Give back what was asked for."""
    return thing


def test_a_route_that_nobody_classified_is_named() -> None:
    app = Litestar([unknown], openapi_config=None)
    with pytest.raises(Unclassified, match=r"GET /new-and-unknown/\{thing:str\}: nobody has said"):
        routes_of(app)


async def test_a_foreign_record_takes_as_long_as_a_missing_one(place: Seed) -> None:
    async with open_trial(settings_of(place[0]), place[1]) as trial:
        for route in filter(one_of_looks, routes_of(trial.app)):
            cells = [cell for cell in cells_of(route, trial.tenants) if cell.is_allowed]
            foreign = next(cell for cell in cells if cell.whose == ELSEWHERE)
            missing = next(c for c in cells if c.whose == MISSING and c.role is foreign.role)
            times = await _times(trial, foreign, missing)
            assert 0.4 < times[0] / times[1] < 2.5, route.name


async def _times(trial: Trial, *cells: Cell) -> list[float]:
    """Ask in turn, so that a busy moment of the machine hits all alike; give the medians."""
    taken: list[list[float]] = [[] for _ in cells]
    for _ in range(ROUNDS):
        for cell, times in zip(cells, taken, strict=True):
            start = perf_counter()
            await trial.ask(cell)
            times.append(perf_counter() - start)
    return [median(times) for times in taken]
