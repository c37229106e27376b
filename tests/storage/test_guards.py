"""The database refuses to change its log, to its owner's slips and to the service's own role."""

from collections.abc import Iterator

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from ntm_verify.domain.people import SYSTEM
from ntm_verify.storage import guards, migrate
from ntm_verify.storage.log_tables import POSTGRES
from tests.support.builders import an_appraisal
from tests.support.postgres import Server
from tests.support.worlds import a_pen, world_at

from .conftest import Stage, looked

APPLICATION, ERASER = "ntm_application", "ntm_eraser"

REFUSED = (
    "UPDATE audit_event SET entry = leaf WHERE idx = 1",
    "DELETE FROM audit_event WHERE idx = 1",
    "UPDATE audit_private SET field = 'x' WHERE event = 14",
    "UPDATE audit_head SET size = size",
    "UPDATE audit_head SET size = size - 1",
    "UPDATE audit_head SET log_id = 'x', size = size + 1",
    "DELETE FROM audit_head",
)
SQLITE_REFUSED = (
    "INSERT OR REPLACE INTO audit_event VALUES (1, zeroblob(32), x'00')",
    "INSERT INTO audit_event VALUES (99, zeroblob(32), x'00')",
    "INSERT INTO audit_event VALUES (-1, zeroblob(32), x'00')",
    "INSERT OR REPLACE INTO audit_private VALUES (14, 'actor_name', zeroblob(32), '1')",
    "INSERT OR REPLACE INTO audit_head VALUES ('ntm.test.example/audit', 99, x'', '')",
    "INSERT INTO audit_head VALUES ('another', 0, x'', '')",
    "INSERT OR REPLACE INTO audit_node VALUES (8, 0, zeroblob(32))",
    "UPDATE audit_node SET hash = zeroblob(32)",
    "DELETE FROM audit_node",
)
OVERWRITE = (
    "INSERT INTO audit_event SELECT log_id, 1, leaf, entry FROM audit_event WHERE idx = 1 "
    "ON CONFLICT (log_id, idx) DO UPDATE SET entry = excluded.leaf"
)
ANOTHER_GUARD = (
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql "
    "AS 'BEGIN RETURN NEW; END'"
)
POSTGRES_REFUSED = (
    "TRUNCATE audit_event",
    "TRUNCATE audit_node",
    "TRUNCATE audit_private",
    "TRUNCATE audit_head",
    "UPDATE audit_node SET level = 16",
    "DELETE FROM audit_node",
    OVERWRITE,
)


def run(url: str, *statements: str) -> None:
    with migrate.opened(url) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.fixture
async def full(stage: Stage) -> Stage:
    """Let the log have an interior node too."""
    async with stage.world.ports.transaction() as tx:
        for number in range(250):
            await tx.audit.append(looked(number))
    return stage


async def test_the_owner_s_slips_are_refused(full: Stage) -> None:
    own = POSTGRES_REFUSED if full.url.startswith(POSTGRES) else SQLITE_REFUSED
    for statement in (*REFUSED, *own):
        with pytest.raises(DBAPIError, match=r"append only|only grows|one log in one file"):
            run(full.url, statement)

    assert await full.words() == []


async def test_guards_of_postgres_hold_in_replica_mode_too(full: Stage) -> None:
    if not full.url.startswith(POSTGRES):
        return
    for statement in (*REFUSED, *POSTGRES_REFUSED):
        with pytest.raises(DBAPIError, match=r"append only|only grows"):
            run(full.url, "SET LOCAL session_replication_role = replica", statement)

    assert await full.words() == []


def test_a_guard_that_was_only_enabled_again_does_not_count(postgres_world_url: str) -> None:
    with migrate.opened(postgres_world_url) as connection:
        assert guards.installed(connection) == guards.expected(POSTGRES)
        for how in ("DISABLE", "ENABLE"):
            connection.exec_driver_sql(f"ALTER TABLE audit_event {how} TRIGGER ALL")
        missing = guards.expected(POSTGRES) - guards.installed(connection)
        assert missing == {
            name for name in guards.POSTGRES_GUARDS if name.startswith("audit_event")
        }


# ---- the roles of PostgreSQL


@pytest.fixture
def roles(postgres: Server, postgres_url: str) -> Iterator[str]:
    """Give a database that the service enters by a role which owns nothing."""
    with postgres.admin() as admin:
        for role in (APPLICATION, ERASER):
            admin.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'ntm'".encode())

    def grant(connection: sa.Connection) -> None:
        guards.let_application_in(connection, APPLICATION)
        guards.let_eraser_in(connection, ERASER)

    migrate.change_rights(postgres_url, a_pen(500), grant)
    yield postgres_url
    with postgres.admin(make_url(postgres_url).database or "") as admin:
        for role in (APPLICATION, ERASER):
            admin.execute(f"DROP OWNED BY {role}".encode())
            admin.execute(f"DROP ROLE {role}".encode())


def named(server: Server, url: str, role: str) -> str:
    database = make_url(url).database or ""
    return server.url(database, user=role, password="ntm")  # noqa: S106 - a role of the test


async def test_the_service_s_own_role_can_do_its_work_and_change_no_entry(
    postgres: Server, roles: str
) -> None:
    async with world_at(named(postgres, roles, APPLICATION)) as world:
        await world.holds(an_appraisal())
        async with world.ports.transaction() as tx:
            await tx.audit.append(looked())
            assert await tx.certificates.next_number("38", 2019) == 1
        assert await world.find(an_appraisal()) == an_appraisal()
        report = await world.examine()
        assert (report.findings, report.size) == ((), 8)

    with psycopg.connect(plain(named(postgres, roles, APPLICATION)), autocommit=True) as role:
        assert role.execute("SELECT current_user").fetchone() == (APPLICATION,)
        for table in guards.GUARDED:
            for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}"):  # noqa: S608 - our own names
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    role.execute(statement.encode())
        for statement in (
            "UPDATE audit_event SET entry = leaf",
            "UPDATE audit_node SET level = 0",
            "UPDATE audit_private SET field = 'x'",
            "INSERT INTO audit_head VALUES ('x', 0, '', '')",
            "ALTER TABLE audit_event DISABLE TRIGGER ALL",
            "DROP TRIGGER audit_event_no_update ON audit_event",
            ANOTHER_GUARD,
            "SET session_replication_role = replica",
            "UPDATE alembic_version SET version_num = 'x'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                role.execute(statement.encode())
        with pytest.raises(psycopg.errors.RaiseException, match="only grows"):
            role.execute("UPDATE audit_head SET size = 0")


async def test_only_the_eraser_may_delete_an_opening(postgres: Server, roles: str) -> None:
    async with world_at(named(postgres, roles, APPLICATION)) as world:
        async with world.ports.transaction() as tx:
            await tx.audit.append(looked())
        with pytest.raises(DBAPIError, match="permission denied"):
            async with world.ports.transaction() as tx:
                await tx.audit.erase(2, "actor_name", basis="x", by=SYSTEM)
        assert (await world.examine()).holds
    with psycopg.connect(plain(named(postgres, roles, ERASER)), autocommit=True) as role:
        assert role.execute("DELETE FROM audit_private WHERE event = 2").rowcount == 1
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            role.execute("DELETE FROM audit_event")
    async with world_at(roles) as world:
        words = [finding.word.value for finding in (await world.examine()).findings]
        assert words == ["ERASED_UNAUTHORISED"]


def plain(url: str) -> str:
    return url.replace("+asyncpg", "")
