"""What the child is asked to do (việc giao cho tiến trình con)."""

from dataclasses import dataclass

from ntm_verify.domain.reading import ReadingOptions

from .sniff import Format


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read (việc đọc một tệp): its name, bytes and kind, and what was confirmed.

    A plain one is given back row by row as it is, without looking for a list in it.
    """

    name: str
    content: bytes
    format: Format
    options: ReadingOptions
    is_plain: bool = False
