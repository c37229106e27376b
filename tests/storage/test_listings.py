"""People are matched across communes by digests alone."""

from dataclasses import replace
from datetime import date

from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.usecases.shelves import SharedListing
from tests.support.builders import (
    OTHER_COMMUNE,
    OTHER_PROVINCE,
    an_appraisal,
    an_id,
)
from tests.support.worlds import World, digest_people

AN, BA, CA = digest_people(["0100000001", "0100000002", "0100000003"])
OWN = an_appraisal(id=an_id(1))
OTHER = an_appraisal(id=an_id(2), commune=OTHER_COMMUNE)


async def listed(world: World, **lists: tuple[bytes, ...]) -> None:
    """Let the dossiers `own` and `other` count these people, from place 10 on."""
    async with world.ports.transaction() as tx:
        for name, people in lists.items():
            dossier = {"own": OWN, "other": OTHER}[name]
            places = range(10, 10 + len(people))
            await tx.listings.replace(dossier, people, places)


async def elsewhere(world: World, dossier: Appraisal = OWN) -> tuple[SharedListing, ...]:
    async with world.ports.reading() as tx:
        return await tx.listings.elsewhere(dossier.id)


async def test_people_of_two_lists_are_found_by_place(world: World) -> None:
    await world.holds(OWN, OTHER)
    await listed(world, own=(AN, BA, AN), other=(CA, AN))

    assert await elsewhere(world) == (
        SharedListing(10, OTHER.id, 11),
        SharedListing(12, OTHER.id, 11),
    )
    assert await elsewhere(world, OTHER) == (
        SharedListing(11, OWN.id, 10),
        SharedListing(11, OWN.id, 12),
    )


async def test_a_new_list_takes_the_place_of_the_old_one(world: World) -> None:
    await world.holds(OWN, OTHER)
    await listed(world, own=(AN, BA), other=(AN, BA))
    await listed(world, own=(CA,))
    assert await elsewhere(world) == ()

    await listed(world, own=(BA,), other=())
    assert await elsewhere(world) == ()


COMPARED = [
    replace(OTHER, status=status)
    for status in (
        Status.SUBMITTED,
        Status.UNDER_APPRAISAL,
        Status.RETURNED,
        Status.APPROVED,
        Status.CERTIFIED,
    )
] + [replace(OTHER, as_of=date(2019, 1, 1))]
NOT_COMPARED = [
    replace(OTHER, status=status)
    for status in (
        Status.DRAFT,
        Status.CHECKING,
        Status.CHECKED,
        Status.REFUSED,
        Status.WITHDRAWN,
        Status.SUPERSEDED,
        Status.REVOKED,
    )
] + [
    replace(OTHER, commune=OWN.commune),
    replace(OTHER, province=OTHER_PROVINCE),
    replace(OTHER, as_of=date(2018, 12, 31)),
]


async def test_only_standing_lists_of_province_and_year_are_compared(world: World) -> None:
    others = [
        replace(other, id=an_id(10 + number))
        for number, other in enumerate([*COMPARED, *NOT_COMPARED])
    ]
    await world.holds(OWN, *others)
    async with world.ports.transaction() as tx:
        for dossier in (OWN, *others):
            await tx.listings.replace(dossier, [AN], [0])

    found = [hit.other for hit in await elsewhere(world)]

    assert found == [other.id for other in others[: len(COMPARED)]]


async def test_a_dossier_without_a_list_shares_nobody(world: World) -> None:
    await world.holds(OWN)

    assert await elsewhere(world) == ()
