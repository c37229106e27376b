"""A random sample of dossiers that anybody can draw again (mẫu kiểm toán).

How it is drawn, for ever: for each dossier the SHA-256 of the text "seed:id" is taken (UTF-8, the
id in small letters with hyphens). The dossiers are ordered by that digest; the first n are the
sample. Who has the list of ids and the printed seed draws the same ones with any other program.
"""

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from .errors import InvalidInput

MOST: int = 200
SEED_SIGNS: int = 64


class WrongSeed(InvalidInput):
    """Nothing can be drawn with this seed or this number (hạt giống, cỡ mẫu không hợp lệ)."""

    code = "wrong_seed"


def require_drawable(seed: str, count: int) -> None:
    """Refuse what draws nothing.

    Raises:
        WrongSeed: the seed is not 1 to 64 letters, digits or hyphens, or nobody is asked for.

    """
    plain = seed.replace("-", "").isalnum() and seed.isascii() and len(seed) <= SEED_SIGNS
    if not plain or not 0 < count <= MOST:
        raise WrongSeed(
            f"Hạt giống gồm 1 đến {SEED_SIGNS} chữ cái không dấu, chữ số hoặc gạch nối; cỡ mẫu từ "
            f"1 đến {MOST} hồ sơ. Sửa lại rồi rút mẫu."
        )


def draw_dossiers(seed: str, ids: Iterable[UUID], count: int) -> tuple[UUID, ...]:
    """Give the dossiers of a sample, in the order in which they are drawn."""
    ordered = sorted(ids, key=lambda one: sha256(f"{seed}:{one}".encode()).digest())
    return tuple(ordered[:count])
