"""What the database itself refuses to do to the audit log (chốt chặn của nhật ký).

Guards stop mistakes and lazy hands, and leave traces; they prove nothing, since whoever owns the
database can take them away. That they stand as they were installed is in the log: `digest` covers
the log's tables, guards, their state and the rights on them.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Final

import sqlalchemy as sa

from ntm_verify.trail.canonical import canonical

from .log_tables import POSTGRES

SERVICE: Final = "ntm_service"
"""The role of PostgreSQL that the service works by: owns nothing, walks through no wall."""
APPEND_ONLY: Final = ("audit_event", "audit_node")
GUARDED: Final = (*APPEND_ONLY, "audit_private", "audit_head")
INSERTED: Final = (*APPEND_ONLY, "audit_private", "audit_search")

SQLITE: Final = {
    **{
        f"{table}_no_{act}": f"BEFORE {act.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END"
        for table, act in (
            ("audit_event", "update"),
            ("audit_event", "delete"),
            ("audit_node", "update"),
            ("audit_node", "delete"),
            ("audit_private", "update"),
            ("audit_head", "delete"),
        )
    },
    "audit_event_next": (
        "BEFORE INSERT ON audit_event "
        "WHEN NEW.idx IS NOT (SELECT coalesce(max(idx) + 1, 0) FROM audit_event) "
        "BEGIN SELECT RAISE(ABORT, 'append only: audit_event'); END"
    ),
    "audit_node_new": (
        "BEFORE INSERT ON audit_node WHEN EXISTS "
        "(SELECT 1 FROM audit_node WHERE level = NEW.level AND idx = NEW.idx) "
        "BEGIN SELECT RAISE(ABORT, 'append only: audit_node'); END"
    ),
    "audit_private_new": (
        "BEFORE INSERT ON audit_private WHEN EXISTS "
        "(SELECT 1 FROM audit_private WHERE event = NEW.event AND field = NEW.field) "
        "BEGIN SELECT RAISE(ABORT, 'append only: audit_private'); END"
    ),
    "audit_head_one": (
        "BEFORE INSERT ON audit_head WHEN EXISTS (SELECT 1 FROM audit_head) "
        "BEGIN SELECT RAISE(ABORT, 'one log in one file'); END"
    ),
    "audit_head_grows": (
        "BEFORE UPDATE ON audit_head "
        "WHEN NEW.size <= OLD.size OR NEW.log_id IS NOT OLD.log_id "
        "BEGIN SELECT RAISE(ABORT, 'a log only grows'); END"
    ),
}
"""Triggers of a SQLite file; `INSERT OR REPLACE` fires them before it replaces anything."""

FUNCTIONS: Final = {
    "audit_refuse": "RAISE EXCEPTION USING MESSAGE = 'append only: ' || TG_TABLE_NAME;",
    "audit_grows": (
        "IF NEW.size <= OLD.size OR NEW.log_id <> OLD.log_id THEN "
        "RAISE EXCEPTION USING MESSAGE = 'a log only grows'; END IF; RETURN NEW;"
    ),
}
POSTGRES_GUARDS: Final = {
    **{
        f"{table}_no_{act}": (table, f"BEFORE {act.upper()}", "ROW", "audit_refuse")
        for table, act in (
            ("audit_event", "update"),
            ("audit_event", "delete"),
            ("audit_node", "update"),
            ("audit_node", "delete"),
            ("audit_private", "update"),
            ("audit_head", "delete"),
        )
    },
    **{
        f"{table}_no_truncate": (table, "BEFORE TRUNCATE", "STATEMENT", "audit_refuse")
        for table in GUARDED
    },
    "audit_head_grows": ("audit_head", "BEFORE UPDATE", "ROW", "audit_grows"),
}
"""Triggers of PostgreSQL: table, when, how often, function; all of them fire always."""

SHAPE: Final = {
    "columns": (
        "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text "
        "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE {ours} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2"
    ),
    "rules": (
        "SELECT c.relname, r.conname, pg_get_constraintdef(r.oid) FROM pg_class c "
        "JOIN pg_constraint r ON r.conrelid = c.oid WHERE {ours} ORDER BY 1, 2"
    ),
    "guards": (
        "SELECT c.relname, t.tgname, t.tgenabled::text, pg_get_triggerdef(t.oid) FROM pg_class c "
        "JOIN pg_trigger t ON t.tgrelid = c.oid WHERE {ours} AND NOT t.tgisinternal ORDER BY 1, 2"
    ),
    "functions": (
        "SELECT p.proname, p.prosrc, coalesce(p.proacl::text, '') FROM pg_proc p "
        "WHERE p.proname IN ('audit_refuse', 'audit_grows') "
        "AND p.pronamespace = current_schema()::regnamespace ORDER BY 1"
    ),
    "rights": (
        "SELECT c.relname, pg_get_userbyid(c.relowner)::text, coalesce(x.right, '') "
        "FROM pg_class c "
        "LEFT JOIN LATERAL (SELECT acl::text AS right FROM unnest(c.relacl) AS acl) x ON true "
        "WHERE {ours} ORDER BY 1, 3"
    ),
}
OURS: Final = (
    r"c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' "
    r"AND c.relname LIKE 'audit\_%'"
)


def install(connection: sa.Connection) -> None:
    """Put every guard in place as it must be, whatever stands there."""
    for statement in _statements(postgres=connection.dialect.name == POSTGRES):
        connection.exec_driver_sql(statement)


def installed(connection: sa.Connection) -> frozenset[str]:
    """Name the guards that stand and, on PostgreSQL, fire always."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'"
        if connection.dialect.name == POSTGRES
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    return frozenset(connection.exec_driver_sql(query).scalars())


