"""What works on any desk, with no database, server or network (bàn làm việc).

Apart from the other ports, so that a check starts without loading what dossiers and papers are.
"""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from ntm_verify.domain.across import Found, Listed
from ntm_verify.domain.codes import Codes
from ntm_verify.domain.corrected import CellEdit
from ntm_verify.domain.errors import Refusal
from ntm_verify.domain.findings import Catalogue
from ntm_verify.domain.horizons import OutlookRule
from ntm_verify.domain.list_facts import Context
from ntm_verify.domain.marks import Annotation
from ntm_verify.domain.oversight import Oversight
from ntm_verify.domain.participant_list import CheckedList, RawList
from ntm_verify.domain.reading import ListFile, Reading, ReadingOptions
from ntm_verify.domain.regulation import Rulebook
from ntm_verify.domain.sample import SamplingRule
from ntm_verify.domain.working_days import Calendar

if TYPE_CHECKING:
    from ntm_verify.domain.province_report import Report
    from ntm_verify.domain.signature import SignedPaper
    from ntm_verify.domain.units import Register
    from ntm_verify.domain.vouching import Vouched
else:  # the names must be known at run time, not what they mean: a check loads no paper
    SignedPaper = Vouched = Register = Report = Any


class Unavailable(Exception):
    """An outside office does not answer now; the same call may do later (tạm gián đoạn)."""


class UnreadablePaper(Refusal):
    """The file is no paper of this service (không phải văn bản của hệ thống)."""

    code = "unreadable_paper"


Tell = Callable[[int, int], None]
"""Is told, maybe from another thread, how much of how much was done."""


def nobody(_done: int, _total: int) -> None:
    """Let nobody be told."""


class ReadList(Protocol):
    """Reads the files of one list (đọc danh sách)."""

    async def __call__(
        self, files: Sequence[ListFile], options: ReadingOptions, turn: str, tell: Tell = ..., /
    ) -> Reading:
        """Read files with options at somebody's turn, telling how far it is, or `ListRefused`."""
        ...


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What a PDF says of itself (nội dung đọc lại từ tệp PDF)."""

    sha256: str
    length: int
    statement: dict[str, object]
    fonts_embedded: bool
    proof: bytes = b""
    """That the log holds it, as the file carries it; b"" where it carries none."""


@dataclass(frozen=True, slots=True)
class Workbooks:
    """Workbooks that go back to people (bảng tính trả lại)."""

    annotate: Callable[[bytes, str, Annotation, str], Awaitable[bytes]]
    """(the file as handed in, its format, what to mark, the encoding that was confirmed or "")
    → the same workbook, marked; one without letters of our own is written anew."""
    correct: Callable[[bytes, str, Sequence[CellEdit], str], Awaitable[bytes]]
    """(the file as handed in, its format, cells to type over, the encoding that was confirmed or
    "") → the same workbook, corrected."""
    plain_book: Callable[[Sequence[Sequence[str]]], Awaitable[bytes]]
    """Rows of texts → a workbook, all as text."""
    findings_book: Callable[[Annotation, Sequence[tuple[str, str]]], Awaitable[bytes]]
    """(what was found, facts printed on top) → a workbook of findings, all as text."""
    blank_list: Callable[[str, str, Sequence[str], str], Awaitable[bytes]]
    """(period, commune, hamlets to choose from, "xlsx" or "csv") → the blank list of the
    period."""
    report: "Callable[[Report, str], Awaitable[bytes]]"
    """(what the province reports, "xlsx" or "docx") → the file."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What works on any desk, with no database, server or network (bàn làm việc)."""

    now: Callable[[], datetime]
    new_id: Callable[[], UUID]
    new_token: Callable[[str, int], str]
    """(alphabet, length) → random signs from the operating system."""
    rulebook: Rulebook
    calendar: Calendar
    sampling: SamplingRule
    oversight: Oversight
    outlook: OutlookRule
    catalogue: Catalogue
    codes: Codes
    rules_version: str
    """Names the rules over rows and their tables: a new version may find other things."""
    read_list: ReadList
    check_list: Callable[[RawList, Context], Coroutine[Any, Any, CheckedList]]
    listed_elsewhere: Callable[[Sequence[str], Sequence[Listed]], Awaitable[tuple[Found, ...]]]
    """Keys of a list, (commune, keys) of others → places listed elsewhere too, and by whom."""
    read_paper: Callable[[bytes], Awaitable[PaperFacts]]
    """The bytes of a PDF → what it says of itself, or `UnreadablePaper`."""
    examine: Callable[[bytes], "Awaitable[SignedPaper]"]
    """The bytes of a PDF → what each of its digital signatures is worth, as of now."""
    vouched_for: "Callable[[Vouched], bool | None]"
    """Whether a known key signed a short statement; None if no such key is known."""
    check_stamp: Callable[[bytes, bytes, Sequence[str]], Awaitable[datetime | None]]
    """(token, text, SHA-256 of authorities' certificates) → its time, None if it does not hold."""
    log_keys: Callable[[], str]
    """The policy that names the log's keys, "" where none is known on this machine."""
    workbooks: Workbooks
    register: "Callable[[], Register]"
    """Every unit of the country, of before and since 1/7/2025; read when it is first asked for."""
    salts: Callable[[int], bytes]
    """So many times 32 random bytes."""
