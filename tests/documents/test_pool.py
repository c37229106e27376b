"""Good papers pass beside pages that hang or eat memory, and refusals come out as they are."""

import asyncio
import os
from collections.abc import Iterator

import pytest

from ntm_verify.documents.fonts import FontMissing, LetterMissing
from ntm_verify.documents.pool import MEMORY, RenderPool
from ntm_verify.usecases.ports import Unavailable

from . import samples
from .papers import a_certificate, a_letterhead
from .reading import TEMPLATES


def hang() -> None:
    """Never come back."""
    while True:
        pass


def devour() -> int:
    """Ask for twice the memory a worker has."""
    return len(bytearray(2 * MEMORY))


def whoami() -> int:
    return os.getpid()


@pytest.fixture(scope="module")
def two() -> Iterator[RenderPool]:
    pool = RenderPool(TEMPLATES, workers=2)
    yield pool
    pool.close()


@pytest.fixture
def one() -> Iterator[RenderPool]:
    pool = RenderPool(TEMPLATES)
    yield pool
    pool.close()


async def test_another_process_makes_the_very_same_paper(one: RenderPool) -> None:
    assert await one.render(a_certificate()) == samples.usual().content
    assert await one.run(whoami) != os.getpid()


async def test_good_papers_pass_beside_bad_ones(two: RenderPool) -> None:
    bad = [two.run(hang, seconds=1), two.run(devour)]
    good = [two.render(a_certificate()) for _ in range(4)]
    ended = await asyncio.gather(*bad, *good, return_exceptions=True)

    assert [type(end) for end in ended[:2]] == [Unavailable, Unavailable]
    assert ended[2:] == [samples.usual().content] * 4


async def test_a_dead_worker_is_replaced(one: RenderPool) -> None:
    before = await one.run(whoami)
    with pytest.raises(Unavailable, match="quá thời gian hoặc bộ nhớ"):
        await one.run(hang, seconds=1)
    after = await one.run(whoami)

    assert after != before
    assert await one.render(a_certificate()) == samples.usual().content


async def test_a_refusal_keeps_its_kind_and_its_worker(one: RenderPool) -> None:
    before = await one.run(whoami)
    bad = a_certificate(letterhead=a_letterhead(issuer="漢"))

    with pytest.raises(LetterMissing, match=r"U\+6F22"):
        await one.render(bad)
    assert await one.run(whoami) == before


async def test_the_loop_goes_on_while_papers_are_made(one: RenderPool) -> None:
    """While a worker renders, this thread takes other turns."""
    making = asyncio.create_task(one.render(a_certificate()))
    turns = 0
    while not making.done():
        await asyncio.sleep(0)
        turns += 1

    assert turns > 10
    assert await making == samples.usual().content


def test_a_missing_family_is_told_before_the_first_paper() -> None:
    with pytest.raises(FontMissing, match="Không Có Phông"):
        RenderPool(TEMPLATES, font_family="Không Có Phông")


async def test_a_closed_pool_takes_no_paper() -> None:
    pool = RenderPool(TEMPLATES)
    pool.close()

    with pytest.raises(RuntimeError):
        await pool.render(a_certificate())
