"""A list being typed on screen (bản nháp đang gõ, F14): one of a commune, until it is used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from .errors import InvalidInput

LONGEST: Final = 300_000
"""Characters that can be typed or pasted: some five thousand people."""


class DraftTooLong(InvalidInput):
    """More was pasted than a draft holds (bản nháp quá dài)."""

    code = "draft_too_long"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a commune has typed so far (bản nháp): the rows, and the figures beside them.

    `version` is how often it was kept, 0 before the first time. `figures` are the form's fields
    as typed.
    """

    commune: str
    text: str
    figures: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    at: datetime | None = None
    version: int = 0

    def __post_init__(self) -> None:
        """Refuse more than a screen can hold.

        Raises:
            DraftTooLong: longer than `LONGEST`.

        """
        if len(self.text) > LONGEST:
            raise DraftTooLong(
                "Nội dung dán vào dài quá khoảng 5.000 dòng. Hãy lưu thành tệp Excel hoặc .csv rồi "
                "nộp tệp."
            )
