"""Numbers of people as keyed digests (mã băm có khóa): equal numbers meet, nobody reads them.

HMAC-SHA256 cut to 128 bits. Without the key, which lies outside the database, a digest cannot be
turned back by trying all ten-digit numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import digest
from typing import Final

SIZE: Final = 16


@dataclass(frozen=True, slots=True)
class PeopleDigests:
    """Digests under one key of this installation."""

    key: bytes = field(repr=False)

    def of(self, numbers: Sequence[str]) -> list[bytes]:
        """Give the digest of each number, in their order."""
        return [digest(self.key, number.encode(), sha256)[:SIZE] for number in numbers]
