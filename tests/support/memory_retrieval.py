"""What auditors look through, in memory: the verified fake of `storage.retrieval`."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ntm_verify.domain.appraisal import BEFORE_THE_PROVINCE, Appraisal
from ntm_verify.storage.appraisals import searched
from ntm_verify.storage.columns import folded
from ntm_verify.storage.retrieval import DIGEST
from ntm_verify.trail.entry import read_entry, timestamp
from ntm_verify.usecases.shelves_retrieval import DossierSearch, Findings

from .memory_log import Kept


@dataclass
class MemoryRetrieval:
    kept: Kept

    async def search(self, query: DossierSearch) -> Findings:
        found = self._all(query)
        first = (max(query.page, 1) - 1) * query.per_page
        return Findings(
            tuple(found[first : first + query.per_page]),
            len(found),
            Counter(a.status for a in self._all(replace(query, status=None))),
            Counter(
                a.assessment.verdict if a.assessment else None
                for a in self._all(replace(query, verdict=None))
            ),
        )

    async def pairs_of(self, appraisal_id: UUID) -> tuple[str, ...]:
        reviews = self.kept.reviews.values()
        return tuple(sorted(r.id for r in reviews if appraisal_id in {r.appraisal_id, r.other_id}))

    async def entries_between(
        self, first: datetime, before: datetime, types: Iterable[str]
    ) -> tuple[tuple[int, bytes], ...]:
        wanted = set(types)
        return tuple(
            (index, entry)
            for index, entry, told in self._between(first, before)
            if told["type"] in wanted
        )

    async def counts_between(self, first: datetime, before: datetime) -> Mapping[str, int]:
        found = Counter(told["type"] for _, _, told in self._between(first, before))
        return dict(sorted(found.items()))

    def _between(
        self, first: datetime, before: datetime
    ) -> list[tuple[int, bytes, dict[str, str]]]:
        told = [(kept.index, kept.entry, read_entry(kept.entry)) for kept in self.kept.log]
        return [one for one in told if timestamp(first) <= one[2]["at"] < timestamp(before)]

    def _all(self, query: DossierSearch) -> list[Appraisal]:
        found = [a for a in self.kept.appraisals.values() if self._fits(a, query)]
        return sorted(found, key=lambda a: a.id, reverse=True)

    def _fits(self, a: Appraisal, query: DossierSearch) -> bool:
        verdict = a.assessment.verdict if a.assessment else None
        wanted = (
            (query.status, a.status),
            (query.verdict, verdict),
            (query.appraiser, a.appraised_by),
            (query.signer, a.signed_by),
            (query.waived, bool(a.waivers)),
        )
        return (
            a.province == query.province
            and a.submitted_at is not None
            and a.status not in BEFORE_THE_PROVINCE
            and all(not asked or asked == has for asked, has in wanted)
            and (not query.finding or query.finding in (a.outcome.codes if a.outcome else ()))
            and (query.first_day is None or a.as_of >= query.first_day)
            and (query.last_day is None or a.as_of <= query.last_day)
            and (query.reach is None or query.reach.covers(a.commune, a.as_of))
            and self._says(a, folded(query.text), query.communes)
        )

    def _says(self, a: Appraisal, text: str, communes: frozenset[str]) -> bool:
        papers = [c for c in self.kept.certificates.values() if c.appraisal_id == a.id]
        if DIGEST.fullmatch(text):
            digests = {f.sha256 for f in a.files} | {c.pdf_sha256 for c in papers}
            return text in digests | ({a.outcome.roster_sha256} if a.outcome else set())
        texts = [searched(a), *(folded(f"{c.symbol} {c.reference}") for c in papers)]
        return a.commune in communes or any(text in one for one in texts)
