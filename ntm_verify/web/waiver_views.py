"""What pages show of waivers (khung nhìn miễn áp dụng)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.coverage import VERDICT_LABELS
from ntm_verify.domain.findings import Catalogue
from ntm_verify.domain.participant_list import Finding
from ntm_verify.domain.roster import Roster
from ntm_verify.domain.waiver import (
    WAIVER_LABELS,
    WAIVER_REASONS,
    Waiver,
    WaiverState,
    rows_against,
)
from ntm_verify.domain.waiving import ASKING, DECIDING
from ntm_verify.domain.wording import day, moment, number, percent

from .figures import Tag, status_tag
from .forms import FieldError, Option

MOST_ROWS: Final = 50
TAGS: Final = {
    WaiverState.ASKED: "info",
    WaiverState.GRANTED: "pass",
    WaiverState.DENIED: "fail",
    WaiverState.WITHDRAWN: "",
    WaiverState.LAPSED: "",
}


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """One request with what became of it (một đề nghị)."""

    number: int
    title: str
    rule: str
    rows: str
    reason: str
    words: str
    evidence: str
    asked: str
    tag: Tag
    decided: str
    base: str
    until: str
    note: str
    people: str
    is_open: bool
    is_alive: bool


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule that can be waived and the rows it speaks against (quy tắc xin miễn được)."""

    code: str
    title: str
    count: str
    lines: str
    reasons: tuple[Option, ...]
    words: str
    evidence: str
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class WaiversView:
    """The waivers of a dossier (trang miễn áp dụng), with what was typed."""

    id: str
    version: int
    base: str
    commune: str
    as_of: str
    status: Tag
    rules: tuple[RuleRow, ...]
    waivers: tuple[WaiverRow, ...]
    effect: str
    can_ask: bool
    can_decide: bool
    longest_days: int
    typed: Mapping[str, str]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class WaiverCase:
    """A dossier with requests, in the list of the province (một hồ sơ có đề nghị)."""

    id: str
    commune: str
    as_of: str
    open: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class WaiverList:
    """Dossiers whose communes asked for a waiver (danh sách đề nghị), open ones first."""

    cases: tuple[WaiverCase, ...]


def waiver_row(waiver: Waiver) -> WaiverRow:
    """Show one request."""
    by = f"{waiver.decided_name}, " if waiver.decided_name else ""
    alive = {WaiverState.ASKED, WaiverState.GRANTED}
    lines = ", ".join(number(line) for _, line in waiver.rows[:MOST_ROWS])
    return WaiverRow(
        waiver.number,
        waiver.title or waiver.rule,
        waiver.rule,
        f"dòng {lines}" if lines else "mọi dòng mà quy tắc không nhận",
        WAIVER_REASONS.get(waiver.reason_code, waiver.reason_code),
        waiver.reason,
        waiver.evidence,
        f"{waiver.asked_name}, lúc {moment(waiver.asked_at)}",
        Tag(TAGS[waiver.state], WAIVER_LABELS[waiver.state]),
        f"{by}lúc {moment(waiver.decided_at)}" if waiver.decided_at else "",
        waiver.legal_base,
        day(waiver.until) if waiver.until else "",
        waiver.note,
        number(waiver.people) if waiver.people else "",
        waiver.state is WaiverState.ASKED,
        waiver.state in alive,
    )


def effect(dossier: Appraisal) -> str:
    """Say in one sentence what the result would be if no rule were waived; "" where none is."""
    without, now = dossier.without_waivers, dossier.assessment
    if without is None or now is None:
        return ""
    missing = f", còn thiếu {number(without.shortfall)} người" if without.shortfall else ""
    return (
        f"Không có miễn áp dụng thì {number(without.tally.insured)} người được tính "
        f"({percent(without.percent_truncated)}): {VERDICT_LABELS[without.verdict]}{missing}. Có "
        f"miễn áp dụng: {number(now.tally.insured)} người ({percent(now.percent_truncated)}): "
        f"{VERDICT_LABELS[now.verdict]}."
    )


def rule_rows(
    roster: Roster,
    findings: tuple[Finding, ...],
    catalogue: Catalogue,
    typed: Mapping[str, str],
    errors: tuple[FieldError, ...],
) -> tuple[RuleRow, ...]:
    """List the rules that can be waived and speak against rows of this list."""
    shown = []
    for code, entry in catalogue.entries.items():
        against = rows_against(findings, roster, code) if entry.waivable else []
        if not against:
            continue
        mine = typed if typed.get("rule") == code else {}
        lines = ", ".join(number(line) for _, line in against[:MOST_ROWS])
        more = " …" if len(against) > MOST_ROWS else ""
        shown.append(
            RuleRow(
                code,
                entry.waivable,
                number(len(against)),
                f"{lines}{more}",
                tuple(Option(c, t, c == mine.get("reason", "")) for c, t in WAIVER_REASONS.items()),
                mine.get("words", ""),
                mine.get("evidence", ""),
                errors if mine else (),
            )
        )
    return tuple(shown)


def may_ask(dossier: Appraisal) -> bool:
    """Say whether the commune may still ask."""
    return dossier.status in ASKING


def may_decide(dossier: Appraisal) -> bool:
    """Say whether the province may still decide."""
    return dossier.status in DECIDING


def waiver_case(dossier: Appraisal) -> WaiverCase:
    """Show a dossier in the list of requests."""
    waiting = sum(waiver.state is WaiverState.ASKED for waiver in dossier.waivers)
    return WaiverCase(
        str(dossier.id),
        dossier.commune_name,
        day(dossier.as_of),
        f"{number(waiting)} đề nghị chờ quyết định" if waiting else "đã quyết định",
        status_tag(dossier.status),
    )
