"""Whether a province's figures fit a rule set (nội dung khớp với bộ tiêu chí).

Nothing overlapping, nothing silently missing: a new figure replaces earlier ones only where it
says so, and days or groups that stay without a figure are named.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from .coverage import WrongThreshold, is_share
from .errors import Conflict
from .regulation import Clause, CommuneGroup, EnteredFigure, LegalReferenceMissing, require_lawful
from .rule_sets import LONGEST, Placement, Terms, WrongTerms
from .wording import day as written

ONE_DAY: Final = timedelta(days=1)
MOST_PLACED: Final = 1_000
_NUMBER: Final = re.compile(r"\d+\s*[/-]\s*[^\W\d_]|\d+/\d{4}/|\d*/[^\W\d_]+-[^\W\d_]+")
"""A document's number with its symbol: 12/2026/QĐ-UBND, 5/QĐ-UBND, 02-NQ/TU."""


class OverlappingPeriods(Conflict):
    """Another released figure speaks of the same days (trùng thời gian áp dụng)."""

    code = "overlapping_periods"


class SilentGap(Conflict):
    """Days or groups would be left without a figure, and nobody said so (khoảng trống)."""

    code = "silent_gap"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in force around a proposal (căn cứ để rà soát): set, groups, figures, placements."""

    clause: Clause
    groups: tuple[CommuneGroup, ...]
    figures: tuple[EnteredFigure, ...]
    placements: tuple[Placement, ...]
    communes: frozenset[str]

    def group_names(self) -> tuple[str, ...]:
        """Give the groups of the set, or "" alone for one figure for all."""
        return tuple(group.code for group in self.groups) or ("",)


def require_terms(terms: Terms, standing: Standing) -> None:
    """Refuse what could not be released, all by the rules alone (kiểm tra nội dung đề nghị).

    Raises:
        LegalReferenceMissing: the document has no number, or is too long to print.
        WrongTerms: nothing is set, days outside the set, unknown groups or communes.
        WrongThreshold: below the national figure, or the sex clause is dropped.
        OverlappingPeriods: other figures speak of the same days, and are not replaced.
        SilentGap: days or groups without a figure, and no note about them.

    """
    require_number(terms.legal_reference)
    _require_days(terms, standing.clause)
    if not terms.shares and not terms.placements:
        raise WrongTerms("percent", "Ghi ngưỡng bằng số, ví dụ 95 hoặc 92,5.")
    _require_groups(terms, standing)
    for _, share in terms.shares:
        if not is_share(share):
            raise WrongThreshold(f"Ngưỡng {share} % không hợp lệ: nhập số từ 0 đến 100.")
        figure = EnteredFigure("", terms.rule_set, share, terms.legal_reference, terms.both_sexes)
        require_lawful(standing.clause, figure)
    _require_no_overlap(terms, standing)
    _require_no_silent_gap(terms, standing)


def require_number(reference: str) -> None:
    """Refuse a document that nobody could find.

    Raises:
        LegalReferenceMissing: it has no number with a symbol, or is longer than papers take.

    """
    if len(reference) > LONGEST or not _NUMBER.search(reference):
        raise LegalReferenceMissing(
            "Văn bản quy định cần có số và ký hiệu, ví dụ: Quyết định 12/2026/QĐ-UBND ngày "
            f"15/3/2026 của UBND tỉnh. Nhiều nhất {LONGEST} ký tự."
        )


def _require_days(terms: Terms, clause: Clause) -> None:
    if terms.last_day < terms.first_day:
        raise WrongTerms("last_day", "Ngày cuối phải sau hoặc trùng ngày đầu áp dụng.")
    if terms.first_day < clause.first_day or terms.last_day > clause.last_day:
        first, last = written(clause.first_day), written(clause.last_day)
        raise WrongTerms(
            "first_day",
            f"Bộ {clause.rule_set} áp dụng từ {first} đến {last}; thời gian áp dụng của tỉnh phải "
            "nằm trong khoảng này.",
        )


def _require_groups(terms: Terms, standing: Standing) -> None:
    known = {group.code for group in standing.groups}
    named = [group for group, _ in terms.shares]
    if len(set(named)) != len(named) or ("" in named and len(named) > 1):
        raise WrongTerms("percent", "Ghi một ngưỡng chung cho mọi xã, hoặc ngưỡng theo nhóm xã.")
    strange = {group for group in named if group} | {group for _, group in terms.placements}
    if strange - known:
        listed = ", ".join(sorted(strange - known))
        raise WrongTerms(
            "placements", f"Bộ {terms.rule_set} không có nhóm xã {listed}. Ghi đúng mã nhóm."
        )
    communes = [commune for commune, _ in terms.placements]
    unknown = sorted(set(communes) - standing.communes)
    if unknown:
        listed = ", ".join(unknown[:10])
        raise WrongTerms("placements", f"Tỉnh không có đơn vị mang mã {listed}. Xem lại mã xã.")
    if len(set(communes)) != len(communes) or len(communes) > MOST_PLACED:
        raise WrongTerms("placements", "Mỗi xã chỉ ghi một dòng, nhiều nhất 1.000 dòng.")


def _require_no_overlap(terms: Terms, standing: Standing) -> None:
    if terms.replaces:
        return
    named = {group for group, _ in terms.shares}
    for old in effective(standing.figures, standing.clause):
        same = old.group in named or "" in named or (not old.group and named)
        first, last = period(old, standing.clause)
        if same and first <= terms.last_day and terms.first_day <= last:
            start, end = written(first), written(last)
            raise OverlappingPeriods(
                f"Từ {start} đến {end} tỉnh đã có ngưỡng "
                f"{_share(old.percent)} theo {old.legal_reference}. Chọn thời gian khác, hoặc đánh "
                "dấu “thay ngưỡng đang áp dụng” nếu văn bản mới thay văn bản cũ."
            )
    known = {(one.commune, one.first_day): one for one in standing.placements}
    for commune, _ in terms.placements:
        if (commune, terms.first_day) in known:
            raise OverlappingPeriods(
                f"Xã {commune} đã được xếp nhóm từ {written(terms.first_day)}. Chọn ngày khác, "
                "hoặc đánh dấu “thay nội dung đang áp dụng”."
            )


def _require_no_silent_gap(terms: Terms, standing: Standing) -> None:
    if not terms.shares or terms.gap_note.strip():
        return
    new = [
        EnteredFigure(
            "",
            terms.rule_set,
            share,
            terms.legal_reference,
            group=group,
            first_day=terms.first_day,
            last_day=terms.last_day,
        )
        for group, share in terms.shares
    ]
    found = gaps(standing, (*standing.figures, *new))
    if found:
        listed = "; ".join(str(gap) for gap in found[:5])
        raise SilentGap(
            f"Sau khi công bố vẫn chưa có ngưỡng cho: {listed}. Bổ sung cho đủ, hoặc ghi rõ vì "
            "sao để trống; hồ sơ chốt số liệu trong khoảng trống sẽ chưa đủ căn cứ để kết luận."
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without a figure (khoảng trống), of one group or of all."""

    group: str
    first_day: date
    last_day: date

    def __str__(self) -> str:
        """Write it as people read it."""
        who = f"nhóm {self.group}, " if self.group else ""
        first, last = written(self.first_day), written(self.last_day)
        return f"{who}từ {first} đến {last}"


