# ruff: noqa: INP001 - Alembic runs this file by its path
"""Rule sets under review.

Revision 0019, after 0018.
"""

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
