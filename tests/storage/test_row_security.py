"""The second wall: where a use case forgets to ask whose a record is, PostgreSQL does not."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from ntm_verify.domain import appraisal
from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import ANYONE, SYSTEM, Actor
from ntm_verify.storage import migrate, row_security
from ntm_verify.storage.appraisals import AppraisalRow
from ntm_verify.usecases.read_appraisal import ReadAppraisal, read_appraisal
from tests.storage.dba import of_owner
from tests.support.builders import (
    AN_ID,
    APPRAISER,
    CLERK,
    OPERATOR,
    OTHER_APPRAISER,
    OTHER_CLERK,
    PROVINCE,
    an_account,
    an_appraisal,
)
from tests.support.worlds import DatabaseWorld, World, world_at

OPEN: Final = {
    "alembic_version": "names the revision of the schema",
    "answer": "found by its actor and key only",
    "audit_event": "one log for the whole installation, without personal values",
    "audit_head": "as the log",
    "audit_node": "as the log",
    "audit_private": "as the log; read only beside its entry",
    "audit_search": "as the log",
    "blob": "found by a digest that stands in a record within reach; raw files are sealed",
    "column_memory": "kept by commune and header; tells nothing of people",
    "draft": "sealed, found by its own commune only",
    "failure": "digests of sign-in names and addresses",
    "job": "ids of dossiers for the worker",
    "progress": "how far a check has come, found by the id of a dossier within reach",
    "saved_filter": "found by its own account only",
    "spent_answer": "digests of what a provider said, of nobody in particular",
}
"""Tables without a wall, and why."""


@pytest.fixture
def service(postgres_service_url: str) -> Iterator[sa.Connection]:
    """Enter the database as the service does, and roll back."""
    engine = sa.create_engine(postgres_service_url.replace("+asyncpg", "+psycopg"))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
async def walled(postgres_service_url: str) -> Any:  # noqa: ANN401 - an async fixture
    async with world_at(postgres_service_url) as world:
        yield world


def a_dossier(**others: Any) -> Appraisal:  # noqa: ANN401 - any field
    return an_appraisal(status=Status.SUBMITTED, outcome=None, **others)


def test_every_table_stands_behind_the_wall_or_says_why_not(service: sa.Connection) -> None:
    walls = row_security.standing(service)
    tables = set(sa.inspect(service).get_table_names())

    assert tables - walls.keys() == set(OPEN)
    assert all(walls.values())
    assert row_security.conditions(service).keys() == walls.keys()


def test_the_service_s_role_is_bound_and_a_superuser_is_not(
    service: sa.Connection, postgres_world_url: str
) -> None:
    assert row_security.is_bound(service)
    with migrate.opened(of_owner(postgres_world_url)) as owner:
        assert not row_security.is_bound(owner)


def test_an_owner_without_privileges_is_bound_too(postgres_world_url: str) -> None:
    with migrate.opened(postgres_world_url) as owner:
        for statement in (
            "CREATE ROLE ntm_plain_owner NOLOGIN",
            "GRANT ALL ON SCHEMA public TO ntm_plain_owner",
            "ALTER TABLE unit OWNER TO ntm_plain_owner",
            "SET LOCAL ROLE ntm_plain_owner",
            f"SELECT set_config('{row_security.PROVINCE}', '99', true)",
        ):
            owner.exec_driver_sql(statement)
        with pytest.raises(DBAPIError, match="row-level security"), owner.begin_nested():
            owner.exec_driver_sql(
                "INSERT INTO unit (code, name, kind, province, first_day) "
                "VALUES ('38', 'Tỉnh Giả', 'province', '38', '2010-01-01')"
            )
        owner.exec_driver_sql("RESET ROLE")
        owner.exec_driver_sql("ALTER TABLE unit OWNER TO CURRENT_USER")
        owner.exec_driver_sql("DROP OWNED BY ntm_plain_owner")
        owner.exec_driver_sql("DROP ROLE ntm_plain_owner")


@pytest.mark.parametrize(
    ("actor", "seen"),
    [(APPRAISER, 1), (CLERK, 1), (OTHER_APPRAISER, 0), (OPERATOR, 1), (SYSTEM, 1), (ANYONE, 1)],
)
async def test_a_transaction_sees_what_lies_within_its_reach(
    walled: DatabaseWorld, actor: Actor, seen: int
) -> None:
    await walled.holds(a_dossier(), an_account())
    async with walled.database.reading(actor) as tx:
        rows = (await tx.jobs.session.exec(select(AppraisalRow))).all()
        people = await tx.accounts.all_of(PROVINCE)
    assert (len(rows), len(people)) == (seen, seen)


async def test_a_transaction_that_names_nobody_s_province_sees_and_keeps_nothing(
    walled: DatabaseWorld, service: sa.Connection
) -> None:
    await walled.holds(a_dossier(), an_account())
    for table in row_security.standing(service):
        count = service.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608 - names from the schema
        assert count == 0, table
    with pytest.raises(DBAPIError, match="row-level security"):
        service.exec_driver_sql(
            "INSERT INTO unit (code, name, kind, province, first_day) "
            "VALUES ('38', 'Tỉnh Giả', 'province', '38', '2010-01-01')"
        )


async def test_foreign_rows_cannot_be_changed_or_added(walled: DatabaseWorld) -> None:
    await walled.holds(a_dossier())
    change = sa.update(AppraisalRow).values(note="sửa trộm")
    async with walled.database.transaction(OTHER_APPRAISER) as tx:
        assert (await tx.jobs.session.exec(change)).rowcount == 0
    async with walled.database.transaction(OTHER_CLERK) as tx:
        assert (await tx.jobs.session.exec(change)).rowcount == 0
    async with walled.database.transaction(CLERK) as tx:
        assert (await tx.jobs.session.exec(change)).rowcount == 1
    foreign = sa.update(AppraisalRow).values(commune=OTHER_CLERK.unit)
    with pytest.raises(DBAPIError, match="row-level security"):
        async with walled.database.transaction(CLERK) as tx:
            await tx.jobs.session.exec(foreign)
    walled.broken = True  # rows were changed without an entry


def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the first wall away: no use case asks any more whose a dossier is."""
    monkeypatch.setattr(appraisal, "is_within_reach", lambda *_: True)


