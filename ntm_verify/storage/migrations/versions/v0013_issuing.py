# ruff: noqa: INP001 - Alembic runs this file by its path
"""Nothing changed yet.

Revision 0013, after 0012.
"""

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing."""
