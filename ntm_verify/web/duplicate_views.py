"""What the pages about people on two lists show (khung nhìn rà soát trùng)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from ntm_verify.domain.appraisal import LABELS, Appraisal, Status
from ntm_verify.domain.duplicates import (
    DECISION_LABELS,
    DECISION_REASONS,
    IN_HAND,
    PLACE_LABELS,
    Decision,
    DuplicateReview,
    Place,
)
from ntm_verify.domain.name_likeness import LIKENESS_LABELS, match_names
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.roster import RosterRow
from ntm_verify.domain.wording import day, moment, number
from ntm_verify.usecases.find_duplicates import SharedPerson

from .comparison import DOSSIER_OF, MASKED
from .figures import Tag
from .findings import MASK, Choice
from .forms import FieldError, Option

PER_PAGE: Final = 20
PLACE_TAGS: Final = {
    Place.OPEN: "warn",
    Place.SAME: "warn",
    Place.DIFFERENT: "mute",
    Place.REMOVE: "fail",
    Place.KEEP: "pass",
}
FILTERS: Final = {"open": "chưa kết luận", "done": "đã kết luận", "": "tất cả"}
CHANGEABLE: Final = frozenset({Status.CHECKED, Status.RETURNED})


@dataclass(frozen=True, slots=True)
class Side:
    """One of two rows (một bên): where it stands, and what it says."""

    commune: str
    dossier: str
    address: str
    row: str
    name: str
    number: str
    hamlet: str


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """The reasons of one decision (nhóm lý do)."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """Two rows side by side (một cặp), how alike the names are, and what was decided."""

    anchor: str
    pair: str
    seen: int
    sides: tuple[Side, ...]
    likeness: str
    tag: Tag
    decided: str
    note: str
    choices: tuple[ReasonGroup, ...]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class PairsView:
    """Every pair of a dossier, page by page (trang rà soát của tỉnh)."""

    id: str
    commune: str
    as_of: str
    back: str
    choices: tuple[Choice, ...]
    pairs: tuple[PairView, ...]
    to_remove: str
    can_decide: bool
    can_return: bool
    is_masked: bool
    page: int
    pages: int
    earlier: str
    later: str
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One row of the commune's own list (một dòng của xã), and what the province decided."""

    row: str
    name: str
    number: str
    hamlet: str
    tag: Tag
    reason: str


@dataclass(frozen=True, slots=True)
class OwnRowsView:
    """The commune's own rows that another list names too (trang của xã)."""

    id: str
    version: int
    as_of: str
    total: str
    rows: tuple[OwnRow, ...]
    to_remove: int
    lines: str
    can_remove: bool
    page: int
    pages: int
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A decision that could not be kept (kết luận chưa ghi được): what was typed, and why not."""

    pair: str = ""
    choice: str = ""
    note: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which pairs somebody wants to see (bộ lọc và trang)."""

    dossier_id: UUID
    kind: str = ""
    page: int = 1

    @classmethod
    def read(cls, dossier_id: UUID, kind: str, page: str) -> "Asked":
        """Take what the address says; what makes no sense is the beginning."""
        whole = page.isascii() and page.isdigit() and len(page) < 7  # noqa: PLR2004 - six digits
        return cls(dossier_id, kind if kind in FILTERS else "", int(page) if whole else 1)

    def address(self, kind: str, page: int) -> str:
        """Give the address of another filter or page."""
        told = {"kind": kind, "page": str(page)}
        return f"/duplicates/{self.dossier_id}?{urlencode(told)}"


# ---- the commune


def own_rows_view(dossier: Appraisal, found: Sequence[SharedPerson], wanted: Asked) -> OwnRowsView:
    """Show a commune its own rows, and nothing of any other list (F29)."""
    lines = [number(one.row.line) for one in found if one.standing is Place.REMOVE]
    page, pages = _page(wanted.page, len(found))
    return OwnRowsView(
        id=str(dossier.id),
        version=dossier.version,
        as_of=day(dossier.as_of),
        total=number(len(found)),
        rows=tuple(_own_row(one) for one in _cut(found, page)),
        to_remove=len(lines),
        lines=", ".join(lines[:20]) + (" …" if len(lines) > 20 else ""),  # noqa: PLR2004 - shown
        can_remove=bool(lines) and dossier.status in CHANGEABLE,
        page=page,
        pages=pages,
        earlier=wanted.address("", page - 1) if page > 1 else "",
        later=wanted.address("", page + 1) if page < pages else "",
    )


def _own_row(one: SharedPerson) -> OwnRow:
    row = one.row
    tag = Tag(PLACE_TAGS[one.standing], PLACE_LABELS[one.standing])
    return OwnRow(number(row.line), row.name, row.number, row.hamlet, tag, _reason(one.reason_code))


def _reason(code: str) -> str:
    """Give the words of a reason; what a free text says is for the province alone."""
    if code in {"", "other"}:
        return ""
    return next((told[code] for told in DECISION_REASONS.values() if code in told), "")


