# ruff: noqa: INP001 - Alembic runs this file by its path
"""Row-level security on PostgreSQL.

Revision 0007, after 0006.
"""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing yet."""
