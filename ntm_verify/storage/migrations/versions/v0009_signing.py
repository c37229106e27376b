# ruff: noqa: INP001 - Alembic runs this file by its path
"""The signed short statement of a paper, and the page that was bound before it was signed.

Revision 0009, after 0008.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sqlmodel.AutoString()


def upgrade() -> None:
    """Add the columns, empty for papers that were issued without signatures."""
    op.add_column("certificate", sa.Column("vouched", TEXT, nullable=True))
    op.add_column("certificate", sa.Column("base_sha256", TEXT, nullable=True))
    op.add_column("certificate", sa.Column("base_length", sa.Integer(), nullable=True))
