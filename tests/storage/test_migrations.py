"""A database that was brought up to date is the one that the models describe, guards included."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from ntm_verify.storage import guards, migrate
from ntm_verify.storage.migrate import fingerprint
from tests.support.postgres import Server
from tests.support.worlds import a_pen, database_at, world_at

from .conftest import looked

HEAD = ScriptDirectory(str(migrate.MIGRATIONS)).get_current_head()
REBUILD = """
from alembic import op
import sqlalchemy as sa

revision, down_revision, branch_labels, depends_on = "{new}", "{old}", None, None

def upgrade():
    {work}
"""
WIDER = """with op.batch_alter_table("audit_event") as batch:
        batch.alter_column("entry", existing_type=sa.LargeBinary(), nullable=True)"""
BROKEN = """op.execute("DELETE FROM answer")
    op.execute("UPDATE nothing SET x = 1")"""


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a database of each kind in turn that holds nothing yet."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
        return
    server: Server = request.getfixturevalue("postgres")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give migrations of the test's own, which begin with those of the product."""
    shutil.copytree(migrate.MIGRATIONS, tmp_path / "migrations")
    return tmp_path / "migrations"


def add(folder: Path, new: str, old: str | None, work: str) -> None:
    text = REBUILD.format(new=new, old=old, work=work)
    (folder / "versions" / f"v{new}.py").write_text(text)


def test_an_upgrade_from_nothing_is_what_the_models_say(
    empty_url: str, postgres: Server, tmp_path: Path
) -> None:
    migrate.upgrade(empty_url, a_pen())
    with migrate.opened(empty_url) as connection:
        migrate.check(connection)
        migrated = fingerprint(connection)
    other = f"sqlite:///{tmp_path / 'other.db'}"
    if empty_url.startswith("postgres"):
        other = postgres.url(postgres.create())
    with migrate.opened(other) as connection:
        for metadata in migrate.models(connection.dialect.name):
            metadata.create_all(connection)
        assert fingerprint(connection) == migrated
    assert {"appraisal", "certificate", "audit_event"} < migrated.keys()


def test_the_fingerprint_sees_a_changed_rule(empty_url: str) -> None:
    table = SQLModel.metadata.tables["appraisal"]
    rule = next(r for r in table.constraints if str(r.name).endswith("people"))
    assert isinstance(rule, sa.CheckConstraint)
    found = []
    for condition in ("people > 0", "people > 1"):
        kept, rule.sqltext = rule.sqltext, sa.text(condition)
        try:
            with migrate.opened(empty_url) as connection:
                SQLModel.metadata.drop_all(connection)
                SQLModel.metadata.create_all(connection)
                found.append(fingerprint(connection))
        finally:
            rule.sqltext = kept

    assert found[0] != found[1]


def test_guards_stand_after_every_migration_and_each_is_logged(
    empty_url: str, folder: Path
) -> None:
    pen, digests = a_pen(), []
    assert migrate.upgrade(empty_url, pen, folder)
    for rev, (new, old, work) in enumerate(
        (("9001", HEAD, WIDER), ("9002", "9001", "pass")), start=2
    ):
        add(folder, new, old, work)
        assert migrate.upgrade(empty_url, pen, folder)
        with migrate.opened(empty_url) as connection:
            assert guards.installed(connection) == guards.expected(connection.dialect.name)
            told = migrate.last_schema(connection, pen.origin)
            assert told is not None
            assert told["after"] == {
                "revision": new,
                "schema_sha256": guards.digest(connection),
            }
            assert told["subject"]["rev"] == rev
            digests.append(told["after"]["schema_sha256"])
    assert digests[0] == digests[1]
    assert not migrate.upgrade(empty_url, pen, folder)


async def test_the_log_holds_over_a_migration_between_acts(empty_url: str, folder: Path) -> None:
    async with world_at(empty_url) as world:
        for new, old in (("9001", HEAD), ("9002", "9001")):
            async with world.ports.transaction() as tx:
                await tx.audit.append(looked())
            add(folder, new, old, WIDER if new == "9001" else "pass")
            migrate.upgrade(empty_url, world.outside.pen, folder)
        report = await world.examine()

    assert (report.findings, report.size) == ((), 5)


def test_a_migration_that_fails_leaves_everything_as_it_was(empty_url: str, folder: Path) -> None:
    migrate.upgrade(empty_url, a_pen(), folder)
    with migrate.opened(empty_url) as connection:
        answer = SQLModel.metadata.tables["answer"]
        row = {"actor": "a", "key": "k", "request": "r", "answer": "x", "at": sa.func.now()}
        connection.execute(sa.insert(answer).values(row))
    add(folder, "9001", HEAD, BROKEN)

    with pytest.raises(DBAPIError):
        migrate.upgrade(empty_url, a_pen(), folder)

    with migrate.opened(empty_url) as connection:
        rows = connection.exec_driver_sql("SELECT count(*) FROM answer").scalar()
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        assert (rows, revision) == (1, HEAD)
        assert guards.installed(connection) == guards.expected(connection.dialect.name)


def test_rows_that_point_at_nothing_stop_a_migration(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ntm.db'}"
    migrate.upgrade(url, a_pen())

    def orphan() -> None:
        with migrate.opened(url) as connection:
            session = SQLModel.metadata.tables["session"]
            names = ("token_sha256", "account_id", "scope", "csrf")
            row = dict.fromkeys(names, "x") | dict.fromkeys(
                ("started_at", "seen_at"), sa.func.now()
            )
            connection.execute(sa.insert(session).values(row))

    with pytest.raises(migrate.BrokenMigration, match="1 rows point at nothing"):
        orphan()

    with migrate.opened(url) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM session").scalar() == 0


async def test_services_that_start_together_upgrade_once(empty_url: str) -> None:
    async def start() -> int:
        async with database_at(empty_url) as database, database.reading() as tx:
            return (await tx.audit.head()).size

    assert await asyncio.gather(*(start() for _ in range(4))) == [1, 1, 1, 1]


def test_a_new_right_is_logged_with_the_new_digest(postgres: Server, postgres_url: str) -> None:
    with postgres.admin() as admin:
        admin.execute("DROP ROLE IF EXISTS ntm_reader_of_rights")
        admin.execute("CREATE ROLE ntm_reader_of_rights")
    with migrate.opened(postgres_url) as connection:
        before = guards.digest(connection)

    def grant(connection: sa.Connection) -> None:
        connection.exec_driver_sql("GRANT SELECT ON audit_event TO ntm_reader_of_rights")

    migrate.change_rights(postgres_url, a_pen(5000), grant)

    with migrate.opened(postgres_url) as connection:
        told = migrate.last_schema(connection, a_pen().origin)
        assert told is not None
        assert told["after"]["schema_sha256"] == guards.digest(connection) != before
        assert told["before"]["schema_sha256"] == before
