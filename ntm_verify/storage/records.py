"""Keeping one record at the version it was read at (ghi có kiểm tra phiên bản)."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.errors import Refusal


async def keep(
    session: AsyncSession,
    row: SQLModel,
    seen: int,
    stale: Refusal,
    taken: Callable[[str], Refusal],
) -> None:
    """Write a row where the shelf holds the version `seen`, 0 for none.

    Raises:
        Refusal: `stale` when another version is there, `taken(what the database says)` when a
            rule of uniqueness forbids the row.

    """
    table: Any = type(row)
    try:
        if seen:
            values = row.model_dump(exclude={"id"})
            mine = sa.and_(table.id == row.id, table.version == seen)  # type: ignore[attr-defined] # every record has both
            written = await session.exec(sa.update(table).where(mine).values(**values))
        else:
            known = await session.exec(sa.select(table.id).where(table.id == row.id))  # type: ignore[attr-defined,call-overload] # as above
            if known.first() is not None:
                raise stale
            written = await session.exec(sa.insert(table).values(**row.model_dump()))
    except IntegrityError as clash:
        raise refusal_for(clash, stale, taken) from clash
    if written.rowcount != 1:
        raise stale


def refusal_for(clash: IntegrityError, stale: Refusal, taken: Callable[[str], Refusal]) -> Refusal:
    """Tell a second row of the same key from any other rule of uniqueness."""
    text = str(clash.orig)
    primary = "pk_" in text or ".id" in text
    return stale if primary else taken(text)
