"""What a reader knows of a log before he looks at it (tệp chính sách kiểm tra), after tlog-policy.

Our own lines are comments to others: `#ntm key-period`, `#ntm writer`, `#ntm max-future`,
`#ntm max-age`, `#ntm tsa`. Identity, keys and quorum come from the reader's file, never from
the log.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from .notes import BadNote, NoteKey, read_key

LONGEST: Final = 100_000
MAX_FUTURE: Final = 300
_NOBODY: Final = "none"


class BadPolicy(ValueError):
    """The file cannot be read as a policy; says the line (tệp chính sách không đọc được)."""


@dataclass(frozen=True, slots=True)
class Period:
    """From which entry, or size, to which a key may be used (thời hạn khóa); none = for ever."""

    first: int = 0
    last: int | None = None

    def holds(self, place: int) -> bool:
        """Say whether a place lies within."""
        return self.first <= place and (self.last is None or place <= self.last)


@dataclass(frozen=True, slots=True)
class Group:
    """So many of some witnesses or groups must have signed (nhóm)."""

    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A policy as read (chính sách): seconds for `max_future` and `max_age`."""

    logs: tuple[NoteKey, ...]
    witnesses: Mapping[str, NoteKey]
    groups: Mapping[str, Group]
    quorum: str
    periods: Mapping[str, Period]
    writers: tuple[tuple[NoteKey, Period], ...]
    max_future: int = MAX_FUTURE
    max_age: int | None = None
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Where a witness takes checkpoints, by its name."""
    tsa: tuple[str, ...] = ()
    """SHA-256, in hex, of the certificates of time-stamp authorities."""

    @property
    def origin(self) -> str:
        """Name the log: its keys bear its name."""
        return self.logs[0].name

    @property
    def keys(self) -> tuple[NoteKey, ...]:
        """Every key whose line counts."""
        return (*self.logs, *self.witnesses.values())

    def is_met(self, signed: Iterable[NoteKey]) -> bool:
        """Say whether those who signed are enough."""
        there = set(signed)
        return self.quorum == _NOBODY or self._counts(self.quorum, there)

    def _counts(self, name: str, there: set[NoteKey]) -> bool:
        if name in self.witnesses:
            return self.witnesses[name] in there
        group = self.groups[name]
        return sum(self._counts(member, there) for member in group.members) >= group.needed


@dataclass(slots=True)
class _Draft:
    """A policy while its lines are read."""

    logs: list[NoteKey] = field(default_factory=list)
    witnesses: dict[str, NoteKey] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str = ""
    periods: dict[str, Period] = field(default_factory=dict)
    writers: list[tuple[NoteKey, Period]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    tsa: list[str] = field(default_factory=list)

    def log(self, words: list[str]) -> None:
        (key,) = words
        self.logs.append(read_key(key))

    def witness(self, words: list[str]) -> None:
        name, key, *address = words
        self._new(name)
        self.witnesses[name] = read_key(key)
        if address:
            (self.addresses[name],) = address

    def group(self, words: list[str]) -> None:
        name, needed, *members = words
        self._new(name)
        unknown = [one for one in members if one not in {*self.witnesses, *self.groups}]
        if unknown or not members or len(set(members)) != len(members):
            raise BadPolicy("a group of members that are not named before it")
        counts = {"all": len(members), "any": 1}
        count = counts[needed] if needed in counts else int(needed)
        if not 0 < count <= len(members):
            raise BadPolicy("a group that can never be complete, or always is")
        self.groups[name] = Group(count, tuple(members))

    def set_quorum(self, words: list[str]) -> None:
        (name,) = words
        if self.quorum or name not in {_NOBODY, *self.witnesses, *self.groups}:
            raise BadPolicy("a second quorum, or one of a name that is not known")
        self.quorum = name

    def ours(self, words: list[str]) -> None:
        """Read one of our own lines; those of later versions are passed over."""
        match words:
            case ["key-period", identity, first, last]:
                self.periods[identity] = _period(first, last)
            case ["writer", key, first, last]:
                self.writers.append((read_key(key), _period(first, last)))
            case ["max-future" | "max-age" as name, seconds]:
                self.numbers[name] = int(seconds)
            case ["tsa", digest]:
                self.tsa.append(bytes.fromhex(digest).hex())
            case _:
                pass

    def _new(self, name: str) -> None:
        if name == _NOBODY or name in self.witnesses or name in self.groups:
            raise BadPolicy("a name that stands for something else")


def read_policy(text: str) -> PolicyFile:
    """Read a policy file.

    Raises:
        BadPolicy: a line cannot be read, or there is no log or no quorum.

    """
    draft = _read(text)
    if not draft.logs or not draft.quorum or len({key.name for key in draft.logs}) > 1:
        raise BadPolicy("a policy names one log and a quorum")
    return PolicyFile(
        tuple(draft.logs),
        draft.witnesses,
        draft.groups,
        draft.quorum,
        draft.periods,
        tuple(draft.writers),
        draft.numbers.get("max-future", MAX_FUTURE),
        draft.numbers.get("max-age"),
        draft.addresses,
        tuple(draft.tsa),
    )


def require_witnesses(text: str) -> None:
    """Hold the part of a policy that names witnesses and quorum to its form.

    Raises:
        BadPolicy: a line cannot be read, there is no quorum, or a log is named.

    """
    draft = _read(text)
    if draft.logs or not draft.quorum:
        raise BadPolicy("witnesses and one quorum, and no log")


def read_logs(text: str) -> tuple[NoteKey, ...]:
    """Read the keys of logs, as a witness keeps them: lines of `log`.

    Raises:
        BadPolicy: a line cannot be read, or there is none.

    """
    draft = _read(text)
    if not draft.logs:
        raise BadPolicy("no log")
    return tuple(draft.logs)


def _read(text: str) -> _Draft:
    if len(text) > LONGEST:
        raise BadPolicy("too long for a policy")
    draft = _Draft()
    readers: dict[str, Callable[[list[str]], None]] = {
        "log": draft.log,
        "witness": draft.witness,
        "group": draft.group,
        "quorum": draft.set_quorum,
        "#ntm": draft.ours,
    }
    for number, line in enumerate(text.splitlines(), start=1):
        word, *words = line.split() or [""]
        if word in readers:
            try:
                readers[word](words)
            except (BadNote, ValueError) as broken:
                raise BadPolicy(f"line {number}: {broken}") from broken
        elif word and not word.startswith("#"):
            raise BadPolicy(f"line {number}: {word!r}")
    return draft


def _period(first: str, last: str) -> Period:
    return Period(int(first), None if last == "-" else int(last))
