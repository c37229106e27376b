"""The result of a list to which some rules do not apply (kết quả khi có miễn áp dụng)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .insurance_number import sex
from .outcome import HamletCount, Outcome
from .report import count_by_hamlet
from .roster import Roster, RosterRow
from .waiver import Waiver


@dataclass(frozen=True, slots=True)
class Waived:
    """A kept list as the waivers leave it (danh sách sau miễn áp dụng): rows, result, requests.

    The digests of `outcome` are still those of the list before; who keeps the bytes sets them.
    """

    roster: Roster
    outcome: Outcome
    waivers: tuple[Waiver, ...]


def apply_waivers(
    base: Outcome,
    roster: Roster,
    counted: Sequence[bool],
    doubtful: int,
    waivers: Iterable[Waiver],
) -> Waived:
    """Give list and result with so many rows counted (kết quả tính lại, đúng từng người).

    `base` and `roster` are those without any waiver. The sex of a person who was not counted is
    not kept: only a 12-digit personal number still tells it, others count as unknown.
    """
    rows = tuple(replace(row, counted=now) for row, now in zip(roster.rows, counted, strict=True))
    new = [now for then, now in zip(roster.rows, rows, strict=True) if now.counted > then.counted]
    gone = [then for then, now in zip(roster.rows, rows, strict=True) if now.counted < then.counted]
    insured = sum(counted)
    change = {name: _of_sex(new, name) - _of_sex(gone, name) for name in "mf?"}
    tally = replace(
        base.tally,
        insured=insured,
        doubtful=doubtful,
        male=base.tally.male + change["m"],
        female=base.tally.female + change["f"],
        unknown=base.tally.unknown + change["?"],
    )
    counts = replace(
        base.counts,
        counted=insured,
        not_counted=base.counts.rows - insured,
        doubtful=doubtful,
    )
    after = Roster(roster.sources, rows)
    outcome = replace(
        base, counts=counts, tally=tally, hamlets=_hamlets(after) if base.hamlets else ()
    )
    told = tuple(
        replace(one, people=sum(one.covers_row(row) for row in new)) if one.is_granted else one
        for one in waivers
    )
    return Waived(after, outcome, told)


def _of_sex(rows: Iterable[RosterRow], wanted: str) -> int:
    return sum((sex(row.number) if row.kind == "p" else "?") == wanted for row in rows)


def _hamlets(roster: Roster) -> tuple[HamletCount, ...]:
    parts = count_by_hamlet(roster.to_raw(), roster.to_checked())
    return tuple(HamletCount(part.hamlet, part.counted, part.rows) for part in parts)
