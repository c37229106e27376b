"""The shape of one entry of the log (hình dạng một dòng nhật ký).

Fields, order and canonical form are fixed for ever: an entry is hashed and signed as it stands.
Numbers are whole, times are UTC with six decimals, binary values are canonical base64. Values
that could name a person are present as salted commitments only.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from .canonical import canonical

SHAPE: Final = 1
LONGEST: Final = 65_535
COMMIT: Final = b"ntm-commit/v1\0"
FIELDS: Final = frozenset(
    {
        *("v", "log", "id", "at", "type", "req", "actor", "subject"),
        *("before", "after", "priv", "cause", "w", "sig"),
    }
)


class TooLong(Exception):
    """An entry must fit into 65,535 bytes (dòng nhật ký quá dài)."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who vouches for entries (khóa ghi): the key's name and a function that signs bytes."""

    name: str
    sign: Callable[[bytes], bytes]


def timestamp(moment: datetime) -> str:
    """Write a moment the one way the log does: 2026-11-02T03:50:12.185644Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def commitment(salt: bytes, value: object) -> str:
    """Commit to a value without telling it: base64(SHA-256(prefix, 32-byte salt, value))."""
    return b64encode(sha256(COMMIT + salt + canonical(value)).digest()).decode()


def seal(fields: Mapping[str, object], writer: Writer) -> bytes:
    """Sign the fields of an entry and give its canonical bytes.

    Raises:
        NotCanonical: a value has no agreed form.
        TooLong: the entry does not fit.

    """
    unsigned = {**fields, "v": SHAPE, "w": writer.name}
    signature = b64encode(writer.sign(canonical(unsigned))).decode()
    entry = canonical({**unsigned, "sig": signature})
    if len(entry) > LONGEST:
        raise TooLong(f"{len(entry)} bytes; at most {LONGEST}.")
    return entry
