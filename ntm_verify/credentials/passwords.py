"""Passwords as Argon2id hashes (mật khẩu), computed aside from the event loop.

Source: RFC 9106; the library's default parameters (64 MiB, 3 passes, 4 lanes).
"""

import asyncio
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ntm_verify.usecases.ports import Passwords


@dataclass(slots=True)
class PasswordWork:
    """Hashes and compares, a few at a time: each takes 64 MiB for a tenth of a second."""

    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    nobody: str = ""

    def __post_init__(self) -> None:
        """Make the hash that stands in for an unknown name, so that both cost the same."""
        self.nobody = self.hasher.hash("nobody signs in with this")

    async def hash(self, password: str) -> str:
        """Give the hash of a new password."""
        async with self.at_once:
            return await asyncio.to_thread(self.hasher.hash, password)

    async def verify(self, stored: str, password: str) -> bool:
        """Compare; an empty stored hash costs the same work and never fits."""
        async with self.at_once:
            fits = await asyncio.to_thread(self._fits, stored or self.nobody, password)
        return bool(stored) and fits

    def _fits(self, stored: str, password: str) -> bool:
        try:
            return self.hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    def port(self) -> Passwords:
        """Give the two functions as the use cases know them."""
        return Passwords(self.hash, self.verify)
