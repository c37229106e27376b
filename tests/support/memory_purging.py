"""Terms of retention in memory: the verified fake of `storage.purging`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.retention import OVER, EnteredTerm
from ntm_verify.trail.entry import read_entry, timestamp

from .memory_log import Kept, MemoryLog


@dataclass
class MemoryPurging:
    kept: Kept
    log: MemoryLog

    async def terms(self, province: str) -> tuple[EnteredTerm, ...]:
        return tuple(term for term in self.kept.terms if term.province == province)

    async def add_term(self, term: EnteredTerm, event: AuditEvent) -> None:
        same = [old for old in await self.terms(term.province) if old.kind is term.kind]
        if event.subject.rev != len(same) + 1:
            raise StaleRecord("thời hạn lưu giữ", term.kind.value)
        self.log.queue(event)
        self.kept.terms.append(term)

    async def over_before(self, province: str, day: date) -> tuple[UUID, ...]:
        over = (
            a
            for a in self.kept.appraisals.values()
            if a.province == province and a.status in OVER and a.as_of < day and a.outcome
        )
        kept = [a for a in over if a.outcome and a.outcome.roster_sha256 in self.kept.blobs]
        return tuple(a.id for a in sorted(kept, key=lambda a: (a.as_of, a.id)))

    async def absent(self, digests: Collection[str]) -> frozenset[str]:
        return frozenset(digests) - set(self.kept.blobs)

    async def used_elsewhere(
        self, digests: Collection[str], apart: Collection[UUID]
    ) -> frozenset[str]:
        found: set[str] = set()
        for dossier in self.kept.appraisals.values():
            if dossier.id not in apart:
                told = str((dossier.files, dossier.outcome, dossier.unwaived, dossier.preparation))
                found |= {one for one in digests if one in told}
        return frozenset(found)

    async def drop_files(self, digests: Collection[str]) -> frozenset[str]:
        there = frozenset(digests) & set(self.kept.blobs)
        for digest in there:
            del self.kept.blobs[digest]
            self.kept.sealed.pop(digest, None)
        return there

    async def openings_before(
        self, units: Collection[str], at: datetime, limit: int
    ) -> tuple[tuple[int, str], ...]:
        return tuple(self._due(units, at)[:limit])

    async def count_openings(self, units: Collection[str], at: datetime) -> int:
        return len(self._due(units, at))

    async def drop_openings(self, places: Sequence[tuple[int, str]]) -> int:
        gone = 0
        for index, name in places:
            kept = self.kept.openings[index]
            gone += name in kept
            self.kept.openings[index] = {field: v for field, v in kept.items() if field != name}
        return gone

    def _due(self, units: Collection[str], at: datetime) -> list[tuple[int, str]]:
        found = []
        for entry in self.kept.log:
            told = read_entry(entry.entry)
            if told["at"] < timestamp(at) and told["actor"]["unit"] in units:
                found += [(entry.index, name) for name in sorted(self.kept.openings[entry.index])]
        return found