def expected(dialect: str) -> frozenset[str]:
    """Name the guards that must stand."""
    return frozenset(POSTGRES_GUARDS if dialect == POSTGRES else SQLITE)


def digest(connection: sa.Connection) -> str:
    """Give the SHA-256 over the log's tables, guards, their state and the rights on them."""
    return sha256(canonical(_shape(connection))).hexdigest()


def let_service_in(connection: sa.Connection) -> None:
    """Give the role `ntm_service`, where the administrator has made one, its rights anew.

    The service's own login is made a member of it, so that a table that an upgrade adds is
    within its rights at once.
    """
    known = sa.text("SELECT 1 FROM pg_roles WHERE rolname = :role")
    on_postgres = connection.dialect.name == POSTGRES
    if on_postgres and connection.execute(known, {"role": SERVICE}).scalar():
        let_application_in(connection, SERVICE)


def let_application_in(connection: sa.Connection, role: str) -> None:
    """Give a PostgreSQL role what the service needs, and nothing with which to mend the log.

    The role may read and add entries, move the head on, and work with everything else. It owns
    no table, and cannot change, delete or truncate entries, nodes or openings.
    """
    name = connection.dialect.identifier_preparer.quote(role)
    log = {*INSERTED, "audit_head", "alembic_version"}
    others = [t for t in sa.inspect(connection).get_table_names() if t not in log]
    for statement in (
        f"GRANT SELECT, INSERT ON {', '.join(INSERTED)} TO {name}",
        f"GRANT SELECT, UPDATE ON audit_head TO {name}",
        f"GRANT SELECT ON alembic_version TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(map(_quoted, others))} TO {name}",
    ):
        connection.exec_driver_sql(statement)


def let_eraser_in(connection: sa.Connection, role: str) -> None:
    """Let a PostgreSQL role delete openings, as the command of lawful erasure does."""
    name = connection.dialect.identifier_preparer.quote(role)
    connection.exec_driver_sql(f"GRANT SELECT, DELETE ON audit_private TO {name}")


def _quoted(table: str) -> str:
    return f'"{table}"'


def _statements(*, postgres: bool) -> Iterator[str]:
    if not postgres:
        for name, body in SQLITE.items():
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield f"CREATE TRIGGER {name} {body}"
        return
    for name, body in FUNCTIONS.items():
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
            f"SET search_path = pg_catalog AS $$ BEGIN {body} END $$"
        )
    for name, (table, when, often, function) in POSTGRES_GUARDS.items():
        yield (
            f"CREATE OR REPLACE TRIGGER {name} {when} ON {table} "
            f"FOR EACH {often} EXECUTE FUNCTION {function}()"
        )
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"


def _shape(connection: sa.Connection) -> dict[str, object]:
    if connection.dialect.name != POSTGRES:
        query = (
            "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master "
            r"WHERE tbl_name LIKE 'audit\_%' ESCAPE '\' ORDER BY 1, 2"
        )
        return {"sqlite": [list(row) for row in connection.exec_driver_sql(query)]}
    return {
        name: [list(row) for row in connection.execute(sa.text(query.format(ours=OURS)))]
        for name, query in SHAPE.items()
    }
