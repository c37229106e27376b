"""A certified commune is looked at by the rules of today (còn đạt hôm nay không)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, Outcome, may_see
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.coverage import Assessment, Tally
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.findings import Check
from ntm_verify.domain.list_facts import Context
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.recount import recount
from ntm_verify.domain.roster import read_roster
from ntm_verify.domain.waiver import waived_places
from ntm_verify.domain.wording import VIETNAM

from .kept_list import list_of
from .on_record import on_record
from .ports import Ports
from .standing_rules import standing_rules

LIMITS: Final = (
    (
        "Tính lại từ danh sách đã lưu, theo quy tắc và ngưỡng của hôm nay, với dân số đã khai. "
        "Danh sách lưu không giữ hạn thẻ, ngày sinh, người mới đến hay đi, nên kết quả này chỉ để "
        "tham khảo: muốn có kết luận mới, xã phải nộp danh sách mới."
    ),
    (
        "Văn bản đã ban hành giữ nguyên giá trị tại ngày chốt số liệu; việc xem lại không thay đổi "
        "gì."
    ),
)


@dataclass(frozen=True, slots=True)
class RecheckToday:
    """Which dossier, by which set (hồ sơ, bộ tiêu chí); "" is the set in force today."""

    appraisal_id: UUID
    rule_set: str = ""


@dataclass(frozen=True, slots=True)
class Recheck:
    """What held then and what would hold today (kết quả xem lại); `notes` say what it is worth."""

    appraisal: Appraisal
    day: date
    then: Assessment
    now: Assessment
    rule_set: str = ""
    notes: tuple[str, ...] = LIMITS


@on_record
async def recheck_today(ports: Ports, actor: Actor, request: RecheckToday) -> Recheck:
    """Count the kept list by the rules and the threshold of today; nothing on record changes.

    Raises:
        WrongOffice: the office does not re-appraise.
        NotFound: there is no such dossier with a result, or its list is not kept any more.
        PeoplePurged: its rows were deleted by rule.
        UnknownRuleSet: there is no set of this name.
        DamagedBlob: the list is not the one that was kept.

    """
    require_office(actor, Role.AUDITOR, Role.APPRAISER, Role.SIGNER, Role.ADMINISTRATOR)
    today = ports.now().astimezone(VIETNAM).date()
    async with ports.reading() as tx:
        appraisal = await tx.appraisals.get(request.appraisal_id)
        outcome = appraisal.outcome
        if not may_see(actor, appraisal) or outcome is None:
            raise NotFound("hồ sơ", request.appraisal_id)
        content = await list_of(tx, appraisal)
        rules = await standing_rules(tx, appraisal.province, appraisal.commune, today)
    ruling = ports.rulebook.ruling(
        appraisal.province, today, rules.figures, request.rule_set, rules.groups
    )
    tally = await _counted(ports, appraisal, outcome, content, today)
    then = Assessment(
        outcome.tally, appraisal.population, outcome.threshold, outcome.reason_not_found
    )
    now = Assessment(tally, appraisal.population, ruling.threshold, ruling.reason)
    async with ports.transaction() as tx:
        subject = Subject("submission", str(appraisal.id), appraisal.version)
        after: dict[str, object] = {"today": now.verdict.value, "participants": tally.insured}
        if request.rule_set:
            after["rule_set"] = request.rule_set
        await tx.audit.append(AuditEvent(Action.REAPPRAISED, actor, subject, after=after))
    found = ruling.clause.rule_set if ruling.clause else ""
    return Recheck(appraisal, today, then, now, found)


async def _counted(
    ports: Ports, appraisal: Appraisal, outcome: Outcome, content: bytes, today: date
) -> Tally:
    """Count the kept rows as of today; sexes are known only where nobody came or went."""
    roster = read_roster(content)
    checked = await ports.check_list(roster.to_raw(), Context(today, ports.codes, ports.catalogue))
    weights = {check: ports.catalogue.severity(check) for check in Check}
    waived = waived_places(appraisal.waivers, roster)
    counted = recount(roster, checked, weights, waived)
    if counted == [row.counted for row in roster.rows]:
        return outcome.tally
    people = sum(counted)
    doubtful = min(outcome.tally.doubtful, people)
    return replace(
        outcome.tally, insured=people, doubtful=doubtful, male=0, female=0, unknown=people
    )
