"""What the paper says of rules that were waived (miễn áp dụng quy tắc, in trên văn bản)."""

from collections.abc import Iterator

from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.coverage import VERDICT_LABELS
from ntm_verify.domain.waiver import WAIVER_REASONS, Waiver
from ntm_verify.domain.wording import number, percent, short_day

from .texts import clean, commune_in_text


def waiver_lines(certificate: Certificate) -> tuple[str, ...]:
    """Say for each waiver which rule, for whom, who asked, who decided, on what ground, until when.

    Officials are named; of the people on the list only how many they are.
    """
    return tuple(_line(waiver, certificate) for waiver in certificate.waivers if waiver.is_granted)


def without_waivers(certificate: Certificate) -> str:
    """Say what the result would be if no rule were waived; "" where none is."""
    without = certificate.without_waivers
    if without is None:
        return ""
    missing = f", còn thiếu {number(without.shortfall)} người" if without.shortfall else ""
    share, verdict = percent(without.percent_truncated), VERDICT_LABELS[without.verdict]
    return (
        f"Không có miễn áp dụng thì được tính {number(without.tally.insured)} người, bằng {share}, "
        f"kết quả: {verdict}{missing}."
    )


def _line(waiver: Waiver, certificate: Certificate) -> str:
    return "; ".join(_parts(waiver, certificate))


def _parts(waiver: Waiver, certificate: Certificate) -> Iterator[str]:
    rows = f"{number(len(waiver.rows))} dòng" if waiver.rows else "mọi dòng liên quan"
    yield (
        f"Quy tắc “{clean(waiver.title) or waiver.rule}”, {rows}, được tính thêm "
        f"{number(waiver.people)} người"
    )
    yield f"lý do: {_small(WAIVER_REASONS.get(waiver.reason_code, waiver.reason_code))}"
    office = f"Ủy ban nhân dân {commune_in_text(certificate.commune_name)}"
    yield f"người đề nghị: {clean(waiver.asked_name)} ({office})"
    yield f"người chấp thuận: {clean(waiver.decided_name)}"
    yield f"căn cứ: {clean(waiver.legal_base).rstrip('.;')}"
    if waiver.until is not None:
        yield f"có giá trị đến hết ngày {short_day(waiver.until)}"


def _small(text: str) -> str:
    """Begin a reason small, as it stands inside a sentence."""
    return text[:1].lower() + text[1:]
