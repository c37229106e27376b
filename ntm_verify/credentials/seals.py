"""Short texts that a browser keeps for us (niêm phong), sealed so that nobody reads or makes one.

AES-256-GCM under a key of this installation, bound to what the text is for.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from hmac import digest
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE: Final = 12
LONGEST: Final = 4_000


class TextSeal:
    """Seals texts under one key (niêm phong văn bản ngắn)."""

    def __init__(self, key: bytes) -> None:
        """Take 32 secret bytes; what is sealed with is derived from them."""
        self._cipher = AESGCM(digest(key, b"short text: seal", sha256))

    def seal(self, purpose: str, text: str) -> str:
        """Give a text as signs that a cookie may hold."""
        nonce = secrets.token_bytes(NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, text.encode(), purpose.encode())
        return urlsafe_b64encode(sealed).decode().rstrip("=")

    def unseal(self, purpose: str, sealed: str) -> str:
        """Give the text back, "" for anything that was not sealed here for this purpose."""
        if not sealed or len(sealed) > LONGEST:
            return ""
        try:
            raw = urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
            return self._cipher.decrypt(raw[:NONCE], raw[NONCE:], purpose.encode()).decode()
        except (ValueError, InvalidTag):
            return ""
