"""What became of a transaction (đã lưu hay chưa): told to whoever must answer for the request."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.usecases.ports import Kept

WRITES: Final = "ntm_writes"


class WatchedSession(Session):
    """A session that knows whether a row was written; the log is written beside it."""


@event.listens_for(WatchedSession, "do_orm_execute")
def _watch(executed: ORMExecuteState) -> None:
    if executed.is_insert or executed.is_update or executed.is_delete:
        executed.session.info[WRITES] = True


def has_changes(session: AsyncSession) -> bool:
    """Say whether a row was written so far."""
    return bool(session.info.get(WRITES, False))


@dataclass(slots=True)
class Closing:
    """Whether a transaction that is about to be kept has changed anything."""

    changes: bool = False


@asynccontextmanager
async def noted(kept: Kept) -> AsyncGenerator[Closing]:
    """Tell what became of the transaction inside: kept, rolled back, or nobody knows."""
    closing = Closing()
    try:
        yield closing
    except BaseException:
        kept.in_doubt |= closing.changes
        raise
    kept.changes += closing.changes
