"""How much a file may ask for (giới hạn khi đọc)."""

from dataclasses import dataclass
from typing import Final

MIB: Final = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file, and the child that reads it, may use (giới hạn).

    The shipped values let 200,000 rows of ten columns and 1,000,000 rows of three pass. Sizes
    in bytes, times in seconds; every `beat_seconds` a long reading tells how far it is.
    `part_bytes` and `all_bytes` are counted while unpacking.
    """

    file_bytes: int = 64 * MIB
    members: int = 2_000
    part_bytes: int = 256 * MIB
    all_bytes: int = 320 * MIB
    sheets: int = 400
    rows: int = 1_048_576
    columns: int = 16_384
    strings: int = 4_000_000
    text_length: int = 32_767
    row_bytes: int = 16 * MIB
    cells: int = 24_000_000
    memory_bytes: int = 1_024 * MIB
    cpu_seconds: int = 45
    wall_seconds: float = 90.0
    beat_seconds: float = 0.5
    children: int = 2
