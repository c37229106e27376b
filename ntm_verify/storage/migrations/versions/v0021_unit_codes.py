# ruff: noqa: INP001 - Alembic runs this file by its path
"""Units that bear the number of an older one, parts of units that move, days for dossiers.

Revision 0021, after 0020.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

from ntm_verify.storage import row_security

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
KINDS = ("merge", "split", "rename", "retype", "part")
KIND = sa.Enum(
    *KINDS,
    name="changekind",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    """Let a unit have a number beside its key, a change move a part, a year have its last day."""
    op.add_column("unit", sa.Column("number", TEXT, nullable=True))
    op.add_column("unit", sa.Column("area", TEXT, nullable=True))
    _allow_parts()
    op.create_table(
        "dossier_due",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_due")),
    )
    op.create_index("ix_dossier_due_province", "dossier_due", ["province"])
    row_security.install(op.get_bind())


def _allow_parts() -> None:
    """Add the kind "part"; SQLite rebuilds the table, since it changes no rule in place."""
    name = "ck_unit_change_changekind"
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(name), "unit_change", type_="check")
        told = ", ".join(f"'{kind}'" for kind in KINDS)
        op.create_check_constraint(op.f(name), "unit_change", f"kind IN ({told})")
        return
    with op.batch_alter_table("unit_change", recreate="always", copy_from=_changes()):
        pass


def _changes() -> sa.Table:
    return sa.Table(
        "unit_change",
        sa.MetaData(naming_convention=sqlmodel.SQLModel.metadata.naming_convention),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number > 0", name="number"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_change")),
        sa.UniqueConstraint("province", "number", name=op.f("uq_unit_change_province_number")),
    )
