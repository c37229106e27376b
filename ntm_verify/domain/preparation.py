"""How a commune made its list ready (chuẩn bị danh sách): mapping, confirmations, corrections."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from .findings import Field

CONFIRM_REASONS: Final[Mapping[str, str]] = {
    "checked_papers": "Đã đối chiếu với thẻ hoặc giấy tờ của từng người",
    "resident_elsewhere_card": "Người cư trú tại xã, thẻ do nơi khác cấp",
    "as_on_card": "Ghi đúng như trên thẻ",
    "different_people": "Là những người khác nhau",
    "group_letters_known": "Mã đối tượng có thật, bảng mã chưa cập nhật",
    "figures_of_other_day": "Hai nguồn dân số khác ngày hoặc khác cách tính",
    "other": "Lý do khác (ghi rõ)",
}


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One group of warnings that the submitter answers for (xác nhận một nhóm cảnh báo, F42)."""

    code: str
    field: str
    reason_code: str
    rows: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Preparation:
    """Everything the commune did to a list besides handing its files in (F6, F25, F34, F42, F48).

    `corrections_sha256` names the kept corrections, which hold personal values; `previous_roster`
    is the list of the round before, for the comparison. `second_total` is what another source
    says of the population. `remembered` says that the mapping is the one that the commune chose
    for an earlier list with the same header.
    """

    mapping: tuple[tuple[Field, str], ...] = ()
    header_row: int = 0
    sheet: str = ""
    confirmations: tuple[Confirmation, ...] = ()
    corrections_sha256: str = ""
    corrections: int = 0
    previous_roster: str = ""
    second_total: int | None = None
    second_source: str = ""
    remembered: bool = False

    def confirmed(self) -> frozenset[tuple[str, str]]:
        """Give code and field of every group that is answered for."""
        return frozenset((one.code, one.field) for one in self.confirmations)

    def state(self) -> dict[str, object]:
        """Give what the log may keep: codes, counts and digests."""
        return {
            "mapping": {name.value: letters for name, letters in self.mapping},
            "header_row": self.header_row,
            "remembered": self.remembered,
            "confirmations": [
                {
                    "code": one.code,
                    "field": one.field,
                    "reason_code": one.reason_code,
                    "rows": one.rows,
                    "by": one.by,
                }
                for one in self.confirmations
            ],
            "corrections": self.corrections,
            "corrections_sha256": self.corrections_sha256,
            "previous_roster": self.previous_roster,
            "second_population": self.second_total,
        }
