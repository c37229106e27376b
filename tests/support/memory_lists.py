"""Decisions about people on two lists, and drafts, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.draft import Draft
from ntm_verify.domain.duplicates import DuplicateReview
from ntm_verify.domain.errors import StaleRecord

from .memory_log import Kept, MemoryLog


@dataclass
class MemoryReviews:
    kept: Kept
    log: MemoryLog

    async def of_pairs(self, pairs: Sequence[str]) -> dict[str, DuplicateReview]:
        return {pair: self.kept.reviews[pair] for pair in pairs if pair in self.kept.reviews}

    async def to_remove(self, rows: Sequence[str]) -> frozenset[str]:
        return frozenset(rows) & {review.remove_row for review in self.kept.reviews.values()}

    async def save(self, review: DuplicateReview, event: AuditEvent) -> DuplicateReview:
        shelved = self.kept.reviews.get(review.id)
        if (shelved.version if shelved else 0) != review.version:
            raise StaleRecord("kết luận về hai dòng", review.id)
        self.log.queue(event)
        self.kept.reviews[review.id] = replace(review, version=review.version + 1)
        return self.kept.reviews[review.id]


@dataclass
class MemoryDrafts:
    kept: Kept

    async def get(self, commune: str) -> Draft | None:
        return self.kept.drafts.get(commune)

    async def save(self, draft: Draft) -> Draft:
        shelved = self.kept.drafts.get(draft.commune)
        if (shelved.version if shelved else 0) != draft.version:
            raise StaleRecord("bản nháp của xã", draft.commune)
        self.kept.drafts[draft.commune] = replace(draft, version=draft.version + 1)
        return self.kept.drafts[draft.commune]

    async def remove(self, commune: str) -> None:
        self.kept.drafts.pop(commune, None)

    async def purge(self, before: datetime) -> int:
        old = {name for name, draft in self.kept.drafts.items() if draft.at and draft.at < before}
        self.kept.drafts = {n: d for n, d in self.kept.drafts.items() if n not in old}
        return len(old)
