"""Signed notes: a text, a blank line, and a line for each signature (văn bản ký).

After C2SP signed-note and tlog-cosignature. What a reader trusts are keys of his own; a line of
a known key that does not verify spoils the whole note, lines of unknown keys say nothing.
"""

from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from .signatures import ED25519, KEY, SigningKey, require_usable, verify_signature

LONGEST: Final = 1_000_000
MOST_LINES: Final = 64
COSIGNATURE: Final = b"\x04"
"""Type byte of an Ed25519 key that signs with the time (tlog-cosignature)."""
_DASH: Final = "\N{EM DASH} "
_ID: Final = 4
_TIME: Final = 8
_SHORTEST: Final = 5


class BadNote(Exception):
    """The text is no note, or a known key did not sign it (văn bản ký không hợp lệ)."""


class BadLine(BadNote):
    """The line of a known key does not verify (chữ ký sai)."""


class NobodyKnown(BadNote):
    """No known key has signed (không có chữ ký của khóa đã biết)."""


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A key that a reader trusts (khóa đã biết): its name, type byte and 32 bytes."""

    name: str
    kind: bytes
    public: bytes

    @property
    def id(self) -> bytes:
        """Give the key ID: SHA-256 of name, line feed, type and key, 4 bytes."""
        return sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:_ID]


@dataclass(frozen=True, slots=True)
class Signature:
    """A line that holds (chữ ký đúng), with the second it was made, if it tells."""

    key: NoteKey
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note as read (văn bản đã đọc): its text with the last line feed, and who signed."""

    text: bytes
    signatures: tuple[Signature, ...]


def read_key(text: str) -> NoteKey:
    """Read a key as policies write it: name+key ID+base64 of type and key.

    Raises:
        BadNote: another type, a key ID that is not the key's own, or a weak key.

    """
    name, _, rest = text.strip().partition("+")
    identity, _, encoded = rest.partition("+")
    raw = plain_base64(encoded)
    key = NoteKey(name, raw[:1], raw[1:])
    if not _is_name(name) or identity != key.id.hex():
        raise BadNote("Name, type and key do not belong together.")
    if key.kind not in {ED25519, COSIGNATURE} or len(key.public) != KEY:
        raise BadNote("A key of another type.")
    try:
        require_usable(key.public)
    except ValueError as weak:
        raise BadNote("A weak key.") from weak
    return key


def write_key(key: NoteKey) -> str:
    """Write a key as policies name it."""
    return f"{key.name}+{key.id.hex()}+{b64encode(key.kind + key.public).decode()}"


def open_note(content: bytes, keys: Iterable[NoteKey]) -> Note:
    """Read a note, and hold every line of a known key against its text.

    Raises:
        BadLine: a known key's line does not verify.
        NobodyKnown: no line is by a known key.
        BadNote: it is no note.

    """
    text, lines = _parted(content)
    known = {(key.name, key.id): key for key in keys}
    found: dict[NoteKey, Signature] = {}
    for line in lines:
        name, raw = _line(line)
        key = known.get((name, raw[:_ID]))
        if key is not None and key not in found:
            found[key] = _verified(key, text, raw[_ID:])
    if not found:
        raise NobodyKnown("No known key has signed.")
    return Note(text, tuple(found.values()))


def sign_note(text: bytes, name: str, key: SigningKey) -> bytes:
    """Put a blank line and the log key's line under a text; the same text gives the same bytes."""
    return text + b"\n" + signature_line(text, name, key)


def signature_line(text: bytes, name: str, key: SigningKey) -> bytes:
    """Give the line of a plain Ed25519 key over a text."""
    return _written(NoteKey(name, ED25519, key.public), key.sign(text))


def cosignature_line(text: bytes, name: str, key: SigningKey, at: int) -> bytes:
    """Give the line of a witness over a text at a second of the clock, which is never 0."""
    moment = at.to_bytes(_TIME, "big")
    signed = key.sign(_cosigned(text, at))
    return _written(NoteKey(name, COSIGNATURE, key.public), moment + signed)


def plain_base64(text: str) -> bytes:
    """Decode base64 that is written in the one way there is.

    Raises:
        BadNote: it is no base64, or could be written otherwise.

    """
    try:
        raw = b64decode(text, validate=True)
    except (NoBase64, ValueError) as broken:
        raise BadNote("Not base64.") from broken
    if b64encode(raw).decode() != text:
        raise BadNote("Base64 that is written in more than one way.")
    return raw


def _written(key: NoteKey, signed: bytes) -> bytes:
    return f"{_DASH}{key.name} {b64encode(key.id + signed).decode()}\n".encode()


def _cosigned(text: bytes, at: int) -> bytes:
    return b"cosignature/v1\ntime %d\n" % at + text


def _verified(key: NoteKey, text: bytes, signed: bytes) -> Signature:
    at: int | None = None
    message = text
    if key.kind == COSIGNATURE:
        at, signed = int.from_bytes(signed[:_TIME], "big"), signed[_TIME:]
        message = _cosigned(text, at)
    if at == 0 or not verify_signature(key.public, message, signed):
        raise BadLine(f"The line of {key.name} does not verify.")
    return Signature(key, at)


def _parted(content: bytes) -> tuple[bytes, list[str]]:
    if len(content) > LONGEST:
        raise BadNote("Too long for a note.")
    try:
        whole = content.decode("utf-8")
    except UnicodeDecodeError as broken:
        raise BadNote("Not UTF-8.") from broken
    if any(sign < " " and sign != "\n" for sign in whole) or not whole.endswith("\n"):
        raise BadNote("A control sign, or no line feed at the end.")
    text, blank, below = whole.rpartition("\n\n")
    lines = below.splitlines()
    if not blank or not lines or len(lines) > MOST_LINES:
        raise BadNote("No signature lines, or too many.")
    return f"{text}\n".encode(), lines


def _line(line: str) -> tuple[str, bytes]:
    if not line.startswith(_DASH):
        raise BadNote("A line below the blank one is no signature.")
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    raw = plain_base64(encoded)
    if not _is_name(name) or len(raw) < _SHORTEST:
        raise BadNote("A signature line without name or signature.")
    return name, raw


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(sign.isspace() for sign in name)
