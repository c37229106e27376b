# ruff: noqa: INP001 - Alembic runs this file by its path
"""Row-level security on PostgreSQL.

Revision 0007, after 0006. The policies are laid after every upgrade, over the tables that there
are then (`storage/row_security.py`); this revision makes older databases take them.
"""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change no table."""
