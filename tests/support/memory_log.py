"""The books in memory, and the audit log among them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from ntm_verify.domain.account import Account, Session
from ntm_verify.domain.api_token import ApiToken
from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.audit import Action, AuditEvent
from ntm_verify.domain.casework import Piece
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.column_memory import ColumnMemory
from ntm_verify.domain.delegation import Delegation
from ntm_verify.domain.delivery import Attempt, Delivery
from ntm_verify.domain.draft import Draft
from ntm_verify.domain.duplicates import DuplicateReview
from ntm_verify.domain.endings import Ending
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.identity import Identity
from ntm_verify.domain.invitation import Invitation
from ntm_verify.domain.job import Job
from ntm_verify.domain.mail_address import MailAddress
from ntm_verify.domain.notice import Happening
from ntm_verify.domain.paper_form import PaperForm
from ntm_verify.domain.paper_note import PaperNote
from ntm_verify.domain.people import Actor
from ntm_verify.domain.progress import Progress
from ntm_verify.domain.regulation import EnteredFigure
from ntm_verify.domain.retention import EnteredTerm
from ntm_verify.domain.rule_sets import LoneRelease, Placement, Proposal
from ntm_verify.domain.second_factor import SecondFactor
from ntm_verify.domain.signing_order import PaperStamp, SigningOrder, SigningTask
from ntm_verify.domain.targets import Actual, Due, Target
from ntm_verify.domain.unit import Unit
from ntm_verify.domain.unit_change import UnitChange
from ntm_verify.domain.webhook import Webhook
from ntm_verify.storage.audit import erasure
from ntm_verify.storage.evidence import NOTHING, policy_of
from ntm_verify.storage.log_events import (
    BEGINNING,
    Pen,
    Waiting,
    clock_warning,
    fields_of,
    prepare,
    told_apart,
)
from ntm_verify.trail.auditor import Examination, LogReport, Policy, erased_places
from ntm_verify.trail.entry import read_entry, seal, timestamp
from ntm_verify.trail.tree import Edge, Head, leaf_hash
from ntm_verify.usecases.ports import LogEntry

NO_TABLES = "0" * 64


@dataclass
class Kept:
    """What clean transactions have left; values are frozen, so a copy of the books is enough."""

    appraisals: dict[UUID, Appraisal] = field(default_factory=dict)
    certificates: dict[UUID, Certificate] = field(default_factory=dict)
    register: dict[tuple[str, int], int] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    sealed: dict[str, datetime] = field(default_factory=dict)
    listings: dict[UUID, dict[int, bytes]] = field(default_factory=dict)
    row_names: dict[UUID, dict[int, bytes]] = field(default_factory=dict)
    card_endings: dict[UUID, tuple[Ending, ...]] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    figures: list[EnteredFigure] = field(default_factory=list)
    accounts: dict[str, Account] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    failures: list[tuple[str, datetime]] = field(default_factory=list)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    factors: dict[str, SecondFactor] = field(default_factory=dict)
    recovery: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tokens: dict[str, ApiToken] = field(default_factory=dict)
    identities: dict[str, Identity] = field(default_factory=dict)
    answers_spent: dict[str, datetime] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    progress: dict[UUID, Progress] = field(default_factory=dict)
    answers: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    reviews: dict[str, DuplicateReview] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    column_memory: dict[tuple[str, str], ColumnMemory] = field(default_factory=dict)
    casework: list[Piece] = field(default_factory=list)
    delegations: dict[UUID, Delegation] = field(default_factory=dict)
    filters: dict[tuple[str, str], str] = field(default_factory=dict)
    happenings: dict[UUID, tuple[Happening, bool]] = field(default_factory=dict)
    deliveries: dict[UUID, Delivery] = field(default_factory=dict)
    attempts: list[Attempt] = field(default_factory=list)
    hooks: dict[UUID, Webhook] = field(default_factory=dict)
    failing: dict[UUID, datetime | None] = field(default_factory=dict)
    addresses: dict[str, MailAddress] = field(default_factory=dict)
    followers: frozenset[tuple[UUID, str]] = frozenset()
    signing_orders: dict[UUID, SigningOrder] = field(default_factory=dict)
    signing_tasks: dict[UUID, SigningTask] = field(default_factory=dict)
    stamps: dict[UUID, PaperStamp] = field(default_factory=dict)
    paper_forms: list[PaperForm] = field(default_factory=list)
    paper_notes: list[PaperNote] = field(default_factory=list)
    unit_changes: list[UnitChange] = field(default_factory=list)
    terms: list[EnteredTerm] = field(default_factory=list)
    proposals: dict[UUID, Proposal] = field(default_factory=dict)
    placements: list[tuple[str, Placement]] = field(default_factory=list)
    lone_releases: list[LoneRelease] = field(default_factory=list)
    targets: list[tuple[str, Target]] = field(default_factory=list)
    dues: list[tuple[str, Due]] = field(default_factory=list)
    actuals: list[tuple[str, Actual]] = field(default_factory=list)
    log: list[LogEntry] = field(default_factory=list)
    openings: dict[int, dict[str, tuple[bytes, str]]] = field(default_factory=dict)

    def copy(self) -> "Kept":
        return Kept(**{book.name: copy(getattr(self, book.name)) for book in fields(self)})


@dataclass
class MemoryLog:
    kept: Kept
    pen: Pen
    waiting: list[Waiting] = field(default_factory=list)
    request: str = ""

    def queue(self, event: AuditEvent) -> UUID:
        item = prepare(self.pen, event, self.request)
        self.request = item.request
        self.waiting.append(item)
        return item.id

    async def append(self, event: AuditEvent) -> None:
        self.queue(event)

    def write(self) -> None:
        log = self.kept.log
        causes = [self._cause(item) for item in self.waiting]
        last_at = read_entry(log[-1].entry)["at"] if log else BEGINNING
        at = max(timestamp(self.pen.habits.now()), last_at)
        if self.waiting and (warning := self._clock_warning(last_at)):
            self.waiting.insert(0, warning)
            causes.insert(0, None)
        acts = told_apart(self.waiting, self._told())
        for item, cause in zip(acts, causes, strict=True):
            entry = seal(fields_of(self.pen, item, at, cause), self.pen.writer)
            openings = {name: (item.salts[name], v) for name, v in item.event.private.items()}
            self.kept.openings[len(log)] = openings
            log.append(LogEntry(len(log), entry, leaf_hash(entry)))

    async def head(self) -> Head:
        return self._edge().head

    async def entries(self, start: int, stop: int) -> AsyncIterator[LogEntry]:
        for entry in self.kept.log[start:stop]:
            yield entry

    async def of_subject(self, kind: str, subject: str) -> tuple[LogEntry, ...]:
        return tuple(kept for kept in self.kept.log if self._is_about(kept, kind, subject))

    async def openings(self, event_id: str) -> dict[str, tuple[bytes, str]]:
        for kept in self.kept.log:
            if read_entry(kept.entry)["id"] == event_id:
                return self.kept.openings[kept.index]
        return {}

    async def examine(self, writer_key: bytes, pin: str, known: Policy = NOTHING) -> LogReport:
        examination = Examination(policy_of(self.pen.origin, writer_key, pin, known))
        for kept in self.kept.log:
            beside = self.kept.openings[kept.index]
            examination.read(kept.entry, kept.leaf, index=kept.index, openings=beside)
        examination.compare_schema(NO_TABLES)
        for book in (self.kept.appraisals, self.kept.certificates):
            records = [(v.subject().kind, v.subject().id, v.state()) for v in book.values()]
            kind = "submission" if book is self.kept.appraisals else "certificate"
            examination.compare_records([kind], records)
        return examination.report()

    async def erase(self, index: int, name: str, *, basis: str, by: Actor) -> None:
        kept = self.kept.openings.get(index, {})
        if name not in kept:
            raise NotFound("giá trị riêng tư của nhật ký", f"{index}/{name}")
        self.kept.openings[index] = {field: v for field, v in kept.items() if field != name}
        self.queue(erasure(index, name, basis=basis, by=by))

    async def refill(self, entries: Sequence[bytes]) -> None:
        for entry in entries:
            told = read_entry(entry)
            self.kept.openings[len(self.kept.log)] = {}
            self.kept.log.append(LogEntry(len(self.kept.log), entry, leaf_hash(entry)))
            if told["type"] == Action.PRIVACY_ERASED:
                for index, name in erased_places(told["after"]):
                    self.kept.openings[index].pop(name, None)
                for digest in told["after"].get("files", ()):
                    self.kept.blobs.pop(digest, None)
                    self.kept.sealed.pop(digest, None)

    async def records(self, kind: str) -> Mapping[str, Mapping[str, object]] | None:
        books: Any = {"submission": self.kept.appraisals, "certificate": self.kept.certificates}
        if kind not in books:
            return None
        return {value.subject().id: value.state() for value in books[kind].values()}

    def _told(self) -> set[tuple[str, str, str, str]]:
        told = [read_entry(kept.entry) for kept in self.kept.log]
        return {(e["req"], e["type"], e["subject"]["kind"], e["subject"]["id"]) for e in told}

    def _clock_warning(self, last_at: str) -> Waiting | None:
        def known() -> bool:
            told = [read_entry(kept.entry) for kept in self.kept.log]
            return any(e["type"] == Action.CLOCK_REGRESSED and e["at"] == last_at for e in told)

        return clock_warning(self.pen, self.waiting, last_at, known=known)

    def _cause(self, item: Waiting) -> int | None:
        if item.event.cause is not None:
            return item.event.cause
        about = item.event.subject
        earlier = [k.index for k in self.kept.log if self._is_about(k, about.kind, about.id)]
        return earlier[-1] if earlier else None

    def _is_about(self, kept: LogEntry, kind: str, subject: str) -> bool:
        told = read_entry(kept.entry)["subject"]
        return (told["kind"], told["id"]) == (kind, subject)

    def _edge(self) -> Edge:
        edge = Edge()
        for kept in self.kept.log:
            edge = edge.push(kept.leaf)
        return edge
