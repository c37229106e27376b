"""What in the log is worth a question (dấu hiệu bất thường, F85), and how often it is looked at.

A sign is no fault: it says what happened and asks. Thresholds are dated data, marked as experience
(`regulations/oversight.toml`); nothing here changes a figure or a decision.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from .audit import Action
from .wording import VIETNAM, number

WHOLE: Final = 10_000
WATCHED: Final = frozenset(
    {Action.APPRAISAL_OPENED, Action.APPRAISAL_DECIDED, Action.CERTIFICATE_REVOKED}
)
"""Types of entries that the signs are read from."""


class Sign(StrEnum):
    """The kinds of signs (loại dấu hiệu); values never change."""

    NIGHT = "night_decision"
    QUICK = "quick_decision"
    BURST = "many_decisions"
    ALONE = "one_commune"
    REVOKED = "many_revocations"
    RISING = "rising_share"


SIGN_LABELS: Final[Mapping[Sign, str]] = {
    Sign.NIGHT: "Quyết định ngoài giờ, ban đêm",
    Sign.QUICK: "Một người nhận rồi phê duyệt trong vài phút",
    Sign.BURST: "Nhiều quyết định liên tiếp trong thời gian rất ngắn",
    Sign.ALONE: "Một người chỉ quyết định hồ sơ của một xã",
    Sign.REVOKED: "Nhiều văn bản bị thu hồi",
    Sign.RISING: "Tỷ lệ được duyệt của một xã tăng nhanh so với lần trước",
}
SIGN_QUESTIONS: Final[Mapping[Sign, str]] = {
    Sign.NIGHT: "Hỏi người quyết định: việc gấp, lệch giờ máy, hay người khác dùng tài khoản?",
    Sign.QUICK: "Mở hồ sơ xem có đủ thời gian đọc danh sách và phát hiện hay không.",
    Sign.BURST: "Đối chiếu với việc phê duyệt hàng loạt hồ sơ xanh; xem từng hồ sơ nếu không phải.",
    Sign.ALONE: "Hỏi cách phân công: nên có người khác thẩm định xã này ở lần sau.",
    Sign.REVOKED: "Đọc lý do từng lần thu hồi; tìm nguyên nhân chung.",
    Sign.RISING: "So sánh hai danh sách của xã; rút mẫu kiểm tra thực tế nếu cần.",
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From when a sign is a sign (ngưỡng), from a day on; hours in Vietnam."""

    first_day: date
    night_from: int
    night_until: int
    quick_minutes: int
    burst_decisions: int
    burst_minutes: int
    alone_decisions: int
    revocations: int
    rising_basis_points: int


