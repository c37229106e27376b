"""A commune takes the list of people to call on, by hamlet (danh sách vận động): F33, F99."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, Status, is_within_reach
from ntm_verify.domain.audit import Action, AuditEvent
from ntm_verify.domain.call_list import (
    REASON_WORDS,
    Call,
    HamletCalls,
    NewerList,
    by_hamlet,
    calls,
    of_hamlet,
    require_purpose,
    unnamed,
)
from ntm_verify.domain.endings import parts_of
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office
from ntm_verify.domain.roster import load_findings, read_roster
from ntm_verify.domain.wording import VIETNAM
from ntm_verify.domain.wording import day as written

from .on_record import on_record
from .ports import AppraisalQuery, Ports, Transaction

HANDED_IN: Final = frozenset(
    {Status.SUBMITTED, Status.UNDER_APPRAISAL, Status.APPROVED, Status.CERTIFIED}
)
EVERY_HAMLET: Final = -1
CERTIFIED: Final = frozenset({Status.CERTIFIED, Status.SUPERSEDED})
MOST_DAYS: Final = 366
NO_HAMLET: Final = "Không ghi thôn"
HEAD: Final = (
    *("Thôn", "Nhóm dòng liền nhau", "Họ và tên", "4 số cuối mã số", "Lý do", "Hạn thẻ"),
    *("Điện thoại", "Kết quả"),
)
LAST_WORD: Final = (
    "Chỉ dùng để vận động người dân tham gia bảo hiểm y tế; không sao chép, không đăng lên mạng; "
    "hủy sau khi dùng xong."
)


@dataclass(frozen=True, slots=True)
class ReadCallList:
    """Which list, whom, and what for (yêu cầu lập danh sách).

    `hamlet` is a hamlet's place in the outcome, -1 for all; `days` is how far ahead cards that
    end count, 0 for those that are over alone; `is_file` asks for a workbook.
    """

    appraisal_id: UUID
    purpose: str
    hamlet: int = EVERY_HAMLET
    days: int = 0
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class CallList:
    """People by hamlet (danh sách vận động), of which list, on which day.

    `unnamed` people of the chosen hamlets have a card that is over by then, as the counts of the
    list tell, but no date of theirs was kept: they cannot be named. `before` is the cut-off day of
    the certified list that this one was held against, None where there is none. `file` is the
    workbook, b"" where none was asked for.
    """

    appraisal: Appraisal
    day: date
    until: date
    hamlets: tuple[HamletCalls, ...]
    unnamed: int
    before: date | None
    file: bytes = b""

    @property
    def people(self) -> int:
        """Count the people named."""
        return sum(hamlet.people for hamlet in self.hamlets)


@on_record
async def read_call_list(ports: Ports, actor: Actor, request: ReadCallList) -> CallList:
    """Name the people of the commune's own list; the look, on screen or as a file, is an entry.

    Raises:
        WrongOffice: the actor does not act for a commune.
        NotFound: no such list in the actor's commune, or no such hamlet.
        PurposeMissing: nobody said what for.
        NewerList: the commune has handed in a newer list.

    """
    require_office(actor, *COMMUNE_SIDE)
    day = ports.now().astimezone(VIETNAM).date()
    until = day + timedelta(days=max(0, min(request.days, MOST_DAYS)))
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not is_within_reach(dossier, actor):
            raise NotFound("hồ sơ", request.appraisal_id)
        purpose = require_purpose(request.purpose)
        found = await _named(tx, dossier, request, CallList(dossier, day, until, (), 0, None))
        after = {
            "view": "call_list",
            "people": found.people,
            "hamlets": len(found.hamlets),
            "file": request.is_file,
            "reason_code": purpose,
        }
        event = AuditEvent(Action.RECORD_VIEWED, actor, dossier.subject(), after=after)
        await tx.audit.append(event)
    if not request.is_file:
        return found
    return replace(found, file=await ports.workbooks.plain_book(_rows(found)))


async def _named(
    tx: Transaction, dossier: Appraisal, request: ReadCallList, empty: CallList
) -> CallList:
    outcome = dossier.outcome
    if outcome is None:
        raise NotFound("danh sách đã kiểm tra của hồ sơ", dossier.id)
    last = await _list_before(tx, dossier)
    roster = read_roster(await tx.blobs.get(outcome.roster_sha256))
    findings = load_findings(await tx.blobs.get(outcome.report_sha256))
    before = None
    if last is not None and last.outcome is not None:
        before = read_roster(await tx.blobs.get(last.outcome.roster_sha256))
    found = by_hamlet(calls(roster, findings, before, empty.day, empty.until))
    parts, hamlet = parts_of(outcome), None
    if request.hamlet != EVERY_HAMLET:
        if not 0 <= request.hamlet < len(parts):
            raise NotFound("thôn thứ", request.hamlet + 1)
        hamlet = parts[request.hamlet].hamlet
        found = of_hamlet(found, hamlet)
    kept = await tx.card_endings.of(dossier.id)
    left = unnamed(roster, findings, kept, empty.until, hamlet)
    return replace(empty, hamlets=found, unnamed=left, before=last.as_of if last else None)


async def _list_before(tx: Transaction, dossier: Appraisal) -> Appraisal | None:
    """Give the commune's newest certified dossier of an earlier day.

    Raises:
        NewerList: the commune has handed in a newer one than this.

    """
    query = AppraisalQuery(
        dossier.province, dossier.commune, HANDED_IN | {Status.SUPERSEDED}, limit=50
    )
    others = (await tx.appraisals.find(query)).items
    newer = [d.as_of for d in others if d.as_of > dossier.as_of and d.status in HANDED_IN]
    if newer:
        raise NewerList(
            f"Xã đã nộp danh sách mới hơn, chốt ngày {written(max(newer))}: người đã gia hạn có "
            "trong danh sách đó. Hãy mở hồ sơ mới nhất và lập danh sách vận động từ đó."
        )
    known = [d for d in others if d.as_of < dossier.as_of and d.status in CERTIFIED]
    return max(known, key=lambda d: (d.as_of, d.created_at), default=None)


def _rows(found: CallList) -> list[tuple[str, ...]]:
    """Lay the workbook out: what it is on top, then one row a person (bảng tính vận động)."""
    dossier = found.appraisal
    top = (
        ("DANH SÁCH VẬN ĐỘNG THAM GIA BẢO HIỂM Y TẾ",),
        (f"{dossier.commune_name} · lập ngày {written(found.day)}",),
        (f"Theo danh sách chốt ngày {written(dossier.as_of)}",),
        (LAST_WORD,),
        (),
        HEAD,
    )
    rows = [
        (one.hamlet or NO_HAMLET, f"Nhóm {number}", *_told(call), "", "")
        for one in found.hamlets
        for number, group in enumerate(one.groups, 1)
        for call in group
    ]
    return [*top, *rows]


def _told(call: Call) -> tuple[str, str, str, str]:
    ends = written(call.day) if call.day else ""
    return call.name, call.digits, REASON_WORDS[call.reason], ends
