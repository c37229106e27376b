# ruff: noqa: INP001 - Alembic runs this file by its path
"""Waivers of a rule for one submission; who appraised, on the paper; how far a check has come.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Add the columns, empty for what is there, and the table of progress."""
    for table in ("appraisal", "certificate"):
        op.add_column(table, sa.Column("waivers", JSON, nullable=True))
        op.add_column(table, sa.Column("unwaived", JSON, nullable=True))
    op.add_column("certificate", sa.Column("appraiser", TEXT, nullable=True))
    op.create_table(
        "progress",
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("done >= 0 AND total >= done", name=op.f("ck_progress_done")),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_progress")),
    )
