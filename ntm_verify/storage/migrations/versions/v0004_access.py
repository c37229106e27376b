# ruff: noqa: INP001 - Alembic runs this file by its path
"""Second factors, invitations, tokens.

Revision 0004, after 0003.
"""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing yet."""
