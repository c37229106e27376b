# ruff: noqa: INP001 - Alembic runs this file by its path
"""Versions of the texts of a province's papers, and notes on papers.

Revision 0012, after 0011.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

from ntm_verify.storage import row_security

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
KIND = sa.Enum(
    *("corrected", "revoked"),
    name="notekind",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    """Lay down versions of texts, and notes on papers."""
    op.create_table(
        "paper_form",
        sa.Column("province", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("letterhead", JSON, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_name", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_paper_form_version")),
        sa.PrimaryKeyConstraint("province", "version", name=op.f("pk_paper_form")),
    )
    op.create_table(
        "paper_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("part", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_paper_note_certificate_id_certificate"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_note")),
    )
    op.create_index("ix_paper_note_certificate_id", "paper_note", ["certificate_id"])
    row_security.install(op.get_bind())
