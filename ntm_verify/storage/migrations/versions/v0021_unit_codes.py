# ruff: noqa: INP001 - Alembic runs this file by its path
"""Units that take an older code.

Revision 0021, after 0020.
"""

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
