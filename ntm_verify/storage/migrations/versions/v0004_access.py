# ruff: noqa: INP001 - Alembic runs this file by its path
"""Second factors, invitations, tokens.

Revision 0004, after 0003.
"""

from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Give accounts terms and second factors, sessions an origin; let programs have tokens."""
    added: tuple[tuple[str, dict[str, Any]], ...] = (
        ("account", {"email": TEXT, "first_day": sa.Date(), "last_day": sa.Date()}),
        ("account", {"has_factor": sa.Boolean(), "reach": JSON}),
        ("session", {"confirmed_at": MOMENT, "agent": TEXT, "address": TEXT}),
    )
    for table, names in added:
        for name, kind in names.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    _invitations()
    _factors()
    _tokens()


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, TEXT, nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_account_id_account")
    return sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=name)


def _invitations() -> None:
    op.create_table(
        "invitation",
        _text("account_id"),
        _text("token_sha256"),
        _text("made_by"),
        _time("made_at"),
        _time("expires_at"),
        _of_account("invitation"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_invitation_token_sha256")),
    )


def _factors() -> None:
    op.create_table(
        "second_factor",
        _text("account_id"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _time("started_at"),
        _time("active_at", nullable=True),
        sa.Column("last_step", COUNT, nullable=False),
        _of_account("second_factor"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        _text("account_id"),
        _text("digest"),
        _of_account("recovery_code"),
        sa.PrimaryKeyConstraint("account_id", "digest", name=op.f("pk_recovery_code")),
    )


def _tokens() -> None:
    op.create_table(
        "api_token",
        _text("id"),
        sa.Column("event", sa.Uuid(), nullable=False),
        _text("account_id"),
        _text("label"),
        _text("scopes"),
        _text("token_sha256"),
        _time("made_at"),
        _time("expires_at"),
        _time("used_at", nullable=True),
        _time("ended_at", nullable=True),
        _time("confirmed_at", nullable=True),
        _of_account("api_token"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_api_token_token_sha256")),
    )
    op.create_index(op.f("ix_api_token_account_id"), "api_token", ["account_id"])
