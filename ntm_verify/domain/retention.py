"""How long what names people is kept, and what stays of it (thời hạn lưu giữ, xóa dữ liệu).

The law as far as it is known gives no figure for the lists of an appraisal: a province enters its
term with the document that sets it, and until then nothing of them is deleted. What goes leaves
digests, counts and an entry of the log with its legal base; commitments and roots still hold.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from .audit import Action, AuditEvent, Subject
from .errors import Conflict, InvalidInput, NotPermitted
from .people import Actor
from .regulation import LegalReferenceMissing
from .steps import Status
from .wording import VIETNAM, day, number

ROSTER: Final = "roster"
"""Names a whole list among the values that an entry commits to (danh sách)."""
LONGEST_MONTHS: Final = 100 * 12
SOON: Final = timedelta(days=30)
"""A file that falls due is told of so long before (NĐ 30/2020/NĐ-CP, Phụ lục VI)."""
OVER: Final = frozenset(
    {Status.REFUSED, Status.WITHDRAWN, Status.CERTIFIED, Status.SUPERSEDED, Status.REVOKED}
)
"""Where nobody works on a dossier any more."""


class RetentionKind(StrEnum):
    """What is kept for a time (loại dữ liệu); values are stored and never change."""

    RAW_FILES = "raw_files"
    DRAFTS = "drafts"
    PERSON_ROWS = "person_rows"
    LOG_OPENINGS = "log_openings"


ENTERED: Final = frozenset({RetentionKind.PERSON_ROWS, RetentionKind.LOG_OPENINGS})
"""Kinds whose term a province enters; the others are the service's own."""


class WrongTerm(InvalidInput):
    """The term is no number of months, or shorter than may be (thời hạn không hợp lệ)."""

    code = "wrong_term"


class NoTerm(Conflict):
    """No term is entered, so nothing may be deleted (chưa có thời hạn lưu giữ)."""

    code = "no_retention_term"


class SameHand(NotPermitted):
    """Who entered the term does not order the purge as well (phải là người khác)."""

    code = "same_hand"


class PlanChanged(Conflict):
    """Something else has fallen due since the preview (bản xem trước đã cũ)."""

    code = "purge_plan_changed"


class MayNotErase(NotPermitted):
    """The database does not let this role delete openings (vai trò không được xóa)."""

    code = "may_not_erase"

    def __init__(self) -> None:
        """Say how to go on."""
        super().__init__(
            "Cơ sở dữ liệu không cho vai trò này xóa giá trị riêng tư của nhật ký; chưa xóa gì. "
            "Chạy lại lệnh với NTM_DATABASE_URL của vai trò có quyền xóa trên bảng audit_private."
        )


class PeoplePurged(Conflict):
    """The rows of this list are gone by rule (dữ liệu cá nhân của hồ sơ đã được xóa)."""

    code = "people_purged"


class PurgeReasonMissing(InvalidInput):
    """Nobody deletes without saying why (thiếu lý do xóa)."""

    code = "purge_reason_missing"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """One kind of data and what is known of its term (quy tắc lưu giữ).

    `days` is a term of our own, None where a province enters one; `mark` tells how sure the
    source is: official, press, unconfirmed, experience.
    """

    kind: RetentionKind
    name: str
    starts: str
    source: str
    mark: str
    days: int | None
    least_months: int


@dataclass(frozen=True, slots=True)
class Retention:
    """Every rule, in force from a day on (bảng thời hạn)."""

    rules: tuple[RetentionRule, ...]
    first_day: date

    def of(self, kind: RetentionKind) -> RetentionRule:
        """Give the rule of a kind."""
        return next(rule for rule in self.rules if rule.kind is kind)

    def own(self, kind: RetentionKind) -> timedelta:
        """Give a term of our own.

        Raises:
            NoTerm: a province enters the term of this kind.

        """
        days = self.of(kind).days
        if days is None:
            raise NoTerm(f"{self.of(kind).name}: thời hạn do tỉnh nhập.")
        return timedelta(days)


@dataclass(frozen=True, slots=True)
class EnteredTerm:
    """A term as a province entered it (thời hạn tỉnh nhập), and the document that sets it."""

    province: str
    kind: RetentionKind
    months: int
    document: str
    entered_by: str
    entered_at: datetime

    @property
    def length(self) -> str:
        """Write the term: whole years, or months."""
        years, rest = divmod(self.months, 12)
        return f"{years} năm" if not rest else f"{self.months} tháng"

    def state(self) -> dict[str, object]:
        """Give what the log keeps."""
        return {"kind": self.kind.value, "months": self.months, "document": self.document}


@dataclass(frozen=True, slots=True)
class Purged:
    """What the log says of a purge (dấu vết còn lại): when, on what base, how much."""

    at: datetime
    basis: str
    months: int
    rows: int

    def __str__(self) -> str:
        """Say it in one sentence."""
        return (
            f"Họ tên, mã số của {number(self.rows)} dòng trong danh sách đã được xóa ngày "
            f"{day(self.at.astimezone(VIETNAM).date())} khi hết thời hạn lưu giữ {self.months} "
            f"tháng, căn cứ {self.basis}. Số liệu, mã băm, văn bản và nhật ký của hồ sơ vẫn còn."
        )


