"""Shelves and outward ports of notices (kho thông báo, cổng gửi thư và gọi webhook)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ntm_verify.domain.alarm import Line
from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.delivery import Attempt, Channel, Delivery, DeliveryState, Outcome
from ntm_verify.domain.mail_address import MailAddress
from ntm_verify.domain.notice import Happening
from ntm_verify.domain.webhook import Webhook


@dataclass(frozen=True, slots=True)
class DeliveryQuery:
    """Which deliveries are wanted (điều kiện); pages count from 1, newest first.

    `recipient` is an account or a webhook; None leaves a choice open.
    """

    province: str
    channel: Channel | None = None
    state: DeliveryState | None = None
    recipient: str = ""
    page: int = 1
    per_page: int = 50


@dataclass(frozen=True, slots=True)
class Told:
    """A delivery and what it tells of (một lần gửi và sự việc)."""

    delivery: Delivery
    happening: Happening


class Outbox(Protocol):
    """What happened and whom it was told to (hộp thư đi).

    Happenings come in by themselves: a transaction that keeps an event which people are to be
    told of keeps the happening with it.
    """

    async def untold(self, limit: int) -> tuple[Happening, ...]:
        """Give the oldest happenings of which nobody was told yet."""
        ...

    async def tell(self, happening: Happening, deliveries: Sequence[Delivery]) -> None:
        """Keep a happening as told, with its deliveries; one recipient is told once."""
        ...

    async def due(self, channel: Channel, now: datetime) -> int:
        """Count the deliveries that wait and are due, without taking any."""
        ...

    async def claim(self, channel: Channel, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """Take the deliveries due longest, each put off (`domain.delivery.claim`)."""
        ...

    async def get(self, delivery_id: UUID) -> Told:
        """Give a delivery, or raise `NotFound`."""
        ...

    async def save(self, delivery: Delivery, attempt: Attempt | None = None) -> None:
        """Keep how a delivery stands now, and the try that led there."""
        ...

    async def find(self, query: DeliveryQuery) -> tuple[Told, ...]:
        """Give one page of deliveries, newest first."""
        ...

    async def counts(self, query: DeliveryQuery) -> Mapping[DeliveryState, int]:
        """Count what `find` would give, whatever its state and page, by state."""
        ...

    async def attempts(self, delivery_id: UUID) -> tuple[Attempt, ...]:
        """Give the tries of a delivery, oldest first."""
        ...

    async def line(self, channel: Channel | None, since: datetime) -> Line:
        """Say how a channel stands, failures since a moment; None: happenings yet untold."""
        ...


class Hooks(Protocol):
    """The webhooks of provinces (kho webhook); secrets lie sealed."""

    async def get(self, hook_id: UUID) -> Webhook:
        """Give a webhook, or raise `NotFound`."""
        ...

    async def of_province(self, province: str) -> tuple[Webhook, ...]:
        """Give the webhooks of a province, ended ones left out, oldest first."""
        ...

    async def save(self, hook: Webhook, event: AuditEvent) -> Webhook:
        """Keep a webhook, one version on, and its audit event; or raise `StaleRecord`."""
        ...

    async def failing_since(self, hook_id: UUID, at: datetime | None) -> datetime | None:
        """Note a failed try, or with None a success; say since when nothing got through."""
        ...


class Mailbox(Protocol):
    """Where people get letters, and what they follow (địa chỉ nhận thư, hồ sơ theo dõi)."""

    async def address(self, account_id: str) -> MailAddress:
        """Give the address of an account; one at version 0 if there never was any."""
        ...

    async def save(self, address: MailAddress, event: AuditEvent) -> MailAddress:
        """Keep an address, one version on, and its audit event; or raise `StaleRecord`."""
        ...

    async def follow(self, appraisal_id: UUID, account_id: str, *, follows: bool) -> None:
        """Note that somebody follows a dossier, or no longer does."""
        ...

    async def followers(self, appraisal_id: UUID) -> frozenset[str]:
        """Name the accounts that follow a dossier."""
        ...


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as it goes out (một thư): `name` is the same in every try."""

    name: str
    to: str = field(repr=False)
    subject: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a program (một lần gọi webhook)."""

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The ways out of this service (các đường gửi ra ngoài).

    `send` is None where no mail server is set up. Neither raises: what goes wrong is an outcome.
    `private` says that webhooks may lie in the installation's own network.
    """

    send: Callable[[Letter], Awaitable[Outcome]] | None
    call: Callable[[Call], Awaitable[Outcome]]
    secret: Callable[[], bytes]
    private: bool = False
