"""The hamlets of a commune, this list beside the one before (các thôn của một xã, F15)."""

from collections.abc import Iterable
from dataclasses import dataclass

from .appraisal import HamletCount
from .person_name import clean_name, place_key, tone_key


@dataclass(frozen=True, slots=True)
class HamletLine:
    """One hamlet (một thôn): how many people count now, and how many did on the list before.

    None where a list does not name the hamlet: nothing is known of it there.
    """

    name: str
    now: int | None
    before: int | None

    @property
    def is_missing(self) -> bool:
        """Say whether the list before named the hamlet and this one does not."""
        return self.now is None

    @property
    def difference(self) -> int | None:
        """How many people more than before, None where one of the lists does not name it."""
        return None if self.now is None or self.before is None else self.now - self.before


def survey(
    now: Iterable[HamletCount], before: Iterable[HamletCount] = ()
) -> tuple[HamletLine, ...]:
    """Lay the hamlets of two lists side by side, in the order of their names (đối chiếu thôn).

    Names are the same wherever their tones and capitals are put. Rows without a hamlet belong to
    none and are left out.
    """
    here, there = _by_name(now), _by_name(before)
    names = {key: name for key, (name, _) in (*there.items(), *here.items())}
    lines = (
        HamletLine(
            name,
            here[key][1] if key in here else None,
            there[key][1] if key in there else None,
        )
        for key, name in names.items()
    )
    return tuple(sorted(lines, key=lambda line: place_key(line.name)))


def _by_name(parts: Iterable[HamletCount]) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for part in parts:
        name = clean_name(part.hamlet)
        if name:
            first, counted = found.get(tone_key(name), (name, 0))
            found[tone_key(name)] = first, counted + part.counted
    return found