async def test_with_the_first_wall_gone_a_foreign_dossier_is_still_not_seen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.holds(a_dossier())
    blind(monkeypatch)

    is_walled = isinstance(world, DatabaseWorld) and "postgres" in str(world.database.engine.url)
    if is_walled:
        with pytest.raises(NotFound):
            await read_appraisal(world.ports, OTHER_APPRAISER, ReadAppraisal(AN_ID))
    else:  # no second wall: the first must hold alone
        opened = await read_appraisal(world.ports, OTHER_APPRAISER, ReadAppraisal(AN_ID))
        assert opened.appraisal.province != OTHER_APPRAISER.province
    own = await read_appraisal(world.ports, APPRAISER, ReadAppraisal(AN_ID))
    assert own.appraisal.id == AN_ID


async def test_a_login_of_two_provinces_with_one_name_is_refused_and_not_shown(
    walled: DatabaseWorld,
) -> None:
    await walled.holds(an_account())
    stranger = replace(CLERK, province="99", unit="99001")
    async with walled.database.reading(stranger) as tx:
        assert await tx.accounts.by_username(an_account().username) is None
    async with walled.database.reading() as tx:
        assert await tx.accounts.by_username(an_account().username) is not None


async def test_looking_for_a_foreign_row_by_its_id_reads_like_a_missing_one(
    walled: DatabaseWorld,
) -> None:
    await walled.holds(a_dossier())
    async with walled.database.reading(OTHER_APPRAISER) as tx:
        query = select(AppraisalRow).where(col(AppraisalRow.id) == AN_ID)
        assert (await tx.jobs.session.exec(query)).first() is None
