"""People on the lists of two communes, and what the province decides of them (rà soát trùng, F30).

A pair of rows is named by keyed digests of both rows: commune, year, number and name. So a
decision holds for as long as both rows say the same, whatever else of the lists changes, and names
nobody. It never merges or removes by itself: a commune takes a row out, and its list is checked
again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

from .appraisal import Appraisal, ReasonMissing, Status
from .audit import Subject
from .errors import Conflict, InvalidInput
from .person_name import tone_key
from .roster import RosterRow

Digests = Callable[[Sequence[str]], list[bytes]]


class UnknownDecision(InvalidInput):
    """Nobody can decide this about two rows (quyết định không có trong danh mục)."""

    code = "unknown_decision"


class RemovalImpossible(Conflict):
    """Nothing can be taken out of a list that is decided (danh sách đã có quyết định)."""

    code = "removal_impossible"


class RemovalOpen(Conflict):
    """A row that the province decided to take out still counts (còn dòng phải bỏ)."""

    code = "removal_open"


class Decision(StrEnum):
    """What the province says of two rows (kết luận về hai dòng); values are stored."""

    SAME_PERSON = "same_person"
    DIFFERENT_PEOPLE = "different_people"
    REMOVE_HERE = "remove_here"


DECISION_LABELS: Final = {
    Decision.SAME_PERSON: "Cùng một người, chưa quyết định bỏ ở xã nào",
    Decision.DIFFERENT_PEOPLE: "Hai người khác nhau",
    Decision.REMOVE_HERE: "Cùng một người, bỏ ở danh sách xã này",
}
DECISION_REASONS: Final[Mapping[Decision, Mapping[str, str]]] = {
    Decision.SAME_PERSON: {
        "papers_show_one": "Đã đối chiếu thẻ hoặc giấy tờ: cùng một người",
        "registry_shows_one": "Dữ liệu cơ quan BHXH: cùng một người",
        "other": "Lý do khác (ghi rõ)",
    },
    Decision.DIFFERENT_PEOPLE: {
        "papers_show_two": "Đã đối chiếu thẻ hoặc giấy tờ: hai người khác nhau",
        "number_mistyped": "Một bên ghi nhầm mã số của người khác",
        "number_issued_twice": "Cơ quan BHXH xác nhận một mã số cấp cho hai người",
        "other": "Lý do khác (ghi rõ)",
    },
    Decision.REMOVE_HERE: {
        "lives_elsewhere": "Người này cư trú ở nơi khác",
        "moved_before": "Đã chuyển đi trước ngày chốt số liệu",
        "counted_where_living": "Đã được tính ở nơi đang cư trú",
        "other": "Lý do khác (ghi rõ)",
    },
}
IN_HAND: Final = frozenset({Status.SUBMITTED, Status.UNDER_APPRAISAL, Status.RETURNED})
"""While a dossier stands here its commune can still be asked to take a row out."""


class Place(StrEnum):
    """What a decision means for one of the two lists (ý nghĩa với một danh sách)."""

    OPEN = "open"
    SAME = "same"
    DIFFERENT = "different"
    REMOVE = "remove"
    KEEP = "keep"


PLACE_LABELS: Final = {
    Place.OPEN: "Tỉnh chưa xem xét",
    Place.SAME: "Tỉnh xác định là cùng một người, chưa quyết định tính ở đâu",
    Place.DIFFERENT: "Tỉnh xác định là hai người khác nhau; không phải làm gì",
    Place.REMOVE: "Tỉnh quyết định bỏ khỏi danh sách này",
    Place.KEEP: "Tỉnh quyết định tính ở danh sách này; không phải làm gì",
}
GRAVEST: Final = (Place.REMOVE, Place.OPEN, Place.SAME, Place.KEEP, Place.DIFFERENT)


@dataclass(frozen=True, slots=True)
class DuplicateReview:
    """What was decided about two rows (một kết luận); `id` is their pair's name.

    `remove_row` and `remove_from` name the row and the commune that must let it go, "" for none.
    `note` is for the province alone: it may tell of the other list. `person` is the keyed digest
    of the number, `first_row` and `second_row` are the names of both rows, in order; empty in
    decisions of which they were not kept.
    """

    id: str
    province: str
    appraisal_id: UUID
    other_id: UUID
    decision: Decision
    reason_code: str
    by: str
    at: datetime
    note: str = ""
    remove_row: str = ""
    remove_from: str = ""
    version: int = 0
    person: bytes = b""
    first_row: bytes = b""
    second_row: bytes = b""

    def subject(self) -> Subject:
        """Name the pair as the log does, with the revision it is at."""
        return Subject("duplicate", self.id, self.version)

    def state(self) -> dict[str, object]:
        """Give the whole non-personal state for the log."""
        return {
            "decision": self.decision.value,
            "reason_code": self.reason_code,
            "submission": str(self.appraisal_id),
            "other": str(self.other_id),
            "province": self.province,
            "remove_from": self.remove_from,
            "remove_row": self.remove_row,
            "by": self.by,
        }


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows of one person's number (một cặp dòng): which list, which place, their name.

    `own` and `other` are the names of the rows alone, in hex.
    """

    id: str
    place: int
    row: RosterRow
    dossier: Appraisal
    other_row: RosterRow
    own: str
    other: str


def row_digests(dossier: Appraisal, rows: Sequence[RosterRow], digests: Digests) -> list[str]:
    """Name rows of a dossier by keyed digests, in hex (mã băm của dòng)."""
    year = str(dossier.as_of.year)
    words = ["\n".join((dossier.commune, year, row.number, tone_key(row.name))) for row in rows]
    return [digest.hex() for digest in digests(words)]


def pair_id(one: str, other: str) -> str:
    """Name a pair of rows; the same from either side."""
    return sha256("\n".join(sorted((one, other))).encode()).hexdigest()[:32]


def read_decision(text: str) -> Decision:
    """Read a decision by its value.

    Raises:
        UnknownDecision: there is none of this name.

    """
    if text not in set(Decision):
        raise UnknownDecision(
            "Chọn một trong ba kết luận: cùng một người, hai người khác nhau, bỏ ở xã này."
        )
    return Decision(text)


def require_ground(decision: Decision, reason_code: str, note: str) -> None:
    """Refuse a decision without one of its reasons.

    Raises:
        ReasonMissing: the code is none of the decision's, or "other" stands without a text.

    """
    if reason_code not in DECISION_REASONS[decision]:
        raise ReasonMissing("Chọn lý do cho kết luận về hai dòng này.")
    if reason_code == "other" and not note.strip():
        raise ReasonMissing("Lý do khác cần được ghi rõ bằng lời.")


def require_in_hand(dossier: Appraisal, decision: Decision) -> None:
    """Refuse to take a row out of a list whose dossier is decided.

    Raises:
        RemovalImpossible: the list can no longer be changed.

    """
    if decision is Decision.REMOVE_HERE and dossier.status not in IN_HAND:
        raise RemovalImpossible(
            "Hồ sơ này đã có quyết định nên không bỏ được dòng nào nữa. Chọn bỏ ở danh sách kia, "
            "hoặc thu hồi văn bản rồi để xã nộp lại."
        )


def place_of(review: DuplicateReview | None, commune: str) -> Place:
    """Say what a decision means for one commune's list."""
    if review is None:
        return Place.OPEN
    if review.decision is Decision.REMOVE_HERE:
        return Place.REMOVE if review.remove_from == commune else Place.KEEP
    same = review.decision is Decision.SAME_PERSON
    return Place.SAME if same else Place.DIFFERENT
