"""How the log is measured: ways take turns in small chunks, and the baseline beside its own copy.

A run in which the baseline differs from its copy by more than 15 % is void and done again.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

SPREAD: Final = (0.85, 1.15)
TRIES: Final = 6
"""So many times the wanted runs are tried before a row is void."""
PLAIN: Final = "plain"
COPY: Final = "copy"
OWN: Final = "own"
Times = Mapping[str, Sequence[float]]
Way = Callable[[int], object]


class WrongRoot(Exception):
    """What is stored does not lead to the root that the log has: no figure counts."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what, its floor, what came out, and whether it is met.

    `value` is None where nothing was measured; `spread` then says why.
    """

    what: str
    floor: str
    value: float | None
    spread: str
    is_met: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "met", False: "MISSED", None: "reported"}[self.is_met]
        if self.value is None and self.is_met is None:
            verdict = "not measured"
        shown = "-" if self.value is None else f"{self.value:.3f}"
        return f"{self.what:62} {self.floor:>7} {shown:>9} {self.spread:>19}  {verdict}"


def in_turn(ways: Mapping[str, Way], turns: int) -> dict[str, list[float]]:
    """Let ways take turns, the order rotated; give the seconds of every turn of each."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    names = list(ways)
    for turn in range(turns):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            began = time.perf_counter()
            ways[name](turn)
            times[name].append(time.perf_counter() - began)
    return times


def sound(
    measure: Callable[[], Times], repetitions: int, of: Callable[[Sequence[float]], float] = sum
) -> list[float]:
    """Give own/plain of so many runs that are not void, fewer if too many are."""
    ratios = list[float]()
    for _ in range(repetitions * TRIES):
        took = {name: of(times) for name, times in measure().items()}
        if SPREAD[0] <= took[COPY] / took[PLAIN] <= SPREAD[1]:
            ratios.append(took[OWN] / took[PLAIN])
        if len(ratios) == repetitions:
            return ratios
    return []


def faster(what: str, floor: float, ratios: Sequence[float]) -> Row:
    """Judge speeds: plain/own must be so much or more."""
    return _judged(what, f"≥ {floor:g}", [1 / ratio for ratio in ratios], lambda v: v >= floor)


def slower(what: str, floor: float, ratios: Sequence[float]) -> Row:
    """Judge times: own/plain must be so much or less."""
    return _judged(what, f"≤ {floor:g}", ratios, lambda v: v <= floor)


def spread_of(values: Sequence[float]) -> str:
    """Write the range of the runs, and how many there are."""
    least, most = min(values), max(values)
    return f"{least:.3g}-{most:.3g} ({len(values)})"


def _judged(what: str, floor: str, values: Sequence[float], fits: Callable[[float], bool]) -> Row:
    if not values:
        return Row(what, floor, None, "void: noise", is_met=False)
    value = median(values)
    return Row(what, floor, value, spread_of(values), is_met=fits(value))


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """Give the least seconds of some runs, for what is only reported."""
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best
