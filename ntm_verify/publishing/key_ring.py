"""The keys of a log, one after the other (các khóa ký mốc): each with the sizes that it signs."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ntm_verify.trail.notes import NoteKey, signature_line, write_key
from ntm_verify.trail.signatures import ED25519, SigningKey

PERIODS: Final = "keys.json"


@dataclass(frozen=True, slots=True)
class Period:
    """One key, and the first and last size that it signs; None = up to now (thời hạn khóa)."""

    key: SigningKey
    first: int = 0
    last: int | None = None

    def words(self) -> str:
        """Write first and last as policies do."""
        return f"{self.first} {'-' if self.last is None else self.last}"

    def holds(self, size: int) -> bool:
        """Say whether a size lies within."""
        return self.first <= size and (self.last is None or size <= self.last)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of one log: `first` from its file `path`, later ones beside it as name-2, name-3 ….

    Which is in force is in a small public file of the board's `folder`, read each time: several
    processes sign with the same keys.
    """

    folder: Path
    origin: str
    first: SigningKey
    path: Path | None = None

    def periods(self) -> tuple[Period, ...]:
        """Give the keys in force so far, oldest first."""
        ends = self._ends()
        starts = [0, *ends]
        keys = [self._key(number) for number in range(len(starts))]
        lasts = [*ends, None]
        return tuple(map(Period, keys, starts, lasts))

    def lines(self) -> str:
        """Name the keys as policies do: `log` lines, and periods where there is more than one."""
        periods = self.periods()
        names = [NoteKey(self.origin, ED25519, one.key.public) for one in periods]
        told = [f"log {write_key(name)}" for name in names]
        if len(periods) > 1:
            told += [
                f"#ntm key-period {name.id.hex()} {one.words()}"
                for name, one in zip(names, periods, strict=True)
            ]
        return "".join(f"{line}\n" for line in told)

    def sign(self, text: bytes, size: int) -> bytes:
        """Put the line of every key whose period holds under a checkpoint's text."""
        lines = (
            signature_line(text, self.origin, one.key) for one in self.periods() if one.holds(size)
        )
        return text + b"\n" + b"".join(lines)

    def vkey(self, later: int = 0) -> str:
        """Name the key in force as policies do; with 1 the one that comes next, made if need be."""
        key = self._key(len(self._ends()) + later)
        return write_key(NoteKey(self.origin, ED25519, key.public))

    def vouch(self, text: bytes) -> tuple[bytes, bytes]:
        """Sign a text with the key in force and with the next one."""
        here = len(self._ends())
        return self._key(here).sign(text), self._key(here + 1).sign(text)

    def turned(self, size: int) -> bytes:
        """Give the public file that lets the next key sign from a size on."""
        return json.dumps({"ends": [*self._ends(), size]}).encode()

    def _ends(self) -> list[int]:
        try:
            told = json.loads((self.folder / PERIODS).read_bytes())
        except FileNotFoundError:
            return []
        return [int(end) for end in told["ends"]]

    def _key(self, number: int) -> SigningKey:
        if number == 0 or self.path is None:
            return self.first
        return SigningKey.read_or_make(self.path.with_name(f"{self.path.stem}-{number + 1}.key"))
