"""What the paper says, as plain strings (nội dung in trên văn bản).

Wording follows Nghị định 30/2020/NĐ-CP (Mẫu 1.4, Phụ lục I and II). The paper carries totals
and digests, never a person from the list.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from typing import Final

from ntm_verify.domain.appraisal import WrongStatus
from ntm_verify.domain.certificate import Certificate, printed_token
from ntm_verify.domain.coverage import Threshold, Verdict, truncated_percent
from ntm_verify.domain.errors import Conflict
from ntm_verify.domain.population import BASES, Population
from ntm_verify.domain.wording import NBSP, long_day, number, percent, short_day

from .annexes import Annexes, annexes_of
from .kinds import Kind, kind_of, own_bases
from .limits import require_lengths
from .texts import abstract, clean, clean_lines, commune_in_text
from .waivers import waiver_lines, without_waivers

_HALF: Final = 32
_CITED: Final = re.compile(r"[^\d;]{4,40} số \d[^\s;]*(?= ngày )")
"""Kind, number and symbol at the beginning of a full citation."""


class FiguresDisagree(Conflict):
    """The totals of a paper contradict each other (số liệu không khớp)."""

    code = "figures_disagree"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what it is, and its values from left to right (dòng của bảng)."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """Boxes 1-5a and 13 of the layout (phần đầu văn bản và chân trang)."""

    parent: str
    issuer: str
    symbol: str
    bare_symbol: str
    place_and_day: str
    paper_title: str
    abstract: str
    address: str


@dataclass(frozen=True, slots=True)
class Foot:
    """Boxes 7a, 7b and 9b of the layout (chữ ký và nơi nhận)."""

    authority: str
    post: str
    signer: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything the template prints (nội dung văn bản), NFC, without markup."""

    title: str
    moment: str
    demonstration: bool
    head: Head
    kind: Kind
    foot: Foot
    bases: tuple[str, ...]
    commune: str
    committee: str
    unit_code: str
    cut_off: str
    cut_off_short: str
    columns: tuple[str, ...]
    figures: tuple[Row, ...]
    sources: tuple[str, ...]
    comparisons: tuple[str, ...]
    doubts: str
    waivers: tuple[str, ...]
    without_waivers: str
    conclusion: str
    conclusion_detail: str
    verify_address: str
    verify_code: str
    hamlets: tuple[Row, ...]
    hamlet_total: Row
    proof: tuple[Row, ...]
    annexes: Annexes


def lay_out(certificate: Certificate, waivers: tuple[str, ...] | None = None) -> Paper:
    """Say what the paper of a certificate prints; `waivers` stand in for its own.

    Raises:
        WrongStatus: the figures do not meet the threshold; such a paper is never made.
        FiguresDisagree: more people are counted by hamlet than in all.
        PaperTextTooLong: a text is longer than the register or the page can take.

    """
    waivers = waiver_lines(certificate) if waivers is None else waivers
    require_lengths(certificate, waivers)
    threshold = certificate.outcome.threshold
    if threshold is None or certificate.assessment.verdict is not Verdict.MET:
        raise WrongStatus("Kết quả tính lại không đạt ngưỡng, không lập văn bản kết quả.")
    commune = commune_in_text(certificate.commune_name)
    head = _head(certificate)
    hamlets, total = _hamlets(certificate)
    cut_off = short_day(certificate.as_of)
    return Paper(
        title=f"{head.symbol} {head.abstract}",
        moment=certificate.planned_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        demonstration=certificate.demonstration
        or certificate.letterhead.demonstration
        or threshold.demonstration,
        head=head,
        kind=kind_of(certificate),
        foot=_foot(certificate),
        bases=_bases(certificate, threshold, commune),
        commune=commune,
        committee=f"Ủy ban nhân dân {commune}",
        unit_code=clean(certificate.commune),
        cut_off=long_day(certificate.as_of),
        cut_off_short=cut_off,
        columns=("Toàn xã", "Nam", "Nữ") if threshold.both_sexes else ("Toàn xã",),
        figures=_figures(certificate, threshold),
        sources=_sources(certificate.population, threshold),
        comparisons=_comparisons(certificate, threshold),
        doubts=_doubts(certificate),
        waivers=tuple(clean(waiver) for waiver in waivers),
        without_waivers=without_waivers(certificate),
        conclusion=_conclusion(threshold),
        conclusion_detail=_conclusion_detail(certificate),
        verify_address=clean(certificate.address),
        verify_code=printed_token(certificate.token),
        hamlets=hamlets,
        hamlet_total=total,
        proof=_proof(certificate, threshold),
        annexes=annexes_of(has_hamlets=bool(hamlets), waivers=len(waivers)),
    )


