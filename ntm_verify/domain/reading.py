"""What comes out of reading a file (đọc tệp): a list with notes, or a refusal with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from .errors import InvalidInput
from .findings import Field, Refused
from .participant_list import Finding, RawList


@dataclass(frozen=True, slots=True)
class ListFile:
    """One file as it arrives (tệp nộp): the user's name for it is data and nothing else."""

    name: str
    content: bytes


AS_WRITTEN: Final = "as-written"
"""The submitter looked at the conversion and wants the letters left as they are (giữ nguyên)."""
ENCODINGS: Final = ("tcvn3", "vni", "viscii", "windows-1258", "utf-8", AS_WRITTEN)
"""What a submitter may confirm a file to be written in."""


class UnknownEncoding(InvalidInput):
    """Nobody writes files like this (bảng mã không biết)."""

    code = "unknown_encoding"


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What the submitter has confirmed about the files (lựa chọn khi đọc).

    `encoding` is one of `ENCODINGS`, or "" when nothing was confirmed: then an old font is
    refused with a preview. `mapping` forces columns by letter; "" says that no column holds the
    field. `period` is the one whose blank list may have been filled in; "": any.
    """

    encoding: str = ""
    mapping: Mapping[Field, str] = field(default_factory=dict)
    header_row: int = 0
    sheet: str = ""
    period: str = ""

    def __post_init__(self) -> None:
        """Refuse an encoding that cannot be read.

        Raises:
            UnknownEncoding: it is none of `ENCODINGS`.

        """
        if self.encoding and self.encoding not in ENCODINGS:
            known = ", ".join(ENCODINGS)
            raise UnknownEncoding(f"Không có bảng mã “{self.encoding[:40]}”. Chọn một: {known}.")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file that was read (thông tin tệp)."""

    name: str
    sha256: str
    size: int
    format: str


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The first rows of a sheet, and what was recognised in them (phần đầu trang tính).

    Rows by the number that the spreadsheet program shows, cells by column letter; `header_row`
    is 0 where no header was found. Nothing of it is stored: it is shown to who may correct it.
    """

    file: str
    sheet: str
    header_row: int
    titles: Mapping[str, str]
    columns: Mapping[Field, str]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A list as read, with everything the reader noticed (kết quả đọc)."""

    files: tuple[FileFacts, ...]
    raw: RawList
    notes: tuple[Finding, ...]
    heads: tuple[SheetHead, ...] = ()


class ListRefused(InvalidInput):
    """The file cannot be taken as a list (từ chối tệp); nothing of it is lost or kept.

    `reason` is the stable code; the text says what, where and how to mend it, in Vietnamese.
    `preview` shows before → after where a conversion waits for a confirmation, `previews` the
    same by field; `heads` are the first rows of the sheets, as far as they were looked at.
    """

    code = "list_refused"

    def __init__(
        self,
        reason: Refused,
        message: str,
        *,
        file: str = "",
        preview: tuple[tuple[str, str], ...] = (),
        encoding: str = "",
    ) -> None:
        """Keep the reason beside the sentence."""
        super().__init__(message)
        self.reason = reason
        self.file = file
        self.preview = preview
        self.encoding = encoding
        self.previews: Mapping[Field, tuple[tuple[str, str], ...]] = {}
        self.heads: tuple[SheetHead, ...] = ()
