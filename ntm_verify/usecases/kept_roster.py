"""A list is kept with its proof (giữ danh sách kèm cam kết): one salted commitment a row."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.duplicates import row_digests
from ntm_verify.domain.outcome import Outcome
from ntm_verify.domain.roster import Roster
from ntm_verify.trail.entry import commit
from ntm_verify.trail.tree import Edge, leaf_hash

from .ports import Ports

SALT: Final = 32


@dataclass(frozen=True, slots=True)
class KeptRoster:
    """The bytes that are kept of a list, their digests, and who is counted (danh sách lưu).

    `people` are keyed digests of those who count, `places` their rows, `names` the rows' names.
    """

    content: bytes
    salts: bytes
    root: str
    people: list[bytes]
    places: list[int]
    names: list[bytes]

    @property
    def sha256(self) -> str:
        """Name the list."""
        return sha256(self.content).hexdigest()

    @property
    def salts_sha256(self) -> str:
        """Name the salts of its commitments."""
        return sha256(self.salts).hexdigest()

    def named_in(self, outcome: Outcome) -> Outcome:
        """Give a result with this list as the one it is about."""
        return replace(
            outcome,
            roster_sha256=self.sha256,
            roster_root=self.root,
            salts_sha256=self.salts_sha256,
        )


def prove_roster(ports: Ports, dossier: Appraisal, roster: Roster) -> KeptRoster:
    """Write a dossier's list down, commit to every row, and say who of it is counted."""
    salts = ports.salts(len(roster.rows))
    edge = Edge()
    for place, row in enumerate(roster.rows):
        salt = salts[place * SALT : (place + 1) * SALT]
        edge = edge.push(leaf_hash(commit(salt, row.plain())))
    places = [at for at, row in enumerate(roster.rows) if row.counted and row.number_stands]
    people = ports.digest_people([roster.rows[place].number for place in places])
    named = row_digests(dossier, [roster.rows[place] for place in places], ports.digest_people)
    names = [bytes.fromhex(name) for name in named]
    return KeptRoster(roster.to_bytes(), salts, edge.head.root.hex(), people, places, names)
