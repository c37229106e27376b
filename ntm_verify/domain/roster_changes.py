"""What changed between two lists (thay đổi giữa hai danh sách): kept, new, gone, renamed."""

from dataclasses import dataclass

from .person_name import tone_key
from .roster import Roster, RosterRow


@dataclass(frozen=True, slots=True)
class RosterChanges:
    """The new list against the old one, person by person (F16, F48).

    A person is the number that counts. `new` and `changed` hold rows of the new list, `gone`
    rows of the old one; `changed` are the same number under another name or hamlet.
    """

    kept: int
    new: tuple[RosterRow, ...]
    gone: tuple[RosterRow, ...]
    changed: tuple[tuple[RosterRow, RosterRow], ...]
    before: int
    after: int


def compare(old: Roster, new: Roster) -> RosterChanges:
    """Compare the counted people of two lists (so sánh hai danh sách)."""
    before, after = _people(old), _people(new)
    changed = tuple(
        (before[key], row)
        for key, row in after.items()
        if key in before and _told(before[key]) != _told(row)
    )
    return RosterChanges(
        kept=sum(key in before for key in after) - len(changed),
        new=tuple(row for key, row in after.items() if key not in before),
        gone=tuple(row for key, row in before.items() if key not in after),
        changed=changed,
        before=len(before),
        after=len(after),
    )


def missing_hamlets(old: Roster, new: Roster) -> tuple[str, ...]:
    """Name the hamlets of the old list that the new one lacks (thôn còn thiếu, F15)."""
    there = {tone_key(row.hamlet) for row in new.rows}
    names = {tone_key(row.hamlet): row.hamlet for row in old.rows if row.hamlet}
    return tuple(name for key, name in sorted(names.items()) if key not in there)


def _people(roster: Roster) -> dict[str, RosterRow]:
    return {row.number: row for row in roster.rows if row.counted}


def _told(row: RosterRow) -> tuple[str, str]:
    return tone_key(row.name), tone_key(row.hamlet)
