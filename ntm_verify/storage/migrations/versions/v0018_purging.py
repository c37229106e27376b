# ruff: noqa: INP001 - Alembic runs this file by its path
"""Terms for which a province keeps what names people.

Revision 0018, after 0017.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from ntm_verify.storage import row_security

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
KINDS = ("raw_files", "drafts", "person_rows", "log_openings")


def upgrade() -> None:
    """Lay the terms down."""
    op.create_table(
        "retention_term",
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *KINDS, name="retentionkind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("entered_by", TEXT, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("months > 0", name=op.f("ck_retention_term_months")),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_retention_term")),
    )
    op.create_index("ix_retention_term_province", "retention_term", ["province"])
    row_security.install(op.get_bind())
