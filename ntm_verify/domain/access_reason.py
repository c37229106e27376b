"""Why somebody looks at what is kept from sight (lý do tiếp cận): a code, and words.

The log keeps the code for ever; the words lie beside it, where they can be erased.
"""

from collections.abc import Mapping
from typing import Final

from .errors import InvalidInput
from .people import Actor

ACCESS_REASONS: Final[Mapping[str, str]] = {
    "audit_plan": "Theo kế hoạch kiểm toán, thanh tra, kiểm tra",
    "complaint": "Giải quyết khiếu nại, tố cáo, phản ánh",
    "authority": "Theo yêu cầu bằng văn bản của cơ quan có thẩm quyền",
    "log_review": "Xem xét nhật ký định kỳ hoặc dấu hiệu bất thường",
    "archive": "Lập hồ sơ lưu trữ",
}
LONGEST: Final = 500
SHORTEST: Final = 10
"""Fewer signs say nothing that somebody else could check."""


class AccessReasonMissing(InvalidInput):
    """Nobody opens what is masked without saying why (thiếu lý do tiếp cận)."""

    code = "access_reason_missing"


def require_access_reason(code: str, note: str) -> str:
    """Give the words of a reason without outer spaces, or refuse it.

    Raises:
        AccessReasonMissing: the code is none of the list, or the words are too few or too many.

    """
    bare = " ".join(note.split())
    if code not in ACCESS_REASONS or not SHORTEST <= len(bare) <= LONGEST:
        raise AccessReasonMissing(
            f"Cần chọn lý do và ghi rõ căn cứ bằng chữ (từ {SHORTEST} đến {LONGEST} ký tự), ví dụ "
            "số quyết định thanh tra. Căn cứ được ghi vào nhật ký; xã thấy ai đã xem, lúc nào, vì "
            "lý do gì."
        )
    return bare


def told_by(actor: Actor, note: str) -> dict[str, str]:
    """Give what the log keeps under cover of such a look: who, from where, in what words."""
    told = {"actor_name": actor.name, "address": actor.address, "note": note}
    return {name: value for name, value in told.items() if value}
