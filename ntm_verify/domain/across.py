"""People whom other lists of the same period name too (trùng giữa các danh sách).

Plain loops, the meaning of the comparison; `checking.across` finds the same in lists of any size.
A key is the number that stands for a person, "" where a row has none: such a row is nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .findings import Check, Field
from .participant_list import CheckedList, Finding

Listed = tuple[str, Sequence[str]]
"""A commune's code and the keys of its list."""
Found = tuple[int, str]
"""A place in a list, and the code of another commune that lists the same person."""


@dataclass(frozen=True, slots=True)
class Twice:
    """One row whose person another commune lists too (người có ở hai danh sách).

    `commune` and `place` say where the row stands, `other` who else names the person.
    """

    commune: str
    place: int
    other: str


def listed_elsewhere(keys: Sequence[str], others: Sequence[Listed]) -> tuple[Found, ...]:
    """Find the places whose person another commune lists, by place, then by commune."""
    places: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        if key:
            places.setdefault(key, []).append(place)
    found = {
        (place, commune)
        for commune, theirs in others
        for key in theirs
        for place in places.get(key, ())
    }
    return tuple(sorted(found))


def listed_twice(lists: Sequence[Listed]) -> tuple[Twice, ...]:
    """Find everybody whom two communes list, seen from each: a province at once.

    Of several lists of one commune, places count through all of them.
    """
    communes: dict[str, list[str]] = {}
    for commune, keys in lists:
        communes.setdefault(commune, []).extend(keys)
    return tuple(
        Twice(commune, place, other)
        for commune in sorted(communes)
        for place, other in listed_elsewhere(
            communes[commune], [(name, keys) for name, keys in communes.items() if name != commune]
        )
    )


def counted_keys(checked: CheckedList) -> list[str]:
    """Give the keys of the rows that count; of the others, "" (mã số của các dòng được tính)."""
    return [
        key if counts else "" for key, counts in zip(checked.keys, checked.counted, strict=True)
    ]


def across_findings(found: Iterable[Found]) -> list[Finding]:
    """Put what was found into findings; `detail` is the other commune's code."""
    return [
        Finding(Check.DUPLICATE_OTHER_LIST, Field.ID, place, detail=commune)
        for place, commune in found
    ]
