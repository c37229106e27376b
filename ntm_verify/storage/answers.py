"""First answers to repeated requests, in the database (khóa chống gửi trùng)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel, insert
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.errors import AlreadyThere

WHAT = "yêu cầu"


class AnswerRow(SQLModel, table=True):
    """The first answer to one actor's request (câu trả lời đầu tiên)."""

    __tablename__ = "answer"

    actor: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    request: str
    answer: str
    at: datetime = Field(index=True)


@dataclass(frozen=True, slots=True)
class AnswerShelf:
    """Answers inside one transaction."""

    session: AsyncSession

    async def find(self, actor: str, key: str) -> tuple[str, str] | None:
        """Give (digest of the request, answer) kept under an actor's key."""
        row = await self.session.get(AnswerRow, (actor, key))
        return (row.request, row.answer) if row else None

    async def keep(self, actor: str, key: str, request: str, answer: str, at: datetime) -> None:
        """Keep the answer to a request under the actor's key.

        Raises:
            AlreadyThere: the same key is being answered elsewhere; this act must not be kept.

        """
        row = {"actor": actor, "key": key, "request": request, "answer": answer, "at": at}
        try:
            await self.session.exec(insert(AnswerRow).values(**row))
        except IntegrityError as clash:
            raise AlreadyThere(WHAT, key) from clash
