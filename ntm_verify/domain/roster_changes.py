"""What changed between two lists (thay đổi giữa hai danh sách): kept, new, gone, renamed."""

from collections.abc import Iterable
from dataclasses import dataclass

from .person_name import tone_key
from .roster import Roster, RosterRow


@dataclass(frozen=True, slots=True)
class RosterChanges:
    """The new list against the old one, person by person (F16, F48).

    A person is the number that counts. `new` and `changed` hold rows of the new list, `gone`
    rows of the old one; `changed` are the same number under another name or hamlet.
    `mended` are numbers of `new` whose row stood on the old list without counting, `left_out`
    numbers of `gone` whose row still stands on the new one without counting. `renumbered` pairs
    gone and new numbers of the same name and hamlet, where there is one of each: a hint for
    somebody to look at, never a merger.
    """

    kept: int
    new: tuple[RosterRow, ...]
    gone: tuple[RosterRow, ...]
    changed: tuple[tuple[RosterRow, RosterRow], ...]
    before: int
    after: int
    mended: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    renumbered: tuple[tuple[str, str], ...] = ()


def compare(old: Roster, new: Roster) -> RosterChanges:
    """Compare the counted people of two lists (so sánh hai danh sách)."""
    before, after = _people(old), _people(new)
    changed = tuple(
        (before[key], row)
        for key, row in after.items()
        if key in before and _told(before[key]) != _told(row)
    )
    fresh = tuple(row for key, row in after.items() if key not in before)
    gone = tuple(row for key, row in before.items() if key not in after)
    return RosterChanges(
        kept=sum(key in before for key in after) - len(changed),
        new=fresh,
        gone=gone,
        changed=changed,
        before=len(before),
        after=len(after),
        mended=_standing(fresh, old),
        left_out=_standing(gone, new),
        renumbered=_renumbered(gone, fresh),
    )


def _standing(rows: Iterable[RosterRow], other: Roster) -> frozenset[str]:
    """Give the numbers of those who stand on the other list in a row that does not count."""
    idle = [row for row in other.rows if not row.counted]
    numbers = {row.number for row in idle if row.number_stands}
    told = {_told(row) for row in idle if row.name}
    return frozenset(row.number for row in rows if row.number in numbers or _told(row) in told)


def _renumbered(
    gone: Iterable[RosterRow], fresh: Iterable[RosterRow]
) -> tuple[tuple[str, str], ...]:
    before, after = _by_words(gone), _by_words(fresh)
    return tuple(
        (rows[0].number, after[told][0].number)
        for told, rows in before.items()
        if len(rows) == 1 and len(after.get(told, ())) == 1
    )


def _by_words(rows: Iterable[RosterRow]) -> dict[tuple[str, str], list[RosterRow]]:
    found: dict[tuple[str, str], list[RosterRow]] = {}
    for row in rows:
        found.setdefault(_told(row), []).append(row)
    return found


def missing_hamlets(old: Roster, new: Roster) -> tuple[str, ...]:
    """Name the hamlets of the old list that the new one lacks (thôn còn thiếu, F15)."""
    there = {tone_key(row.hamlet) for row in new.rows}
    names = {tone_key(row.hamlet): row.hamlet for row in old.rows if row.hamlet}
    return tuple(name for key, name in sorted(names.items()) if key not in there)


def _people(roster: Roster) -> dict[str, RosterRow]:
    return {row.number: row for row in roster.rows if row.counted}


def _told(row: RosterRow) -> tuple[str, str]:
    return tone_key(row.name), tone_key(row.hamlet)
