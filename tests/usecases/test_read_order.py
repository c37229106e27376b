"""An order of many papers is followed by those who sign in its province.

What a report holds is tried where orders are made: tests/usecases/test_order_papers.py.
"""

from uuid import uuid4

from ntm_verify.domain.errors import NotFound
from ntm_verify.usecases.read_order import ReadOrder, read_order
from tests.support.builders import SIGNER
from tests.support.scenes import must_refuse
from tests.support.worlds import World


async def test_an_order_that_nobody_made_is_not_found(world: World) -> None:
    await must_refuse(world, read_order, SIGNER, ReadOrder(uuid4()), NotFound)
