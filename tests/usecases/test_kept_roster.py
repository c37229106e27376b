"""A list is kept with one salted commitment a row, and with who of it is counted."""

from dataclasses import replace

from ntm_verify.domain.roster import Roster, RosterRow
from ntm_verify.trail.entry import commit
from ntm_verify.trail.tree import Edge, leaf_hash
from ntm_verify.usecases.kept_roster import prove_roster
from tests.support.builders import an_appraisal, an_outcome
from tests.support.worlds import World

ROWS = (
    RosterRow(0, 2, "Lê Văn Mẫu", "0090000001", "b", "", counted=True, codes=()),
    RosterRow(0, 3, "Hồ Thị Giả", "12", "-", "", counted=True, codes=()),
    RosterRow(0, 4, "Bùi Văn Lập", "0090000003", "b", "", counted=False, codes=("x",)),
)


async def test_the_root_covers_every_row_and_only_counted_people_are_listed(world: World) -> None:
    kept = prove_roster(world.ports, an_appraisal(), Roster((), ROWS))

    edge = Edge()
    for place, row in enumerate(ROWS):
        edge = edge.push(leaf_hash(commit(kept.salts[32 * place : 32 * place + 32], row.plain())))
    assert kept.root == edge.head.root.hex()
    assert (kept.places, len(kept.people)) == ([0], 1)
    named = kept.named_in(an_outcome())
    assert named == replace(
        an_outcome(),
        roster_sha256=kept.sha256,
        roster_root=kept.root,
        salts_sha256=kept.salts_sha256,
    )
