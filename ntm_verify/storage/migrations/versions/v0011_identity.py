# ruff: noqa: INP001 - Alembic runs this file by its path
"""Identities at the province's provider.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Let accounts have an identity, and sessions say how they were opened."""
    op.add_column("account", sa.Column("has_identity", sa.Boolean(), nullable=True))
    op.add_column("session", sa.Column("method", TEXT, nullable=True))
    op.add_column("session", sa.Column("is_strong", sa.Boolean(), nullable=True))
    op.create_table(
        "identity",
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("issuer", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_identity_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identity_issuer_subject")),
    )
    op.create_table(
        "spent_answer",
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_spent_answer")),
    )
    op.create_index(op.f("ix_spent_answer_at"), "spent_answer", ["at"])
