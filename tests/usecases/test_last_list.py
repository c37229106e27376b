"""Last period's list is the commune's newest one of an earlier day that got its paper."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from ntm_verify.domain.appraisal import Status
from ntm_verify.usecases.last_list import last_certified
from tests.support.builders import AS_OF, OTHER_COMMUNE, UNITS, an_appraisal, an_id, an_outcome
from tests.support.worlds import World
from tests.usecases.tampering import lose_blob


async def test_the_newest_certified_list_of_an_earlier_day_is_taken(world: World) -> None:
    await world.holds(*UNITS)
    async with world.ports.transaction() as tx:
        kept = await tx.blobs.keep(b"the list of that year")
    year = timedelta(days=365)
    none: dict[str, Any] = {}
    known = (
        (Status.CERTIFIED, 2 * year, 1400, none),
        (Status.CERTIFIED, year, 1450, none),
        (Status.APPROVED, year / 2, 1460, none),
        (Status.CERTIFIED, 0 * year, 1470, none),
        (Status.CERTIFIED, year / 2, 1480, {"commune": OTHER_COMMUNE}),
    )
    for place, (status, days, insured, others) in enumerate(known, 10):
        fields = {**others, "as_of": AS_OF - days, "outcome": an_outcome(insured)}
        fields["outcome"] = replace(fields["outcome"], roster_sha256=kept)
        await world.holds(an_appraisal(status=status, id=an_id(place), **fields))
    mine = replace(an_appraisal(status=Status.CHECKING), as_of=AS_OF)

    async with world.ports.reading() as tx:
        found = await last_certified(tx, mine)
        nothing = await last_certified(tx, replace(mine, as_of=AS_OF - 3 * year))

    assert found is not None
    assert (found.tally.insured, nothing) == (1450, None)
    await lose_blob(world, kept)
    async with world.ports.reading() as tx:
        assert await last_certified(tx, mine) is None