def _head(certificate: Certificate) -> Head:
    letterhead = certificate.letterhead
    return Head(
        parent=clean_lines(letterhead.parent),
        issuer=clean_lines(letterhead.issuer),
        symbol=clean(certificate.symbol),
        bare_symbol=clean(letterhead.symbol),
        place_and_day=f"{clean(letterhead.place)}, {long_day(certificate.issue_day)}",
        paper_title=clean(letterhead.paper_title),
        abstract=abstract(letterhead, certificate.commune_name),
        address=clean(letterhead.address),
    )


def _foot(certificate: Certificate) -> Foot:
    letterhead = certificate.letterhead
    recipients = [clean(line).strip(" -;.") for line in letterhead.recipients]
    recipients = [line for line in recipients if line]
    if kind_of(certificate).copied:
        recipients.insert(0, "Như trên")
    if not any(line.lower().startswith("lưu") for line in recipients):
        recipients.append("Lưu: VT")
    return Foot(
        authority=clean(letterhead.authority),
        post=clean(letterhead.post),
        signer=clean(certificate.signer_name),
        recipients=tuple(recipients),
    )


def _bases(certificate: Certificate, threshold: Threshold, commune: str) -> tuple[str, ...]:
    until = f"số liệu chốt đến {long_day(certificate.as_of)}"
    return (
        "Căn cứ Luật Bảo hiểm y tế",
        *(f"Căn cứ {reference}" for reference in _references(threshold)),
        *own_bases(certificate),
        f"Căn cứ hồ sơ đề nghị thẩm định của Ủy ban nhân dân {commune}, {until}",
    )


def _references(threshold: Threshold) -> tuple[str, ...]:
    """Name the documents that set the threshold, one by one (văn bản quy định ngưỡng)."""
    first, *entered = [clean(part).strip(" ;.") for part in threshold.legal_reference.split(";")]
    parts = (clean(threshold.citation) or first, *entered)
    return tuple(f"văn bản số {p}" if p[0].isdigit() else p for p in parts if p)


def _again(reference: str) -> str:
    """Name a document that was named in full before: kind and number only (Phụ lục I, II.3)."""
    cited = _CITED.match(reference)
    return cited[0] if cited else reference


def _plain(value: Decimal) -> str:
    """Write an exact figure without an exponent or idle zeros: Decimal("90.0") → "90"."""
    return f"{value.normalize():f}"


def _figures(certificate: Certificate, threshold: Threshold) -> tuple[Row, ...]:
    shares = _shares(certificate, threshold)
    rule = percent(_plain(threshold.percent))
    return (
        Row("Số người tham gia bảo hiểm y tế được tính", tuple(number(n) for _, n, _, _ in shares)),
        Row("Dân số", tuple(number(d) for _, _, d, _ in shares)),
        Row("Ngưỡng phải đạt", (rule,) * len(shares)),
        Row("Số người tham gia phải có", tuple(number(r) for _, _, _, r in shares)),
        Row("Tỷ lệ tham gia", tuple(percent(truncated_percent(n, d)) for _, n, d, _ in shares)),
        Row("Kết quả", ("đạt",) * len(shares)),
    )


def _shares(certificate: Certificate, threshold: Threshold) -> list[tuple[str, int, int, int]]:
    """List (who, participants, people, required): the whole, and by sex where the rule asks."""
    tally, people = certificate.outcome.tally, certificate.population.total
    shares = [("toàn xã", tally.insured, people, threshold.required(people))]
    if threshold.both_sexes:
        by_sex = certificate.assessment.by_sex
        shares += [(s.label, s.insured, s.population, s.required) for s in by_sex]
    return shares


def _sources(population: Population, threshold: Threshold) -> tuple[str, ...]:
    source = clean(population.source) or "chưa nêu nguồn"
    when = f", số liệu ngày {short_day(population.day)}" if population.day else ""
    references = "; ".join(map(_again, _references(threshold)))
    point = f"điều khoản {clean(threshold.clause)}, " if threshold.clause else ""
    return (
        f"Nguồn dân số: {source.rstrip('.')}{when}; cách tính dân số: {BASES[population.basis]}.",
        f"Nguồn ngưỡng: {point}bộ tiêu chí {clean(threshold.rule_set)}, {references}.",
    )


