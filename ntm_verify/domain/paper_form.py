"""How a province words its papers (mẫu văn bản của tỉnh): versions of its texts, each kept.

A new version holds for papers whose number is taken from then on; the plan of a paper freezes the
version it was made with, so that an older paper keeps its own (F74).
"""

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from .audit import Action, AuditEvent, Subject
from .errors import InvalidInput
from .people import Actor
from .unit import Letterhead

COMMUNE: Final = "[đơn vị]"
"""Stands in a closing sentence for the commune's name."""
SUBJECT: Final = "paper_form"
MOST_WORDS: Final = 1000
_SYMBOL: Final = re.compile(r"[A-ZĐ]{2,4}(?:-[A-ZĐ0-9]{1,12}){1,3}")
_PLACEHOLDER: Final = re.compile(r"\[[^\]]*\]")
_DEGREES: Final = re.compile(r"(?:GS|PGS|TS|ThS|BS|CN|KS|Tiến sĩ|Thạc sĩ|Bác sĩ)\b", re.IGNORECASE)


class PaperKind(StrEnum):
    """Kinds of paper a result may be given in; values are stored (tên loại văn bản)."""

    NOTICE = "TB"
    REPORT = "BC"
    MINUTES = "BB"

    @classmethod
    def of(cls, code: str) -> "PaperKind":
        """Read a stored code; what is unknown is a notice, as papers were at first."""
        return cls(code) if code in set(cls) else cls.NOTICE


PAPER_TITLES: Final = {
    PaperKind.NOTICE: "THÔNG BÁO",
    PaperKind.REPORT: "BÁO CÁO",
    PaperKind.MINUTES: "BIÊN BẢN",
}
"""Kinds with a name, after Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III."""


class WrongPaperForm(InvalidInput):
    """A text of the form cannot stand on a paper (nội dung mẫu chưa đúng).

    Attributes:
        field: the member of the letterhead that is wrong.

    """

    code = "wrong_paper_form"

    def __init__(self, field: str, told: str) -> None:
        """Name the field, and say what to write instead."""
        super().__init__(told)
        self.field = field


@dataclass(frozen=True, slots=True)
class PaperForm:
    """One version of a province's texts (một phiên bản mẫu văn bản); versions count from 1."""

    province: str
    version: int
    letterhead: Letterhead
    made_by: str
    made_name: str
    made_at: datetime
    reason: str = ""

    def state(self) -> dict[str, object]:
        """Give what the log keeps: the kind, and the texts by their digest."""
        told = json.dumps(self.letterhead.state(), ensure_ascii=False, sort_keys=True)
        return {
            "version": self.version,
            "paper_type": self.letterhead.paper_type,
            "letterhead_sha256": sha256(told.encode()).hexdigest(),
        }


def written(letterhead: Letterhead, before: Letterhead, version: int) -> Letterhead:
    """Give the texts as they are kept: title by kind, version, and whether it is for show.

    Raises:
        WrongPaperForm: names the first field that cannot stand on a paper.

    """
    _require(letterhead)
    return replace(
        letterhead,
        paper_title=PAPER_TITLES[PaperKind(letterhead.paper_type)],
        demonstration=before.demonstration,
        form_version=version,
    )


def _require(letterhead: Letterhead) -> None:
    """Refuse what Nghị định 30/2020/NĐ-CP does not allow (Phụ lục I, II)."""
    if letterhead.paper_type not in set(PaperKind):
        raise WrongPaperForm("paper_type", "Chọn thông báo, báo cáo hoặc biên bản.")
    for field, what in (
        ("issuer", "tên cơ quan ban hành"),
        ("place", "địa danh"),
        ("abstract", "trích yếu"),
    ):
        if not str(getattr(letterhead, field)).strip():
            raise WrongPaperForm(field, f"Ghi {what}; văn bản bắt buộc phải có phần này.")
    _require_symbol(letterhead)
    _require_signer(letterhead)
    for place in _PLACEHOLDER.findall(letterhead.closing):
        if place != COMMUNE:
            raise WrongPaperForm(
                "closing", f"Chỗ điền {place} không có. Chỉ dùng {COMMUNE} để điền tên xã."
            )


def _require_symbol(letterhead: Letterhead) -> None:
    begin = f"{letterhead.paper_type}-"
    if not _SYMBOL.fullmatch(letterhead.symbol) or not letterhead.symbol.startswith(begin):
        raise WrongPaperForm(
            "symbol",
            f"Ký hiệu viết hoa, bắt đầu bằng chữ viết tắt của loại văn bản, ví dụ {begin}BHXH.",
        )


def _require_signer(letterhead: Letterhead) -> None:
    if not (letterhead.authority.strip() or letterhead.post.strip()):
        raise WrongPaperForm("post", "Ghi chức vụ của người ký, ví dụ GIÁM ĐỐC.")
    if letterhead.authority.startswith(("KT.", "TL.", "TUQ.", "TM.")) and not letterhead.post:
        raise WrongPaperForm(
            "post",
            "Sau TM., KT., TL., TUQ. phải có thêm dòng chức vụ của người ký, ví dụ PHÓ GIÁM ĐỐC.",
        )
    for field in ("authority", "post"):
        if _DEGREES.match(getattr(letterhead, field)):
            raise WrongPaperForm(field, "Không ghi học hàm, học vị; chỉ ghi chức vụ của người ký.")


def changed(before: PaperForm | None, after: PaperForm, by: Actor) -> AuditEvent:
    """Give the event of a new version put in force; its reason in words stays private.

    `before` is None for the first change: the log has told of no version yet.
    """
    private = {"actor_name": by.name, "note": after.reason}
    return AuditEvent(
        Action.CONFIG_CHANGED,
        by,
        Subject(SUBJECT, after.province, after.version - 1),
        before=before.state() if before else None,
        after=after.state(),
        private={name: value for name, value in private.items() if value},
    )
