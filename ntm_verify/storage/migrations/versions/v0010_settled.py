# ruff: noqa: INP001 - Alembic runs this file by its path
"""Names of listed rows and of the rows of a decision, so that the queue counts living pairs.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the names, unknown for what was kept before: such pairs count as open in the queue."""
    op.add_column("listing", sa.Column("row_name", sa.LargeBinary(), nullable=True))
    for column in ("person", "first_row", "second_row"):
        op.add_column("duplicate_review", sa.Column(column, sa.LargeBinary(), nullable=True))