def gaps(standing: Standing, figures: Sequence[EnteredFigure]) -> tuple[Gap, ...]:
    """Name the days of a set on which no figure stands, for each group; none with a national one.

    A figure for all communes fills every group.
    """
    clause = standing.clause
    if clause.percent is not None:
        return ()
    found: list[Gap] = []
    own = [figure for figure in figures if figure.rule_set == clause.rule_set]
    for group in standing.group_names():
        spans = sorted(period(f, clause) for f in own if f.group in {"", group})
        at = clause.first_day
        for first, last in spans:
            if first > at:
                found.append(Gap(group, at, first - ONE_DAY))
            at = max(at, last + ONE_DAY)
        if at <= clause.last_day:
            found.append(Gap(group, at, clause.last_day))
    return _together(tuple(found), standing.group_names())


def _together(found: tuple[Gap, ...], groups: tuple[str, ...]) -> tuple[Gap, ...]:
    """Write a gap of every group once, for all communes."""
    days = dict.fromkeys((gap.first_day, gap.last_day) for gap in found)
    whole = [one for one in days if sum((g.first_day, g.last_day) == one for g in found) > 1]
    whole = [
        one
        for one in whole
        if {g.group for g in found if (g.first_day, g.last_day) == one} == set(groups)
    ]
    rest = (gap for gap in found if (gap.first_day, gap.last_day) not in whole)
    return (*(Gap("", *one) for one in whole), *rest)


def period(figure: EnteredFigure, clause: Clause) -> tuple[date, date]:
    """Give the days of a figure; those that it does not name are the set's."""
    return figure.first_day or clause.first_day, figure.last_day or clause.last_day


def effective(figures: Iterable[EnteredFigure], clause: Clause) -> tuple[EnteredFigure, ...]:
    """Leave out figures that later ones have replaced on all of their days (còn áp dụng)."""
    own = [figure for figure in figures if figure.rule_set == clause.rule_set]
    kept: list[EnteredFigure] = []
    for place, old in enumerate(own):
        first, last = period(old, clause)
        over = any(
            new.group in {"", old.group}
            and period(new, clause)[0] <= first
            and last <= period(new, clause)[1]
            for new in own[place + 1 :]
        )
        if not over:
            kept.append(old)
    return tuple(kept)


def _share(percent: Decimal) -> str:
    return f"{percent.normalize():f}".replace(".", ",") + " %"
