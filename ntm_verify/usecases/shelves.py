"""The shelves of a transaction (các kho trong một giao dịch); `ports` hands them on."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeAlias
from uuid import UUID

from ntm_verify.domain.account import Account, Session
from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.people import Actor, Reach
from ntm_verify.domain.regulation import EnteredFigure
from ntm_verify.domain.unit import Unit
from ntm_verify.trail.auditor import LogReport, Policy
from ntm_verify.trail.tree import Head

from .shelves_access import Access
from .shelves_issuing import HasIssuing
from .shelves_lists import ColumnMemories, Drafts, Reviews
from .shelves_notices import Hooks, Mailbox, Outbox
from .shelves_papers import HasPaperTexts
from .shelves_progress import Jobs, ProgressNotes
from .shelves_purging import HasPurging
from .shelves_retrieval import HasRetrieval
from .shelves_rules import HasRuleSets
from .shelves_targets import HasTargets
from .shelves_units import HasUnitChanges
from .shelves_workflow import HasWorkflow

Digests: TypeAlias = Sequence[bytes]


@dataclass(frozen=True, slots=True)
class AppraisalQuery:
    """Which dossiers are wanted (điều kiện tìm hồ sơ); empty fields leave the choice open.

    `text` is compared without accents against the commune's name and code and the paper's
    number. `handed_in` leaves out what never came to the province. `after` is the last id of the
    page before; newest first. `reach` is what an auditor was let in for.
    """

    province: str = ""
    commune: str = ""
    statuses: frozenset[Status] = frozenset()
    appraised_by: str = ""
    text: str = ""
    as_of: date | None = None
    handed_in: bool = False
    limit: int = 50
    after: UUID | None = None
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of dossiers and how many there are in all (một trang kết quả)."""

    items: tuple[Appraisal, ...]
    total: int
    next: UUID | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry as stored: its place, its canonical bytes and its stored hash."""

    index: int
    entry: bytes
    leaf: bytes


class Appraisals(Protocol):
    """The shelf of dossiers (kho hồ sơ)."""

    async def get(self, appraisal_id: UUID) -> Appraisal:
        """Give the dossier, or raise `NotFound`."""
        ...

    async def find(self, query: AppraisalQuery) -> Page:
        """Give one page of those that match, newest first, with the count of all."""

    async def save(self, appraisal: Appraisal, event: AuditEvent) -> Appraisal:
        """Keep the dossier and its audit event; there is no way to keep one alone.

        Gives the dossier one version on, or raises `StaleRecord` when another version than the
        one it was read at is on the shelf.
        """
        ...


class Certificates(Protocol):
    """The shelf of papers (kho văn bản), and the register that numbers them."""

    async def next_number(self, province: str, year: int) -> int:
        """Take the next number of the register of a province and year, without gaps.

        The number is used up only if this transaction is kept.
        """

    async def get(self, certificate_id: UUID) -> Certificate:
        """Give the paper, or raise `CertificateNotFound`."""

    async def by_token(self, token: str) -> Certificate | None:
        """Give the paper that bears this code."""

    async def by_reference(self, reference: str) -> Certificate | None:
        """Give the paper by province-year-number."""

    async def by_pdf(self, sha256: str) -> Certificate | None:
        """Give the paper whose issued file has this digest."""

    async def of_appraisal(self, appraisal_id: UUID) -> tuple[Certificate, ...]:
        """Give every paper of a dossier, oldest first."""
        ...

    async def ended(self) -> tuple[Certificate, ...]:
        """Give every paper that was revoked or superseded."""
        ...

    async def save(self, certificate: Certificate, event: AuditEvent) -> Certificate:
        """Keep the paper and its audit event, as `Appraisals.save` does."""
        ...


@dataclass(frozen=True, slots=True)
class SharedListing:
    """One person of a list who is on another one too: places in both, and the other dossier."""

    place: int
    other: UUID
    other_place: int


class Listings(Protocol):
    """Who is counted by which list, as keyed digests only (chỉ mục người được kê khai)."""

    async def replace(
        self, appraisal: Appraisal, digests: Digests, places: Sequence[int], names: Digests = ()
    ) -> None:
        """Keep the digests of the people whom a dossier counts, in place of those before."""
        ...

    async def elsewhere(self, appraisal_id: UUID) -> tuple[SharedListing, ...]:
        """Give the people of a dossier whom dossiers of other communes count, by place.

        Those of its province and year, submitted, under appraisal, returned, approved, certified.
        """
        ...


class Blobs(Protocol):
    """Bytes kept by their SHA-256 (kho tệp)."""

    async def seal(self, content: bytes, at: datetime) -> str:
        """Keep a raw file encrypted; give the digest of its content, under which `get` opens it."""
        ...

    async def purge(self, before: datetime) -> tuple[str, ...]:
        """Delete sealed files kept before a moment that no dossier in preparation needs.

        A dossier needs its files while it is a draft, checking, checked or returned.
        """
        ...

    async def keep(self, content: bytes) -> str:
        """Keep the bytes; give their digest. Keeping twice is keeping once."""
        ...

    async def get(self, sha256: str) -> bytes:
        """Give the bytes, or raise `NotFound`; a digest that does not fit raises `DamagedBlob`."""
        ...


class Units(Protocol):
    """Provinces and communes (đơn vị hành chính)."""

    async def get(self, code: str) -> Unit:
        """Give the unit, or raise `NotFound`."""
        ...

    async def provinces(self) -> tuple[Unit, ...]:
        """Give the provinces of this installation."""
        ...

    async def of_province(self, province: str) -> tuple[Unit, ...]:
        """Give the communes of a province."""
        ...

    async def save(self, unit: Unit, event: AuditEvent | None = None) -> None:
        """Keep a unit."""
        ...


class Figures(Protocol):
    """Figures that provinces entered (ngưỡng do tỉnh nhập)."""

    async def all(self) -> tuple[EnteredFigure, ...]:
        """Give every figure, in the order of entry."""
        ...

    async def add(self, figure: EnteredFigure, event: AuditEvent) -> None:
        """Keep a figure and its audit event."""
        ...


class Accounts(Protocol):
    """People who may sign in (tài khoản), and their sessions."""

    async def get(self, account_id: str) -> Account:
        """Give the account, or raise `NotFound`."""

    async def by_username(self, username: str) -> Account | None:
        """Give the account of a sign-in name."""

    async def all_of(self, province: str) -> tuple[Account, ...]:
        """Give the accounts of a province."""

    async def save(self, account: Account, event: AuditEvent) -> Account:
        """Keep an account and its audit event."""

    async def open_session(self, session: Session) -> None:
        """Keep a new session."""

    async def session(self, token_sha256: str) -> Session | None:
        """Give a session by the digest of its token."""

    async def touch_session(self, token_sha256: str, seen_at: datetime) -> None:
        """Say when a session was last used."""

    async def end_sessions(self, *, token_sha256: str = "", account_id: str = "") -> None:
        """End one session, or all of an account."""

    async def failures(self, key: str, since: datetime) -> int:
        """Count the failed attempts under a key (an account or an address) since a moment."""

    async def add_failure(self, key: str, at: datetime) -> None:
        """Record a failed attempt."""

    async def clear_failures(self, key: str) -> None:
        """Forget the failed attempts of a key after a success."""


class AuditLog(Protocol):
    """The audit log (nhật ký kiểm toán): append-only."""

    async def append(self, event: AuditEvent) -> None:
        """Record an act that changes no record: a look, a download, a refusal."""
        ...

    async def head(self) -> Head:
        """Say how many entries there are, and the hash over all of them."""
        ...

    def entries(self, start: int, stop: int) -> AsyncIterator[LogEntry]:
        """Read the entries from `start` up to before `stop`, each with its stored hash."""
        ...

    async def of_subject(self, kind: str, subject: str) -> tuple[LogEntry, ...]:
        """Give the entries about one subject, oldest first."""
        ...

    async def examine(self, writer_key: bytes, pin: str, known: Policy = ...) -> LogReport:
        """Check all against the head, a pin ("size:root" or "") and what is known from outside."""
        ...

    async def openings(self, event_id: str) -> dict[str, tuple[bytes, str]]:
        """Give salt and value of an entry's commitments that are still there, by field."""
        ...

    async def erase(self, index: int, name: str, *, basis: str, by: Actor) -> None:
        """Delete the opening of a commitment, and log that and on what ground, or `NotFound`."""
        ...

    async def refill(self, entries: Sequence[bytes]) -> None:
        """Put entries back that the published log has and this database has lost."""

    async def records(self, kind: str) -> Mapping[str, Mapping[str, object]] | None:
        """Give the state of every record of a kind, by id; None for kinds that are no records."""


