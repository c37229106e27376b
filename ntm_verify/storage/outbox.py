"""What happened and whom it was told to, in the database (hộp thư đi)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col, func, insert, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.alarm import Line
from ntm_verify.domain.delivery import Attempt, Channel, Delivery, DeliveryState, claim
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.notice import Happening, Kind, happening_of
from ntm_verify.usecases.ports import DeliveryQuery, Told

from .columns import enum_type, uuid7
from .log_events import Waiting

WHAT: Final = "thông báo"


class HappeningRow(SQLModel, table=True):
    """One thing that happened (sự việc); `told` once its deliveries are laid down."""

    __tablename__ = "happening"
    __table_args__ = (sa.Index("ix_happening_told", "told", "at"),)

    id: UUID = Field(primary_key=True)
    kind: str
    at: datetime
    subject: str = Field(index=True)
    actor: str
    holder: str
    earlier_holder: str
    status: str
    reason_code: str
    revision: int
    certificate: str
    until: date | None = None
    province: str
    commune: str
    commune_name: str
    as_of: date | None = None
    told: bool

    @classmethod
    def of(cls, happening: Happening, *, told: bool = False) -> Self:
        """Write the domain value down."""
        return cls(told=told, **asdict(happening))

    def to_domain(self) -> Happening:
        """Read the domain value back."""
        values = self.model_dump(exclude={"told", "kind"})
        return Happening(kind=Kind(self.kind), **values)


class DeliveryRow(SQLModel, table=True):
    """One happening for one recipient (một lần gửi)."""

    __tablename__ = "delivery"
    __table_args__ = (
        sa.CheckConstraint("attempts >= 0", name="attempts"),
        sa.UniqueConstraint("happening", "channel", "recipient"),
        sa.Index("ix_delivery_due", "channel", "state", "due"),
        sa.Index("ix_delivery_province", "province", "id"),
        sa.Index("ix_delivery_recipient", "recipient", "id"),
    )

    id: UUID = Field(primary_key=True)
    happening: UUID = Field(foreign_key="happening.id")
    channel: Channel = Field(sa_type=enum_type(Channel))
    recipient: str
    province: str
    due: datetime
    state: DeliveryState = Field(sa_type=enum_type(DeliveryState))
    attempts: int
    code: str
    settled_at: datetime | None = None

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        """Write the domain value down."""
        return cls(**asdict(delivery))

    def to_domain(self) -> Delivery:
        """Read the domain value back."""
        return Delivery(**self.model_dump())


class AttemptRow(SQLModel, table=True):
    """One try (một lần thử)."""

    __tablename__ = "delivery_attempt"
    __table_args__ = (sa.CheckConstraint("milliseconds >= 0", name="milliseconds"),)

    id: UUID = Field(primary_key=True)
    delivery: UUID = Field(foreign_key="delivery.id", index=True)
    at: datetime
    code: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class OutboxShelf:
    """Happenings and deliveries inside one transaction; `now` is the clock of the log."""

    session: AsyncSession
    on_postgres: bool
    now: Callable[[], datetime]

    async def post(self, waiting: Sequence[Waiting]) -> None:
        """Lay down what people are to be told of, read off the events of this transaction."""
        at = self.now()
        found = (happening_of(item.event, item.id, at) for item in waiting)
        for happening in found:
            if happening is not None:
                row = HappeningRow.of(happening)
                await self.session.exec(insert(HappeningRow).values(**row.model_dump()))

    async def untold(self, limit: int) -> tuple[Happening, ...]:
        """Give the oldest happenings of which nobody was told yet, past those held elsewhere."""
        query = (
            select(HappeningRow)
            .where(col(HappeningRow.told).is_(False))
            .order_by(col(HappeningRow.at), col(HappeningRow.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return tuple(row.to_domain() for row in await self.session.exec(query))

    async def tell(self, happening: Happening, deliveries: Sequence[Delivery]) -> None:
        """Keep a happening as told, with its deliveries; one recipient is told once."""
        values = HappeningRow.of(happening, told=True).model_dump(exclude={"id"})
        mine = col(HappeningRow.id) == happening.id
        await self.session.exec(update(HappeningRow).where(mine).values(**values))
        into = postgresql.insert if self.on_postgres else sqlite.insert
        for delivery in deliveries:
            row = DeliveryRow.of(delivery).model_dump()
            once = ["happening", "channel", "recipient"]
            await self.session.exec(
                into(DeliveryRow).values(**row).on_conflict_do_nothing(index_elements=once)
            )

    async def due(self, channel: Channel, now: datetime) -> int:
        """Count the deliveries that wait and are due, without taking any."""
        query = select(func.count()).select_from(DeliveryRow).where(*_due(channel, now))
        return (await self.session.exec(query)).one()

    async def claim(self, channel: Channel, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """Take the deliveries due longest, past those that another worker holds."""
        query = (
            select(DeliveryRow)
            .where(*_due(channel, now))
            .order_by(col(DeliveryRow.due), col(DeliveryRow.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        taken = tuple(claim(row.to_domain(), now) for row in await self.session.exec(query))
        for delivery in taken:
            await self.save(delivery)
        return taken

    async def get(self, delivery_id: UUID) -> Told:
        """Give a delivery, or raise `NotFound`."""
        found = (await self.session.exec(_told().where(col(DeliveryRow.id) == delivery_id))).first()
        if found is None:
            raise NotFound(WHAT, delivery_id)
        return Told(found[0].to_domain(), found[1].to_domain())

    async def save(self, delivery: Delivery, attempt: Attempt | None = None) -> None:
        """Keep how a delivery stands now, and the try that led there."""
        values = DeliveryRow.of(delivery).model_dump(exclude={"id"})
        mine = col(DeliveryRow.id) == delivery.id
        await self.session.exec(update(DeliveryRow).where(mine).values(**values))
        if attempt is not None:
            row = {"id": uuid7(), **asdict(attempt)}
            await self.session.exec(insert(AttemptRow).values(**row))

    async def find(self, query: DeliveryQuery) -> tuple[Told, ...]:
        """Give one page of deliveries, newest first."""
        wanted = _told().where(*_wanted(query))
        if query.state is not None:
            wanted = wanted.where(col(DeliveryRow.state) == query.state)
        page = wanted.order_by(col(DeliveryRow.id).desc())
        page = page.limit(query.per_page).offset((query.page - 1) * query.per_page)
        return tuple(
            Told(delivery.to_domain(), happening.to_domain())
            for delivery, happening in await self.session.exec(page)
        )

    async def counts(self, query: DeliveryQuery) -> Mapping[DeliveryState, int]:
        """Count what `find` would give, whatever its state and page, by state."""
        state = col(DeliveryRow.state)
        counted = select(state, func.count()).where(*_wanted(query)).group_by(state)
        return dict((await self.session.exec(counted)).all())

    async def attempts(self, delivery_id: UUID) -> tuple[Attempt, ...]:
        """Give the tries of a delivery, oldest first."""
        row = AttemptRow
        query = select(row).where(col(row.delivery) == delivery_id)
        tries = await self.session.exec(query.order_by(col(row.at), col(row.id)))
        return tuple(Attempt(t.delivery, t.at, t.code, t.milliseconds) for t in tries)

    async def line(self, channel: Channel | None, since: datetime) -> Line:
        """Say how a channel stands, failures since a moment; None: happenings yet untold."""
        at, told, state = col(HappeningRow.at), col(HappeningRow.told), col(DeliveryRow.state)
        if channel is None:
            query = select(func.count(), func.min(at)).where(told.is_(False))
            waiting, oldest = (await self.session.exec(query)).one()
            return Line(waiting, oldest)
        here = col(DeliveryRow.channel) == channel
        queued = select(func.count(), func.min(at)).join_from(DeliveryRow, HappeningRow)
        queued = queued.where(here, state == DeliveryState.WAITING)
        waiting, oldest = (await self.session.exec(queued)).one()
        lost = here, state == DeliveryState.FAILED, col(DeliveryRow.settled_at) >= since
        failed = select(func.count()).select_from(DeliveryRow).where(*lost)
        return Line(waiting, oldest, (await self.session.exec(failed)).one())


def _told() -> Any:  # noqa: ANN401 - a query over two tables, narrowed by whoever asks
    return select(DeliveryRow, HappeningRow).join_from(DeliveryRow, HappeningRow)


def _due(channel: Channel, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    row = DeliveryRow
    return (
        col(row.channel) == channel,
        col(row.state) == DeliveryState.WAITING,
        col(row.due) <= now,
    )


def _wanted(query: DeliveryQuery) -> list[sa.ColumnElement[bool]]:
    wanted = [col(DeliveryRow.province) == query.province]
    if query.channel is not None:
        wanted.append(col(DeliveryRow.channel) == query.channel)
    if query.recipient:
        wanted.append(col(DeliveryRow.recipient) == query.recipient)
    return wanted
