# ruff: noqa: INP001 - Alembic runs this file by its path
"""Deadlines, comments, delegations, samples; who acted for whom; people shared by lists.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
ROLES = (
    "commune",
    "chair",
    "appraiser",
    "signer",
    "auditor",
    "administrator",
    "operator",
    "public",
    "system",
)
SHARED = """
    INSERT INTO overlap (appraisal_id, other_id, people)
    SELECT own.appraisal_id, other.appraisal_id, count(*)
    FROM listing AS own
    JOIN listing AS other ON other.person = own.person
    JOIN appraisal AS mine ON mine.id = own.appraisal_id
    JOIN appraisal AS theirs ON theirs.id = other.appraisal_id
    WHERE theirs.province = mine.province AND theirs.commune <> mine.commune
      AND {their_year} = {my_year}
    GROUP BY own.appraisal_id, other.appraisal_id
"""


def upgrade() -> None:
    """Lay the tables down, and count whom the lists share that are there."""
    op.add_column("appraisal", sa.Column("decided_for", TEXT, nullable=True))
    op.add_column("certificate", sa.Column("signed_for", TEXT, nullable=True))
    _casework()
    _delegation()
    op.create_table(
        "saved_filter",
        sa.Column("account", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("query", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("account", "name", name=op.f("pk_saved_filter")),
    )
    _overlap()


def _casework() -> None:
    op.create_table(
        "casework",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("counts_from", MOMENT, nullable=True),
        sa.Column("body", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casework")),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_casework_appraisal_id_appraisal")
        ),
    )
    op.create_index("ix_casework_appraisal_kind", "casework", ["appraisal_id", "kind", "round"])


def _delegation() -> None:
    role = sa.Enum(*ROLES, name="role", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "delegation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("role", role, nullable=False),
        sa.Column("giver", TEXT, nullable=False),
        sa.Column("giver_name", TEXT, nullable=False),
        sa.Column("taker", TEXT, nullable=False),
        sa.Column("taker_name", TEXT, nullable=False),
        sa.Column("post", TEXT, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("legal_reference", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("version > 0", name=op.f("ck_delegation_version")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_delegation_days")),
        sa.CheckConstraint("giver <> taker", name=op.f("ck_delegation_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index("ix_delegation_province", "delegation", ["province"])


def _overlap() -> None:
    op.create_table(
        "overlap",
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("ck_overlap_people")),
        sa.PrimaryKeyConstraint("appraisal_id", "other_id", name=op.f("pk_overlap")),
        *(
            sa.ForeignKeyConstraint(
                [name], ["appraisal.id"], name=op.f(f"fk_overlap_{name}_appraisal")
            )
            for name in ("appraisal_id", "other_id")
        ),
    )
    op.create_index("ix_overlap_other_id", "overlap", ["other_id"])
    form = "strftime('%Y', {})"
    if op.get_bind().dialect.name == "postgresql":
        form = "extract(year FROM {})"
    years = {"their_year": form.format("theirs.as_of"), "my_year": form.format("mine.as_of")}
    op.execute(sa.text(SHARED.format(**years)))
