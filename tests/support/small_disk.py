"""A disk that is full when a test says so.

Where this user may mount, it is a small file system in memory; elsewhere a limit on the size of
files stands in for it, which fails in the same places with another code (EFBIG for ENOSPC).
"""

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MEBIBYTE: Final = 1024 * 1024
BALLAST: Final = "ballast"


@dataclass
class SmallDisk:
    """A file system of its own; what is too much lies in a file of nothing."""

    folder: Path

    def leave(self, room: int) -> None:
        """Let so many bytes be free, and no more."""
        self.free()
        known = os.statvfs(self.folder)
        too_much = known.f_bavail * known.f_frsize - room
        with (self.folder / BALLAST).open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, too_much)

    def free(self) -> None:
        """Give the room back."""
        (self.folder / BALLAST).unlink(missing_ok=True)


@contextmanager
def small_disk(size: int) -> Iterator[SmallDisk | None]:
    """Mount a disk of so many bytes for as long as the block lasts; None where none may be."""
    folder = Path(tempfile.mkdtemp(prefix="ntmdisk_"))
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - our own words
    except OSError:
        mounted = False
    try:
        yield SmallDisk(folder) if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607 - as above
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """Let this process write no file further than so many bytes, while the block lasts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))  # Python ignores the signal of it
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
