"""The log is shown to its witnesses; who is away is asked again, and a refusal is on record."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.trail.log_folder import examine_folder
from ntm_verify.trail.notes import open_note
from ntm_verify.trail.policy_file import read_policy
from ntm_verify.trail.tree import Head
from ntm_verify.usecases.gather_cosignatures import (
    GatherCosignatures,
    Gathered,
    gather_cosignatures,
)
from ntm_verify.usecases.log_keys import known_keys
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.publish_log import PublishLog, publish_log
from tests.support.builders import CLERK
from tests.support.memory_witnesses import Village
from tests.support.worlds import World
from tests.usecases.test_publish_log import board, happens, laid_down

BOTH = ("nghean", "xhh")


@pytest.fixture
def village(world: World, tmp_path: Path) -> Village:
    return Village(tmp_path, board(world).vkey)


@pytest.fixture
def ports(world: World, village: Village) -> Ports:
    changed: dict[str, Any] = {"witnesses": village.witnesses()}
    return replace(world.ports, **changed)


async def shown(ports: Ports, *, again: bool = False) -> Gathered:
    await publish_log(ports, SYSTEM, PublishLog())
    return await gather_cosignatures(ports, SYSTEM, GatherCosignatures(again))


async def test_a_growing_log_is_cosigned_and_holds_by_a_policy_with_quorum(
    world: World, ports: Ports, tmp_path: Path
) -> None:
    for times in (1, 300, 0, 220):
        await happens(world, times)
        done = await shown(ports)
        assert (done.signed, done.waiting, done.refused, done.is_met) == (BOTH, (), (), True)

    policy = read_policy(known_keys(ports))
    report = examine_folder(laid_down(world, tmp_path / "log"), policy)

    assert (report.findings, report.exit_code, policy.quorum) == ((), 0, "both")


async def test_a_witness_that_is_away_is_missed_and_catches_up_alone(
    world: World, ports: Ports, village: Village, tmp_path: Path
) -> None:
    await shown(ports)
    village.away = {"xhh"}
    for times in (3, 2):
        await happens(world, times)
        done = await shown(ports)
        assert (done.signed, done.waiting, done.is_met) == (("nghean",), ("xhh",), False)
    policy = read_policy(known_keys(ports))
    report = examine_folder(laid_down(world, tmp_path / "log"), policy)
    assert ([f.word.value for f in report.findings], report.exit_code) == (
        ["WITNESS_QUORUM_MISSING"],
        4,
    )

    village.away = set()
    assert (await shown(ports)).signed == BOTH
    assert examine_folder(laid_down(world, tmp_path / "log"), policy).exit_code == 0


async def test_who_has_signed_is_asked_again_only_as_a_sign_of_life(
    ports: Ports, village: Village
) -> None:
    first = await shown(ports)
    asked = len(village.asked)
    await shown(ports)
    assert len(village.asked) == asked

    village.now = village.now.replace(hour=village.now.hour + 1)
    assert (await shown(ports, again=True)).size == first.size

    note = open_note(ports.board.get("checkpoint") or b"", read_policy(known_keys(ports)).keys)
    times = {one.at for one in note.signatures if one.at}
    assert times == {int(village.now.timestamp())}


async def test_a_service_that_forgot_what_its_witnesses_signed_learns_it_from_them(
    world: World, ports: Ports
) -> None:
    await shown(ports)
    await happens(world, 5)
    ports.witnesses.last.clear()

    assert (await shown(ports)).signed == BOTH


async def test_a_refusal_is_on_record_once_for_each_checkpoint(
    world: World, ports: Ports, village: Village
) -> None:
    """The witnesses have seen another history of the same log (A10)."""
    await shown(ports)
    head = (await shown(ports)).size
    forged = board(world).sign(Head(head + 1, b"x" * 32))
    for office in village.offices.values():
        with_proof = f"old {head}\n\n".encode() + forged
        assert office.add(with_proof, village.now).status == 422
        assert office.evidence() == (forged,)
    other = board(world).sign(Head(head, b"y" * 32))
    board(world).files["checkpoint"] = other
    ports.witnesses.last.clear()

    for _ in range(2):
        done = await gather_cosignatures(ports, SYSTEM, GatherCosignatures())
        assert (done.refused, done.is_met) == (BOTH, False)

    acts = [event for event in await world.audit_log() if event.action is Action.WITNESS_REFUSED]
    assert [event.subject.id for event in acts] == ["nghean", "xhh"]
    assert (acts[0].after or {})["root"] == (b"y" * 32).hex()


async def test_a_log_without_witnesses_says_so(world: World) -> None:
    await publish_log(world.ports, SYSTEM, PublishLog())
    done = await gather_cosignatures(world.ports, SYSTEM, GatherCosignatures())

    assert (done.signed, done.waiting, done.is_met) == ((), (), True)
    assert known_keys(world.ports).startswith("# Nhật ký này chưa có bên làm chứng")
    assert "\nquorum none\n" in known_keys(world.ports)


async def test_before_anything_is_published_nobody_is_asked(ports: Ports) -> None:
    done = await gather_cosignatures(ports, SYSTEM, GatherCosignatures())

    assert (done.size, done.waiting, done.is_met) == (0, BOTH, False)


async def test_only_the_service_and_its_operator_ask(world: World) -> None:
    with pytest.raises(WrongOffice):
        await gather_cosignatures(world.ports, CLERK, GatherCosignatures())
