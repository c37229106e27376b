"""What happened is told, in order, signed, and without a name."""

from dataclasses import replace

import pytest

from ntm_verify.domain.appraisal import Move, Status, advance
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import InvalidInput, NotFound
from ntm_verify.domain.people import SYSTEM
from ntm_verify.storage.log_events import ClockWentBack
from ntm_verify.trail.entry import read_entry
from tests.support.builders import (
    APPRAISER,
    AUDITOR,
    an_appraisal,
    an_id,
    requesting,
)
from tests.support.worlds import MemoryWorld, World, world_at

from .acts import looked


async def test_a_look_is_told_with_everything_but_names(world: World) -> None:
    actor = requesting(AUDITOR, "req-1")
    event = AuditEvent(
        Action.RECORD_VIEWED,
        actor,
        Subject("submission", "x", 4),
        after={"rows": 12, "filter": None, "columns": ("a", "b")},
        private={"actor_name": AUDITOR.name, "address": "192.0.2.1"},
    )
    async with world.ports.transaction() as tx:
        await tx.audit.append(event)

    told = replace(event, after={"rows": 12, "filter": None, "columns": ["a", "b"]}, cause=None)
    assert await world.audit_log() == [told]
    async with world.ports.reading() as tx:
        (kept,) = await tx.audit.of_subject("submission", "x")
    assert AUDITOR.name.encode() not in kept.entry
    assert b'"req":"req-1"' in kept.entry


async def test_entries_are_read_by_place_and_by_subject(world: World) -> None:
    for number in range(3):
        async with world.ports.transaction() as tx:
            await tx.audit.append(looked(subject=str(number % 2)))

    async with world.ports.reading() as tx:
        head = await tx.audit.head()
        entries = [entry async for entry in tx.audit.entries(1, head.size)]
        about = await tx.audit.of_subject("submission", "0")
        assert await tx.audit.openings(str(an_id(999))) == {}
    assert (head.size, [entry.index for entry in entries]) == (4, [1, 2, 3])
    assert about == (entries[0], entries[2])
    assert [event.cause for event in await world.audit_log()] == [None, None, 1]


async def test_acts_of_one_request_that_are_alike_are_numbered(world: World) -> None:
    event = replace(looked(), actor=requesting(AUDITOR, "req"))
    for _ in range(2):
        async with world.ports.transaction() as tx:
            await tx.audit.append(event)
            await tx.audit.append(replace(event, action=Action.SEARCH_RUN))
            await tx.audit.append(event)

    async with world.ports.reading() as tx:
        told = [read_entry(kept.entry) for kept in await tx.audit.of_subject("submission", "x")]
    assert [(entry["type"], entry["req"]) for entry in told] == [
        ("record.viewed", "req"),
        ("search.run", "req"),
        ("record.viewed", "req~2"),
        ("record.viewed", "req~3"),
        ("search.run", "req~2"),
        ("record.viewed", "req~4"),
    ]
    assert (await world.examine()).holds


async def test_acts_without_a_request_are_told_apart(world: World) -> None:
    for _ in range(2):
        async with world.ports.transaction() as tx:
            await tx.audit.append(looked())

    assert (await world.examine()).holds


async def test_a_clock_that_goes_back_does_not_take_the_log_along(world: World) -> None:
    async with world.ports.transaction() as tx:
        await tx.audit.append(looked())
    world.outside.pass_time(seconds=-3)
    async with world.ports.transaction() as tx:
        await tx.audit.append(looked())

    assert (await world.examine()).holds


async def test_a_pin_from_a_paper_is_met(world: World) -> None:
    async with world.ports.reading() as tx:
        head = await tx.audit.head()
    async with world.ports.transaction() as tx:
        await tx.audit.append(looked())

    assert (await world.examine(f"{head.size}:{head.root.hex()}")).holds


async def test_a_pin_that_nobody_printed_is_refused(world: World) -> None:
    for pin in ("1", "1:", "1:zz", "-1:" + "0" * 64, "01:" + "0" * 64, "x"):
        with pytest.raises(InvalidInput, match="hai chấm"):
            await world.examine(pin)


async def test_a_clock_far_behind_is_told_once_and_stops_approvals(world: World) -> None:
    dossier = an_appraisal()
    await world.holds(dossier)
    world.outside.pass_time(seconds=-6)
    move = Move(Status.APPROVED, seen=1)
    approved, event = advance(dossier, move, by=APPRAISER, at=world.outside.now)

    with pytest.raises(ClockWentBack, match="Chỉnh lại đồng hồ"):
        async with world.ports.transaction() as tx:
            await tx.appraisals.save(approved, event)
    for _ in range(2):
        async with world.ports.transaction() as tx:
            await tx.audit.append(looked())

    told = [told.action for told in await world.audit_log()]
    assert told == [Action.CLOCK_REGRESSED, Action.RECORD_VIEWED, Action.RECORD_VIEWED]
    assert await world.find(dossier) == dossier
    world.outside.pass_time(seconds=7)
    async with world.ports.transaction() as tx:
        await tx.appraisals.save(approved, event)
    assert (await world.find(dossier)).status is Status.APPROVED


async def test_a_private_value_is_erased_with_an_event_and_the_log_holds(
    database_url: str,
) -> None:
    """The service's own role may not erase: the command of erasure comes as the owner."""
    async with world_at(database_url) as world:
        await erased(world)


async def test_a_fake_of_the_log_erases_alike() -> None:
    await erased(MemoryWorld())


async def erased(world: World) -> None:
    event = replace(looked(), private={"actor_name": AUDITOR.name, "address": "192.0.2.1"})
    async with world.ports.transaction() as tx:
        await tx.audit.append(event)

    async with world.ports.transaction() as tx:
        await tx.audit.erase(1, "address", basis="hết hạn lưu giữ", by=SYSTEM)

    first, second = await world.audit_log()
    assert first.private == {"actor_name": AUDITOR.name}
    assert second.after == {"event": 1, "field": "address", "basis": "hết hạn lưu giữ"}
    report = await world.examine()
    assert report.holds
    assert [str(found) for found in report.findings] == [
        "ERASED@1 giá trị riêng tư đã được xóa có căn cứ: address"
    ]
    with pytest.raises(NotFound):
        async with world.ports.transaction() as tx:
            await tx.audit.erase(1, "address", basis="", by=SYSTEM)
