"""What the child sends back (bản tin của tiến trình đọc): figures as JSON, texts as joined bytes.

The child has read hostile bytes; nothing it sends is ever executed or unpickled here, and every
length is checked before it is believed.
"""

import json
import unicodedata
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

from ntm_verify.domain.findings import Check, Field, Refused
from ntm_verify.domain.participant_list import Column, Finding, Source
from ntm_verify.domain.reading import ListRefused, SheetHead

from .heads import pack_head, unpack_head

_SEPARATOR: Final = "\x00"
_SIZE: Final = 8
_MOST_HEADER: Final = 64 * 2**20
_MOST_BUFFER: Final = 2**30
_ILLEGAL: Final = bytes(sorted({*range(1, 32)} - {9, 10, 13}))
_AS_TYPED: Final = frozenset({Field.NAME, Field.ID, Field.CARD, Field.PERSONAL})
_REPLACED: Final = dict.fromkeys(_ILLEGAL, "\ufffd")


@dataclass(frozen=True, slots=True)
class Answer:
    """One file as read (kết quả đọc một tệp): its sources, and its columns over all of them."""

    format: str
    sources: tuple[Source, ...]
    lines: list[int]
    columns: Mapping[Field, Column]
    notes: tuple[Finding, ...]
    plain: tuple[tuple[int, tuple[str, ...]], ...] = ()
    heads: tuple[SheetHead, ...] = ()


class BrokenAnswer(Exception):
    """What came back is no answer: the child died, or no longer does what it should."""


def join(name: Field, texts: Sequence[str]) -> str:
    """Join texts without control signs; names and numbers stay as typed, the rest is composed.

    How a name was typed is for the checks to see and to tell (tổ hợp, dựng sẵn).
    """
    joined = _SEPARATOR.join(texts)
    if joined.isascii() and joined.isprintable():
        return joined
    raw = joined.encode("utf-8", "replace")
    if len(raw.translate(None, _ILLEGAL)) != len(raw) or joined.count(_SEPARATOR) >= len(texts) > 0:
        fixed = [text.translate(_REPLACED).replace(_SEPARATOR, "\ufffd") for text in texts]
        joined = _SEPARATOR.join(fixed)
    if name in _AS_TYPED or unicodedata.is_normalized("NFC", joined):
        return joined
    return unicodedata.normalize("NFC", joined)


def write(pipe: IO[bytes], header: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
    """Send a header and the buffers it announces."""
    said = json.dumps({**header, "sizes": [len(buffer) for buffer in buffers]}).encode()
    pipe.write(len(said).to_bytes(_SIZE, "little"))
    pipe.write(said)
    pipe.writelines(buffers)
    pipe.flush()


def read(pipe: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Receive a header and its buffers.

    Raises:
        BrokenAnswer: cut short, or larger than any answer.

    """
    header = json.loads(_exactly(pipe, _length(pipe)))
    sizes = header.get("sizes", [])
    if not all(isinstance(size, int) and 0 <= size <= _MOST_BUFFER for size in sizes):
        raise BrokenAnswer
    return header, [_exactly(pipe, size) for size in sizes]


def _length(pipe: IO[bytes]) -> int:
    length = int.from_bytes(_exactly(pipe, _SIZE), "little")
    if length > _MOST_HEADER:
        raise BrokenAnswer
    return length


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) != size:
        raise BrokenAnswer
    return data


def pack_answer(answer: Answer) -> tuple[dict[str, Any], list[bytes]]:
    """Turn an answer into a header and buffers; texts are cleaned here, in one go."""
    buffers = [array("I", answer.lines).tobytes()]
    for name, column in answer.columns.items():
        buffers += [join(name, column.texts).encode("utf-8", "replace"), column.kinds.encode()]
    header = {
        "format": answer.format,
        "rows": len(answer.lines),
        "fields": [name.value for name in answer.columns],
        "sources": [_pack_source(source) for source in answer.sources],
        "notes": [_pack_note(note) for note in answer.notes],
        "heads": [pack_head(head) for head in answer.heads],
    }
    if answer.plain:
        header["plain"] = answer.plain
    return header, buffers


def _pack_source(source: Source) -> dict[str, Any]:
    return {
        "file": source.file,
        "sheet": source.sheet,
        "header_row": source.header_row,
        "columns": {name.value: at for name, at in source.columns.items()},
        "rows_read": source.rows_read,
        "hamlet": source.hamlet,
        "dropped": dict(source.dropped),
    }


def _pack_note(note: Finding) -> list[Any]:
    return [note.check.value, note.field.value, note.place, note.source, note.detail]


def unpack_answer(header: Mapping[str, Any], buffers: Sequence[bytes]) -> Answer:
    """Turn a header and buffers into an answer.

    Raises:
        BrokenAnswer: the columns do not have the announced length.

    """
    rows, names = int(header["rows"]), [Field(name) for name in header["fields"]]
    lines = array("I", buffers[0]).tolist()
    columns: dict[Field, Column] = {}
    for name, texts, kinds in zip(names, buffers[1::2], buffers[2::2], strict=True):
        cells = texts.decode().split(_SEPARATOR) if rows else []
        columns[name] = Column(cells, kinds.decode())
        if not len(cells) == len(kinds) == len(lines) == rows:
            raise BrokenAnswer
    sources = tuple(_unpack_source(source) for source in header["sources"])
    if sum(source.rows_read for source in sources) != rows:
        raise BrokenAnswer
    notes = tuple(
        Finding(Check(check), Field(name), place, None, source, detail)
        for check, name, place, source, detail in header["notes"]
    )
    plain = tuple((int(line), tuple(map(str, texts))) for line, texts in header.get("plain", ()))
    heads = tuple(map(unpack_head, header.get("heads", ())))
    return Answer(str(header["format"]), sources, lines, columns, notes, plain, heads)


def _unpack_source(said: Mapping[str, Any]) -> Source:
    return Source(
        file=str(said["file"]),
        sheet=str(said["sheet"]),
        header_row=int(said["header_row"]),
        columns={Field(name): str(at) for name, at in said["columns"].items()},
        rows_read=int(said["rows_read"]),
        hamlet=str(said["hamlet"]),
        dropped={str(reason): int(count) for reason, count in said["dropped"].items()},
    )


def pack_refusal(refused: ListRefused) -> dict[str, Any]:
    """Turn a refusal into a header."""
    return {
        "refused": refused.reason.value,
        "message": str(refused),
        "preview": refused.preview,
        "encoding": refused.encoding,
        "previews": {name.value: pairs for name, pairs in refused.previews.items()},
        "heads": [pack_head(head) for head in refused.heads],
    }


def unpack_refusal(header: Mapping[str, Any], file: str) -> ListRefused:
    """Turn a header back into the refusal it tells of."""
    refused = ListRefused(
        Refused(header["refused"]),
        str(header["message"]),
        file=file,
        preview=_pairs(header["preview"]),
        encoding=str(header["encoding"]),
    )
    previews = header.get("previews", {}).items()
    refused.previews = {Field(name): _pairs(pairs) for name, pairs in previews}
    refused.heads = tuple(map(unpack_head, header.get("heads", ())))
    return refused


def _pairs(said: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(before), str(after)) for before, after in said)
