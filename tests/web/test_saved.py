"""An error page says truthfully whether anything was saved: known from the transactions (F110)."""

import asyncio
import shutil
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from ntm_verify.app import build_app, open_ports
from ntm_verify.cli.demo import found
from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.people import Role
from ntm_verify.storage.database import Database
from ntm_verify.storage.engine import READER
from ntm_verify.storage.log_tables import LogTables
from ntm_verify.usecases.ports import Ports
from ntm_verify.web import commune
from ntm_verify.web.errors import IN_DOUBT, NOTHING_SAVED, SAVED, TITLES
from ntm_verify.web.session import mask
from tests.support.files import ROOT
from tests.support.rights_world import open_session, settings_of
from tests.support.walk import Seeded, Walk, a_list

HOME: Final = "https://ntm.test.example"


class Planted(Exception):
    """A fault of ours."""


def break_down(*_: object) -> None:
    raise Planted


@dataclass(frozen=True, slots=True)
class Service:
    """The running service, a clerk who has signed in, and a dossier that was handed in."""

    client: httpx.AsyncClient
    ports: Ports
    form: dict[str, str]
    bearer: dict[str, str]
    dossier: Appraisal

    async def withdraw(self, **more: str) -> httpx.Response:
        address = f"/submissions/{self.dossier.id}/withdrawal"
        form = {**self.form, "seen": str(self.dossier.version), "note": "DỮ LIỆU GIẢ LẬP", **more}
        return await self.client.post(address, data=form)

    async def status(self) -> Status:
        async with self.ports.reading() as tx:
            return (await tx.appraisals.get(self.dossier.id)).status


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Seeded]:
    folder = tmp_path_factory.mktemp("saved")
    return folder, asyncio.run(_seed(folder))


async def _seed(folder: Path) -> Seeded:
    script = tomllib.loads((ROOT / "fixtures" / "demo.toml").read_text("utf-8"))
    async with open_ports(settings_of(folder)) as ports:
        seeded = Seeded(await found(ports, script))
        await Walk(ports, seeded).submitted("waiting", a_list())
    return seeded


@pytest.fixture
async def service(seeded: tuple[Path, Seeded], tmp_path: Path) -> AsyncIterator[Service]:
    """Run the service in a task of its own: what a task opens, it must close."""
    folder = Path(shutil.copytree(seeded[0], tmp_path / "data"))
    started: asyncio.Queue[Service] = asyncio.Queue()
    ended = asyncio.Event()

    async def run() -> None:
        async with running(folder, seeded[1]) as service:
            await started.put(service)
            await ended.wait()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(run())
        yield await started.get()
        ended.set()


@asynccontextmanager
async def running(folder: Path, known: Seeded) -> AsyncIterator[Service]:
    app: Any = build_app(settings_of(folder))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url=HOME) as client:
        ports: Ports = app.state.ports
        clerk = known.cast.first(Role.COMMUNE)
        token, csrf = await open_session(ports, clerk, "web")
        key, _ = await open_session(ports, clerk, "api")
        client.headers.update({"cookie": f"__Host-ntm={token}", "origin": HOME})
        bearer = {"authorization": f"Bearer {key}"}
        form = {"_csrf": mask(csrf)}
        yield Service(client, ports, form, bearer, known.dossiers["waiting"])


def database_of(ports: Ports) -> Database:
    database = getattr(ports.reading, "__self__", None)
    assert isinstance(database, Database)
    return database


async def test_a_page_that_breaks_after_the_act_was_kept_says_it_is_saved(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commune, "go", break_down)
    answer = await service.withdraw()

    assert answer.status_code == 500
    assert SAVED in answer.text
    assert await service.status() is Status.WITHDRAWN
    assert NOTHING_SAVED not in answer.text


async def test_an_act_that_breaks_before_it_is_kept_says_that_nothing_is_saved(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commune, "withdraw_submission", break_down)
    answer = await service.withdraw()

    assert answer.status_code == 500
    assert NOTHING_SAVED in answer.text
    assert await service.status() is Status.SUBMITTED


async def test_what_is_rolled_back_is_not_saved(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> LogTables:
        raise Planted

    monkeypatch.setattr("ntm_verify.storage.audit.append", refuse)
    answer = await service.withdraw()
    monkeypatch.undo()

    assert answer.status_code == 500
    assert NOTHING_SAVED in answer.text
    assert await service.status() is Status.SUBMITTED


async def test_a_database_that_leaves_while_it_keeps_is_in_doubt(service: Service) -> None:
    def leave(connection: Connection) -> None:
        if not connection.get_execution_options().get(READER):
            raise OperationalError("COMMIT", None, Planted())

    engine = database_of(service.ports).engine.sync_engine
    event.listen(engine, "commit", leave)
    answer = await service.withdraw()
    event.remove(engine, "commit", leave)

    assert answer.status_code == 500
    assert IN_DOUBT in answer.text


async def test_a_refusal_has_saved_nothing_though_it_is_on_record(service: Service) -> None:
    answer = await service.withdraw(seen="999")

    assert answer.status_code == 409
    assert NOTHING_SAVED in answer.text


async def test_a_look_saves_nothing_and_says_nothing_of_it(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commune, "_full", break_down)
    answer = await service.client.get(f"/submissions/{service.dossier.id}")

    assert answer.status_code == 500
    assert not any(told in answer.text for told in (SAVED, IN_DOUBT, NOTHING_SAVED))


async def test_programs_hear_the_same(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"/api/v1/submissions/{service.dossier.id}/withdrawal"

    async def withdrawn(seen: int, key: str = "") -> tuple[int, object]:
        headers = {**service.bearer, **({"idempotency-key": key} if key else {})}
        answer = await service.client.post(address, json={"seen": seen}, headers=headers)
        return answer.status_code, answer.json().get("saved", "done")

    assert await withdrawn(999) == (409, False)
    assert await withdrawn(999, "khoa-1") == (409, False)
    monkeypatch.setattr("ntm_verify.api.views.AppraisalView.of", break_down)
    assert await withdrawn(service.dossier.version) == (500, True)
    assert await service.status() is Status.WITHDRAWN


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/khong-co", 404),
        ("GET", "/province", 403),
        ("POST", "/rules", 405),
        ("POST", "/notices/address", 413),
    ],
)
async def test_every_error_page_names_its_request(
    service: Service, method: str, address: str, status: int
) -> None:
    form = {**service.form, "address": "x" * 300_000} if method == "POST" else None
    answer = await service.client.request(method, address, data=form)

    assert answer.status_code == status
    assert answer.headers["x-request-id"] in answer.text
    assert TITLES[status][0] in answer.text
    assert (NOTHING_SAVED in answer.text) is (method == "POST")


async def test_a_wait_and_a_fault_name_their_request_too(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(12):
        form = {"username": "khong-co", "password": "sai"}
        late = await service.client.post("/sign-in", data=form)
    assert late.status_code == 429
    assert late.headers["x-request-id"]
    monkeypatch.setattr("ntm_verify.web.public.CodeView", break_down)
    broken = await service.client.get("/")
    assert broken.status_code == 500
    assert broken.headers["x-request-id"] in broken.text
    assert "Planted" not in broken.text
