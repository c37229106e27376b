# ruff: noqa: INP001 - Alembic runs this file by its path
"""Decisions about people on two lists, and drafts typed on screen.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
MOMENT = sa.DateTime(timezone=True)
DECISION = sa.Enum(
    *("same_person", "different_people", "remove_here"),
    name="decision",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    """Lay down the decisions and the drafts."""
    op.create_table(
        "duplicate_review",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("decision", DECISION, nullable=False),
        sa.Column("reason_code", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("remove_row", TEXT, nullable=False),
        sa.Column("remove_from", TEXT, nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_duplicate_review_version")),
        sa.ForeignKeyConstraint(
            ["appraisal_id"],
            ["appraisal.id"],
            name=op.f("fk_duplicate_review_appraisal_id_appraisal"),
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["appraisal.id"], name=op.f("fk_duplicate_review_other_id_appraisal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_review")),
    )
    op.create_index("ix_duplicate_review_province", "duplicate_review", ["province"])
    op.create_index("ix_duplicate_review_remove_row", "duplicate_review", ["remove_row"])
    op.create_table(
        "draft",
        sa.Column("commune", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_draft_version")),
        sa.PrimaryKeyConstraint("commune", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_at", "draft", ["at"])
