# ruff: noqa: INP001 - Alembic runs this file by its path
"""Notices by mail and webhooks.

Revision 0006, after 0005.
"""

from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Lay down what happened, whom it is told to, the webhooks, and where people get letters."""
    _happening()
    _delivery()
    _webhook()
    _mailbox()


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, TEXT, nullable=False) for name in names]


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _choice(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _happening() -> None:
    op.create_table(
        "happening",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_texts("kind", "subject", "actor", "holder", "earlier_holder", "status", "reason_code"),
        _moment("at"),
        sa.Column("revision", sa.Integer(), nullable=False),
        *_texts("certificate", "province", "commune", "commune_name"),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_happening")),
    )
    op.create_index("ix_happening_told", "happening", ["told", "at"])
    op.create_index("ix_happening_subject", "happening", ["subject"])


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("happening", sa.Uuid(), nullable=False),
        sa.Column("channel", _choice("mail", "hook", name="channel"), nullable=False),
        *_texts("recipient", "province", "code"),
        _moment("due"),
        sa.Column(
            "state",
            _choice("inside", "waiting", "sent", "failed", name="deliverystate"),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("settled_at", nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_delivery_attempts")),
        sa.ForeignKeyConstraint(
            ["happening"], ["happening.id"], name=op.f("fk_delivery_happening_happening")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            *("happening", "channel", "recipient"),
            name=op.f("uq_delivery_happening_channel_recipient"),
        ),
    )
    op.create_index("ix_delivery_due", "delivery", ["channel", "state", "due"])
    op.create_index("ix_delivery_province", "delivery", ["province", "id"])
    op.create_index("ix_delivery_recipient", "delivery", ["recipient", "id"])
    op.create_table(
        "delivery_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delivery", sa.Uuid(), nullable=False),
        _moment("at"),
        *_texts("code"),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("milliseconds >= 0", name=op.f("ck_delivery_attempt_milliseconds")),
        sa.ForeignKeyConstraint(
            ["delivery"], ["delivery.id"], name=op.f("fk_delivery_attempt_delivery_delivery")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_attempt")),
    )
    op.create_index("ix_delivery_attempt_delivery", "delivery_attempt", ["delivery"])


def _webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        *_texts("province", "label", "url", "made_by"),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        _moment("made_at"),
        sa.Column(
            "state",
            _choice("active", "paused", "failing", "ended", name="hookstate"),
            nullable=False,
        ),
        _moment("failing_since", nullable=True),
        sa.CheckConstraint("version > 0", name=op.f("ck_webhook_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index("ix_webhook_province", "webhook", ["province"])


def _mailbox() -> None:
    op.create_table(
        "mail_address",
        *_texts("account_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        _moment("asked_at", nullable=True),
        _moment("confirmed_at", nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_mail_address_version")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mail_address_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_mail_address")),
    )
    op.create_table(
        "follower",
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        *_texts("account_id"),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_follower_appraisal_id_appraisal")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_follower_account_id_account")
        ),
        sa.PrimaryKeyConstraint("appraisal_id", "account_id", name=op.f("pk_follower")),
    )
