# ruff: noqa: INP001 - Alembic runs this file by its path
"""The first tables: records, files, people, jobs, and the audit log.

Revision 0001, the first.
"""

from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANDS = sa.text("standing IN ('planned', 'valid')")


def upgrade() -> None:
    """Lay the tables down, those that others point at first."""
    _account()
    _answer()
    _appraisal()
    _blob()
    _failure()
    _figure()
    _job()
    _register()
    _unit()
    _certificate()
    _listing()
    _session()
    _audit_log(postgres=op.get_bind().dialect.name == "postgresql")


def _choice(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("username", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column(
            "role",
            _choice(
                "commune",
                "chair",
                "appraiser",
                "signer",
                "auditor",
                "administrator",
                "operator",
                "public",
                "system",
                name="role",
            ),
            nullable=False,
        ),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("password_hash", TEXT, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_account_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_index("ix_account_province", "account", ["province"])


def _answer() -> None:
    op.create_table(
        "answer",
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name=op.f("pk_answer")),
    )
    op.create_index("ix_answer_at", "answer", ["at"])


def _appraisal() -> None:
    op.create_table(
        "appraisal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("commune", TEXT, nullable=False),
        sa.Column("commune_name", TEXT, nullable=False),
        sa.Column("search", TEXT, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column(
            "status",
            _choice(
                "draft",
                "checking",
                "checked",
                "submitted",
                "under_appraisal",
                "returned",
                "refused",
                "approved",
                "certified",
                "superseded",
                "revoked",
                "withdrawn",
                name="status",
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("insured", sa.Integer(), nullable=True),
        sa.Column("required", sa.Integer(), nullable=True),
        sa.Column(
            "verdict", _choice("met", "not_met", "undetermined", name="verdict"), nullable=True
        ),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("submitted_by", TEXT, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("declarant", TEXT, nullable=False),
        sa.Column("appraised_by", TEXT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("signed_by", TEXT, nullable=False),
        sa.Column("reason_code", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("certificate", TEXT, nullable=False),
        sa.Column("rule_set", TEXT, nullable=False),
        sa.Column("encoding", TEXT, nullable=False),
        sa.Column("refusal", TEXT, nullable=False),
        sa.Column("population", JSON, nullable=False),
        sa.Column("files", JSON, nullable=False),
        sa.Column("preparation", JSON, nullable=False),
        sa.Column("outcome", JSON, nullable=True),
        sa.CheckConstraint("insured >= 0", name=op.f("ck_appraisal_insured")),
        sa.CheckConstraint("people > 0", name=op.f("ck_appraisal_people")),
        sa.CheckConstraint("round > 0", name=op.f("ck_appraisal_round")),
        sa.CheckConstraint("version > 0", name=op.f("ck_appraisal_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
    )
    op.create_index("ix_appraisal_appraised_by", "appraisal", ["appraised_by"])
    op.create_index("ix_appraisal_province_commune", "appraisal", ["province", "commune", "as_of"])
    op.create_index("ix_appraisal_province_status", "appraisal", ["province", "status"])


def _blob() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", MOMENT, nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_blob_sha256")),
        sa.CheckConstraint(
            "sealed_at IS NOT NULL OR length(content) = size", name=op.f("ck_blob_size")
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_index("ix_blob_sealed_at", "blob", ["sealed_at"])


def _failure() -> None:
    op.create_table(
        "failure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failure")),
    )
    op.create_index("ix_failure_at", "failure", ["at"])
    op.create_index("ix_failure_key_at", "failure", ["key", "at"])


def _figure() -> None:
    op.create_table(
        "figure",
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("rule_set", TEXT, nullable=False),
        sa.Column("percent", TEXT, nullable=False),
        sa.Column("legal_reference", TEXT, nullable=False),
        sa.Column("both_sexes", sa.Boolean(), nullable=True),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_figure")),
    )
    op.create_index("ix_figure_province", "figure", ["province"])


def _job() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("duty", _choice("check_submission", name="duty"), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("due", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_job_attempts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    op.create_index("ix_job_due", "job", ["due"])


def _register() -> None:
    op.create_table(
        "register",
        sa.Column("province", TEXT, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last > 0", name=op.f("ck_register_last")),
        sa.PrimaryKeyConstraint("province", "year", name=op.f("pk_register")),
    )


def _unit() -> None:
    op.create_table(
        "unit",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("letterhead", JSON, nullable=True),
        sa.Column("event", sa.Uuid(), nullable=True),
        sa.CheckConstraint("last_day IS NULL OR first_day <= last_day", name=op.f("ck_unit_days")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_unit")),
    )
    op.create_index("ix_unit_province", "unit", ["province"])


def _certificate() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("token", TEXT, nullable=False),
        sa.Column("search", TEXT, nullable=False),
        sa.Column("commune", TEXT, nullable=False),
        sa.Column("commune_name", TEXT, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column(
            "standing",
            _choice("planned", "valid", "superseded", "revoked", name="standing"),
            nullable=False,
        ),
        sa.Column("pdf_sha256", TEXT, nullable=False),
        sa.Column("pdf_length", sa.Integer(), nullable=False),
        sa.Column("planned_at", MOMENT, nullable=False),
        sa.Column("planned_by", TEXT, nullable=False),
        sa.Column("issued_at", MOMENT, nullable=True),
        sa.Column("signer_name", TEXT, nullable=False),
        sa.Column("successor", TEXT, nullable=False),
        sa.Column("reason_code", TEXT, nullable=False),
        sa.Column("log_size", sa.BigInteger(), nullable=False),
        sa.Column("log_root", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("population", JSON, nullable=False),
        sa.Column("outcome", JSON, nullable=False),
        sa.Column("letterhead", JSON, nullable=False),
        sa.CheckConstraint(
            "standing = 'planned' OR (pdf_sha256 <> '' AND issued_at IS NOT NULL)",
            name=op.f("ck_certificate_issued"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_certificate_number")),
        sa.CheckConstraint("pdf_length >= 0", name=op.f("ck_certificate_pdf_length")),
        sa.CheckConstraint("version > 0", name=op.f("ck_certificate_version")),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_certificate_appraisal_id_appraisal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint(
            "province", "year", "number", name=op.f("uq_certificate_province_year_number")
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_certificate_reference")),
        sa.UniqueConstraint("token", name=op.f("uq_certificate_token")),
    )
    op.create_index("ix_certificate_appraisal_id", "certificate", ["appraisal_id"])
    op.create_index("ix_certificate_pdf_sha256", "certificate", ["pdf_sha256"])
    op.create_index(
        "uq_certificate_standing",
        "certificate",
        ["appraisal_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def _listing() -> None:
    op.create_table(
        "listing",
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(person) = 16", name=op.f("ck_listing_person")),
        sa.CheckConstraint("place >= 0", name=op.f("ck_listing_place")),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_listing_appraisal_id_appraisal")
        ),
        sa.PrimaryKeyConstraint("appraisal_id", "place", name=op.f("pk_listing")),
    )
    op.create_index("ix_listing_person", "listing", ["person"])


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("token_sha256", TEXT, nullable=False),
        sa.Column("account_id", TEXT, nullable=False),
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("csrf", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_session_account_id_account")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_session")),
    )
    op.create_index("ix_session_account_id", "session", ["account_id"])


def _audit_log(*, postgres: bool) -> None:
    entry: sa.Column[Any] = sa.Column("entry", sa.LargeBinary(), nullable=False)
    at_least_0 = sa.CheckConstraint("idx >= 0", name=op.f("ck_audit_event_idx"))
    key, parts = _keyed("audit_event", "idx", postgres=postgres)
    op.create_table("audit_event", *parts, *_digest("audit_event", "leaf"), entry, at_least_0, key)
    key, parts = _keyed("audit_node", "level", "idx", postgres=postgres)
    op.create_table("audit_node", *parts, *_digest("audit_node", "hash"), key)
    key, parts = _keyed("audit_private", "event", "field", postgres=postgres)
    value: sa.Column[Any] = sa.Column("value", JSON, nullable=False)
    op.create_table("audit_private", *parts, *_digest("audit_private", "salt"), value, key)
    _audit_head()
    _audit_search(postgres=postgres)


def _audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("log_id", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("range", sa.LargeBinary(), nullable=False),
        sa.Column("last_at", sa.Text(), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_audit_head_size")),
        sa.PrimaryKeyConstraint("log_id", name=op.f("pk_audit_head")),
    )


def _audit_search(*, postgres: bool) -> None:
    key, parts = _keyed("audit_search", "idx", postgres=postgres)
    told = [
        sa.Column(name, sa.Text(), nullable=False)
        for name in ("at", "type", "kind", "subject", "actor", "unit", "request")
    ]
    once = sa.UniqueConstraint("id", name=op.f("uq_audit_search_id"))
    identity: sa.Column[Any] = sa.Column("id", sa.Uuid(), nullable=False)
    op.create_table("audit_search", *parts, identity, *told, key, once)
    log = ["log_id"] if postgres else []
    for name, columns in (
        ("subject", ["kind", "subject"]),
        ("actor", ["actor"]),
        ("at", ["at"]),
        ("request", ["request"]),
    ):
        op.create_index(f"ix_audit_search_{name}", "audit_search", [*log, *columns])


def _keyed(
    table: str, *names: str, postgres: bool
) -> tuple[sa.PrimaryKeyConstraint, list[sa.Column[Any]]]:
    """On PostgreSQL the log comes first in every key; a SQLite file holds one log."""
    kinds: dict[str, Any] = {"level": sa.SmallInteger(), "field": sa.Text(), "log_id": sa.Text()}
    own = ("log_id", *names) if postgres else names
    columns: list[sa.Column[Any]] = [
        sa.Column(name, kinds.get(name, COUNT), nullable=False, autoincrement=False) for name in own
    ]
    return sa.PrimaryKeyConstraint(*own, name=op.f(f"pk_{table}")), columns


def _digest(table: str, name: str) -> tuple[sa.Column[Any], sa.CheckConstraint]:
    size = sa.CheckConstraint(f"length({name}) = 32", name=op.f(f"ck_{table}_{name}"))
    return sa.Column(name, sa.LargeBinary(32), nullable=False), size
