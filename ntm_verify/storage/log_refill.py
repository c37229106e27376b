"""Entries that come back from the published log (nạp lại dòng nhật ký), byte by byte."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from ntm_verify.domain.audit import Action
from ntm_verify.trail.auditor import erased_places
from ntm_verify.trail.entry import read_entry
from ntm_verify.trail.tree import leaf_hash

from .log_tables import LogTables, log_tables
from .log_writer import read_head

BLOB: Final = sa.table("blob", sa.column("sha256", sa.Text))
LISTING: Final = sa.table("listing", sa.column("appraisal_id", sa.Uuid))
"""What of other shelves a purge takes as well."""


def refill(connection: sa.Connection, origin: str, entries: Sequence[bytes]) -> None:
    """Add entries behind those that are there, with their hashes, nodes and search rows.

    Values and lists that an entry among them erased are erased again: the backup still has them.
    """
    tables = log_tables(connection.dialect.name)
    edge, last_at = read_head(connection, tables, origin, lock=True)
    rows: dict[str, list[dict[str, Any]]] = {"event": [], "node": [], "search": []}
    for entry in entries:
        told, index, leaf = read_entry(entry), edge.size, leaf_hash(entry)
        edge, nodes = edge.grow(leaf)
        last_at = told["at"]
        rows["event"].append(tables.row(tables.event, origin, idx=index, leaf=leaf, entry=entry))
        for node in nodes:
            values = {"level": node.level, "idx": node.index, "hash": node.hash}
            rows["node"].append(tables.row(tables.node, origin, **values))
        rows["search"].append(tables.row(tables.search, origin, **_searched(index, told)))
        if told["type"] == Action.PRIVACY_ERASED:
            _erase_again(connection, tables, origin, told)
    for table, found in (
        (tables.event, rows["event"]),
        (tables.node, rows["node"]),
        (tables.search, rows["search"]),
    ):
        if found:
            connection.execute(sa.insert(table), found)
    moved = {"size": edge.size, "range": b"".join(edge.nodes), "last_at": last_at}
    here = tables.head.c.log_id == origin
    connection.execute(sa.update(tables.head).where(here).values(moved))


def _searched(index: int, told: dict[str, Any]) -> dict[str, Any]:
    about, who = told["subject"], told["actor"]
    return {
        "idx": index,
        "id": UUID(told["id"]),
        "at": told["at"],
        "type": told["type"],
        "kind": about["kind"],
        "subject": about["id"],
        "actor": who["id"],
        "unit": who["unit"],
        "request": told["req"],
    }


def _erase_again(
    connection: sa.Connection, tables: LogTables, origin: str, told: dict[str, Any]
) -> None:
    private, after = tables.private, told["after"]
    for index, name in erased_places(after):
        this = sa.and_(private.c.event == index, private.c.field == name)
        connection.execute(sa.delete(private).where(this, tables.of_log(private, origin)))
    if not (digests := after.get("files")):
        return
    connection.execute(sa.delete(BLOB).where(BLOB.c.sha256.in_(digests)))
    dossier = UUID(told["subject"]["id"])
    connection.execute(sa.delete(LISTING).where(LISTING.c.appraisal_id == dossier))
