# ruff: noqa: INP001 - Alembic runs this file by its path
"""Plan targets and what was reached of them.

Revision 0017, after 0016.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from ntm_verify.storage import row_security

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
MEASURES = (
    *("bhxh_compulsory", "bhxh_voluntary", "bhyt", "bhtn", "bhxh"),
    *("population", "workforce"),
)
BASES = (
    *("population", "workforce", "plan_total", "plan_in_province", "plan_unspecified"),
    "year_before",
)


def _kind(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Lay down targets and counts."""
    op.create_table(
        "plan_target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("measure", _kind("measure", MEASURES), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("base", _kind("base", BASES), nullable=False),
        sa.Column("percent", TEXT, nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("document_kind", TEXT, nullable=False),
        sa.Column("document_number", TEXT, nullable=False),
        sa.Column("document_day", sa.Date(), nullable=False),
        sa.Column("issuer", TEXT, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(percent IS NULL) <> (people IS NULL)", name=op.f("ck_plan_target_one_figure")
        ),
        sa.CheckConstraint("people IS NULL OR people > 0", name=op.f("ck_plan_target_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_target")),
    )
    op.create_index("ix_plan_target_province", "plan_target", ["province"])
    op.create_table(
        "plan_actual",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("measure", _kind("measure", MEASURES), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("inside", sa.Integer(), nullable=True),
        sa.Column("outside", sa.Integer(), nullable=True),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.CheckConstraint("total >= 0", name=op.f("ck_plan_actual_total")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_actual")),
    )
    op.create_index("ix_plan_actual_province", "plan_actual", ["province"])
    row_security.install(op.get_bind())
