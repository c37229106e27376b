"""The longest paper bears the longest names of the province, and is laid out with the new texts."""

from dataclasses import replace

from ntm_verify.domain.paper_sample import COMMUNE, PERSON
from ntm_verify.usecases.sample_paper import sample_paper
from tests.support.builders import A_COMMUNE, A_PROVINCE, ADMINISTRATOR, LETTERHEAD
from tests.support.worlds import World

LONG = "Xã Giả Lập Có Tên Dài Hơn Mọi Tên Đã Được Nghĩ Ra Để Thử"


async def test_names_of_the_province_are_taken_where_they_are_longer(world: World) -> None:
    await world.holds(A_PROVINCE, replace(A_COMMUNE, name=LONG))

    async with world.ports.reading() as tx:
        sampled = await sample_paper(tx, world.ports, ADMINISTRATOR, LETTERHEAD)

    assert len(LONG) > len(COMMUNE)
    assert (sampled.paper.commune_name, sampled.paper.signer_name) == (LONG, PERSON)
    assert sampled.before == LETTERHEAD
    assert sampled.after == replace(LETTERHEAD, form_version=2) == sampled.paper.letterhead
