# ruff: noqa: INP001 - Alembic runs this file by its path
"""Rule sets under review.

Revision 0019, after 0018.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

from ntm_verify.storage import row_security

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
STATE = sa.Enum(
    *("waiting", "released", "refused", "replaced"),
    name="proposalstate",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    """Lay down proposals and groups; figures that stand stay in force, with no release."""
    for name, kind in (
        ("group", TEXT),
        ("first_day", sa.Date()),
        ("last_day", sa.Date()),
        ("release", TEXT),
        ("release_sha256", TEXT),
        ("is_lone", sa.Boolean()),
    ):
        op.add_column("figure", sa.Column(name, kind, nullable=True))
    op.create_table(
        "rule_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("rule_set", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("terms", JSON, nullable=False),
        sa.Column("clause_sha256", TEXT, nullable=False),
        sa.Column("entered_by", TEXT, nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("decided_by", TEXT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("is_lone", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_rule_proposal_number")),
        sa.CheckConstraint(
            "is_lone OR decided_by <> entered_by OR state <> 'released'",
            name=op.f("ck_rule_proposal_own"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_proposal")),
        sa.UniqueConstraint(
            "province", "rule_set", "number", name=op.f("uq_rule_proposal_province_rule_set_number")
        ),
    )
    op.create_index("ix_rule_proposal_province", "rule_proposal", ["province"])
    op.create_table(
        "commune_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("rule_set", TEXT, nullable=False),
        sa.Column("commune", TEXT, nullable=False),
        sa.Column("group", TEXT, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("legal_reference", TEXT, nullable=False),
        sa.Column("release", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune_group")),
    )
    op.create_index("ix_commune_group_province", "commune_group", ["province"])
    op.create_table(
        "lone_release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("legal_reference", TEXT, nullable=False),
        sa.Column("set_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lone_release")),
    )
    op.create_index("ix_lone_release_province", "lone_release", ["province"])
    row_security.install(op.get_bind())
