"""What pages show of cards that will end (khung nhìn dự báo thẻ hết hạn): words, marks, rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.call_list import PURPOSES
from ntm_verify.domain.horizons import Ahead, Cliff, Horizon, OutlookRule
from ntm_verify.domain.outlook import (
    FALL_LABELS,
    CommuneLine,
    CommuneOutlook,
    Fall,
    HamletOutlook,
    Prospect,
    ProvinceOutlook,
)
from ntm_verify.domain.wording import day, number
from ntm_verify.usecases.read_call_list import EVERY_HAMLET, NO_HAMLET
from ntm_verify.usecases.read_outlook import DossierOutlook

from .figures import Tag
from .forms import FieldError, Option

KINDS: Final = {
    Fall.BELOW: "fail",
    Fall.FALLS: "fail",
    Fall.UNCLEAR: "info",
    Fall.STANDS: "pass",
    Fall.NO_RULE: "info",
}
FALL_MARKS: Final = (
    (Fall.BELOW, "m1"),
    (Fall.FALLS, "m2"),
    (Fall.UNCLEAR, "mn"),
    (Fall.STANDS, "m5"),
    (Fall.NO_RULE, "mx"),
)
LEFT, WIDTH, ROW = 150, 400, 26
LONGEST: Final = 20
"""So many letters of a name stand in a picture; the whole name is in the table."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar (một đoạn)."""

    css: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar (một thanh): what it is of, its parts, what it comes to."""

    name: str
    y: int
    segments: tuple[Segment, ...]
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars below one another, with what the colours mean (biểu đồ thanh)."""

    bars: tuple[Bar, ...]
    height: int
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AheadRow:
    """One commune on one day ahead (một mốc)."""

    day: str
    name: str
    ended: str
    covered: str
    spare: str
    missing: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class HamletRow:
    """One hamlet (một thôn): people counted and left out, of unknown day, ended by each day."""

    name: str
    insured: str
    left_out: str
    unknown: str
    ended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutlookView:
    """The outlook of one dossier (trang dự báo của một hồ sơ)."""

    id: str
    commune: str
    as_of: str
    insured: str
    required: str
    unknown: str
    knows_days: bool
    near: str
    rows: tuple[AheadRow, ...]
    heads: tuple[str, ...]
    hamlets: tuple[HamletRow, ...]
    whole: HamletRow
    bars: Bars
    notes: tuple[str, ...]
    places: tuple[Option, ...]
    purposes: tuple[Option, ...]
    spans: tuple[Option, ...]
    errors: tuple[FieldError, ...] = ()


def outlook_view(
    seen: DossierOutlook, rule: OutlookRule, chosen: str = "", errors: tuple[FieldError, ...] = ()
) -> OutlookView:
    """Lay a dossier's outlook out."""
    found, dossier = seen.found, seen.appraisal
    prospects = found.prospects
    first = prospects[0]
    ended = tuple(one.ended for one in prospects)
    rows = sum(one.rows for one in found.hamlets)
    whole = HamletOutlook("Cả xã", rows, first.insured, first.unknown, ended)
    hamlets = tuple((str(at), one.hamlet or NO_HAMLET) for at, one in enumerate(found.hamlets))
    every = Option(str(EVERY_HAMLET), "Mọi thôn, mỗi thôn một tờ", chosen=True)
    return OutlookView(
        str(dossier.id),
        dossier.commune_name,
        day(dossier.as_of),
        number(first.insured),
        "" if found.required is None else number(found.required),
        number(first.unknown),
        found.knows_days,
        _near(seen.near),
        tuple(map(ahead_row, prospects)),
        tuple(head(one) for one in found.horizons),
        tuple(map(hamlet_row, found.hamlets)),
        hamlet_row(whole),
        hamlet_bars(found),
        notes(rule),
        (every, *(Option(value, name, chosen=False) for value, name in hamlets)),
        tuple(Option(code, text, chosen=code == chosen) for code, text in PURPOSES.items()),
        spans(rule),
        errors,
    )


def spans(rule: OutlookRule) -> tuple[Option, ...]:
    """Offer how far ahead cards that end are named (phạm vi danh sách)."""
    over = Option("0", "Thẻ đã hết hạn đến hôm nay", chosen=True)
    ahead = (
        Option(str(days), f"Cả thẻ hết hạn trong {days} ngày tới", chosen=False)
        for days in rule.windows
    )
    return (over, *ahead)


def notes(rule: OutlookRule) -> tuple[str, ...]:
    """Say where windows and cliffs come from (căn cứ)."""
    return (rule.source, *(f"{cliff_name(one)}: {one.who}. {one.source}" for one in rule.cliffs))


def cliff_name(cliff: Cliff) -> str:
    """Name the last day of validity: "30/9"."""
    return f"{cliff.day}/{cliff.month}"


def _near(cliff: Cliff | None) -> str:
    if cliff is None:
        return ""
    return (
        f"Ngày chốt nằm ngay trước mốc {cliff_name(cliff)}, khi thẻ của {cliff.who} hết hạn: danh "
        "sách chốt vài ngày sau mốc có thể ít người hơn."
    )


def head(horizon: Horizon) -> str:
    """Name a day ahead in a few words (tên mốc)."""
    if horizon.ahead is Ahead.TODAY:
        return "Hôm nay"
    return f"{horizon.days} ngày" if horizon.ahead is Ahead.WINDOW else day(horizon.day)


