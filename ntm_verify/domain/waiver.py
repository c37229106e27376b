"""A province lets one rule not apply to one dossier (miễn áp dụng một quy tắc, F40).

Only rules that the catalogue marks `waivable`: how a name is written, where a number stands beside
it and the person is known without doubt. What the law says of who takes part (a card in force, one
person one card, a number that can be looked up, a living person) is waived for nobody: it is not
the province's rule, and a share that rests on such a waiver would be no share of participants.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from .findings import Check
from .participant_list import Finding
from .roster import Roster, RosterRow

WAIVER_REASONS: Final[Mapping[str, str]] = {
    "as_on_card": "Ghi đúng như trên thẻ hoặc giấy tờ tùy thân",
    "foreign_name": "Tên người nước ngoài hoặc tên dân tộc thiểu số",
    "confirmed_by_agency": "Có văn bản của cơ quan BHXH xác nhận",
    "other": "Lý do khác (ghi rõ)",
}
LONGEST: Final = 1_000
"""Signs of a reason."""
LONGEST_BASE: Final = 300
"""Signs of a legal basis: it is printed."""


class WaiverState(StrEnum):
    """How a request stands; values are stored and never change (trạng thái miễn áp dụng)."""

    ASKED = "asked"
    GRANTED = "granted"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # danh sách được thay, miễn áp dụng cũ không còn đối tượng


WAIVER_LABELS: Final[Mapping[WaiverState, str]] = {
    WaiverState.ASKED: "chờ tỉnh quyết định",
    WaiverState.GRANTED: "được miễn áp dụng",
    WaiverState.DENIED: "không được miễn áp dụng",
    WaiverState.WITHDRAWN: "xã đã rút đề nghị",
    WaiverState.LAPSED: "hết tác dụng vì danh sách đã thay",
}


@dataclass(frozen=True, slots=True)
class Waiver:
    """One request and what became of it (một đề nghị miễn áp dụng).

    `rule` is a code of the catalogue; `rows` are the rows as (place of the source, row the
    spreadsheet shows), empty for every row that the rule speaks against. `evidence` names a paper.
    `reason` and `note` are words that may name a citizen: they stay in the dossier and are never
    printed. `until` is the last day on which a decision on the dossier may rest on it.
    """

    number: int
    rule: str
    rows: tuple[tuple[int, int], ...]
    reason_code: str
    reason: str
    evidence: str
    asked_by: str
    asked_name: str
    asked_at: datetime
    state: WaiverState = WaiverState.ASKED
    decided_by: str = ""
    decided_name: str = ""
    decided_at: datetime | None = None
    legal_base: str = ""
    until: date | None = None
    note: str = ""
    people: int = 0
    """How many people the decision let count."""
    title: str = ""
    """The rule's name as the catalogue had it when it was asked for."""

    @property
    def is_granted(self) -> bool:
        """Say whether the rule does not apply."""
        return self.state is WaiverState.GRANTED

    def covers(self, rule: str, row: tuple[int, int]) -> bool:
        """Say whether a finding of a rule about a row is meant."""
        return self.rule == rule and (not self.rows or row in self.rows)

    def covers_row(self, row: RosterRow) -> bool:
        """Say whether the rule was waived for a row that it had spoken against."""
        return self.rule in row.codes and self.covers(self.rule, (row.source, row.line))

    def has_ended(self, on: date) -> bool:
        """Say whether its last day is over."""
        return self.until is not None and on > self.until

    def printable(self) -> "Waiver":
        """Give it without the words that may name a citizen, as a paper keeps it."""
        return replace(self, reason="", evidence="", note="")

    def state_of(self) -> dict[str, object]:
        """Give what the log may keep: codes, ids, counts and days."""
        return {
            "number": self.number,
            "rule": self.rule,
            "rows": len(self.rows),
            "reason_code": self.reason_code,
            "state": self.state.value,
            "asked_by": self.asked_by,
            "decided_by": self.decided_by,
            "until": self.until.isoformat() if self.until else None,
            "people": self.people,
        }


def waived_places(waivers: Iterable[Waiver], roster: Roster) -> frozenset[tuple[Check, int]]:
    """Give every (rule, place of a row) to which a rule does not apply (dòng được miễn)."""
    granted = [waiver for waiver in waivers if waiver.is_granted]
    return frozenset(
        (Check(waiver.rule), place)
        for waiver in granted
        for place, row in enumerate(roster.rows)
        if waiver.covers(waiver.rule, (row.source, row.line))
    )


def rows_against(findings: Iterable[Finding], roster: Roster, rule: str) -> list[tuple[int, int]]:
    """Give the rows that a rule speaks against, in order (dòng mà quy tắc không nhận)."""
    places = sorted({f.place for f in findings if f.check == rule and f.place is not None})
    return [(roster.rows[place].source, roster.rows[place].line) for place in places]
