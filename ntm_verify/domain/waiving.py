"""Asking for a waiver and deciding on it (đề nghị, quyết định miễn áp dụng): acts on a dossier.

The commune asks, the province decides, and not the appraiser: who weighs a list does not loosen the
scales. A granted waiver changes the list's result at once; what it would be without stays beside
it, so that the difference can be read and computed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from .appraisal import (
    Appraisal,
    NotYourStep,
    Outcome,
    ReasonMissing,
    Status,
    WrongStatus,
    event_of,
    is_within_reach,
)
from .audit import Action, AuditEvent
from .codes import WaiverTerms
from .errors import Conflict, InvalidInput, NotFound, StaleRecord
from .findings import Catalogue
from .people import COMMUNE_SIDE, Actor
from .waiver import LONGEST, LONGEST_BASE, WAIVER_REASONS, Waiver, WaiverState
from .wording import day

ASKING: Final = frozenset({Status.CHECKED, Status.SUBMITTED, Status.UNDER_APPRAISAL})
DECIDING: Final = frozenset({Status.SUBMITTED, Status.UNDER_APPRAISAL})


class NotWaivable(InvalidInput):
    """The rule applies to everybody (quy tắc không được miễn)."""

    code = "not_waivable"


class WrongWaiver(InvalidInput):
    """A request or decision that lacks something or cannot be (miễn áp dụng không hợp lệ)."""

    code = "wrong_waiver"


class WaiverPending(Conflict):
    """A request waits for the province, or its term is over (còn đề nghị miễn áp dụng)."""

    code = "waiver_pending"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a commune asks for (nội dung đề nghị)."""

    rule: str
    rows: tuple[tuple[int, int], ...]
    reason_code: str
    reason: str
    evidence: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the province decides on a request (nội dung quyết định)."""

    number: int
    grant: bool
    legal_base: str = ""
    until: date | None = None
    note: str = ""


def require_wish(wish: Wish, against: Sequence[tuple[int, int]], catalogue: Catalogue) -> None:
    """Refuse a request that no province could grant.

    `against` are the rows that the rule speaks against.

    Raises:
        NotWaivable: the catalogue does not know the rule, or lets nobody waive it.
        WrongWaiver: the rule speaks against no such row.
        ReasonMissing: no reason as code and in words.

    """
    known = catalogue.entries.get(wish.rule)
    if known is None or not known.waivable:
        raise NotWaivable(
            f"Quy tắc “{wish.rule[:40]}” không được miễn: quy tắc về giá trị của thẻ, về trùng "
            "người và về mã số do pháp luật đặt ra, áp dụng như nhau với mọi xã. Sửa dòng đó trong "
            "danh sách."
        )
    wrong = [line for source, line in wish.rows if (source, line) not in against]
    if wrong or not against:
        told = f"dòng {wrong[0]}" if wrong else "dòng nào của danh sách này"
        raise WrongWaiver(
            f"Quy tắc này không bắt lỗi {told}. Mở lại kết quả kiểm tra và chọn đúng dòng cần miễn."
        )
    if wish.reason_code not in WAIVER_REASONS or not 0 < len(wish.reason.strip()) <= LONGEST:
        raise ReasonMissing(
            "Cần chọn lý do đề nghị miễn và ghi rõ bằng chữ (tối đa 1.000 ký tự): giấy tờ nào cho "
            "thấy dòng đó đúng."
        )


def ask(
    appraisal: Appraisal, seen: int, wish: Wish, *, by: Actor, at: datetime
) -> tuple[Appraisal, AuditEvent]:
    """Put a request into the dossier, and give the event that tells of it.

    Raises:
        StaleRecord: the dossier moved on since it was seen.
        NotYourStep: another commune's dossier.
        WrongStatus: there is no checked list, or it was decided on.
        WrongWaiver: the same rule is asked for or waived already.

    """
    _require_here(appraisal, seen, ASKING)
    if by.role not in COMMUNE_SIDE or not is_within_reach(appraisal, by):
        raise NotYourStep("Chỉ xã lập hồ sơ mới đề nghị miễn áp dụng cho hồ sơ đó.")
    open_ones = {WaiverState.ASKED, WaiverState.GRANTED}
    if any(w.rule == wish.rule and w.state in open_ones for w in appraisal.waivers):
        raise WrongWaiver(
            "Đã có một đề nghị cho quy tắc này. Rút đề nghị cũ trước khi gửi đề nghị khác."
        )
    asked = Waiver(
        len(appraisal.waivers) + 1,
        wish.rule,
        wish.rows,
        wish.reason_code,
        wish.reason.strip(),
        wish.evidence.strip()[:LONGEST_BASE],
        by.id,
        by.name,
        at,
        title=wish.title,
    )
    kept = replace(appraisal, waivers=(*appraisal.waivers, asked))
    return kept, event_of(Action.WAIVER_ASKED, appraisal, kept, by, asked.reason)


def withdraw(
    appraisal: Appraisal, seen: int, number: int, *, by: Actor, at: datetime
) -> tuple[Appraisal, AuditEvent]:
    """Take a request back that nobody has decided on (rút đề nghị).

    Raises:
        StaleRecord, NotYourStep, WrongStatus: as for asking.
        NotFound: there is no such request, or it was decided on.

    """
    _require_here(appraisal, seen, ASKING)
    if by.role not in COMMUNE_SIDE or not is_within_reach(appraisal, by):
        raise NotYourStep("Chỉ xã lập hồ sơ mới rút được đề nghị của mình.")
    one = find(appraisal, number, WaiverState.ASKED)
    gone = replace(one, state=WaiverState.WITHDRAWN, decided_by=by.id, decided_at=at)
    kept = replace(appraisal, waivers=exchanged(appraisal.waivers, gone))
    return kept, event_of(Action.WAIVER_DECIDED, appraisal, kept, by, "")


def require_decider(
    appraisal: Appraisal, seen: int, verdict: Verdict, terms: WaiverTerms, *, by: Actor
) -> Waiver:
    """Give the request that somebody decides on, or say why not.

    Raises:
        StaleRecord: the dossier moved on since it was seen.
        WrongStatus: it was not handed in, or was decided on.
        NotYourStep: the office does not decide on waivers, or the very person asked or appraises.
        NotFound: there is no such request.

    """
    _require_here(appraisal, seen, DECIDING)
    if by.role.value not in terms.deciders or not is_within_reach(appraisal, by):
        raise NotYourStep(
            "Miễn áp dụng do người có thẩm quyền của tỉnh quyết định, không phải người thẩm định."
        )
    one = find(appraisal, verdict.number, WaiverState.ASKED, WaiverState.GRANTED)
    if by.id in {
        one.asked_by,
        appraisal.created_by,
        appraisal.submitted_by,
        appraisal.appraised_by,
    }:
        raise NotYourStep(
            "Người đề nghị, người nộp và người thẩm định hồ sơ không quyết định miễn áp dụng. "
            "Chuyển cho người khác."
        )
    return one


def decided(
    one: Waiver, verdict: Verdict, terms: WaiverTerms, *, by: Actor, at: datetime, today: date
) -> Waiver:
    """Give the request as it stands after the decision.

    Raises:
        WrongWaiver: a grant without legal basis or with an impossible last day; a denial without
            words.

    """
    if not verdict.grant:
        if not verdict.note.strip():
            raise WrongWaiver("Cần ghi rõ vì sao không miễn, để xã biết cách sửa danh sách.")
    elif not 0 < len(verdict.legal_base.strip()) <= LONGEST_BASE:
        raise WrongWaiver(
            "Cần nêu căn cứ của việc miễn (số, ngày, cơ quan của văn bản; tối đa 300 ký tự): "
            "căn cứ được in trên văn bản kết quả."
        )
    last = today + timedelta(days=terms.longest_days)
    if verdict.grant and (verdict.until is None or not today <= verdict.until <= last):
        raise WrongWaiver(f"Ngày hết hạn miễn phải từ {day(today)} đến {day(last)}.")
    return replace(
        one,
        state=WaiverState.GRANTED if verdict.grant else WaiverState.DENIED,
        decided_by=by.id,
        decided_name=by.name,
        decided_at=at,
        legal_base=verdict.legal_base.strip() if verdict.grant else "",
        until=verdict.until if verdict.grant else None,
        note=verdict.note.strip()[:LONGEST],
        people=0,
    )


def keep(
    appraisal: Appraisal,
    waivers: tuple[Waiver, ...],
    outcome: Outcome,
    unwaived: Outcome | None,
    *,
    by: Actor,
    note: str,
) -> tuple[Appraisal, AuditEvent]:
    """Put a decision and its effect into the dossier, and give the event that tells of both."""
    kept = replace(appraisal, waivers=waivers, outcome=outcome, unwaived=unwaived)
    return kept, event_of(Action.WAIVER_DECIDED, appraisal, kept, by, note)


def find(appraisal: Appraisal, number: int, *states: WaiverState) -> Waiver:
    """Give the request of a number in one of some states, or raise `NotFound`."""
    for one in appraisal.waivers:
        if one.number == number and one.state in states:
            return one
    raise NotFound("đề nghị miễn áp dụng số", number)


def exchanged(waivers: Sequence[Waiver], new: Waiver) -> tuple[Waiver, ...]:
    """Give the requests with one of them as it is now."""
    return tuple(new if one.number == new.number else one for one in waivers)


def lapse(waivers: Sequence[Waiver]) -> tuple[Waiver, ...]:
    """End every request that is open or granted: the list it was about is no longer there."""
    alive = {WaiverState.ASKED, WaiverState.GRANTED}
    return tuple(
        replace(one, state=WaiverState.LAPSED, people=0) if one.state in alive else one
        for one in waivers
    )


def require_settled(appraisal: Appraisal, today: date) -> None:
    """Refuse to go on while a request is open, or rests on a waiver whose term is over.

    Raises:
        WaiverPending: see above, with the number of the request.

    """
    for one in appraisal.waivers:
        if one.state is WaiverState.ASKED:
            raise WaiverPending(
                f"Đề nghị miễn áp dụng số {one.number} chưa được quyết định. Chờ người có thẩm "
                "quyền của tỉnh quyết định, rồi tiếp tục."
            )
        if one.is_granted and one.until is not None and one.has_ended(today):
            raise WaiverPending(
                f"Miễn áp dụng số {one.number} đã hết hạn ngày {day(one.until)}. Người có thẩm "
                "quyền cần quyết định lại, hoặc bỏ miễn áp dụng."
            )


def _require_here(appraisal: Appraisal, seen: int, statuses: frozenset[Status]) -> None:
    if seen != appraisal.version:
        raise StaleRecord("hồ sơ", appraisal.id)
    if appraisal.status not in statuses or appraisal.outcome is None:
        raise WrongStatus(
            "Miễn áp dụng chỉ được đề nghị khi danh sách đã kiểm tra và được quyết định khi hồ sơ "
            "đã nộp, trước khi tỉnh phê duyệt."
        )