def _named(horizon: Horizon) -> str:
    if horizon.ahead is Ahead.TODAY:
        return "Hôm nay"
    if horizon.ahead is Ahead.WINDOW:
        return f"Sau {horizon.days} ngày"
    return f"Qua mốc thẻ của {horizon.who}"


def fall_tag(fall: Fall) -> Tag:
    """Put what becomes of a commune into a word, a shape and a colour."""
    return Tag(KINDS[fall], FALL_LABELS[fall])


def ahead_row(one: Prospect) -> AheadRow:
    """Lay one day ahead out."""
    return AheadRow(
        day(one.horizon.day),
        _named(one.horizon),
        number(one.ended),
        number(one.covered),
        "–" if one.spare is None else number(one.spare),
        "–" if one.missing is None else number(one.missing),
        fall_tag(one.fall),
    )


def hamlet_row(one: HamletOutlook) -> HamletRow:
    """Lay one hamlet out."""
    return HamletRow(
        one.hamlet or NO_HAMLET,
        number(one.insured),
        number(max(0, one.rows - one.insured)),
        number(one.unknown),
        tuple(map(number, one.ended)),
    )


def hamlet_bars(found: CommuneOutlook) -> Bars:
    """Draw each hamlet's people by when their cards end: today, the first and the last window."""
    windows = [at for at, one in enumerate(found.horizons) if one.ahead is Ahead.WINDOW]
    first, last = windows[0], windows[-1]
    near, far = found.horizons[first].days, found.horizons[last].days
    most = max((one.insured for one in found.hamlets), default=0)
    drawn = [
        (
            one.hamlet or NO_HAMLET,
            (
                ("m1", one.ended[0]),
                ("m2", one.ended[first] - one.ended[0]),
                ("m3", one.ended[last] - one.ended[first]),
                ("m5", one.left(last) - one.unknown),
                ("mn", one.unknown),
            ),
            number(one.insured),
        )
        for one in found.hamlets
    ]
    legend = (
        ("m1", "đã hết hạn đến hôm nay"),
        ("m2", f"hết hạn trong {near} ngày tới"),
        ("m3", f"hết hạn từ {near} đến {far} ngày tới"),
        ("m5", f"còn hạn sau {far} ngày"),
        ("mn", "không rõ hạn thẻ"),
    )
    return _bars(drawn, most, legend)


def province_bars(found: ProvinceOutlook) -> Bars:
    """Draw how many communes come out how on each day ahead."""
    known = len(found.lines) - found.silent
    drawn = [
        (
            head(horizon),
            tuple((css, found.count(at, fall)) for fall, css in FALL_MARKS),
            number(found.count(at, Fall.FALLS)),
        )
        for at, horizon in enumerate(found.horizons)
    ]
    legend = tuple((css, FALL_LABELS[fall]) for fall, css in FALL_MARKS)
    return _bars(drawn, known, legend)


def _bars(
    drawn: Sequence[tuple[str, tuple[tuple[str, int], ...], str]],
    most: int,
    legend: tuple[tuple[str, str], ...],
) -> Bars:
    bars = []
    for at, (name, parts, text) in enumerate(drawn):
        done, segments = 0, []
        for css, people in parts:
            x, end = (LEFT + WIDTH * part // (most or 1) for part in (done, done + people))
            done += people
            if end > x:
                segments.append(Segment(css, x, end - x))
        end = LEFT + WIDTH * done // (most or 1)
        short = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
        bars.append(Bar(short, at * ROW, tuple(segments), end, text))
    return Bars(tuple(bars), len(bars) * ROW, legend)


# ---- the province


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """One commune of the province (một xã)."""

    address: str
    name: str
    as_of: str
    insured: str
    required: str
    unknown: str
    left: tuple[tuple[str, str], ...]
    tag: Tag


@dataclass(frozen=True, slots=True)
class SumRow:
    """The communes on one day ahead (toàn tỉnh tại một mốc)."""

    day: str
    name: str
    ended: str
    counts: tuple[str, ...]


def sum_rows(found: ProvinceOutlook) -> tuple[SumRow, ...]:
    """Count the communes on each day ahead."""
    return tuple(
        SumRow(
            day(horizon.day),
            _named(horizon),
            number(found.ended(at)),
            tuple(number(found.count(at, fall)) for fall, _ in FALL_MARKS),
        )
        for at, horizon in enumerate(found.horizons)
    )


def commune_row(line: CommuneLine, last: int) -> CommuneRow:
    """Lay one commune out; its tag says how it comes out until the last window."""
    fact, fall = line.fact, line.fall(last)
    if fact is None or fall is None:
        none = Tag("mute", "chưa có danh sách")
        return CommuneRow("", line.unit.name, "–", "–", "–", "–", (), none)
    return CommuneRow(
        f"/dashboard/outlook/{fact.id}",
        line.unit.name,
        day(fact.as_of),
        number(fact.insured),
        "–" if fact.required is None else number(fact.required),
        number(line.prospects[0].unknown),
        tuple(
            (number(one.covered), f"thiếu {number(one.missing)}" if one.missing else "")
            for one in line.prospects
        ),
        fall_tag(fall),
    )