class Answers(Protocol):
    """First answers to repeated requests (khóa chống gửi trùng)."""

    async def find(self, actor: str, key: str) -> tuple[str, str] | None:
        """Give (digest of the request, answer) kept under an actor's key."""
        ...

    async def keep(self, actor: str, key: str, request: str, answer: str, at: datetime) -> None:
        """Keep the answer to a request under the actor's key."""
        ...


class Transaction(
    HasIssuing,
    HasPaperTexts,
    HasPurging,
    HasRetrieval,
    HasRuleSets,
    HasTargets,
    HasUnitChanges,
    HasWorkflow,
    Protocol,
):
    """Everything kept or nothing: commits on a clean exit (giao dịch)."""

    @property
    def appraisals(self) -> Appraisals:
        """The shelf of dossiers."""
        ...

    @property
    def certificates(self) -> Certificates:
        """The shelf of papers."""
        ...

    @property
    def blobs(self) -> Blobs:
        """Bytes by digest."""
        ...

    @property
    def listings(self) -> Listings:
        """Who is counted by which list."""
        ...

    @property
    def units(self) -> Units:
        """Provinces and communes."""
        ...

    @property
    def figures(self) -> Figures:
        """Figures entered by provinces."""
        ...

    @property
    def accounts(self) -> Accounts:
        """People and sessions."""
        ...

    @property
    def access(self) -> Access:
        """Invitations, second factors, tokens."""
        ...

    @property
    def reviews(self) -> Reviews:
        """What was decided about people on two lists."""
        ...

    @property
    def drafts(self) -> Drafts:
        """Lists being typed."""
        ...

    @property
    def column_memory(self) -> ColumnMemories:
        """How lists of a commune are read."""
        ...

    @property
    def audit(self) -> AuditLog:
        """The audit log."""
        ...

    @property
    def progress(self) -> ProgressNotes:
        """How far checks have come."""
        ...

    @property
    def jobs(self) -> Jobs:
        """The waiting jobs."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What happened and whom it was told to."""
        ...

    @property
    def hooks(self) -> Hooks:
        """Webhooks of provinces."""
        ...

    @property
    def mailbox(self) -> Mailbox:
        """Where people get letters, and what they follow."""
        ...

    @property
    def answers(self) -> Answers:
        """First answers to repeated requests."""
        ...
