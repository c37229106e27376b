"""Many papers are ordered in one go; each is issued or refused on its own, and nobody waits."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.signing_order import MOST, MOST_ATTEMPTS, NothingOrdered, TaskState
from ntm_verify.usecases.order_papers import OrderPapers, order_papers
from ntm_verify.usecases.ports import Unavailable
from ntm_verify.usecases.read_alarms import ReadAlarms, read_alarms
from ntm_verify.usecases.read_order import OrderReport, ReadOrder, read_order
from ntm_verify.worker.issuing import issue_next
from tests.support.builders import (
    APPRAISER,
    AS_OF,
    OPERATOR,
    OTHER_PROVINCE,
    SIGNER,
    an_account,
    an_id,
)
from tests.support.scenes import a_dossier, must_refuse, told
from tests.support.worlds import World

SIGNERS_ACCOUNT: Final = an_account(SIGNER)


async def ordered(world: World, papers: int = 3) -> OrderReport:
    """Have so many dossiers approved and ordered."""
    await world.holds(SIGNERS_ACCOUNT)
    for n in range(1, papers + 1):
        await a_dossier(world, Status.APPROVED, id=an_id(n), as_of=AS_OF - timedelta(days=n))
    asked = OrderPapers(tuple((an_id(n), 1) for n in range(1, papers + 1)))
    order = await order_papers(world.ports, SIGNER, asked)
    return await read_order(world.ports, SIGNER, ReadOrder(order.id))


async def now(world: World, report: OrderReport) -> OrderReport:
    return await read_order(world.ports, SIGNER, ReadOrder(report.order.id))


async def all_tried(world: World) -> int:
    tries = 0
    while await issue_next(world.ports):
        tries += 1
    return tries


async def test_ordered_papers_are_issued_one_by_one_and_the_report_names_each(
    world: World,
) -> None:
    report = await ordered(world)
    assert (report.order.size, report.goes_on) == (3, True)

    assert await all_tried(world) == 3

    done = await now(world, report)
    assert not done.goes_on
    assert [task.reference for task in done.of(TaskState.ISSUED)] == [
        f"38-2019-000{n}" for n in (1, 2, 3)
    ]
    assert (await told(world))[0] == ("signing.ordered", SIGNER.id, str(report.order.id))
    issued = [one for one in await told(world) if one[0] == "certificate.issued"]
    assert [actor for _, actor, _ in issued] == [SIGNER.id] * 3


async def test_what_is_refused_says_why_and_the_others_go_on(world: World) -> None:
    await world.holds(SIGNERS_ACCOUNT)
    await a_dossier(world, Status.APPROVED, id=an_id(1))
    own: dict[str, Any] = {"as_of": AS_OF - timedelta(days=1), "appraised_by": SIGNER.id}
    await a_dossier(world, Status.APPROVED, id=an_id(2), **own)
    await a_dossier(world, Status.APPROVED, id=an_id(3), as_of=AS_OF - timedelta(days=2))
    asked = OrderPapers(((an_id(1), 9), (an_id(2), 1), (an_id(3), 1), (an_id(3), 1)))
    order = await order_papers(world.ports, SIGNER, asked)

    assert await all_tried(world) == 3

    done = await read_order(world.ports, SIGNER, ReadOrder(order.id))
    assert [(task.place, task.code) for task in done.of(TaskState.REFUSED)] == [
        (1, "stale_record"),
        (2, "not_your_step"),
    ]
    assert all(task.detail for task in done.of(TaskState.REFUSED))
    (issued,) = done.of(TaskState.ISSUED)
    assert (issued.appraisal_id, issued.reference) == (an_id(3), "38-2019-0001")


async def test_what_cannot_be_signed_now_is_tried_again_and_at_last_shown_to_operations(
    world: World,
) -> None:
    report = await ordered(world, 1)
    world.outside.token_fails = Unavailable("thiết bị ký không trả lời")
    for _ in range(MOST_ATTEMPTS):
        assert await issue_next(world.ports)
        assert not await issue_next(world.ports)
        world.outside.pass_time(days=1)

    stuck = await now(world, report)
    assert not await issue_next(world.ports)
    assert not stuck.goes_on
    assert "thiết bị ký không trả lời" in stuck.tasks[0].detail
    found = await read_alarms(world.ports, OPERATOR, ReadAlarms())
    assert (found.load.orders.failed, found.load.plans.waiting) == (1, 1)
    assert "order_stuck" in [alarm.value for alarm in found.alarms]


@pytest.mark.parametrize("world", ["memory"], indirect=True)
async def test_a_fault_of_ours_holds_up_one_paper_and_tells_nothing_of_people(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    report = await ordered(world, 2)
    render = world.ports.render

    async def breaks_once(paper: Certificate) -> bytes:
        if paper.number == 1:
            raise ZeroDivisionError("Nguyễn Văn Giả")
        return await render(paper)

    hindered = replace(world.ports, render=breaks_once)
    while await issue_next(hindered):
        pass

    done = await now(world, report)
    assert [task.state for task in done.tasks] == [TaskState.WAITING, TaskState.ISSUED]
    assert "Nguyễn Văn Giả" not in caplog.text + done.tasks[0].detail
    world.outside.pass_time(minutes=2)
    assert await all_tried(world) == 1
    assert not (await now(world, report)).goes_on


async def test_who_left_office_meanwhile_issues_nothing(world: World) -> None:
    report = await ordered(world, 1)
    async with world.ports.transaction() as tx:
        account = await tx.accounts.get(SIGNER.id)
        ended, about = replace(account, active=False), Subject("account", account.id, 2)
        states = account.state(), ended.state()
        await tx.accounts.save(ended, AuditEvent(Action.ROLE_REVOKED, OPERATOR, about, *states))

    assert await issue_next(world.ports)

    (task,) = (await now(world, report)).of(TaskState.REFUSED)
    assert task.code == "orderer_gone"


async def test_who_may_order_and_what_an_order_may_hold(world: World) -> None:
    report = await ordered(world, 1)
    foreign = replace(SIGNER, unit=OTHER_PROVINCE, province=OTHER_PROVINCE)
    one = OrderPapers(((an_id(1), 1),))

    await must_refuse(world, order_papers, APPRAISER, one, WrongOffice)
    await must_refuse(world, order_papers, foreign, one, NotFound)
    await must_refuse(world, order_papers, SIGNER, OrderPapers(()), NothingOrdered)
    await must_refuse(world, order_papers, SIGNER, OrderPapers(((an_id(9), 1),)), NotFound)
    await must_refuse(world, read_order, APPRAISER, ReadOrder(report.order.id), WrongOffice)
    await must_refuse(world, read_order, foreign, ReadOrder(report.order.id), NotFound)
    await must_refuse(world, read_order, SIGNER, ReadOrder(UUID(int=1)), NotFound)
    assert MOST >= 200
