"""The second wall: PostgreSQL itself shows and takes rows of one province (tường thứ hai).

Every use case asks whose record it is; these policies hold where one forgets to. They are laid
anew after every change of the schema, over whatever tables there are then:

- a table with a column `province` shows and takes rows of the province of its transaction;
- a table whose rows hang on such a row (a foreign key) shows and takes what hangs on rows that
  the transaction sees;
- dossiers are written in the name of their own commune, or of no commune.

A transaction says for whom it is (`hold`): a province, or everything for the service's own work
(sign-in, jobs, verification by anybody). A transaction that says nothing sees nothing. `FORCE`
binds the owner of the tables too; a superuser and roles with BYPASSRLS walk through, so the
service must be neither. SQLite has no such wall: there the use cases stand alone, and the same
tests hold them.
"""

from typing import Final

import sqlalchemy as sa

from ntm_verify.domain.people import COMMUNE_SIDE, Actor, Role

from .log_tables import POSTGRES

PROVINCE: Final = "ntm.province"
COMMUNE: Final = "ntm.commune"
EVERYTHING: Final = "*"
UNBOUND: Final = frozenset({Role.SYSTEM, Role.OPERATOR, Role.PUBLIC})
"""Who serves the whole installation, or may read what is public of every province."""
POLICY: Final = "ntm_province"
WRITTEN: Final = "ntm_commune"
HOLD: Final = sa.text(
    f"SELECT set_config('{PROVINCE}', :province, true), set_config('{COMMUNE}', :commune, true)"
)


def hold(actor: Actor | None) -> dict[str, str]:
    """Say what a transaction is held to (the parameters of `HOLD`).

    None is the service itself: sign-in, jobs, verification by anybody.
    """
    if actor is None or actor.role in UNBOUND:
        return {"province": EVERYTHING, "commune": ""}
    commune = actor.unit if actor.role in COMMUNE_SIDE else ""
    return {"province": actor.province, "commune": commune}


def open_wide(connection: sa.Connection) -> None:
    """Let a change of the schema see every row."""
    if connection.dialect.name == POSTGRES:
        connection.execute(HOLD, hold(None))


def install(connection: sa.Connection) -> None:
    """Lay the policies over every table that holds a province's rows, whatever stands there."""
    if connection.dialect.name != POSTGRES:
        return
    for table, condition in conditions(connection).items():
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        connection.exec_driver_sql(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        connection.exec_driver_sql(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
        connection.exec_driver_sql(
            f"CREATE POLICY {POLICY} ON {table} USING ({condition}) WITH CHECK ({condition})"
        )
    own = f"coalesce(current_setting('{COMMUNE}', true), '') IN ('', commune)"
    for act, checks in (("INSERT", ""), ("UPDATE", f"USING ({own}) ")):
        name = f"{WRITTEN}_{act.lower()}"
        connection.exec_driver_sql(f"DROP POLICY IF EXISTS {name} ON appraisal")
        connection.exec_driver_sql(
            f"CREATE POLICY {name} ON appraisal AS RESTRICTIVE FOR {act} {checks}WITH CHECK ({own})"
        )


def conditions(connection: sa.Connection) -> dict[str, str]:
    """Give the condition of every walled table: its own province, or the row that it hangs on."""
    look = sa.inspect(connection)
    everything = f"current_setting('{PROVINCE}', true) = '{EVERYTHING}'"
    tables = [name for name in look.get_table_names() if not name.startswith("audit_")]
    found = {
        table: f"province = current_setting('{PROVINCE}', true) OR {everything}"
        for table in tables
        if any(column["name"] == "province" for column in look.get_columns(table))
    }
    waiting = {table: look.get_foreign_keys(table) for table in tables if table not in found}
    while hanging := {
        table: key
        for table, keys in waiting.items()
        for key in keys
        if table not in found and key["referred_table"] in found
    }:
        for table, key in hanging.items():
            parent, (column,), (at,) = (
                key["referred_table"],
                key["constrained_columns"],
                key["referred_columns"],
            )
            held = f"SELECT 1 FROM {parent} AS held WHERE held.{at} = {table}.{column}"  # noqa: S608 - names from the schema
            found[table] = f"{everything} OR EXISTS ({held})"
    return found


def standing(connection: sa.Connection) -> dict[str, bool]:
    """Say of every table with policies whether they bind its owner too."""
    query = (
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c "
        "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' "
        "AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)"
    )
    return {name: bool(forced) for name, forced in connection.exec_driver_sql(query)}


def is_bound(connection: sa.Connection) -> bool:
    """Say whether the wall holds for this connection's role: no superuser, no BYPASSRLS."""
    query = "SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user"
    return bool(connection.exec_driver_sql(query).scalar())
