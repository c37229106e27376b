"""The appraisers' queue (hàng đợi thẩm định): what belongs to which view, in which order.

A view is a condition on one dossier, so that its count and its list are the same question. Storage
asks it of a whole province at once; here stands what it means.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from .appraisal import Appraisal, Status
from .coverage import Verdict
from .errors import Conflict
from .people import Actor
from .wording import VIETNAM
from .working_days import Calendar


class View(StrEnum):
    """A view of the queue; values stand in addresses and never change (mục của hàng đợi)."""

    WAITING = "waiting"
    MINE = "mine"
    LATE = "late"
    GREEN = "green"
    RISKY = "risky"
    AGAIN = "again"
    OTHERS = "others"
    SHORT = "short"
    FLAGGED = "flagged"
    RETURNED = "returned"
    APPROVED = "approved"
    ALL = "all"
    DONE = "done"


VIEW_LABELS: Final[Mapping[View, str]] = {
    View.WAITING: "Chờ nhận",
    View.MINE: "Tôi đang thẩm định",
    View.LATE: "Quá hạn",
    View.GREEN: "Xanh, duyệt nhanh được",
    View.RISKY: "Cần xem kỹ",
    View.AGAIN: "Nộp lại",
    View.OTHERS: "Người khác đang thẩm định",
    View.SHORT: "Dưới ngưỡng",
    View.FLAGGED: "Có cảnh báo",
    View.RETURNED: "Đã trả, chờ xã sửa",
    View.APPROVED: "Đã phê duyệt, chờ ký",
    View.ALL: "Tất cả đang xử lý",
    View.DONE: "Đã xong",
}
OPEN: Final = frozenset({Status.SUBMITTED, Status.UNDER_APPRAISAL})
LIVING: Final = OPEN | {Status.RETURNED, Status.APPROVED}
ENDED: Final = frozenset(
    {Status.REFUSED, Status.CERTIFIED, Status.SUPERSEDED, Status.REVOKED, Status.WITHDRAWN}
)


class Sort(StrEnum):
    """An order of the queue; values stand in addresses and never change (cách xếp)."""

    DUE = "due"
    AGE = "age"
    COMMUNE = "commune"
    RATE = "rate"
    MARGIN = "margin"
    WARNINGS = "warnings"
    MATCHES = "matches"


SORT_LABELS: Final[Mapping[Sort, str]] = {
    Sort.DUE: "hạn gần nhất trước",
    Sort.AGE: "chờ lâu nhất trước",
    Sort.COMMUNE: "theo mã xã",
    Sort.RATE: "tỷ lệ thấp trước",
    Sort.MARGIN: "thiếu nhiều người trước",
    Sort.WARNINGS: "nhiều cảnh báo trước",
    Sort.MATCHES: "trùng xã khác nhiều trước",
}


class NotGreen(Conflict):
    """The dossier needs a person's look (hồ sơ cần xem kỹ, không duyệt nhanh)."""

    code = "not_green"


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Who looks at the queue, and when (người xem và thời điểm).

    `late_before`: what came in before this is late where nothing was extended. `rules_version`
    names the rules over rows that hold now.
    """

    actor: str
    province: str
    today: date
    late_before: datetime
    rules_version: str


def standpoint(actor: Actor, now: datetime, calendar: Calendar, rules_version: str) -> Standpoint:
    """Say from where somebody looks at the queue of their province at a moment."""
    today = now.astimezone(VIETNAM).date()
    late = calendar.overdue_before(today, actor.province)
    return Standpoint(actor.id, actor.province, today, late, rules_version)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One dossier with what the queue shows of it (một hồ sơ trong hàng đợi).

    `matches` counts where its people stand on lists of other communes, `decided` those that were
    settled; `until` is the deadline if it was extended in this round, `counts_from` when it came
    in, or would have for that deadline.
    """

    dossier: Appraisal
    matches: int
    decided: int
    until: date | None
    counts_from: datetime

    @property
    def undecided(self) -> int:
        """Matches with other lists that nobody has settled yet."""
        return max(0, self.matches - self.decided)


def margin(dossier: Appraisal) -> int | None:
    """Give how many people are above the required number, below it if negative (dư, thiếu)."""
    assessment = dossier.assessment
    if assessment is None or assessment.required is None:
        return None
    return assessment.tally.insured - assessment.required


