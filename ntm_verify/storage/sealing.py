"""Raw files lie encrypted in the database (tệp gốc được mã hóa khi lưu).

AES-256-GCM with a fresh nonce for each file; the file's own digest is bound to it, so that two
files cannot change places. The key is never in the database.
"""

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION: Final = b"\x01"
NONCE: Final = 12


class WrongSeal(Exception):
    """What lies there was not sealed with this key, or is no longer what it was."""


def seal(key: bytes, content: bytes, digest: str) -> bytes:
    """Encrypt the content of the file with this digest."""
    nonce = secrets.token_bytes(NONCE)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, content, VERSION + digest.encode())


def unseal(key: bytes, sealed: bytes, digest: str) -> bytes:
    """Decrypt what `seal` made.

    Raises:
        WrongSeal: another key, another digest, or a single changed bit.

    """
    nonce, body = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    if sealed[:1] != VERSION or len(nonce) != NONCE:
        raise WrongSeal
    try:
        return AESGCM(key).decrypt(nonce, body, VERSION + digest.encode())
    except InvalidTag as broken:
        raise WrongSeal from broken
