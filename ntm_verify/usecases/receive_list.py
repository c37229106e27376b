"""A commune hands files in to be read and checked (nạp danh sách)."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final
from uuid import UUID

from ntm_verify.domain.appraisal import (
    UNDECIDED,
    Appraisal,
    Move,
    Status,
    advance,
    is_within_reach,
    open_dossier,
)
from ntm_verify.domain.errors import Conflict, InvalidInput, NotFound, StaleRecord
from ntm_verify.domain.findings import Field
from ntm_verify.domain.job import Duty, Job
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office
from ntm_verify.domain.population import Population
from ntm_verify.domain.preparation import Preparation
from ntm_verify.domain.reading import FileFacts, ListFile, ReadingOptions
from ntm_verify.domain.unit_change import require_in_programme

from .on_record import on_record
from .ports import AppraisalQuery, Ports, Transaction
from .standing_rules import standing_rules
from .survey_units import known_units

MOST_FILES: Final = 250


class NothingHandedIn(InvalidInput):
    """There is no file, or too many (không có tệp)."""

    code = "nothing_handed_in"


class SameListAgain(Conflict):
    """A returned list came back unchanged (nộp lại không có thay đổi)."""

    code = "same_list_again"


@dataclass(frozen=True, slots=True)
class ReceiveList:
    """What a commune hands in for itself: whose list it is, the actor says (hồ sơ nạp).

    With `appraisal_id` the files replace those of a dossier that was returned or only checked,
    at the version its maker has `seen`. With `keep_files` those stay, and the new ones are added:
    the file of one more hamlet; a file of the same name takes the old one's place (F15).
    """

    as_of: date
    population: Population
    files: tuple[ListFile, ...]
    options: ReadingOptions = ReadingOptions()  # noqa: RUF009 - frozen
    rule_set: str = ""
    appraisal_id: UUID | None = None
    seen: int = 0
    second_total: int | None = None
    second_source: str = ""
    keep_files: bool = False


@on_record
async def receive_list(ports: Ports, actor: Actor, request: ReceiveList) -> Appraisal:
    """Keep the files by their digest, open or reopen the dossier, and ask for the check.

    The same bytes for the same day lead to the dossier that is there (F12).

    Raises:
        WrongOffice: the actor does not act for a commune.
        NothingHandedIn: no file, an empty one among several, or more than 250.
        NotFound, StaleRecord, WrongStatus: the dossier to replace is not there, moved on, or
            cannot take files now.
        SameListAgain: a returned list came back unchanged.
        UnknownRuleSet: the named rule set is not known.
        NotInProgramme: the unit did not stand on the cut-off date, or was a ward by then.

    """
    require_office(actor, *COMMUNE_SIDE)
    if not 0 < len(request.files) <= MOST_FILES:
        raise NothingHandedIn(f"Cần chọn từ 1 đến {MOST_FILES} tệp danh sách.")
    if request.rule_set:
        ports.rulebook.named(request.rule_set)
    async with ports.transaction() as tx:
        dossier = await _dossier(tx, ports, actor, request)
        facts = _all_files(request, dossier)
        if dossier.status is not Status.DRAFT and request.appraisal_id is None:
            return dossier
        for file in request.files:
            await tx.blobs.seal(file.content, ports.now())
        move = Move(Status.CHECKING, dossier.version)
        started, event = advance(
            dossier,
            move,
            by=actor,
            at=ports.now(),
            files=facts,
            as_of=request.as_of,
            population=request.population,
            encoding=request.options.encoding,
            rule_set=request.rule_set,
            round=dossier.round + (dossier.status is Status.RETURNED),
            refusal="",
            outcome=None,
            preparation=_preparation(dossier, request),
        )
        kept = await tx.appraisals.save(started, event)
        key = f"check/{kept.id}/{kept.version}"
        job = Job(ports.new_id(), key, Duty.CHECK_SUBMISSION, kept.id, ports.now())
        await tx.jobs.add(job)
    return kept


def _all_files(request: ReceiveList, dossier: Appraisal) -> tuple[FileFacts, ...]:
    """Give the files that make up the list: the new ones, behind those that are to stay."""
    new = _facts(request)
    if not request.keep_files:
        return new
    names, digests = {f.name for f in new}, {f.sha256 for f in new}
    stay = [f for f in dossier.files if f.name not in names and f.sha256 not in digests]
    if len(stay) + len(new) > MOST_FILES:
        raise NothingHandedIn(f"Một danh sách gồm nhiều nhất {MOST_FILES} tệp.")
    return (*stay, *new)


def _facts(request: ReceiveList) -> tuple[FileFacts, ...]:
    return tuple(
        FileFacts(f.name, sha256(f.content).hexdigest(), len(f.content), "") for f in request.files
    )


async def _dossier(tx: Transaction, ports: Ports, actor: Actor, request: ReceiveList) -> Appraisal:
    if request.appraisal_id is not None:
        dossier = await tx.appraisals.get(request.appraisal_id)
        return await _reopened(tx, ports, actor, request, dossier)
    if found := await _same_bytes(tx, actor, request, _facts(request)):
        return found
    known = await known_units(tx, actor.province)
    unit = require_in_programme(known, actor.unit, request.as_of)
    draft = Appraisal(
        ports.new_id(),
        actor.province,
        actor.unit,
        unit.name,
        request.as_of,
        request.population,
        actor.id,
        ports.now(),
    )
    opened, event = open_dossier(draft, by=actor)
    return await tx.appraisals.save(opened, event)


def _preparation(dossier: Appraisal, request: ReceiveList) -> Preparation:
    """Begin anew with these files; the list that the province saw last stays for comparison.

    What was mended on screen stays where files were only added behind the others.
    """
    seen_last = dossier.preparation.previous_roster
    if dossier.status is Status.RETURNED and dossier.outcome is not None:
        seen_last = dossier.outcome.roster_sha256
    options, made = request.options, dossier.preparation
    is_added = request.keep_files and _all_files(request, dossier)[: len(dossier.files)] == (
        dossier.files
    )
    return Preparation(
        corrections_sha256=made.corrections_sha256 if is_added else "",
        corrections=made.corrections if is_added else 0,
        mapping=_mapping(options) or (made.mapping if is_added else ()),
        header_row=options.header_row or (made.header_row if is_added else 0),
        sheet=options.sheet or (made.sheet if is_added else ""),
        previous_roster=seen_last,
        second_total=request.second_total,
        second_source=request.second_source,
    )


def _mapping(options: ReadingOptions) -> tuple[tuple[Field, str], ...]:
    return tuple(sorted(options.mapping.items()))


async def _same_rule(tx: Transaction, ports: Ports, dossier: Appraisal) -> bool:
    """Say whether the rule that applied to the returned list still applies."""
    rules = await standing_rules(tx, dossier.province, dossier.commune, dossier.as_of)
    ruling = ports.rulebook.ruling(
        dossier.province, dossier.as_of, rules.figures, dossier.rule_set, rules.groups
    )
    return dossier.outcome is not None and dossier.outcome.threshold == ruling.threshold


async def _reopened(
    tx: Transaction, ports: Ports, actor: Actor, request: ReceiveList, dossier: Appraisal
) -> Appraisal:
    if not is_within_reach(dossier, actor):
        raise NotFound("hồ sơ", dossier.id)
    same_files = [f.sha256 for f in dossier.files] == [
        f.sha256 for f in _all_files(request, dossier)
    ]
    same = same_files and dossier.population == request.population
    same = same and dossier.as_of == request.as_of and _second(dossier) == _second_of(request)
    if dossier.status is Status.RETURNED and same and await _same_rule(tx, ports, dossier):
        raise SameListAgain(
            "Danh sách và dân số giống hệt lần đã bị trả lại. Hãy sửa theo lý do trả lại rồi "
            "nộp lại; hồ sơ vẫn giữ nguyên."
        )
    if request.seen != dossier.version:
        raise StaleRecord("hồ sơ", dossier.id)
    return dossier


async def _same_bytes(
    tx: Transaction, actor: Actor, request: ReceiveList, facts: tuple[FileFacts, ...]
) -> Appraisal | None:
    query = AppraisalQuery(
        actor.province, actor.unit, UNDECIDED | {Status.APPROVED, Status.CERTIFIED}, limit=200
    )
    wanted = [fact.sha256 for fact in facts]
    for dossier in (await tx.appraisals.find(query)).items:
        same_day = (dossier.as_of, dossier.population) == (request.as_of, request.population)
        same_way = dossier.status is Status.DRAFT or (
            _way(dossier) == _way_of(request) and _second(dossier) == _second_of(request)
        )
        if same_day and same_way and [f.sha256 for f in dossier.files] == wanted:
            return dossier
    return None


def _way(dossier: Appraisal) -> tuple[object, ...]:
    """Give how the files were read: what the submitter confirmed about them (cách đọc tệp)."""
    made = dossier.preparation
    return dossier.encoding, dossier.rule_set, made.mapping, made.header_row, made.sheet


def _way_of(request: ReceiveList) -> tuple[object, ...]:
    o = request.options
    return o.encoding, request.rule_set, _mapping(o), o.header_row, o.sheet


def _second(dossier: Appraisal) -> tuple[int | None, str]:
    """Give what a second source says of the population (nguồn dân số thứ hai)."""
    return dossier.preparation.second_total, dossier.preparation.second_source


def _second_of(request: ReceiveList) -> tuple[int | None, str]:
    return request.second_total, request.second_source
