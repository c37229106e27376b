"""What happens around a dossier, on pages (việc quanh hồ sơ): deadline, comments, changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.casework import (
    EXTEND_REASONS,
    Comment,
    Extension,
    Piece,
    Sample,
    deadline,
    results_of,
    return_points,
)
from ntm_verify.domain.people import ROLE_LABELS, Actor, Role
from ntm_verify.domain.queue import OPEN
from ntm_verify.domain.roster import Roster
from ntm_verify.domain.roster_changes import RosterChanges
from ntm_verify.domain.sample import read_sample
from ntm_verify.domain.wording import VIETNAM, day, moment, number
from ntm_verify.usecases.compare_lists import Comparison
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_appraisal import OpenDossier

from .figures import Tag
from .queue import due_words

PROVINCE_SIDE: Final = frozenset({Role.APPRAISER, Role.SIGNER})


@dataclass(frozen=True, slots=True)
class CommentView:
    """One comment (một ý kiến): who, when, about what, the words."""

    who: str
    at: str
    about: str
    text: str
    round: str
    is_return: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class DueView:
    """The deadline (hạn thẩm định): the day, how long there is left, what it rests on."""

    day: str
    tag: Tag
    note: str
    rule: str
    extensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangesView:
    """The list against an earlier one (thay đổi so với danh sách trước)."""

    what: str
    kept: str
    new: str
    gone: str
    changed: str


@dataclass(frozen=True, slots=True)
class DeskView:
    """What the desk shows besides the dossier itself (phần quanh hồ sơ)."""

    due: DueView | None
    comments: tuple[CommentView, ...]
    changes: tuple[ChangesView, ...]
    sample: tuple[str, ...]
    can_extend: bool
    can_take_over: bool


def desk_view(
    opened: OpenDossier, actor: Actor, ports: Ports, compared: Comparison | None = None
) -> DeskView:
    """Show deadline, comments, changes and sample of a dossier (phần quanh hồ sơ)."""
    dossier = opened.appraisal
    is_open, appraises = dossier.status in OPEN, actor.role is Role.APPRAISER
    held = bool(dossier.appraised_by) and dossier.appraised_by != actor.id
    return DeskView(
        due_view(opened, ports),
        comment_views(opened.casework, actor, opened.names),
        _changes(compared),
        _sample(opened.casework),
        can_extend=is_open and appraises,
        can_take_over=is_open and appraises and held,
    )


def due_view(opened: OpenDossier, ports: Ports) -> DueView | None:
    """Show the deadline of the round that runs, to both sides alike (hạn thẩm định)."""
    dossier = opened.appraisal
    due = deadline(dossier, opened.casework, ports.calendar)
    if due is None or dossier.status not in OPEN:
        return None
    today = ports.now().astimezone(VIETNAM).date()
    kind = "fail" if due.day < today else "warn" if due.day == today else ""
    term = ports.calendar.term(dossier.province)
    unconfirmed = " – chưa được tỉnh xác nhận" if term.mark == "unconfirmed" else ""
    return DueView(
        day(due.day),
        Tag(kind, due_words(due.day, today, ports.calendar)),
        due.note,
        f"{term.days} ngày làm việc kể từ ngày sau ngày nộp ({term.legal_reference}){unconfirmed}",
        tuple(
            f"{moment(p.at)}: gia hạn đến {day(p.until)}. {EXTEND_REASONS[p.reason_code]}: {p.note}"
            for p in opened.casework
            if isinstance(p, Extension) and p.round == dossier.round
        ),
    )


def comment_views(
    pieces: tuple[Piece, ...], actor: Actor, names: Mapping[str, str]
) -> tuple[CommentView, ...]:
    """Show every comment, oldest first (ý kiến)."""
    return tuple(
        CommentView(
            _who(p, actor, names),
            moment(p.at),
            _about(p),
            p.text,
            f"lần nộp {p.round}",
            p.is_return,
            p.by == actor.id,
        )
        for p in pieces
        if isinstance(p, Comment)
    )


@dataclass(frozen=True, slots=True)
class PointView:
    """What the province pinned to one row (điểm cần sửa), and where the row can be mended."""

    row: str
    text: str
    edit: str


def row_points(dossier: Appraisal, pieces: tuple[Piece, ...]) -> dict[int, tuple[str, ...]]:
    """Give what the province pinned to rows, by their number (điểm của từng dòng)."""
    found: dict[int, tuple[str, ...]] = {}
    for point in return_points(dossier, pieces):
        if point.row is not None:
            found[point.row] = (*found.get(point.row, ()), point.text)
    return found


def point_views(
    points: Mapping[int, tuple[str, ...]], roster: Roster | None, mend: str
) -> tuple[PointView, ...]:
    """List the pinned rows; `mend` is the address below which rows are mended, "" for none.

    A row that the list no longer has leads nowhere.
    """
    keys: dict[int, str] = {}
    for row in roster.rows if roster and mend and points else ():
        keys.setdefault(row.line, f"{mend}/{row.source}-{row.line}")
    return tuple(
        PointView(number(line), text, keys.get(line, ""))
        for line, texts in sorted(points.items())
        for text in texts
    )


def _who(comment: Comment, actor: Actor, names: Mapping[str, str]) -> str:
    if comment.by == actor.id:
        return "Bạn"
    side = "tỉnh" if comment.role in PROVINCE_SIDE else "xã"
    label = f"{ROLE_LABELS[comment.role].capitalize()} ({side})"
    name = names.get(comment.by, "")
    return f"{name}, {ROLE_LABELS[comment.role]}" if name else label


def _about(comment: Comment) -> str:
    told = [f"dòng {number(comment.row)}" if comment.row is not None else ""]
    told.append("điểm cần sửa" if comment.is_return else "")
    return " · ".join(part for part in told if part)


def _changes(compared: Comparison | None) -> tuple[ChangesView, ...]:
    if compared is None:
        return ()
    year = compared.last_dossier.as_of.year if compared.last_dossier else 0
    pairs = (
        ("So với lần bị trả lại", compared.returned),
        (f"So với danh sách đã cấp kết quả năm {year}", compared.last),
    )
    return tuple(_change(what, found) for what, found in pairs if found is not None)


def _change(what: str, found: RosterChanges) -> ChangesView:
    return ChangesView(
        what,
        number(found.kept),
        number(len(found.new)),
        number(len(found.gone)),
        number(len(found.changed)),
    )


def _sample(pieces: tuple[Piece, ...]) -> tuple[str, ...]:
    drawn = [p for p in pieces if isinstance(p, Sample)]
    if not drawn:
        return ()
    sample = drawn[-1]
    results = list(results_of(sample, pieces).values())
    told = read_sample(results, len(sample.numbers), sample.people).sentences
    return (f"Mẫu {number(len(sample.numbers))} người, hạt giống {sample.seed}.", *told)
