"""In a few lines how a checked list was read (đã đọc thế nào): sheet, header, columns, letters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.participant_list import Finding, Source
from ntm_verify.domain.reading import AS_WRITTEN
from ntm_verify.domain.wording import number

from .findings import FIELDS

MOST_SOURCES: Final = 6
DOUBTS: Final = {
    Check.HEADER_GUESSED: "Tiêu đề không rõ nên cột được đoán theo nội dung.",
    Check.COLUMNS_SWAPPED: "Tiêu đề và nội dung của cột họ tên và cột mã số không khớp nhau.",
    Check.DUPLICATE_COLUMN: "Có nhiều cột cùng tên; cột bên trái nhất được lấy.",
    Check.ID_LOOKS_LIKE_PHONE: "Cột mã số có vẻ là số điện thoại.",
}
"""What of a mapping somebody should look at once."""
LETTERS: Final = {
    "tcvn3": "Chữ đã chuyển từ TCVN3 (ABC) theo xác nhận của xã.",
    "vni": "Chữ đã chuyển từ VNI theo xác nhận của xã.",
    "viscii": "Chữ đã chuyển từ VISCII theo xác nhận của xã.",
    "windows-1258": "Chữ đã đọc theo Windows-1258 theo xác nhận của xã.",
    AS_WRITTEN: "Chữ giữ nguyên như trong tệp theo xác nhận của xã.",
}


@dataclass(frozen=True, slots=True)
class HowRead:
    """How a list was read (đã đọc thế nào): one line a sheet, what is not kept, what to confirm."""

    lines: tuple[str, ...]
    more: str
    not_kept: tuple[str, ...]
    ask: str
    told: str
    letters: str
    mapping: tuple[tuple[str, str], ...]


def how_read(dossier: Appraisal, sources: Sequence[Source], findings: Iterable[Finding]) -> HowRead:
    """Say which sheet, header row and columns were taken, and which columns are not kept."""
    made = dossier.preparation
    notes = [one for one in findings if one.place is None]
    dropped = dict.fromkeys(one.detail for one in notes if one.check is Check.COLUMN_NOT_KEPT)
    found = {one.check for one in notes}
    ask = " ".join(text for check, text in DOUBTS.items() if check in found)
    told = ""
    if made.remembered:
        told = "Tiêu đề giống tệp mà xã đã chỉ cột trước đây, nên đọc theo cách đã nhớ."
    elif made.mapping:
        told = "Cột do xã chỉ trên màn hình."
    shown = sources[:MOST_SOURCES]
    rest = len(sources) - len(shown)
    columns = sources[0].columns if sources else {}
    return HowRead(
        lines=tuple(map(_line, shown)),
        more=f"Còn {number(rest)} trang tính nữa." if rest else "",
        not_kept=tuple(dropped),
        ask="" if made.mapping else ask,
        told=told,
        letters=LETTERS.get(dossier.encoding, ""),
        mapping=tuple((name.value, letter) for name, letter in columns.items() if letter),
    )


def _line(source: Source) -> str:
    """Say of one sheet what was read: "DS: tiêu đề ở dòng 8; Họ và tên cột B, Mã số cột C"."""
    where = f"Trang “{source.sheet}”" if source.sheet else source.file
    header = f"tiêu đề ở dòng {source.header_row}" if source.header_row else "không có tiêu đề"
    order = [name for name in Field if source.columns.get(name)]
    columns = ", ".join(f"{FIELDS[name]} ở cột {source.columns[name]}" for name in order)
    return f"{where}: đã đọc {number(source.rows_read)} dòng, {header}; {columns}."