def belongs(view: View, item: Waiting, here: Standpoint) -> bool:
    """Say whether a dossier stands in a view (điều kiện của một mục)."""
    if view is View.DONE:
        return item.dossier.status in ENDED
    return item.dossier.status in LIVING and _CONDITIONS[view](item, here)


def is_late(item: Waiting, here: Standpoint) -> bool:
    """Say whether the deadline of an open dossier is over (quá hạn)."""
    if item.dossier.status not in OPEN:
        return False
    if item.until is not None:
        return item.until < here.today
    return item.counts_from < here.late_before


def why_not_green(item: Waiting, rules_version: str) -> tuple[str, ...]:
    """Give every reason why a dossier needs a look; none makes it green (vì sao chưa xanh).

    Green: it meets its threshold, and would without every row that carries a warning; no warning
    is unconfirmed; nobody of it stands on another commune's list unsettled; a second source tells
    the same population; the rules over rows are still those of the check.
    """
    dossier, outcome, spare = item.dossier, item.dossier.outcome, margin(item.dossier)
    if outcome is None or dossier.assessment is None or spare is None:
        return ("Chưa có kết quả kiểm tra hoặc chưa có ngưỡng.",)
    second = dossier.preparation.second_total
    asked = (
        (dossier.assessment.verdict is not Verdict.MET, "Kết luận chưa phải là đạt."),
        (bool(outcome.tally.doubtful), "Còn cảnh báo chưa xác nhận."),
        (
            spare < outcome.counts.warnings,
            "Số người dư ít hơn số chỗ có cảnh báo: kết luận dựa vào các dòng đó.",
        ),
        (item.undecided > 0, "Còn người trùng với xã khác chưa xử lý."),
        (
            second is not None and second != dossier.population.total,
            "Hai nguồn dân số khác nhau.",
        ),
        (outcome.rules_version != rules_version, "Quy tắc kiểm tra đã đổi sau khi kiểm tra."),
    )
    return tuple(text for holds, text in asked if holds)


def is_green(item: Waiting, here: Standpoint) -> bool:
    """Say whether an open dossier can be decided without a closer look (hồ sơ xanh)."""
    return item.dossier.status in OPEN and not why_not_green(item, here.rules_version)


def sort_key(sort: Sort, item: Waiting) -> tuple[bool, float | str]:
    """Give what a dossier is ordered by; those of which it is not known come last."""
    key = _KEYS[sort](item)
    return key is None, 0 if key is None else key


def _rate(item: Waiting) -> float | None:
    outcome = item.dossier.outcome
    return None if outcome is None else outcome.tally.insured / item.dossier.population.total


_CONDITIONS: Final[Mapping[View, Callable[[Waiting, Standpoint], bool]]] = {
    View.WAITING: lambda i, _: i.dossier.status is Status.SUBMITTED,
    View.MINE: lambda i, s: _held(i) and i.dossier.appraised_by == s.actor,
    View.OTHERS: lambda i, s: _held(i) and i.dossier.appraised_by != s.actor,
    View.LATE: is_late,
    View.GREEN: is_green,
    View.RISKY: lambda i, s: i.dossier.status in OPEN and not is_green(i, s),
    View.AGAIN: lambda i, _: i.dossier.status in OPEN and i.dossier.round > 1,
    View.SHORT: lambda i, _: i.dossier.status in OPEN and (margin(i.dossier) or 0) < 0,
    View.FLAGGED: lambda i, _: i.dossier.status in OPEN and _warnings(i) > 0,
    View.RETURNED: lambda i, _: i.dossier.status is Status.RETURNED,
    View.APPROVED: lambda i, _: i.dossier.status is Status.APPROVED,
    View.ALL: lambda _, __: True,
}
_KEYS: Final[Mapping[Sort, Callable[[Waiting], float | str | None]]] = {
    Sort.DUE: lambda i: i.counts_from.timestamp(),
    Sort.AGE: lambda i: (i.dossier.submitted_at or i.dossier.created_at).timestamp(),
    Sort.COMMUNE: lambda i: i.dossier.commune,
    Sort.RATE: _rate,
    Sort.MARGIN: lambda i: margin(i.dossier),
    Sort.WARNINGS: lambda i: -_warnings(i),
    Sort.MATCHES: lambda i: -i.matches,
}


def _held(item: Waiting) -> bool:
    return item.dossier.status is Status.UNDER_APPRAISAL


def _warnings(item: Waiting) -> int:
    return item.dossier.outcome.counts.warnings if item.dossier.outcome else 0
