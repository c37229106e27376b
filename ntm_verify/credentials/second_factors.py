"""Codes of an authenticator and codes on paper (mã xác thực, mã khôi phục).

Source: RFC 6238 with the values every authenticator knows: SHA-1, six digits, thirty seconds. A
code is taken one step early or late, for clocks that differ. The secret lies sealed with
AES-256-GCM under a key outside the database, bound to its account; codes on paper are kept as
HMAC-SHA256 under another key derived from the same file.
"""

import secrets
from base64 import b32encode
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Final
from urllib.parse import quote

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from ntm_verify.domain.second_factor import bare_code
from ntm_verify.usecases.ports import Transaction

STEP: Final = 30
DIGITS: Final = 6
SECRET: Final = 20
NONCE: Final = 12
VERSION: Final = b"\x01"


class BrokenSeal(Exception):
    """A secret was not sealed under this key for this account (khóa niêm phong không khớp)."""


class SecondFactors:
    """Second factors under one key of this installation (yếu tố thứ hai)."""

    def __init__(self, key: bytes, issuer: str) -> None:
        """Take 32 secret bytes, and the name that authenticators show."""
        self._sealing = digest(key, b"second factor: seal", sha256)
        self._codes = digest(key, b"second factor: recovery", sha256)
        self.issuer = issuer

    def make(self, account_id: str) -> bytes:
        """Make a secret of 160 bits; give it sealed for this account."""
        nonce = secrets.token_bytes(NONCE)
        bound = VERSION + account_id.encode()
        sealed = AESGCM(self._sealing).encrypt(nonce, secrets.token_bytes(SECRET), bound)
        return VERSION + nonce + sealed

    def key(self, account_id: str, sealed: bytes) -> str:
        """Give the secret in base32, for typing it into an authenticator."""
        return b32encode(self._open(account_id, sealed)).decode()

    def address(self, username: str, key: str) -> str:
        """Give the secret as an otpauth address, for a QR code."""
        name = f"{quote(self.issuer)}:{quote(username, safe='')}"
        return f"otpauth://totp/{name}?secret={key}&issuer={quote(self.issuer)}"

    def digest(self, account_id: str, code: str) -> str:
        """Give the keyed digest under which a recovery code is kept."""
        return digest(self._codes, f"{account_id}\n{bare_code(code)}".encode(), sha256).hex()

    def step(self, account_id: str, sealed: bytes, code: str, now: datetime) -> int:
        """Give the step of time whose code this is, 0 if it is none near now.

        Raises:
            BrokenSeal: the secret was sealed under another key or for another account.

        """
        clock = TOTP(self._open(account_id, sealed), DIGITS, SHA1(), STEP)  # noqa: S303 - RFC 6238
        here, typed = int(now.timestamp()) // STEP, bare_code(code).encode()
        fitting = [
            step
            for step in (here - 1, here, here + 1)
            if compare_digest(clock.generate(step * STEP), typed)
        ]
        return max(fitting, default=0)

    async def takes(self, tx: Transaction, account_id: str, code: str, now: datetime) -> bool:
        """Use a code up, of the authenticator or on paper; False if it does not serve."""
        factor = await tx.access.factor(account_id)
        if factor is None or factor.active_at is None:
            return False
        if step := self.step(account_id, factor.sealed, code, now):
            return await tx.access.use_step(account_id, step)
        return await tx.access.use_code(account_id, self.digest(account_id, code))

    def _open(self, account_id: str, sealed: bytes) -> bytes:
        nonce, body = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
        try:
            return AESGCM(self._sealing).decrypt(nonce, body, VERSION + account_id.encode())
        except InvalidTag as broken:
            raise BrokenSeal from broken
