# ruff: noqa: INP001 - Alembic runs this file by its path
"""What the outlook reads.

Revision 0020, after 0019.
"""

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
