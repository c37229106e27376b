# ruff: noqa: INP001 - Alembic runs this file by its path
"""How many cards end when: counts by list, day and hamlet.

Revision 0020, after 0019. Lists that were checked before have no counts: of their people no last
day is known, and pages say so.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ntm_verify.storage import row_security

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Lay down the counts."""
    op.create_table(
        "card_ending",
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("hamlets", JSON, nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("ck_card_ending_people")),
        sa.ForeignKeyConstraint(
            ["appraisal_id"],
            ["appraisal.id"],
            name=op.f("fk_card_ending_appraisal_id_appraisal"),
        ),
        sa.PrimaryKeyConstraint("appraisal_id", "last_day", name=op.f("pk_card_ending")),
    )
    row_security.install(op.get_bind())
