"""The people of a commune, as its committee states them (dân số: mẫu số của tỷ lệ)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from .errors import InvalidInput

LARGEST: Final = 10_000_000
"""More people than any commune can have: a slip of the keyboard, not a population."""

BASES: Final[Mapping[str, str]] = {
    "unspecified": "chưa nêu cách tính",
    "permanent": "thường trú",
    "permanent_and_temporary": "thường trú và tạm trú",
    "actual": "thực tế thường trú",
    "average": "dân số trung bình",
}
"""What the count stands for: a recorded setting, no source names one (docs: criterion, method)."""


class WrongPopulation(InvalidInput):
    """The population as stated cannot be true (dân số không hợp lệ)."""

    code = "wrong_population"


@dataclass(frozen=True, slots=True)
class Population:
    """How many people there are, who says so, and of which day (dân số, nguồn, ngày).

    `male` and `female` are both given or both None; then they add up to `total`. `basis` is a
    key of `BASES`; `evidence_sha256` names the signed paper if one was handed in.
    """

    total: int
    source: str = ""
    day: date | None = None
    male: int | None = None
    female: int | None = None
    basis: str = "unspecified"
    signer: str = ""
    evidence_sha256: str = ""

    def __post_init__(self) -> None:
        """Refuse what no commune can have.

        Raises:
            WrongPopulation: nobody, too many, or sexes that do not add up.

        """
        if not 0 < self.total <= LARGEST:
            raise WrongPopulation(
                f"Dân số {self.total} không hợp lệ: nhập số người từ 1 đến {LARGEST}."
            )
        if (self.male is None) != (self.female is None):
            raise WrongPopulation("Dân số theo giới phải có cả nam và nữ, hoặc bỏ trống cả hai.")
        if self.male is not None and self.female is not None:
            self._require_sum(self.male, self.female)
        if self.basis not in BASES:
            raise WrongPopulation(f"Không có cách tính dân số “{self.basis}”.")

    def _require_sum(self, male: int, female: int) -> None:
        if male < 0 or female < 0 or male + female != self.total:
            raise WrongPopulation(
                f"Dân số nam {male} cộng nữ {female} không bằng tổng {self.total}. "
                "Kiểm tra lại ba con số trong văn bản dân số."
            )
