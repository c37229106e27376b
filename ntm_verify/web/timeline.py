"""Entries of the log as sentences on a page (dòng thời gian)."""

from collections.abc import Iterable, Mapping

from ntm_verify.domain.chronicle import NOBODY_NAMED, Happening, is_look, tell
from ntm_verify.trail.entry import read_entry
from ntm_verify.usecases.ports import LogEntry

__all__ = ["Happening", "happening", "timeline"]


def timeline(
    log: Iterable[LogEntry], names: Mapping[str, str], *, with_looks: bool
) -> tuple[Happening, ...]:
    """Tell what happened, oldest first; looks only where they are asked for, or open names.

    `names` are the officials' whom the visitor may know, by account.
    """
    told = (happening(stored, names) for stored in log)
    return tuple(one for one in told if with_looks or one.opens or not is_look(one.code))


def happening(stored: LogEntry, names: Mapping[str, str] = NOBODY_NAMED) -> Happening:
    """Tell one entry; who is in `names` is called by name."""
    return tell(stored.index, read_entry(stored.entry), names)
