"""A request that is sent again is answered like the first time, and its act is done once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import Conflict, StaleRecord
from ntm_verify.usecases.once import KeyReused, Once, UnusableKey, answer_once
from ntm_verify.usecases.take_appraisal import TakeAppraisal, take_appraisal
from tests.support.builders import AN_ID, APPRAISER, CLERK, an_appraisal
from tests.support.scenes import told
from tests.support.worlds import World

KEY = "8c1f-4d2e"
ASKED = "a" * 64


class NotNow(Conflict):
    code = "not_now"


@dataclass
class Act:
    """Something to do that counts how often it is done; `before` happens first."""

    done: int = 0
    refuses: bool = False
    before: list[Callable[[], Awaitable[object]]] = field(default_factory=list)

    async def __call__(self) -> str:
        while self.before:
            await self.before.pop()()
        if self.refuses:
            raise NotNow("Chưa được.")
        self.done += 1
        return f'{{"times": {self.done}}}'


async def ask(world: World, act: Act, key: str = KEY, request: str = ASKED) -> str:
    return await answer_once(world.ports, APPRAISER, Once(key, request, act))


async def test_the_first_answer_is_given_again_and_the_act_is_done_once(world: World) -> None:
    act = Act()

    answers = [await ask(world, act) for _ in range(3)]

    assert (answers, act.done) == (['{"times": 1}'] * 3, 1)
    assert await world.audit_log() == []


async def test_another_key_or_another_actor_is_another_request(world: World) -> None:
    act = Act()
    await ask(world, act)

    await ask(world, act, "another")
    await answer_once(world.ports, CLERK, Once(KEY, ASKED, act))

    assert act.done == 3


async def test_a_key_is_not_used_for_something_else_and_the_attempt_is_on_record(
    world: World,
) -> None:
    act = Act()
    await ask(world, act)

    with pytest.raises(KeyReused, match="yêu cầu khác"):
        await ask(world, act, request="b" * 64)

    assert act.done == 1
    assert await told(world) == [("act.refused", APPRAISER.id, "Once")]


@pytest.mark.parametrize("key", ["", "hai từ", "x" * 201, "khóa", "a\n"])
async def test_a_key_that_cannot_be_kept_is_refused_before_anything_is_done(
    world: World, key: str
) -> None:
    act = Act()

    with pytest.raises(UnusableKey, match="1 đến 200 ký tự"):
        await ask(world, act, key)

    assert act.done == 0


async def test_a_refusal_is_not_kept_and_asked_again_it_is_decided_again(world: World) -> None:
    act = Act(refuses=True)
    with pytest.raises(NotNow):
        await ask(world, act)

    act.refuses = False

    assert await ask(world, act) == '{"times": 1}'


async def test_who_is_refused_because_the_same_request_was_faster_gets_its_answer(
    world: World,
) -> None:
    first, late = Act(), Act(refuses=True)
    late.before.append(lambda: ask(world, first))

    assert await ask(world, late) == '{"times": 1}'
    assert (first.done, late.done) == (1, 0)


async def test_who_is_refused_while_another_request_took_the_key_stays_refused(
    world: World,
) -> None:
    first, late = Act(), Act(refuses=True)
    late.before.append(lambda: ask(world, first, request="b" * 64))

    with pytest.raises(NotNow):
        await ask(world, late)


@pytest.mark.parametrize(("request_of_first", "answer"), [(ASKED, 1), ("b" * 64, 5)])
async def test_two_that_are_both_done_are_answered_alike_if_they_are_the_same(
    world: World, request_of_first: str, answer: int
) -> None:
    """An act that knows its repeats lets both through; the key belongs to the first."""
    first, late = Act(), Act(done=4)
    late.before.append(lambda: ask(world, first, request=request_of_first))

    assert await ask(world, late) == f'{{"times": {answer}}}'


async def test_of_eight_that_come_at_once_one_takes_the_dossier_and_all_hear_of_it(
    world: World,
) -> None:
    await world.holds(an_appraisal(status=Status.SUBMITTED))

    async def take() -> str:
        taken = await take_appraisal(world.ports, APPRAISER, TakeAppraisal(AN_ID, 1))
        return f"{taken.status} {taken.version}"

    answers = await asyncio.gather(
        *(answer_once(world.ports, APPRAISER, Once(KEY, ASKED, take)) for _ in range(8)),
        return_exceptions=True,
    )

    late = [answer for answer in answers if isinstance(answer, StaleRecord)]
    assert [answer for answer in answers if answer not in late] == ["under_appraisal 2"] * (
        8 - len(late)
    )
    assert len(late) < 8
    again = await answer_once(world.ports, APPRAISER, Once(KEY, ASKED, take))
    assert again == "under_appraisal 2"
    acts = [action for action, *_ in await told(world)]
    assert acts.count("appraisal.opened") == 1
