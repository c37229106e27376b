"""Dossiers as far along as a test wants them, with their lists really kept; and what is refused.

DỮ LIỆU GIẢ LẬP: no person, commune or paper here exists.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from itertools import product
from typing import Any, Final, TypeVar

import pytest

from ntm_verify.domain.appraisal import Appraisal, Outcome, Status
from ntm_verify.domain.audit import Action, AuditEvent
from ntm_verify.domain.certificate import Certificate, Standing
from ntm_verify.domain.coverage import Doubt
from ntm_verify.domain.errors import Refusal
from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.job import Job
from ntm_verify.domain.list_facts import Context
from ntm_verify.domain.participant_list import RawList
from ntm_verify.domain.people import Actor
from ntm_verify.domain.population import Population
from ntm_verify.domain.reading import ListFile
from ntm_verify.domain.roster import dump_findings, make_roster
from ntm_verify.domain.summary import summarise
from ntm_verify.trail.entry import read_entry
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.ports import AppraisalQuery, Ports

from .builders import (
    AS_OF,
    PROVINCE,
    SIGNER,
    UNITS,
    a_certificate,
    an_appraisal,
)
from .lists import lay_out
from .worlds import PDF, World

Request = TypeVar("Request")
FAMILIES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Bùi", "Đỗ")
GIVEN: Final = ("Lập", "Giả", "Mẫu", "Thử")
PEOPLE: Final = tuple(
    f"{family} {middle} {given}"
    for family, middle, given in product(FAMILIES, ("Văn", "Thị"), GIVEN)
)
"""48 names; enough for a hamlet."""
ENOUGH: Final = Population(10, "Công an xã (giả lập)", AS_OF, basis="permanent")
"""Ten people live here: nine of them meet 85 %, eight do not."""


def a_number(place: int) -> str:
    """Give the made-up insurance number of a person."""
    return f"38990{place:05d}"


def a_list(people: int = 9, *, missing: int = 0, expired: int = 0) -> RawList:
    """Lay out so many people; the last of them lack a number, or their card has lapsed."""
    numbers = [a_number(n) if n < people - missing else "" for n in range(people)]
    columns = {
        Field.NAME: list(PEOPLE[:people]),
        Field.ID: numbers,
        Field.HAMLET: [f"Thôn {1 + n % 2}" for n in range(people)],
    }
    if expired:
        columns[Field.VALID_TO] = ["31/12/2099"] * (people - expired) + ["01/01/2019"] * expired
    return lay_out(columns)


def a_file(people: int = 9, name: str = "danh-sach.csv") -> ListFile:
    """Write so many people down as a commune would."""
    rows = [f"{n + 1},{PEOPLE[n]},{a_number(n)},Thôn {1 + n % 2}" for n in range(people)]
    text = "\r\n".join(["STT,Họ và tên,Mã số BHXH,Thôn", *rows, ""])
    return ListFile(name, ("\ufeff" + text).encode())


async def outcome_of(
    ports: Ports, raw: RawList, as_of: date = AS_OF
) -> tuple[Outcome, tuple[bytes, ...]]:
    """Check a list as the service does; give what is kept of it, and the bytes."""
    checked = await ports.check_list(raw, Context(as_of, ports.codes, ports.catalogue))
    weights = {check: ports.catalogue.severity(check) for check in Check}
    content = make_roster(raw, checked, weights).to_bytes()
    report = dump_findings(checked.findings)
    summary = summarise(raw, checked, (), ports.catalogue)
    outcome = Outcome(
        roster_sha256=sha256(content).hexdigest(),
        roster_root="b" * 64,
        salts_sha256="c" * 64,
        report_sha256=sha256(report).hexdigest(),
        counts=summary.counts,
        tally=summary.tally,
        hamlets=summary.hamlets,
        threshold=ports.rulebook.ruling(PROVINCE, as_of).threshold,
        reason_not_found=Doubt.NO_FIGURE,
        rules_version=ports.rules_version,
        checked_at=ports.now(),
    )
    return outcome, (content, report)


async def a_dossier(
    world: World,
    status: Status,
    raw: RawList | None = None,
    **others: Any,  # noqa: ANN401 - fields of a dossier
) -> Appraisal:
    """Put a dossier on its shelf with its list, in the given state."""
    outcome, kept = await outcome_of(world.ports, raw or a_list(), others.get("as_of", AS_OF))
    async with world.ports.transaction() as tx:
        for content in kept:
            await tx.blobs.keep(content)
    fields = {"population": ENOUGH, "outcome": outcome, **others}
    dossier = an_appraisal(status=status, **fields)
    await world.holds(*UNITS, dossier)
    return await world.find(dossier)


async def an_issued_paper(world: World) -> Certificate:
    """Put an approved dossier on its shelf and issue its paper."""
    approved = await a_dossier(world, Status.APPROVED)
    request = IssueCertificate(approved.id, approved.version)
    return await issue_certificate(world.ports, SIGNER, request)


async def a_planted_paper(
    world: World,
    dossier: Appraisal,
    **others: Any,  # noqa: ANN401 - fields of a paper
) -> Certificate:
    """Put a paper of a dossier on its shelf, as if it had been issued long ago."""
    pdf = PDF + b"long ago"
    async with world.ports.transaction() as tx:
        digest = await tx.blobs.keep(pdf)
    fields = {"pdf_sha256": digest, "pdf_length": len(pdf), **others}
    if fields.get("standing") is Standing.PLANNED:
        fields |= {"pdf_sha256": "", "pdf_length": 0, "issued_at": None}
    paper = a_certificate(dossier, **fields)
    await world.holds(paper)
    return await world.find(paper)


@dataclass(frozen=True)
class Books:
    """Everything that is kept besides the log, and how long the log is."""

    appraisals: tuple[Appraisal, ...]
    certificates: tuple[Certificate, ...]
    jobs: tuple[Job, ...]
    others: tuple[object, ...]
    log: int = field(compare=False)


async def books(world: World) -> Books:
    """Read everything that is kept besides the log, and how long the log is."""
    async with world.ports.reading() as tx:
        found = (await tx.appraisals.find(AppraisalQuery(limit=1000))).items
        papers = [p for a in found for p in await tx.certificates.of_appraisal(a.id)]
        accounts = await tx.accounts.all_of(PROVINCE)
        others = (*await tx.figures.all(), *accounts, *await tx.units.of_province(PROVINCE))
        size = (await tx.audit.head()).size
    return Books(found, tuple(papers), tuple(await world.waiting()), others, size)


async def entries(world: World, start: int) -> list[dict[str, Any]]:
    """Read the entries of the log from one on, as they are written."""
    async with world.ports.reading() as tx:
        stop = (await tx.audit.head()).size
        return [read_entry(kept.entry) async for kept in tx.audit.entries(start, stop)]


async def must_refuse(
    world: World,
    usecase: Callable[[Ports, Actor, Request], Awaitable[object]],
    actor: Actor,
    request: Request,
    refusal: type[Refusal],
) -> Refusal:
    """Ask for an act; it is refused and on record, and nothing is changed."""
    before = await books(world)
    with pytest.raises(refusal) as refused:
        await usecase(world.ports, actor, request)
    assert type(refused.value) is refusal
    assert await books(world) == before
    (entry,) = await entries(world, before.log)
    assert (entry["type"], entry["actor"]["id"]) == (Action.ACT_REFUSED.value, actor.id)
    assert entry["subject"] == {"kind": "act", "id": type(request).__name__, "rev": 0}
    on = str(getattr(request, "appraisal_id", ""))
    assert entry["after"] == {"code": refused.value.code, "on": on}
    assert entry["priv"] == {}
    return refused.value


async def acts(world: World) -> list[AuditEvent]:
    """Give what the log says of the acts of the test, without the entries they follow from."""
    return [replace(event, cause=None) for event in await world.audit_log()]


async def told(world: World) -> list[tuple[str, str, str]]:
    """Give (action, actor, subject) of the acts of the test."""
    return [(e.action.value, e.actor.id, e.subject.id) for e in await world.audit_log()]