@dataclass(frozen=True, slots=True)
class Oversight:
    """The rules of oversight (quy tắc giám sát): thresholds by day, and the weekly review."""

    thresholds: tuple[Thresholds, ...]
    source: str
    mark: str
    review_days: int
    review_grace: int
    review_source: str

    def on(self, day: date) -> Thresholds:
        """Give the thresholds of a day; before the first ones, the first."""
        known = [one for one in self.thresholds if one.first_day <= day]
        return known[-1] if known else self.thresholds[0]


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the log as oversight reads it (một việc); shares in basis points."""

    index: int
    at: datetime
    action: Action
    actor: str
    dossier: str
    unit: str
    status: str
    share: int | None


@dataclass(frozen=True, slots=True)
class Unusual:
    """One sign: who or which commune, what, and the entries it rests on (một dấu hiệu)."""

    sign: Sign
    actor: str
    unit: str
    said: str
    acts: tuple[Act, ...]


def act_of(index: int, entry: Mapping[str, Any]) -> Act:
    """Read an entry of the log."""
    after: Mapping[str, Any] = entry["after"] or {}
    check: Mapping[str, Any] = after.get("check") or {}
    people, counted = after.get("population"), check.get("participants")
    share = None if not people or counted is None else counted * WHOLE // people
    subject = entry["subject"]
    dossier = after.get("submission") or subject["id"]
    return Act(
        index,
        datetime.fromisoformat(entry["at"]),
        Action(entry["type"]),
        entry["actor"]["id"],
        str(dossier),
        str(after.get("unit") or entry["actor"]["unit"]),
        str(after.get("status") or ""),
        share,
    )


def unusual(acts: Sequence[Act], rules: Oversight) -> tuple[Unusual, ...]:
    """Give every sign in a stretch of the log, in the order of the kinds and of the entries."""
    found: list[Unusual] = []
    for look in (_night, _quick, _burst, _alone, _revoked, _rising):
        found += look(acts, rules)
    return tuple(found)


def _decided(acts: Iterable[Act]) -> list[Act]:
    return [act for act in acts if act.action is Action.APPRAISAL_DECIDED]


def _local(act: Act) -> datetime:
    return act.at.astimezone(VIETNAM)


def _night(acts: Sequence[Act], rules: Oversight) -> Iterator[Unusual]:
    for act in _decided(acts):
        local = _local(act)
        limits = rules.on(local.date())
        if local.hour >= limits.night_from or local.hour < limits.night_until:
            yield Unusual(Sign.NIGHT, act.actor, act.unit, f"lúc {local:%H:%M}", (act,))


def _quick(acts: Sequence[Act], rules: Oversight) -> Iterator[Unusual]:
    taken: dict[tuple[str, str], Act] = {}
    for act in acts:
        if act.action is Action.APPRAISAL_OPENED and act.status == "under_appraisal":
            taken[act.actor, act.dossier] = act
        elif act.action is Action.APPRAISAL_DECIDED and act.status == "approved":
            began = taken.get((act.actor, act.dossier))
            limit = timedelta(minutes=rules.on(_local(act).date()).quick_minutes)
            if began and act.at - began.at <= limit:
                seconds = int((act.at - began.at).total_seconds())
                said = f"{number(seconds)} giây từ lúc nhận đến lúc phê duyệt"
                yield Unusual(Sign.QUICK, act.actor, act.unit, said, (began, act))


def _burst(acts: Sequence[Act], rules: Oversight) -> Iterator[Unusual]:
    for actor, own in _by(_decided(acts), "actor").items():
        first = 0
        for last, act in enumerate(own):
            limits = rules.on(_local(act).date())
            while act.at - own[first].at > timedelta(minutes=limits.burst_minutes):
                first += 1
            if last - first + 1 >= limits.burst_decisions:
                run = tuple(own[first : last + 1])
                said = f"{number(len(run))} quyết định trong {limits.burst_minutes} phút"
                yield Unusual(Sign.BURST, actor, "", said, run)
                break


def _alone(acts: Sequence[Act], rules: Oversight) -> Iterator[Unusual]:
    for actor, own in _by(_decided(acts), "actor").items():
        least = rules.on(_local(own[-1]).date()).alone_decisions
        if len(own) >= least and len({act.unit for act in own}) == 1:
            said = f"{number(len(own))} quyết định, đều cho một xã"
            yield Unusual(Sign.ALONE, actor, own[0].unit, said, tuple(own))


def _revoked(acts: Sequence[Act], rules: Oversight) -> Iterator[Unusual]:
    own = [act for act in acts if act.action is Action.CERTIFICATE_REVOKED]
    by_paper = {act.dossier: act for act in own}
    if own and len(by_paper) >= rules.on(_local(own[-1]).date()).revocations:
        said = f"{number(len(by_paper))} văn bản bị thu hồi trong kỳ"
        yield Unusual(Sign.REVOKED, "", own[0].unit, said, tuple(by_paper.values()))


def _rising(acts: Sequence[Act], rules: Oversight) -> Iterator[Unusual]:
    approved = [act for act in _decided(acts) if act.status == "approved" and act.share is not None]
    for unit, own in _by(approved, "unit").items():
        for before, after in pairwise(own):
            rise = (after.share or 0) - (before.share or 0)
            if rise >= rules.on(_local(after).date()).rising_basis_points:
                said = f"tăng {rise // 100},{rise % 100:02d} điểm phần trăm"
                yield Unusual(Sign.RISING, after.actor, unit, said, (before, after))


def _by(acts: Iterable[Act], name: str) -> dict[str, list[Act]]:
    found: defaultdict[str, list[Act]] = defaultdict(list)
    for act in acts:
        found[getattr(act, name)].append(act)
    return dict(sorted(found.items()))


def week_of(day: date, days: int) -> tuple[date, date]:
    """Give first and last day of the week of review that holds a day; weeks begin on Mondays."""
    first = day - timedelta((day - date(2024, 1, 1)).days % days)
    return first, first + timedelta(days - 1)
