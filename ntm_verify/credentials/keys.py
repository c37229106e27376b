"""Secret keys in files of their own (khóa bí mật): made once, readable by their owner alone."""

import os
import secrets
from pathlib import Path
from typing import Final

SIZE: Final = 32


class UnusableKey(Exception):
    """A key file is too open or holds no key (tệp khóa không dùng được)."""


def read_or_make(path: Path) -> bytes:
    """Give the 32 bytes of a key file; the first time make one with mode 0600.

    Raises:
        UnusableKey: others can read the file, or it does not hold 32 bytes.

    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(handle, "wb") as file:
        key = secrets.token_bytes(SIZE)
        file.write(key)
    return key


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise UnusableKey(f"Tệp khóa {path} mở cho người khác đọc. Hãy chạy: chmod 600 {path}")
    key = path.read_bytes()
    if len(key) != SIZE:
        raise UnusableKey(f"Tệp khóa {path} không có đúng {SIZE} byte.")
    return key
