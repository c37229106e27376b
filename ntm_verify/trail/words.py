"""What an examination of a log may find, in one word each (các từ kết luận)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Weight(StrEnum):
    """What a finding does to the verdict (mức độ)."""

    TAMPERED = "T"  # có dấu hiệu bị sửa đổi
    UNKNOWN = "U"  # chưa đủ bằng chứng
    NOTE = "note"  # để biết


class Word(StrEnum):
    """The kinds of findings; values never change, programs rely on them (từ kết luận)."""

    TAMPERED_ENTRY = "TAMPERED_ENTRY"
    INDEX_GAP = "INDEX_GAP"
    HEAD_DAMAGED = "HEAD_DAMAGED"
    NODE_DAMAGED = "NODE_DAMAGED"
    ROOT_MISMATCH = "ROOT_MISMATCH"
    ROLLED_BACK = "ROLLED_BACK"
    SPLIT_VIEW = "SPLIT_VIEW"
    FORGED_EVENT = "FORGED_EVENT"
    NON_CANONICAL = "NON_CANONICAL"
    WRONG_LOG = "WRONG_LOG"
    DUPLICATE_EVENT = "DUPLICATE_EVENT"
    BAD_TRANSITION = "BAD_TRANSITION"
    TIME_BACKWARD = "TIME_BACKWARD"
    TIME_FUTURE = "TIME_FUTURE"
    STATE_MISMATCH = "STATE_MISMATCH"
    STATE_MISSING = "STATE_MISSING"
    COMMITMENT_MISMATCH = "COMMITMENT_MISMATCH"
    ERASED_UNAUTHORISED = "ERASED_UNAUTHORISED"
    ORPHAN_PRIVATE = "ORPHAN_PRIVATE"
    SCHEMA_CHANGED = "SCHEMA_CHANGED"
    WRONG_ORIGIN = "WRONG_ORIGIN"
    UNKNOWN_KEY = "UNKNOWN_KEY"
    KEY_OUT_OF_PERIOD = "KEY_OUT_OF_PERIOD"
    BAD_SIGNATURE = "BAD_SIGNATURE"
    NOT_IN_LOG = "NOT_IN_LOG"
    BAD_PROOF = "BAD_PROOF"
    DOC_MISMATCH = "DOC_MISMATCH"
    BAD_TIMESTAMP = "BAD_TIMESTAMP"
    WITNESS_QUORUM_MISSING = "WITNESS_QUORUM_MISSING"
    STALE = "STALE"
    TIMESTAMP_MISSING = "TIMESTAMP_MISSING"
    MISSING_EVIDENCE = "MISSING_EVIDENCE"
    ERASED = "ERASED"
    LOST_IN_RESTORE = "LOST_IN_RESTORE"


MEANINGS: Final[Mapping[Word, tuple[Weight, str]]] = {
    Word.TAMPERED_ENTRY: (Weight.TAMPERED, "nội dung dòng không khớp mã băm đã lưu"),
    Word.INDEX_GAP: (Weight.TAMPERED, "số thứ tự bị khuyết hoặc lặp"),
    Word.HEAD_DAMAGED: (Weight.TAMPERED, "đỉnh nhật ký không khớp các dòng"),
    Word.NODE_DAMAGED: (Weight.TAMPERED, "nút băm trung gian không khớp các dòng"),
    Word.ROOT_MISMATCH: (Weight.TAMPERED, "gốc băm khác với gốc đã công bố"),
    Word.ROLLED_BACK: (Weight.TAMPERED, "nhật ký ngắn hơn mốc đã công bố"),
    Word.SPLIT_VIEW: (Weight.TAMPERED, "hai mốc cùng cỡ nhưng khác gốc"),
    Word.FORGED_EVENT: (Weight.TAMPERED, "không do khóa ghi của hệ thống ký"),
    Word.NON_CANONICAL: (Weight.TAMPERED, "dòng sai cấu trúc hoặc sai dạng chuẩn"),
    Word.WRONG_LOG: (Weight.TAMPERED, "dòng thuộc nhật ký khác"),
    Word.DUPLICATE_EVENT: (Weight.TAMPERED, "sự kiện bị lặp"),
    Word.BAD_TRANSITION: (Weight.TAMPERED, "trạng thái trước không nối với lịch sử"),
    Word.TIME_BACKWARD: (Weight.TAMPERED, "thời điểm sớm hơn dòng liền trước"),
    Word.TIME_FUTURE: (Weight.TAMPERED, "thời điểm muộn hơn lúc đã có người chứng"),
    Word.STATE_MISMATCH: (Weight.TAMPERED, "dữ liệu nghiệp vụ khác với lịch sử"),
    Word.STATE_MISSING: (Weight.TAMPERED, "dữ liệu nghiệp vụ đã mất"),
    Word.COMMITMENT_MISMATCH: (Weight.TAMPERED, "giá trị riêng tư khác với cam kết"),
    Word.ERASED_UNAUTHORISED: (Weight.TAMPERED, "giá trị riêng tư bị xóa không có căn cứ"),
    Word.ORPHAN_PRIVATE: (Weight.TAMPERED, "giá trị riêng tư không thuộc dòng nào"),
    Word.SCHEMA_CHANGED: (Weight.TAMPERED, "bảng, chốt chặn hoặc quyền của nhật ký đã thay đổi"),
    Word.WRONG_ORIGIN: (Weight.TAMPERED, "mốc của nhật ký khác"),
    Word.UNKNOWN_KEY: (Weight.TAMPERED, "mốc không do khóa đã biết ký"),
    Word.KEY_OUT_OF_PERIOD: (Weight.TAMPERED, "khóa nhật ký dùng ngoài thời hạn của nó"),
    Word.BAD_SIGNATURE: (Weight.TAMPERED, "chữ ký của mốc sai, hoặc mốc không đọc được"),
    Word.NOT_IN_LOG: (Weight.TAMPERED, "dòng không có trong nhật ký đã ký"),
    Word.BAD_PROOF: (Weight.TAMPERED, "tệp bằng chứng không đọc được"),
    Word.DOC_MISMATCH: (Weight.TAMPERED, "tệp văn bản không phải tệp mà nhật ký ghi"),
    Word.BAD_TIMESTAMP: (Weight.TAMPERED, "dấu thời gian sai, hoặc của mốc khác"),
    Word.WITNESS_QUORUM_MISSING: (Weight.UNKNOWN, "chưa đủ bên làm chứng cho mốc"),
    Word.STALE: (Weight.UNKNOWN, "mốc mới nhất đã quá cũ"),
    Word.TIMESTAMP_MISSING: (Weight.UNKNOWN, "thiếu dấu thời gian của mốc"),
    Word.MISSING_EVIDENCE: (Weight.UNKNOWN, "thiếu bằng chứng để kiểm tra"),
    Word.ERASED: (Weight.NOTE, "giá trị riêng tư đã được xóa có căn cứ"),
    Word.LOST_IN_RESTORE: (Weight.NOTE, "giá trị riêng tư mất khi phục hồi, đã ghi nhận"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, and where: the entry's index, or the size at which roots differ."""

    word: Word
    index: int | None = None
    detail: str = ""
    size: int | None = None

    @property
    def weight(self) -> Weight:
        """What it does to the verdict."""
        return MEANINGS[self.word][0]

    def __str__(self) -> str:
        """Say it in one line, the code first (một dòng)."""
        place = "" if self.index is None else f"@{self.index}"
        size = "" if self.size is None else f" (tại {self.size} dòng)"
        detail = f": {self.detail}" if self.detail else ""
        return f"{self.word}{place} {MEANINGS[self.word][1]}{size}{detail}"