def require_term(rule: RetentionRule, months: int, document: str) -> None:
    """Refuse a term that no province may enter.

    Raises:
        WrongTerm: the kind is not a province's to rule, or the term is too short or too long.
        LegalReferenceMissing: no document sets it.

    """
    if rule.kind not in ENTERED:
        raise WrongTerm(f"Thời hạn của “{rule.name}” là quy tắc của hệ thống, tỉnh không nhập.")
    if not rule.least_months <= months <= LONGEST_MONTHS:
        raise WrongTerm(
            f"Thời hạn của “{rule.name}” phải từ {rule.least_months} đến {LONGEST_MONTHS} tháng. "
            f"{rule.source}"
        )
    if not document.strip():
        raise LegalReferenceMissing(
            "Cần nêu văn bản ấn định thời hạn: số, ký hiệu, ngày, cơ quan ban hành."
        )


def term_in_force(terms: Sequence[EnteredTerm], kind: RetentionKind) -> EnteredTerm | None:
    """Give the term that was entered last."""
    return next((term for term in reversed(terms) if term.kind is kind), None)


def require_other_hand(actor: Actor, term: EnteredTerm) -> None:
    """Refuse whoever entered the term: two people stand behind what cannot be undone.

    Raises:
        SameHand: it is the same person.

    """
    if actor.id == term.entered_by:
        raise SameHand(
            "Bạn là người nhập thời hạn này, nên việc xóa phải do một quản trị khác của tỉnh hoặc "
            "người vận hành thực hiện. Dữ liệu đã xóa không lấy lại được."
        )


def require_purge_reason(note: str) -> str:
    """Give the words of a reason without outer spaces.

    Raises:
        PurgeReasonMissing: they are too few or too many.

    """
    bare = " ".join(note.split())
    if not 10 <= len(bare) <= 500:  # noqa: PLR2004 - as reasons of access
        raise PurgeReasonMissing(
            "Ghi lý do xóa bằng chữ (từ 10 đến 500 ký tự), ví dụ số biên bản hủy dữ liệu."
        )
    return bare


def months_before(moment: datetime, months: int) -> datetime:
    """Go back by months; a day that the month does not have is its last one."""
    years, month = divmod(moment.month - 1 - months, 12)
    year = moment.year + years
    if year < 1:
        return datetime(1, 1, 1, tzinfo=UTC)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(1)).day
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def files_of(state: Mapping[str, Any]) -> frozenset[str]:
    """Give the digests of files with personal values that a dossier's state names.

    Raw files, lists, reports of findings (they put numbers forward) and corrections.
    """
    found = set(state.get("files") or ())
    found.add((state.get("preparation") or {}).get("corrections_sha256") or "")
    for check in (state.get("check"), state.get("unwaived")):
        told = check or {}
        found |= {told.get("roster_sha256") or "", told.get("report_sha256") or ""}
    return frozenset(found - {"", NOTHING})


def roster_of(state: Mapping[str, Any] | None) -> frozenset[str]:
    """Give the digests of the lists that a dossier's state commits to."""
    checks = ((state or {}).get("check"), (state or {}).get("unwaived"))
    return frozenset(check["roster_sha256"] for check in checks if check)


NOTHING: Final = sha256(b"").hexdigest()
"""A report without findings: the same empty file for everybody."""


def purge_event(
    by: Actor,
    subject: Subject,
    term: EnteredTerm,
    told: "PurgedFiles",
    note: str,
) -> AuditEvent:
    """Tell of a purge: base, term, counts, and the digests that stay (dòng nhật ký xóa)."""
    after = {
        "rule": term.kind.value,
        "basis": term.document,
        "months": term.months,
        "rows": told.rows,
        "openings": [[index, ROSTER] for index in told.entries],
        "files": sorted(told.files),
    }
    private = {"actor_name": by.name, "note": note}
    kept = {name: value for name, value in private.items() if value}
    return AuditEvent(Action.PRIVACY_ERASED, by, subject, after=after, private=kept)


@dataclass(frozen=True, slots=True)
class PurgedFiles:
    """What a purge takes (phần bị xóa): rows, digests of files, entries that name the lists."""

    rows: int
    files: frozenset[str]
    entries: tuple[int, ...]


def purged_by(entries: Iterable[Mapping[str, Any]]) -> Purged | None:
    """Find the purge of a dossier's list among its entries of the log."""
    for told in entries:
        after = told["after"] or {}
        if (
            told["type"] == Action.PRIVACY_ERASED.value
            and after.get("rule") == RetentionKind.PERSON_ROWS
        ):
            at = datetime.fromisoformat(told["at"])
            return Purged(at, after["basis"], after["months"], after["rows"])
    return None


def plan_of(dossiers: Iterable[UUID]) -> str:
    """Name the dossiers that are due, as a person has seen them (mã bản xem trước)."""
    return sha256("\n".join(sorted(map(str, dossiers))).encode()).hexdigest()[:32]
