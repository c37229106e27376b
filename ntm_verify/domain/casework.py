"""What happens around a dossier besides its steps (việc quanh hồ sơ): comments, terms, samples.

Everything here is written once and never changed or deleted; what holds now follows from it all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias
from uuid import UUID

from .appraisal import Appraisal, Status
from .audit import Action, AuditEvent, Subject
from .errors import InvalidInput
from .people import Actor, Role
from .sample import Finding
from .working_days import Calendar, Due

LONGEST: Final = 2_000
"""Signs of one comment."""
EXTEND_REASONS: Final[Mapping[str, str]] = {
    "field_check": "Cần kiểm tra thực tế",
    "waiting_for_office": "Chờ cơ quan khác trả lời",
    "many_dossiers": "Nhiều hồ sơ nộp cùng lúc",
    "commune_request": "Xã đề nghị",
    "other": "Lý do khác (ghi rõ)",
}


class NothingSaid(InvalidInput):
    """A comment without words, or with too many (ý kiến trống hoặc quá dài)."""

    code = "nothing_said"


class WrongExtension(InvalidInput):
    """A new deadline that is no extension (gia hạn không hợp lệ)."""

    code = "wrong_extension"


@dataclass(frozen=True, slots=True)
class Comment:
    """Somebody's words on the case, a row or a kind of finding (ý kiến).

    `row` is the number that the spreadsheet shows, None for the case or a finding as a whole;
    `code` is that of a finding, "" for none. `is_return` marks a point of a returned dossier.
    """

    id: UUID
    appraisal_id: UUID
    round: int
    by: str
    role: Role
    at: datetime
    text: str
    row: int | None = None
    code: str = ""
    is_return: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """A longer term for one round of a dossier (gia hạn), with author and reason.

    `counts_from` is when a dossier with this deadline would have come in, for the order.
    """

    id: UUID
    appraisal_id: UUID
    round: int
    by: str
    at: datetime
    until: date
    counts_from: datetime
    reason_code: str
    note: str


@dataclass(frozen=True, slots=True)
class Sample:
    """People drawn from a list to be asked (mẫu kiểm tra): seed, list, size, numbers drawn.

    `people` is how many the list counts; the numbers are those of its counted people, from 1.
    """

    id: UUID
    appraisal_id: UUID
    round: int
    by: str
    at: datetime
    seed: str
    roster_sha256: str
    people: int
    numbers: tuple[int, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class SampleResult:
    """What came of asking one person of a sample (kết quả của một người)."""

    id: UUID
    appraisal_id: UUID
    round: int
    by: str
    at: datetime
    sample: UUID
    number: int
    finding: Finding


Piece: TypeAlias = Comment | Extension | Sample | SampleResult
KINDS: Final[Mapping[type[Piece], str]] = {
    Comment: "comment",
    Extension: "extension",
    Sample: "sample",
    SampleResult: "sample_result",
}
"""Names of the kinds, as they are stored and as the log calls them."""
ACTIONS: Final[Mapping[type[Piece], Action]] = {
    Comment: Action.COMMENT_ADDED,
    Extension: Action.DEADLINE_EXTENDED,
    Sample: Action.SAMPLE_DRAWN,
    SampleResult: Action.SAMPLE_RECORDED,
}


def told(piece: Piece, by: Actor) -> AuditEvent:
    """Give the event that tells of a piece (sự kiện): codes and counts, words under cover."""
    words = {"actor_name": by.name, "address": by.address, "note": _words(piece)}
    return AuditEvent(
        ACTIONS[type(piece)],
        by,
        subject(piece),
        after=_state(piece),
        private={name: value for name, value in words.items() if value},
    )


def subject(piece: Piece) -> Subject:
    """Name a piece as the log does: each is one, and made once."""
    return Subject(KINDS[type(piece)], f"{piece.appraisal_id}/{piece.id}", 1)


def _words(piece: Piece) -> str:
    match piece:
        case Comment():
            return piece.text
        case Extension():
            return piece.note
        case _:
            return ""


def _state(piece: Piece) -> dict[str, object]:
    common: dict[str, object] = {"submission": str(piece.appraisal_id), "round": piece.round}
    match piece:
        case Comment():
            about = {"row": piece.row, "code": piece.code, "is_return": piece.is_return}
            return {**common, **about}
        case Extension():
            return {**common, "until": piece.until.isoformat(), "reason_code": piece.reason_code}
        case Sample():
            drawn = {"seed": piece.seed, "roster_sha256": piece.roster_sha256}
            return {**common, **drawn, "people": piece.people, "numbers": list(piece.numbers)}
        case SampleResult():
            result = {"sample": str(piece.sample), "number": piece.number}
            return {**common, **result, "finding": piece.finding.value}


def require_words(text: str) -> str:
    """Give a text without outer spaces, or refuse it.

    Raises:
        NothingSaid: it is empty, or longer than 2,000 signs.

    """
    bare = text.strip()
    if not bare:
        raise NothingSaid("Ý kiến đang trống. Ghi rõ điều cần trao đổi, ở dòng nào, sửa thế nào.")
    if len(bare) > LONGEST:
        raise NothingSaid(f"Ý kiến dài {len(bare)} ký tự; rút gọn còn tối đa {LONGEST} ký tự.")
    return bare


def deadline(appraisal: Appraisal, pieces: Iterable[Piece], calendar: Calendar) -> Due | None:
    """Give the deadline of the round that runs (hạn thẩm định); None before it was handed in."""
    if appraisal.submitted_at is None:
        return None
    extended = [p.until for p in pieces if isinstance(p, Extension) and p.round == appraisal.round]
    if extended:
        return Due(extended[-1])
    return calendar.due(appraisal.submitted_at, appraisal.province)


def require_longer(until: date, now: date, today: date, reason_code: str, note: str) -> None:
    """Refuse what is no extension.

    Raises:
        WrongExtension: the day is not later than the deadline `now`, or is over already, or more
            than a year away, or there is no reason as code and in words.

    """
    if until <= now or until < today or (until - now).days > 366:  # noqa: PLR2004 - a leap year
        raise WrongExtension(
            "Ngày gia hạn phải sau hạn hiện tại, không ở quá khứ và không quá một năm. "
            "Kiểm tra lại ngày đã nhập."
        )
    if reason_code not in EXTEND_REASONS or not note.strip():
        raise WrongExtension(
            "Cần chọn lý do gia hạn và ghi rõ bằng chữ; xã đọc được lý do này trên trang hồ sơ."
        )


def return_points(appraisal: Appraisal, pieces: Iterable[Piece]) -> tuple[Comment, ...]:
    """Give the points that the list now in hand has to answer (điểm cần sửa), oldest first.

    They are those of the round that was returned: of this one while it is returned, of the one
    before once the commune has begun to mend it.
    """
    returned = appraisal.round - (appraisal.status is not Status.RETURNED)
    return tuple(
        p for p in pieces if isinstance(p, Comment) and p.is_return and p.round == returned
    )


def results_of(sample: Sample, pieces: Iterable[Piece]) -> dict[int, Finding]:
    """Give the latest result of each person of a sample, by number (kết quả mới nhất)."""
    found = (p for p in pieces if isinstance(p, SampleResult) and p.sample == sample.id)
    return {one.number: one.finding for one in found}
