"""Ed25519 keys that vouch for entries (chữ ký của khóa ghi), after C2SP signed-note.

The only file of this folder that needs a library. Hashing, and all the rest of an examination,
works without it.
"""

import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from stat import S_IRWXG, S_IRWXO
from tempfile import NamedTemporaryFile
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from .entry import Writer

ED25519: Final = b"\x01"
"""Type byte of an Ed25519 log or writer key (signed-note)."""
KEY: Final = 32
DERIVE: Final = b"ntm-derive/v1\0"
_SIGN_BIT: Final = 0x7F
LOW_ORDER: Final = frozenset(
    bytes.fromhex(point)
    for point in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)
"""Every encoding of the eight points of small order, sign bit aside (RFC 8032, curve25519)."""


class WeakKey(ValueError):
    """The bytes are no key that could vouch for anything (khóa không dùng được)."""


class KeyFileExposed(Exception):
    """Others than the service's own user can read its key (tệp khóa bị lộ quyền đọc)."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private Ed25519 key (khóa bí mật); `seed` are its 32 bytes and are never shown."""

    seed: bytes = field(repr=False)

    @classmethod
    def make(cls) -> "SigningKey":
        """Make a new key."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def read_or_make(cls, path: Path) -> "SigningKey":
        """Read the key of a file; the first time make one that only its owner can read.

        Raises:
            WeakKey: the file does not hold a key.
            KeyFileExposed: others can read the file.

        """
        if not path.exists():
            with suppress(FileExistsError):
                _write_new(path, cls.make().seed.hex().encode() + b"\n")
        if path.stat().st_mode & (S_IRWXG | S_IRWXO):
            raise KeyFileExposed(f"chmod 600 {path}")
        try:
            seed = bytes.fromhex(path.read_text("ascii").strip())
        except ValueError as broken:
            raise WeakKey(f"{path} holds no key.") from broken
        if len(seed) != KEY:
            raise WeakKey(f"{path} holds no key.")
        return cls(seed)

    @property
    def public(self) -> bytes:
        """Give the 32 bytes of the public key."""
        return _loaded(self.seed).public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Sign bytes; the same bytes always get the same 64-byte signature."""
        return _loaded(self.seed).sign(message)

    def derive(self, purpose: str) -> bytes:
        """Give 32 secret bytes for another purpose, from which this key cannot be told."""
        return hmac.new(self.seed, DERIVE + purpose.encode(), sha256).digest()

    def name(self, name: str) -> str:
        """Name the key as entries do: name+key ID."""
        return f"{name}+{key_id(name, self.public)}"


@lru_cache(maxsize=4)
def _loaded(seed: bytes) -> Ed25519PrivateKey:
    """Make a key ready for use once, since it signs every entry."""
    return Ed25519PrivateKey.from_private_bytes(seed)


def verify_signature(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether a signature is by this key over these bytes; a weak key never is."""
    try:
        require_usable(public)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (WeakKey, InvalidSignature):
        return False
    return True


def require_usable(public: bytes) -> None:
    """Refuse a public key under which anybody could make signatures.

    Raises:
        WeakKey: it is a point of small order, or no 32 bytes.

    """
    if len(public) != KEY:
        raise WeakKey(f"{len(public)} bytes; a key has {KEY}.")
    if public[:-1] + bytes([public[-1] & _SIGN_BIT]) in LOW_ORDER:
        raise WeakKey("A point of small order.")


def key_id(name: str, public: bytes) -> str:
    """Give the key ID of signed-note, in hex: SHA-256(name, line feed, type, key), 4 bytes."""
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4].hex()


def vkey(name: str, public: bytes) -> str:
    """Write a public key as policies name it: name+key ID+base64(type, key)."""
    return f"{name}+{key_id(name, public)}+{b64encode(ED25519 + public).decode()}"


def read_vkey(text: str) -> tuple[str, bytes]:
    """Read a public key as `vkey` writes it; give (name, key).

    Raises:
        WeakKey: another type, a key ID that is not the key's own, or a weak key.

    """
    name, _, rest = text.strip().partition("+")
    identity, _, encoded = rest.partition("+")
    try:
        kind, public = (decoded := b64decode(encoded, validate=True))[:1], decoded[1:]
    except ValueError as broken:
        raise WeakKey("The key is not written in base64.") from broken
    require_usable(public)
    if kind != ED25519 or identity != key_id(name, public):
        raise WeakKey("Name, type and key do not belong together.")
    return name, public


def checker(text: str) -> tuple[str, Callable[[bytes, bytes], bool]]:
    """Give, for a key as `vkey` writes it, its name in entries and a check of its signatures.

    Raises:
        WeakKey: the text is no such key.

    """
    name, public = read_vkey(text)
    return f"{name}+{key_id(name, public)}", partial(verify_signature, public)


def writer_of(origin: str, key: SigningKey) -> Writer:
    """Give the writer of a log, ready to sign entries as <origin>/writer+<key ID>."""
    return Writer(key.name(f"{origin}/writer"), key.sign)


def _write_new(path: Path, content: bytes) -> None:
    """Put a whole file in place at once, readable by its owner only; never over another."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".key-") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        os.link(file.name, path)
