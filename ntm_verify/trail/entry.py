"""The shape of one entry of the log (hình dạng một dòng nhật ký).

Fields, order and canonical form are fixed for ever: an entry is hashed and signed as it stands.
Numbers are whole, times are UTC with six decimals, binary values are canonical base64. Values
that could name a person are present as salted commitments only.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from .canonical import canonical, read_canonical, tidy

SHAPE: Final = 1
LONGEST: Final = 65_535
HASH: Final = 32
SIGNATURE: Final = 64
SIG: Final = "sig"
COMMIT: Final = b"ntm-commit/v1\0"
FIELDS: Final = frozenset(
    {
        *("v", "log", "id", "at", "type", "req", "actor", "subject"),
        *("before", "after", "priv", "cause", "w", "sig"),
    }
)
ACTOR: Final = frozenset({"id", "role", "unit"})
SUBJECT: Final = frozenset({"kind", "id", "rev"})
TYPE: Final = re.compile(r"[a-z_]+\.[a-z_]+")
WRITER: Final = re.compile(r"[^\s+]+\+[0-9a-f]{8}")
UUID7: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
MOMENT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"


class TooLong(Exception):
    """An entry must fit into 65,535 bytes (dòng nhật ký quá dài)."""


class NotAnEntry(Exception):
    """The bytes are canonical, and still no entry of this log (sai cấu trúc dòng nhật ký)."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who vouches for entries (khóa ghi): the key's name and a function that signs bytes."""

    name: str
    sign: Callable[[bytes], bytes]


def timestamp(moment: datetime) -> str:
    """Write a moment the one way the log does: 2026-11-02T03:50:12.185644Z."""
    return moment.astimezone(UTC).strftime(MOMENT)


def commit(salt: bytes, value: object) -> bytes:
    """Commit to a value without telling it: SHA-256(prefix, 32-byte salt, canonical value)."""
    return sha256(COMMIT + salt + canonical(tidy(value))).digest()


def commitment(salt: bytes, value: object) -> str:
    """Write a commitment as entries hold it, in base64 (cam kết)."""
    return b64encode(commit(salt, value)).decode()


def seal(fields: Mapping[str, object], writer: Writer) -> bytes:
    """Sign the fields of an entry and give its canonical bytes.

    Raises:
        NotCanonical: a value has no agreed form.
        TooLong: the entry does not fit.

    """
    unsigned = {name: tidy(value) for name, value in fields.items()}
    unsigned |= {"v": SHAPE, "w": writer.name}
    before = canonical({name: unsigned[name] for name in unsigned if name < SIG})[:-1]
    after = canonical({name: unsigned[name] for name in unsigned if name > SIG})[1:]
    signature = b64encode(writer.sign(before + b"," + after))
    entry = before + b',"sig":"' + signature + b'",' + after  # names stand in their order
    if len(entry) > LONGEST:
        raise TooLong(f"{len(entry)} bytes; at most {LONGEST}.")
    return entry


def read_entry(written: bytes) -> dict[str, Any]:
    """Read an entry and refuse whatever `seal` would not have written (đọc chặt chẽ).

    Every field of `FIELDS` is there, each of its shape.

    Raises:
        NotCanonical: the bytes are not the canonical form of what they say.
        NotAnEntry: a field is missing, unknown or of another kind.

    """
    if len(written) > LONGEST:
        raise NotAnEntry(f"{len(written)} bytes; at most {LONGEST}.")
    found = read_canonical(written)
    if not isinstance(found, dict) or found.keys() != FIELDS:
        raise NotAnEntry("The fields are not those of an entry.")
    for name, fits in _SHAPES.items():
        if not fits(found[name]):
            raise NotAnEntry(f"“{name}” is not of its shape.")
    return found


def signed_part(entry: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """Give the bytes that an entry's writer signed, and the signature (phần được ký)."""
    unsigned = {name: entry[name] for name in FIELDS - {"sig"}}
    return canonical(unsigned), b64decode(entry["sig"])


def is_binary(value: object, size: int) -> bool:
    """Say whether a value is so many bytes in canonical base64."""
    if not isinstance(value, str) or not value.isascii():
        return False
    try:
        decoded = b64decode(value, validate=True)
    except ValueError:
        return False
    return len(decoded) == size and b64encode(decoded).decode() == value


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_moment(value: object) -> bool:
    try:
        return isinstance(value, str) and datetime.strptime(value, MOMENT).strftime(MOMENT) == value  # noqa: DTZ007 - "Z" is in the form
    except ValueError:
        return False


def _is_state(value: object) -> bool:
    return value is None or isinstance(value, dict)


def _is_actor(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == ACTOR and all(map(_is_text, value.values()))


def _is_subject(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != SUBJECT:
        return False
    return _is_text(value["kind"]) and _is_text(value["id"]) and _is_count(value["rev"])


def _is_private(value: object) -> bool:
    return isinstance(value, dict) and all(is_binary(item, HASH) for item in value.values())


def _matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


_SHAPES: Final[Mapping[str, Callable[[object], bool]]] = {
    "v": lambda value: value == SHAPE and not isinstance(value, bool),
    "log": _is_text,
    "id": _matches(UUID7),
    "at": _is_moment,
    "type": _matches(TYPE),
    "req": _is_text,
    "actor": _is_actor,
    "subject": _is_subject,
    "before": _is_state,
    "after": _is_state,
    "priv": _is_private,
    "cause": lambda value: value is None or _is_count(value),
    "w": _matches(WRITER),
    "sig": lambda value: is_binary(value, SIGNATURE),
}
