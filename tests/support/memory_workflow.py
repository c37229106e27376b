"""Queue, casework and delegations in memory: the meaning of the queue as the domain has it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.casework import Extension, Piece
from ntm_verify.domain.delegation import Delegation
from ntm_verify.domain.duplicates import Place, pair_id, place_of
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.queue import Standpoint, View, Waiting, belongs, sort_key
from ntm_verify.storage.queue import DECISIONS
from ntm_verify.trail.entry import read_entry, timestamp
from ntm_verify.usecases.ports import AppraisalQuery, QueueQuery

from .memory_log import Kept, MemoryLog

if TYPE_CHECKING:
    from .memory import MemoryTransaction


@dataclass
class MemoryCasework:
    kept: Kept
    log: MemoryLog

    async def of(self, appraisal_id: UUID) -> tuple[Piece, ...]:
        return tuple(p for p in self.kept.casework if p.appraisal_id == appraisal_id)

    async def add(self, piece: Piece, event: AuditEvent) -> None:
        self.log.queue(event)
        self.kept.casework.append(piece)


@dataclass
class MemoryDelegations:
    kept: Kept
    log: MemoryLog

    async def get(self, delegation_id: UUID) -> Delegation:
        if delegation_id not in self.kept.delegations:
            raise NotFound("ủy quyền", delegation_id)
        return self.kept.delegations[delegation_id]

    async def of_province(self, province: str) -> tuple[Delegation, ...]:
        inside = (d for d in self.kept.delegations.values() if d.province == province)
        return tuple(sorted(inside, key=lambda d: d.id, reverse=True))

    async def save(self, delegation: Delegation, event: AuditEvent) -> Delegation:
        shelved = self.kept.delegations.get(delegation.id)
        if (shelved.version if shelved else 0) != delegation.version:
            raise StaleRecord("ủy quyền", delegation.id)
        self.log.queue(event)
        kept = replace(delegation, version=delegation.version + 1)
        self.kept.delegations[delegation.id] = kept
        return kept


@dataclass
class MemoryQueue:
    tx: "MemoryTransaction"

    async def counts(self, here: Standpoint, text: str = "") -> Mapping[View, int]:
        found = await self._found(here, text)
        return {view: sum(belongs(view, item, here) for item in found) for view in View}

    async def page(self, query: QueueQuery) -> tuple[Waiting, ...]:
        found = await self._found(query.here, query.text)
        chosen = [item for item in found if belongs(query.view, item, query.here)]
        ordered = sorted(chosen, key=lambda i: (*sort_key(query.sort, i), i.dossier.id))
        start = (query.page - 1) * query.per_page
        return tuple(ordered[start : start + query.per_page])

    async def one(self, appraisal: Appraisal) -> Waiting:
        kept = self.tx.kept
        dossier = kept.appraisals[appraisal.id]
        shared = await self.tx.listings.elsewhere(dossier.id)
        hits, names = len(shared), kept.row_names
        pairs = [
            (names[dossier.id].get(s.place), names[s.other].get(s.other_place)) for s in shared
        ]
        ids = [pair_id(own.hex(), other.hex()) for own, other in pairs if own and other]
        places = [place_of(kept.reviews.get(pair), dossier.commune) for pair in ids]
        settled = sum(place in {Place.DIFFERENT, Place.KEEP} for place in places)
        extended = [
            p
            for p in kept.casework
            if isinstance(p, Extension) and (p.appraisal_id, p.round) == (dossier.id, dossier.round)
        ]
        until = extended[-1].until if extended else None
        came_in = dossier.submitted_at or dossier.created_at
        counts_from = extended[-1].counts_from if extended else came_in
        return Waiting(dossier, hits, settled, until, counts_from)

    async def decisions(self, first: datetime, before: datetime) -> tuple[bytes, ...]:
        window = timestamp(first), timestamp(before)
        told: list[tuple[dict[str, Any], bytes]] = [
            (read_entry(kept.entry), kept.entry) for kept in self.tx.kept.log
        ]
        return tuple(
            entry
            for read, entry in told
            if read["type"] in DECISIONS and window[0] <= read["at"] < window[1]
        )

    async def filters(self, account: str) -> Mapping[str, str]:
        kept = self.tx.kept.filters
        return {name: kept[who, name] for who, name in sorted(kept) if who == account}

    async def keep_filter(self, account: str, name: str, query: str) -> None:
        self.tx.kept.filters.pop((account, name), None)
        if query:
            self.tx.kept.filters[account, name] = query

    async def _found(self, here: Standpoint, text: str) -> list[Waiting]:
        query = AppraisalQuery(here.province, text=text, handed_in=True, limit=10_000)
        page = await self.tx.appraisals.find(query)
        return [await self.one(dossier) for dossier in page.items]
