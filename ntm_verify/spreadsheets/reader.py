"""The door for lists (đọc danh sách): files in, one list with notes out, or a refusal.

A file is measured and its kind told here; it is read in a child process. Several files are parts
of one list. At most one file of a commune is read at a time, so that nobody's pile of uploads
stands before everybody else's single one.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import accumulate
from typing import Final

from ntm_verify.domain.columns import Wordings
from ntm_verify.domain.findings import Field
from ntm_verify.domain.participant_list import Column, Finding, Kind, RawList
from ntm_verify.domain.reading import FileFacts, ListFile, ListRefused, Reading, ReadingOptions

from .children import Nursery, Tell, nobody
from .container import open_container
from .launch import Process
from .limits import Limits
from .refusing import corrupt, empty, too_large_file, unsupported
from .sniff import ZIPPED, Format, sniff
from .task import Task
from .template_mark import require_current
from .wire import Answer

_MEMBERS: Final = {
    "xl/workbook.bin": Format.XLSB,
    "xl/workbook.xml": Format.XLSX,
    "content.xml": Format.ODS,
}
_OTHER_BOOKS: Final = {
    "word/document.xml": "văn bản Word",
    "ppt/presentation.xml": "trình chiếu PowerPoint",
    "index/document.iwa": "tệp Numbers",
    "meta-inf/manifest.mf": "tệp nén JAR",
}


class ListReader:
    """Reads lists in children of its own (bộ đọc danh sách)."""

    def __init__(
        self,
        wordings: Wordings,
        limits: Limits | None = None,
        launched: Iterable[Process] = (),
    ) -> None:
        """Take the wordings of headers; nothing is started before the first file."""
        self.limits = limits or Limits()
        self._nursery = Nursery(wordings, self.limits, launched)
        self._turns: dict[str, asyncio.Lock] = {}
        self._places = asyncio.Semaphore(self.limits.children)

    def warm(self) -> None:
        """Start a child ahead of the first file."""
        self._nursery.warm()

    async def read(
        self,
        files: Sequence[ListFile],
        options: ReadingOptions | None = None,
        *,
        turn: str = "",
        tell: Tell = nobody,
    ) -> Reading:
        """Read the files of one list; `turn` is the commune they come from.

        `tell` is told, from another thread, how many bytes of how many were read.

        Raises:
            ListRefused: with its reason, and a sentence that says what, where and how to mend it.

        """
        lock = self._turns.setdefault(turn, asyncio.Lock())
        try:
            async with lock, self._places:
                return await asyncio.to_thread(self.read_now, files, options, tell)
        finally:
            if not lock.locked() and self._turns.get(turn) is lock:
                self._turns.pop(turn, None)

    def read_now(
        self,
        files: Sequence[ListFile],
        options: ReadingOptions | None = None,
        tell: Tell = nobody,
    ) -> Reading:
        """Read the files of one list while the caller waits.

        Raises:
            ListRefused: see `read`.

        """
        wished = options or ReadingOptions()
        before = [0, *accumulate(len(file.content) for file in files)]
        answers = [
            self._read_file(file, wished, _part(tell, begun, len(file.content), before[-1]))
            for begun, file in zip(before, files, strict=False)
        ]
        if not answers:
            raise empty()
        facts = tuple(
            FileFacts(file.name, sha256(file.content).hexdigest(), len(file.content), one.format)
            for file, one in zip(files, answers, strict=True)
        )
        return _merge(facts, answers)

    def _read_file(self, file: ListFile, options: ReadingOptions, tell: Tell) -> Answer:
        try:
            answer = self._nursery.read(self._task(file, options), tell)
            if options.period:
                require_current(file.content, options.period)
        except ListRefused as refused:
            refused.file = file.name
            raise
        return answer

    def _task(self, file: ListFile, options: ReadingOptions) -> Task:
        """Look at a file from outside: size, kind, structure."""
        if len(file.content) > self.limits.file_bytes:
            raise too_large_file(len(file.content), self.limits.file_bytes)
        form = sniff(file.content)
        if form in ZIPPED:
            form = book_format(file.content, self.limits)
        return Task(file.name, file.content, form, options)

    def close(self) -> None:
        """End the children."""
        self._nursery.close()


def book_format(content: bytes, limits: Limits) -> Format:
    """Tell zipped books apart by their members.

    Raises:
        ListRefused: unsafe structure, or no spreadsheet.

    """
    names = {name.lower() for name in open_container(content, limits)}
    for name, form in _MEMBERS.items():
        if name in names:
            return form
    for name, what in _OTHER_BOOKS.items():
        if name in names:
            raise unsupported(what)
    if "_rels/.rels" in names and "[content_types].xml" in names:
        return Format.XLSX
    raise corrupt("tệp nén không phải sổ tính") if "xl/" in str(names) else unsupported("tệp nén")


def _part(tell: Tell, begun: int, size: int, total: int) -> Tell:
    """Tell of one file as a part of all of them."""

    def told(done: int, of: int) -> None:
        tell(begun + size * min(done, of) // max(of, 1), total)

    return told


def _merge(facts: tuple[FileFacts, ...], answers: Sequence[Answer]) -> Reading:
    """Put the parts of a list one after the other."""
    first_rows = [0, *accumulate(len(one.lines) for one in answers)]
    first_sources = [0, *accumulate(len(one.sources) for one in answers)]
    names = sorted({name for one in answers for name in one.columns})
    sources = tuple(source for one in answers for source in one.sources)
    source_of = [at for at, source in enumerate(sources) for _ in range(source.rows_read)]
    lines = [line for one in answers for line in one.lines]
    columns = {name: _column(name, answers) for name in names}
    notes = tuple(
        _moved(note, first_sources[at], first_rows[at])
        for at, one in enumerate(answers)
        for note in one.notes
    )
    heads = tuple(head for one in answers for head in one.heads)
    return Reading(facts, RawList(sources, source_of, lines, columns), notes, heads)


def _column(name: Field, answers: Sequence[Answer]) -> Column:
    if len(answers) == 1:
        return answers[0].columns[name]
    texts: list[str] = []
    kinds = ""
    for one in answers:
        blank = Column([""] * len(one.lines), Kind.EMPTY * len(one.lines))
        column = one.columns.get(name, blank)
        texts += column.texts
        kinds += column.kinds
    return Column(texts, kinds)


def _moved(note: Finding, sources: int, rows: int) -> Finding:
    """Move a note of one file to its place among all files."""
    source = sources if note.source is None else note.source + sources
    place = None if note.place is None else note.place + rows
    return replace(note, source=source, place=place)
