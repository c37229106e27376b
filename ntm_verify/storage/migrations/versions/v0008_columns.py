# ruff: noqa: INP001 - Alembic runs this file by its path
"""How lists of a commune are read, as it corrected them.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Add the table of remembered columns."""
    op.create_table(
        "column_memory",
        sa.Column("commune", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("commune", "key", name=op.f("pk_column_memory")),
    )
