"""A commune says how its files are to be read, and has them read again (đọc lại tệp)."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, Move, Status, advance, is_within_reach
from ntm_verify.domain.column_memory import ColumnChoice, ColumnMemory, keys_of, remember
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.findings import Refused
from ntm_verify.domain.job import Duty, Job
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office
from ntm_verify.domain.preparation import Preparation
from ntm_verify.domain.reading import ListFile, ListRefused, ReadingOptions, SheetHead

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """What is confirmed about the files (cách đọc tệp): the columns, the letters, or both.

    None leaves a thing as it is; an empty `ColumnChoice` leaves the columns to the service and
    forgets what was remembered of this header.
    """

    appraisal_id: UUID
    seen: int
    choice: ColumnChoice | None = None
    encoding: str | None = None


@on_record
async def read_again(ports: Ports, actor: Actor, request: ReadAgain) -> Appraisal:
    """Try the choice, keep it with the dossier, remember the columns, and ask for the check.

    A choice that cannot be read changes nothing. One that only waits for an old font to be
    confirmed is kept.

    Raises:
        WrongOffice: the actor does not act for a commune.
        NotFound: there is no such dossier in the actor's commune, or its files were removed.
        ListRefused: the files cannot be read like this.
        UnknownEncoding: nobody writes files like this.
        StaleRecord, WrongStatus: the dossier moved on, or cannot be read again now.

    """
    require_office(actor, *COMMUNE_SIDE)
    async with ports.reading() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not is_within_reach(dossier, actor):
            raise NotFound("hồ sơ", request.appraisal_id)
        files = tuple([ListFile(f.name, await tx.blobs.get(f.sha256)) for f in dossier.files])
    options = _options(dossier, request)
    heads = await _heads(ports, files, options, dossier.commune)
    memory = _memory(request, heads, actor, ports)
    move = Move(Status.CHECKING, request.seen)
    changes: dict[str, Any] = {
        "outcome": None,
        "refusal": "",
        "encoding": options.encoding,
        "preparation": _prepared(dossier, request),
        "round": dossier.round + (dossier.status is Status.RETURNED),
    }
    started, event = advance(dossier, move, by=actor, at=ports.now(), **changes)
    async with ports.transaction() as tx:
        saved = await tx.appraisals.save(started, event)
        if request.choice is not None:
            await tx.column_memory.forget(dossier.commune, keys_of(heads))
        if memory is not None:
            await tx.column_memory.keep(memory)
        key = f"check/{saved.id}/{saved.version}"
        await tx.jobs.add(Job(ports.new_id(), key, Duty.CHECK_SUBMISSION, saved.id, ports.now()))
    return saved


def _options(dossier: Appraisal, request: ReadAgain) -> ReadingOptions:
    made = dossier.preparation
    choice = request.choice
    if choice is None:
        choice = ColumnChoice(made.mapping, made.header_row, made.sheet)
    encoding = dossier.encoding if request.encoding is None else request.encoding
    return ReadingOptions(encoding, dict(choice.mapping), choice.header_row, choice.sheet)


async def _heads(
    ports: Ports, files: tuple[ListFile, ...], options: ReadingOptions, commune: str
) -> tuple[SheetHead, ...]:
    try:
        return (await ports.read_list(files, options, commune)).heads
    except ListRefused as refused:
        if refused.reason is not Refused.NAME_LEGACY_FONT or options.encoding:
            raise
        return refused.heads


def _memory(
    request: ReadAgain, heads: tuple[SheetHead, ...], actor: Actor, ports: Ports
) -> ColumnMemory | None:
    choice = request.choice
    if choice is None or not choice.mapping:
        return None
    read = [head for head in heads if head.columns and choice.sheet in {"", head.sheet}]
    found = (
        remember(head, choice, commune=actor.unit, by=actor.id, at=ports.now()) for head in read
    )
    return next(filter(None, found), None)


def _prepared(dossier: Appraisal, request: ReadAgain) -> Preparation:
    """Keep what still holds: corrections name rows, so they go with another sheet or header."""
    made, choice = dossier.preparation, request.choice
    seen_last = made.previous_roster
    if dossier.status is Status.RETURNED and dossier.outcome is not None:
        seen_last = dossier.outcome.roster_sha256
    made = replace(made, confirmations=(), previous_roster=seen_last)
    if choice is None:
        return made
    if (choice.header_row, choice.sheet) != (made.header_row, made.sheet):
        made = replace(made, corrections_sha256="", corrections=0)
    return replace(
        made,
        mapping=choice.mapping,
        header_row=choice.header_row,
        sheet=choice.sheet,
        remembered=False,
    )
