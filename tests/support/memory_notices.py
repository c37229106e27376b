"""The outbox, webhooks and addresses in memory: the verified fakes of their shelves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ntm_verify.domain.alarm import Line
from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.delivery import Attempt, Channel, Delivery, DeliveryState, claim
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.mail_address import MailAddress
from ntm_verify.domain.notice import Happening, happening_of
from ntm_verify.domain.webhook import HookState, Webhook
from ntm_verify.usecases.ports import DeliveryQuery, Told

from .memory_log import Kept, MemoryLog


@dataclass
class MemoryOutbox:
    kept: Kept
    log: MemoryLog

    def post(self) -> None:
        at = self.log.pen.habits.now()
        for item in self.log.waiting:
            happening = happening_of(item.event, item.id, at)
            if happening is not None:
                self.kept.happenings[item.id] = (happening, False)

    async def untold(self, limit: int) -> tuple[Happening, ...]:
        found = [happening for happening, told in self.kept.happenings.values() if not told]
        return tuple(sorted(found, key=lambda h: (h.at, h.id))[:limit])

    async def tell(self, happening: Happening, deliveries: Sequence[Delivery]) -> None:
        self.kept.happenings[happening.id] = (happening, True)
        known = {(d.happening, d.channel, d.recipient) for d in self.kept.deliveries.values()}
        for new in deliveries:
            if (new.happening, new.channel, new.recipient) not in known:
                self.kept.deliveries[new.id] = new

    async def due(self, channel: Channel, now: datetime) -> int:
        return len(self._due(channel, now))

    async def claim(self, channel: Channel, now: datetime, limit: int) -> tuple[Delivery, ...]:
        due = sorted(self._due(channel, now), key=lambda d: (d.due, d.id))[:limit]
        taken = tuple(claim(delivery, now) for delivery in due)
        for delivery in taken:
            await self.save(delivery)
        return taken

    async def get(self, delivery_id: UUID) -> Told:
        if delivery_id not in self.kept.deliveries:
            raise NotFound("thông báo", delivery_id)
        return self._told(self.kept.deliveries[delivery_id])

    async def save(self, delivery: Delivery, attempt: Attempt | None = None) -> None:
        self.kept.deliveries[delivery.id] = delivery
        if attempt is not None:
            self.kept.attempts.append(attempt)

    async def find(self, query: DeliveryQuery) -> tuple[Told, ...]:
        found = [d for d in self._wanted(query) if query.state in {None, d.state}]
        first = (query.page - 1) * query.per_page
        page = sorted(found, key=lambda d: d.id, reverse=True)[first : first + query.per_page]
        return tuple(map(self._told, page))

    async def counts(self, query: DeliveryQuery) -> Mapping[DeliveryState, int]:
        return Counter(d.state for d in self._wanted(query))

    async def attempts(self, delivery_id: UUID) -> tuple[Attempt, ...]:
        return tuple(a for a in self.kept.attempts if a.delivery == delivery_id)

    async def line(self, channel: Channel | None, since: datetime) -> Line:
        if channel is None:
            untold = [h.at for h, told in self.kept.happenings.values() if not told]
            return Line(len(untold), min(untold, default=None))
        here = [d for d in self.kept.deliveries.values() if d.channel is channel]
        queued = [self._told(d) for d in here if d.state is DeliveryState.WAITING]
        lost = [d for d in here if d.state is DeliveryState.FAILED]
        failed = sum(d.settled_at is not None and d.settled_at >= since for d in lost)
        return Line(len(queued), min((t.happening.at for t in queued), default=None), failed)

    def _due(self, channel: Channel, now: datetime) -> list[Delivery]:
        waiting = (d for d in self.kept.deliveries.values() if d.state is DeliveryState.WAITING)
        return [d for d in waiting if d.channel is channel and d.due <= now]

    def _told(self, delivery: Delivery) -> Told:
        return Told(delivery, self.kept.happenings[delivery.happening][0])

    def _wanted(self, query: DeliveryQuery) -> list[Delivery]:
        return [
            d
            for d in self.kept.deliveries.values()
            if d.province == query.province
            and query.channel in {None, d.channel}
            and query.recipient in {"", d.recipient}
        ]


@dataclass
class MemoryHooks:
    kept: Kept
    log: MemoryLog

    async def get(self, hook_id: UUID) -> Webhook:
        if hook_id not in self.kept.hooks:
            raise NotFound("webhook", hook_id)
        return self.kept.hooks[hook_id]

    async def of_province(self, province: str) -> tuple[Webhook, ...]:
        inside = [h for h in self.kept.hooks.values() if h.province == province]
        alive = (hook for hook in inside if hook.state is not HookState.ENDED)
        return tuple(sorted(alive, key=lambda hook: hook.id))

    async def save(self, hook: Webhook, event: AuditEvent) -> Webhook:
        shelved = self.kept.hooks.get(hook.id)
        if (shelved.version if shelved else 0) != hook.version:
            raise StaleRecord("webhook", hook.label)
        self.log.queue(event)
        self.kept.hooks[hook.id] = replace(hook, version=hook.version + 1)
        return self.kept.hooks[hook.id]

    async def failing_since(self, hook_id: UUID, at: datetime | None) -> datetime | None:
        noted = (self.kept.failing.get(hook_id) or at) if at else None
        self.kept.failing[hook_id] = noted
        return noted


@dataclass
class MemoryMailbox:
    kept: Kept
    log: MemoryLog

    async def address(self, account_id: str) -> MailAddress:
        return self.kept.addresses.get(account_id, MailAddress(account_id))

    async def save(self, address: MailAddress, event: AuditEvent) -> MailAddress:
        known = await self.address(address.account_id)
        if known.version != address.version:
            raise StaleRecord("địa chỉ nhận thông báo của tài khoản", address.account_id)
        self.log.queue(event)
        kept = replace(address, version=address.version + 1)
        self.kept.addresses[address.account_id] = kept
        return kept

    async def follow(self, appraisal_id: UUID, account_id: str, *, follows: bool) -> None:
        both = {(appraisal_id, account_id)}
        self.kept.followers = self.kept.followers | both if follows else self.kept.followers - both

    async def followers(self, appraisal_id: UUID) -> frozenset[str]:
        return frozenset(who for what, who in self.kept.followers if what == appraisal_id)