# ---- the province


def pairs_view(
    dossier: Appraisal, found: Sequence[SharedPerson], actor: Actor, wanted: Asked, typed: Typed
) -> PairsView:
    """Show both rows of every pair to an office of the province, the most alike first (F30)."""
    kinds = {
        "open": [one for one in found if one.standing is Place.OPEN],
        "done": [one for one in found if one.standing is not Place.OPEN],
        "": list(found),
    }
    chosen = sorted(kinds[wanted.kind], key=_rank)
    page, pages = _page(wanted.page, len(chosen))
    held = dossier.status is Status.UNDER_APPRAISAL and dossier.appraised_by != actor.id
    is_appraiser = actor.role is Role.APPRAISER
    is_masked = actor.role in MASKED
    pairs = tuple(
        _pair(dossier, one, typed, is_masked=is_masked, place=place)
        for place, one in enumerate(_cut(chosen, page))
    )
    return PairsView(
        id=str(dossier.id),
        commune=dossier.commune_name,
        as_of=day(dossier.as_of),
        back=f"{DOSSIER_OF[actor.role]}/{dossier.id}",
        choices=tuple(
            Choice(wanted.address(kind, 1), text, number(len(kinds[kind])), kind == wanted.kind)
            for kind, text in FILTERS.items()
        ),
        pairs=pairs,
        to_remove=", ".join(number(one.row.line) for one in found if one.standing is Place.REMOVE),
        can_decide=is_appraiser and not held,
        can_return=is_appraiser and dossier.status is Status.UNDER_APPRAISAL and not held,
        is_masked=is_masked,
        page=page,
        pages=pages,
        earlier=wanted.address(wanted.kind, page - 1) if page > 1 else "",
        later=wanted.address(wanted.kind, page + 1) if page < pages else "",
        errors=tuple(error for pair in pairs for error in pair.errors),
    )


def _rank(one: SharedPerson) -> tuple[bool, int, int]:
    score = match_names(one.row.name, one.other.name).score if one.other else -1
    return one.standing is not Place.OPEN, -score, one.row.line


def _pair(
    dossier: Appraisal, one: SharedPerson, typed: Typed, *, is_masked: bool, place: int
) -> PairView:
    other = one.other_dossier
    sides = [_side(dossier, one.row, is_masked=is_masked)]
    likeness = "Danh sách kia không còn lưu, chỉ biết hồ sơ."
    if other is not None:
        sides.append(_side(other, one.other, is_masked=is_masked))
    if one.other is not None:
        likeness = LIKENESS_LABELS[match_names(one.row.name, one.other.name).likeness]
    mine = typed if typed.text and typed.pair == one.pair else Typed()
    anchor = f"p{place}"
    return PairView(
        anchor=anchor,
        pair=one.pair,
        seen=one.review.version if one.review else 0,
        sides=tuple(sides),
        likeness=likeness,
        tag=Tag(PLACE_TAGS[one.standing], PLACE_LABELS[one.standing]),
        decided=_decided(one.review),
        note=mine.note,
        choices=_choices(dossier, mine.choice),
        errors=(FieldError(f"choice-{anchor}", mine.text),) if mine.text else (),
    )


def _side(dossier: Appraisal, row: RosterRow | None, *, is_masked: bool) -> Side:
    def shown(text: str) -> str:
        return MASK if is_masked else text

    return Side(
        f"{dossier.commune_name} ({dossier.commune})",
        f"chốt ngày {day(dossier.as_of)}, {LABELS[dossier.status]}",
        str(dossier.id),
        number(row.line) if row else "–",
        shown(row.name) if row else "–",
        shown(row.number) if row else "–",
        row.hamlet if row else "–",
    )


def _decided(review: DuplicateReview | None) -> str:
    if review is None:
        return ""
    reason = DECISION_REASONS[review.decision].get(review.reason_code, review.reason_code)
    told = [DECISION_LABELS[review.decision] if not review.remove_from else "", reason]
    if review.note:
        told.append(review.note)
    parts = ". ".join(part for part in told if part)
    return f"{parts} ({moment(review.at)}, {review.by})"


def _choices(dossier: Appraisal, chosen: str) -> tuple[ReasonGroup, ...]:
    possible = [d for d in Decision if d is not Decision.REMOVE_HERE or dossier.status in IN_HAND]
    return tuple(
        ReasonGroup(
            DECISION_LABELS[decision],
            tuple(
                Option(f"{decision.value}:{code}", text, f"{decision.value}:{code}" == chosen)
                for code, text in DECISION_REASONS[decision].items()
            ),
        )
        for decision in possible
    )


def _page(wanted: int, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PER_PAGE))
    return min(max(wanted, 1), pages), pages


def _cut(found: Sequence[SharedPerson], page: int) -> Sequence[SharedPerson]:
    return found[(page - 1) * PER_PAGE : page * PER_PAGE]
