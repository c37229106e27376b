# ruff: noqa: INP001 - Alembic runs this file by its path
"""Changes of units: mergers, splits, new names and kinds.

Revision 0016, after 0013.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

from ntm_verify.storage import row_security

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
KIND = sa.Enum(
    *("merge", "split", "rename", "retype"),
    name="changekind",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    """Lay down the changes of units."""
    op.create_table(
        "unit_change",
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
        sa.CheckConstraint("number > 0", name=op.f("ck_unit_change_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_change")),
        sa.UniqueConstraint("province", "number", name=op.f("uq_unit_change_province_number")),
    )
    row_security.install(op.get_bind())
