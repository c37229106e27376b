"""An administrator takes a table of targets or of actuals in (nạp chỉ tiêu, số thực hiện): F94."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.reading import ListFile
from ntm_verify.domain.target_sheet import Issue, Sheet, read_targets
from ntm_verify.domain.targets import Target, falling
from ntm_verify.domain.unit import Unit, key_of

from .on_record import on_record
from .ports import Ports

KINDS: Final = {True: "targets", False: "actuals"}


@dataclass(frozen=True, slots=True)
class ImportTargets:
    """A table and what it rests on (bảng và căn cứ); `try_out` reads it and keeps nothing."""

    file: ListFile
    issue: Issue | None = None
    try_out: bool = False


@dataclass(frozen=True, slots=True)
class ImportedTargets:
    """What a table said (kết quả nạp), and which targets ask for less than the year before."""

    sheet: Sheet
    falling: tuple[Target, ...]
    kept: bool


@on_record
async def import_targets(ports: Ports, actor: Actor, request: ImportTargets) -> ImportedTargets:
    """Keep every line of a table, or none: all faults are told at once.

    A falling path is a question and no fault. Nothing is overwritten: what was kept before counts
    for the days before.

    Raises:
        WrongOffice: the actor is no administrator.
        ListRefused: the file cannot be read.
        SheetNotUsable, TargetNotUsable: with every fault, or without the document.

    """
    require_office(actor, Role.ADMINISTRATOR)
    rows = await ports.read_table(request.file)
    async with ports.transaction() as tx:
        units = await tx.units.of_province(actor.province)
        named = {name for unit in units for name in (unit.code, unit.official)}
        sheet = _placed(read_targets(rows, named | {actor.province}, request.issue), units)
        if not request.try_out:
            event = _event(actor, sheet, request.issue, ports.new_id().hex)
            if sheet.targets:
                await tx.targets.add_targets(actor.province, sheet.targets, event)
            else:
                await tx.targets.add_actuals(actor.province, sheet.actuals, event)
    return ImportedTargets(sheet, falling(sheet.targets), not request.try_out)


def _placed(sheet: Sheet, units: tuple[Unit, ...]) -> Sheet:
    """Give each line to the unit that bore the typed number at the time it speaks of."""
    targets = (
        replace(one, unit=key_of(one.unit, units, date(one.year, 12, 31))) for one in sheet.targets
    )
    actuals = (replace(one, unit=key_of(one.unit, units, one.day)) for one in sheet.actuals)
    return Sheet(tuple(targets), tuple(actuals))


def _event(actor: Actor, sheet: Sheet, issue: Issue | None, name: str) -> AuditEvent:
    """Tell how much was taken in, and from which document; no free text of the table."""
    subject = Subject(KINDS[bool(sheet.targets)], f"{actor.province}/{name}", 1)
    after: dict[str, object] = {"rows": len(sheet.targets) or len(sheet.actuals)}
    if issue is not None and sheet.targets:
        after |= {
            "document": issue.citation.number,
            "document_day": issue.citation.day.isoformat(),
            "valid_from": issue.valid_from.isoformat(),
            "demonstration": issue.demonstration,
        }
    return AuditEvent(Action.CONFIG_CHANGED, actor, subject, after=after)
