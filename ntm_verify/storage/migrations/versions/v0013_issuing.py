# ruff: noqa: INP001 - Alembic runs this file by its path
"""Orders of many papers, and until when the file of a paper proves.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from ntm_verify.storage import row_security

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
MOMENT = sa.DateTime(timezone=True)
STATE = sa.Enum(
    *("waiting", "issued", "refused"),
    name="taskstate",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    """Lay down orders, their tasks and the time-stamps."""
    op.create_table(
        "signing_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("signed_for", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_signing_order_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_order")),
    )
    op.create_index("ix_signing_order_by", "signing_order", ["by"])
    op.create_table(
        "signing_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("commune_name", TEXT, nullable=False),
        sa.Column("due", MOMENT, nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("detail", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_signing_task_attempts")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["signing_order.id"], name=op.f("fk_signing_task_order_id_signing_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_task")),
        sa.UniqueConstraint("order_id", "place", name=op.f("uq_signing_task_order_id_place")),
    )
    op.create_index("ix_signing_task_due", "signing_task", ["due"])
    op.create_table(
        "paper_stamp",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("pdf_sha256", TEXT, nullable=False),
        sa.Column("pdf_length", sa.Integer(), nullable=False),
        sa.Column("kept_until", MOMENT, nullable=True),
        sa.Column("looked_at", MOMENT, nullable=False),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.CheckConstraint("renewals >= 0", name=op.f("ck_paper_stamp_renewals")),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_paper_stamp_certificate_id_certificate"),
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_paper_stamp")),
    )
    op.create_index("ix_paper_stamp_kept_until", "paper_stamp", ["kept_until"])
    op.create_index("ix_paper_stamp_pdf_sha256", "paper_stamp", ["pdf_sha256"])
    row_security.install(op.get_bind())