def _comparisons(certificate: Certificate, threshold: Threshold) -> tuple[str, ...]:
    """Write each comparison of people out in full, so that a reader can redo it."""
    share = _plain(threshold.percent)
    return tuple(
        f"{who}: {number(n)} × 100 = {number(100 * n)} ≥ "
        f"{number(d)} × {share.replace('.', ',')} = {_product(threshold.percent, d)}".replace(
            " ", NBSP
        )
        for who, n, d, _ in _shares(certificate, threshold)
    )


def _product(share: Decimal, people: int) -> str:
    whole, _, part = _plain(share * people).partition(".")
    return number(int(whole)) + (f",{part}" if part else "")


def _doubts(certificate: Certificate) -> str:
    assessment = certificate.assessment
    tally = assessment.tally
    said = []
    if tally.doubtful:
        then = "thấp hơn" if assessment.rests_on_doubt else "vẫn không thấp hơn"
        said.append(
            f"Trong số người được tính có {number(tally.doubtful)} người còn cảnh báo chưa xác "
            f"nhận; nếu không kể những người này thì còn {number(assessment.lower)} người, "
            f"{then} số người phải có."
        )
    if certificate.outcome.threshold and certificate.outcome.threshold.both_sexes and tally.unknown:
        said.append(
            f"Có {number(tally.unknown)} người được tính trong toàn xã nhưng chưa rõ giới tính, "
            "không tính vào cột nam, cột nữ."
        )
    return " ".join(said)


def _conclusion(threshold: Threshold) -> str:
    point = f" {clean(threshold.clause)}" if threshold.clause else ""
    sexes = ", tính chung và tính riêng nam, nữ" if threshold.both_sexes else ""
    return f"tiêu chí{point} về tỷ lệ người dân tham gia bảo hiểm y tế{sexes}"


def _conclusion_detail(certificate: Certificate) -> str:
    a = certificate.assessment
    spare = a.tally.insured - (a.required or 0)
    beyond = (
        f"nhiều hơn số người phải có {number(spare)} người" if spare else "bằng số người phải có"
    )
    return (
        f"{number(a.tally.insured)} người tham gia trên {number(a.population.total)} người dân, "
        f"bằng {percent(a.percent_truncated)}, {beyond}"
    )


def _hamlets(certificate: Certificate) -> tuple[tuple[Row, ...], Row]:
    named = [h for h in certificate.hamlets if h.hamlet.strip()]
    total = certificate.outcome.tally.insured
    rest = total - sum(h.counted for h in named)
    if named and rest < 0:
        raise FiguresDisagree(
            f"Số người theo thôn cộng lại nhiều hơn số người được tính của cả xã {-rest} người. "
            "Kiểm tra lại danh sách trước khi lập văn bản."
        )
    counted = [(clean(h.hamlet), h.counted) for h in named]
    if rest:
        counted.append(("Không ghi thôn", rest))
    rows = tuple(Row(str(i), (name, number(n))) for i, (name, n) in enumerate(counted, 1))
    return (rows if named else ()), Row("", ("Cộng", number(total)))


def _proof(certificate: Certificate, threshold: Threshold) -> tuple[Row, ...]:
    outcome, evidence = certificate.outcome, certificate.population.evidence_sha256
    rows: Iterable[tuple[str, str]] = (
        ("Định danh văn bản", certificate.reference),
        ("Mã hồ sơ", str(certificate.appraisal_id)),
        ("Người thẩm định", certificate.appraiser),
        ("Số dòng của danh sách", number(outcome.counts.rows)),
        ("Mã băm danh sách (SHA-256)", outcome.roster_sha256),
        ("Gốc cây băm của danh sách", outcome.roster_root),
        ("Phiên bản quy tắc kiểm tra", outcome.rules_version),
        ("Mã băm tệp ngưỡng (SHA-256)", threshold.sha256),
        ("Mã băm văn bản dân số (SHA-256)", evidence),
        ("Số mục của nhật ký kiểm toán", number(certificate.log_size)),
        ("Gốc cây băm của nhật ký", certificate.log_root),
    )
    return tuple(Row(label, _halves(clean(value))) for label, value in rows if value)


def _halves(value: str) -> tuple[str, ...]:
    """Break a digest into lines of 32 signs; other values stay on one line."""
    if " " in value or len(value) <= _HALF + 4:
        return (value,)
    return tuple(value[i : i + _HALF] for i in range(0, len(value), _HALF))
