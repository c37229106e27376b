"""Figures as pages show them (số liệu trên trang): share, verdict, gauge, counts."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ntm_verify.domain.appraisal import LABELS, Appraisal, Counts, HamletCount, Status
from ntm_verify.domain.coverage import (
    DOUBT_LABELS,
    VERDICT_LABELS,
    Assessment,
    SexShare,
    Threshold,
    Verdict,
)
from ntm_verify.domain.findings import Check
from ntm_verify.domain.population import BASES, Population
from ntm_verify.domain.preparation import CONFIRM_REASONS, Preparation
from ntm_verify.domain.wording import NBSP, day, number, percent

WIDTH: Final = 288
MINI_WIDTH: Final = 86
USUAL_LEAST: Final = 85
MOST_HAMLETS: Final = 5


@dataclass(frozen=True, slots=True)
class Tag:
    """A status: word, shape and colour together (nhãn trạng thái)."""

    kind: str
    text: str


VERDICT_TAGS: Final = {Verdict.MET: "pass", Verdict.NOT_MET: "warn", Verdict.UNDETERMINED: "info"}

STATUS_TAGS: Final = {
    Status.DRAFT: "warn",
    Status.RETURNED: "warn",
    Status.CHECKED: "info",
    Status.REFUSED: "fail",
    Status.REVOKED: "fail",
}
"""States in which somebody must act, or that ended badly, have a tag; the others are words."""


def status_tag(status: Status) -> Tag:
    """Name where a dossier stands; what nobody waits for has no colour."""
    return Tag(STATUS_TAGS.get(status, ""), LABELS[status])


@dataclass(frozen=True, slots=True)
class Gauge:
    """The share against its threshold as a bar (thước tỷ lệ): whole pixels, label, tick."""

    least: str
    value: int
    tick: int
    tick_x: int
    tick_anchor: str
    tick_text: str
    is_met: bool
    label: str


def _least(*shares: Decimal) -> int:
    """Give where the bar begins: 85, or the next ten below the smallest share."""
    smallest = int(min(shares))
    return USUAL_LEAST if smallest > USUAL_LEAST else max(0, (smallest - 1) // 10 * 10)


def _place(share: Decimal, least: int, width: int) -> int:
    inside = min(max(share, Decimal(least)), Decimal(100))
    return int((inside - least) * width / (100 - least))


def gauge(assessment: Assessment, width: int = WIDTH) -> Gauge | None:
    """Draw the bar; None when there is no share or no threshold to draw."""
    threshold, told = assessment.threshold, assessment.percent_truncated
    if threshold is None or not told:
        return None
    value, wanted = Decimal(told), threshold.percent
    least = _least(value, wanted)
    tick = _place(wanted, least, width)
    edge = width // 6
    reached = _place(value, least, width)
    if assessment.shortfall:  # one person short may be less than a pixel: the tick stays beyond
        reached = min(reached, max(0, tick - 1))
    anchor = "start" if tick < edge else "end" if tick > width - edge else "middle"
    return Gauge(
        least=f"{least}{NBSP}%",
        value=reached,
        tick=tick,
        tick_x=max(0, min(tick - 1, width - 2)),
        tick_anchor=anchor,
        tick_text=f"ngưỡng {threshold_text(threshold)}",
        is_met=assessment.verdict is Verdict.MET,
        label=f"Tỷ lệ {percent(told)}, ngưỡng {threshold_text(threshold)}",
    )


def threshold_text(threshold: Threshold) -> str:
    """Write a threshold: "90 %", "92,5 %"."""
    bare = threshold.percent.normalize()
    return percent(f"{bare:f}")


@dataclass(frozen=True, slots=True)
class SexRow:
    """One sex against the threshold (một giới)."""

    label: str
    insured: str
    population: str
    percent: str
    required: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Rate:
    """The share first, then the verdict, then what is missing (tỷ lệ, kết luận, còn thiếu)."""

    percent: str
    insured: str
    population: str
    formula: str
    tag: Tag
    required: str
    threshold: str
    reference: str
    rule_set: str
    gauge: Gauge | None
    doubts: tuple[str, ...]
    caution: str
    by_sex: tuple[SexRow, ...]
    is_demonstration: bool


def rate(assessment: Assessment) -> Rate:
    """Show what the rule says of one commune (tỷ lệ và kết luận)."""
    tally, people, threshold = assessment.tally, assessment.population, assessment.threshold
    share = percent(assessment.percent_truncated)
    return Rate(
        percent=share,
        insured=number(tally.insured),
        population=number(people.total),
        formula=f"{number(tally.insured)} ÷ {number(people.total)} = {share}",
        tag=Tag(VERDICT_TAGS[assessment.verdict], verdict_words(assessment)),
        required="" if assessment.required is None else number(assessment.required),
        threshold="" if threshold is None else threshold_text(threshold),
        reference="" if threshold is None else threshold.legal_reference,
        rule_set="" if threshold is None else threshold.rule_set,
        gauge=gauge(assessment),
        doubts=tuple(DOUBT_LABELS[doubt] for doubt in assessment.doubts),
        caution=_caution(assessment),
        by_sex=tuple(_sex_row(row) for row in assessment.by_sex),
        is_demonstration=bool(threshold and threshold.demonstration),
    )


def verdict_words(assessment: Assessment) -> str:
    """Say the verdict and the distance in people: "Chưa đạt: còn thiếu 107 người"."""
    word = VERDICT_LABELS[assessment.verdict].capitalize()
    match assessment.verdict:
        case Verdict.MET:
            more = assessment.tally.insured - (assessment.required or 0)
            return f"{word}: hơn mức cần có {number(more)} người" if more else f"{word}: vừa đủ"
        case Verdict.NOT_MET if assessment.shortfall:
            return f"{word}: còn thiếu {number(assessment.shortfall)} người"
        case Verdict.NOT_MET:
            missing = [row for row in assessment.by_sex if row.insured < row.required]
            told = "; ".join(
                f"{row.label} thiếu {number(row.required - row.insured)}" for row in missing
            )
            return f"{word} theo giới: {told}"
        case Verdict.UNDETERMINED:
            return word


def _caution(assessment: Assessment) -> str:
    """Warn where the verdict would fall without the rows that are in doubt."""
    if not assessment.rests_on_doubt:
        return ""
    return (
        f"Kết luận dựa vào {number(assessment.tally.doubtful)} dòng cần xem lại: không kể các "
        f"dòng đó thì còn {number(assessment.lower)} người."
    )


def _sex_row(row: SexShare) -> SexRow:
    hundredths = row.insured * 10_000 // row.population if row.population else 0
    share = percent(f"{hundredths // 100}.{hundredths % 100:02d}") if row.population else "–"
    return SexRow(
        row.label,
        number(row.insured),
        number(row.population),
        share,
        number(row.required),
        row.insured >= row.required,
    )


@dataclass(frozen=True, slots=True)
class CountsView:
    """How the rows came out (số dòng, số người)."""

    rows: str
    counted: str
    not_counted: str
    errors: str
    warnings: str
    infos: str
    has_errors: bool
    has_warnings: bool


def counts_view(counts: Counts) -> CountsView:
    """Show how the rows came out."""
    return CountsView(
        number(counts.rows),
        number(counts.counted),
        number(counts.not_counted),
        number(counts.errors),
        number(counts.warnings),
        number(counts.infos),
        counts.errors > 0,
        counts.warnings > 0,
    )


@dataclass(frozen=True, slots=True)
class HamletRow:
    """One hamlet of the list (một thôn): counted, rows, and rows that do not count."""

    name: str
    counted: str
    rows: str
    left_out: str
    has_left_out: bool


def hamlet_rows(hamlets: tuple[HamletCount, ...], most: int | None = None) -> tuple[HamletRow, ...]:
    """List the hamlets, those with most rows that do not count first."""
    ordered = sorted(hamlets, key=lambda h: (h.counted - h.rows, h.hamlet))
    return tuple(
        HamletRow(
            h.hamlet or "(không ghi thôn)",
            number(h.counted),
            number(h.rows),
            number(max(0, h.rows - h.counted)),
            h.rows > h.counted,
        )
        for h in ordered[:most]
    )


def where_missing(assessment: Assessment, hamlets: tuple[HamletCount, ...]) -> str:
    """Say in which hamlets rows were left out, while people are missing (thiếu ở đâu)."""
    worst = sorted((h for h in hamlets if h.rows > h.counted), key=lambda h: h.counted - h.rows)
    if not assessment.shortfall or not worst:
        return ""
    told = ", ".join(
        f"{h.hamlet or 'không ghi thôn'} ({number(h.rows - h.counted)})" for h in worst[:3]
    )
    return f"Dòng chưa được tính nhiều nhất ở: {told}."


@dataclass(frozen=True, slots=True)
class PopulationView:
    """The denominator and where it comes from (dân số và nguồn)."""

    total: str
    by_sex: str
    source: str
    day: str
    basis: str
    signer: str
    second: str = ""
    gap: str = ""


def population_view(
    people: Population,
    made: Preparation = Preparation(),  # noqa: B008 - frozen
) -> PopulationView:
    """Show the population with its source, and what a second source says (F34)."""
    by_sex = ""
    if people.male is not None and people.female is not None:
        by_sex = f"nam {number(people.male)}, nữ {number(people.female)}"
    return PopulationView(
        number(people.total),
        by_sex,
        people.source or "chưa nêu nguồn",
        day(people.day) if people.day else "",
        BASES.get(people.basis, people.basis),
        people.signer,
        *_second(people, made),
    )


def _second(people: Population, made: Preparation) -> tuple[str, str]:
    """Say what the second source counts, and by how much that differs (nguồn thứ hai)."""
    if made.second_total is None:
        return "", ""
    gap = abs(made.second_total - people.total)
    hundredths = 10_000 * gap // people.total
    share = percent(f"{hundredths // 100}.{hundredths % 100:02d}")
    told = f"chênh {number(gap)} người ({share})" if gap else "bằng nhau"
    answers = [c for c in made.confirmations if c.code == Check.POPULATION_SOURCES_DIFFER]
    if answers:
        told += f"; xã xác nhận: {CONFIRM_REASONS.get(answers[0].reason_code, '')}"
    return f"{number(made.second_total)} ({made.second_source or 'chưa nêu nguồn'})", told


@dataclass(frozen=True, slots=True)
class Row:
    """One dossier in a list (một dòng trong danh sách hồ sơ)."""

    id: str
    commune: str
    as_of: str
    round: str
    insured: str
    percent: str
    mini: Gauge | None
    tag: Tag
    status: Tag
    warnings: str
    moment: str
    holder: str
    version: int


def dossier_row(dossier: Appraisal, moment: str, holder: str = "") -> Row:
    """Show a dossier in one line."""
    assessment, outcome = dossier.assessment, dossier.outcome
    flagged = outcome.counts.warnings if outcome else 0
    return Row(
        id=str(dossier.id),
        commune=dossier.commune_name,
        as_of=day(dossier.as_of),
        round=f"nộp lần {dossier.round}" if dossier.round > 1 else "",
        insured=number(assessment.tally.insured) if assessment else "",
        percent=percent(assessment.percent_truncated) if assessment else "",
        mini=gauge(assessment, MINI_WIDTH) if assessment else None,
        tag=_row_tag(assessment) if assessment else Tag("", "chưa có kết quả"),
        status=status_tag(dossier.status),
        warnings=f"{number(flagged)} cảnh báo" if flagged else "",
        moment=moment,
        holder=holder,
        version=dossier.version,
    )


def _row_tag(assessment: Assessment) -> Tag:
    """Give the shortest words: a met threshold needs no colour in a list."""
    match assessment.verdict:
        case Verdict.MET:
            return Tag("", "đạt")
        case Verdict.NOT_MET:
            missing = assessment.shortfall
            return Tag("fail", f"thiếu {number(missing)}" if missing else "chưa đạt theo giới")
        case Verdict.UNDETERMINED:
            return Tag("info", VERDICT_LABELS[assessment.verdict])
