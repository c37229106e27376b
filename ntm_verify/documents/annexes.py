"""Which annexes a paper has, and what they are called (phụ lục của văn bản).

Nghị định 30/2020/NĐ-CP, Phụ lục I: Roman numbers from two annexes on; the document points at each.
"""

from dataclasses import dataclass
from typing import Final

MOST_IN_BODY: Final = 3
"""So many waivers stand in the body; more of them have an annex of their own."""
ROMAN: Final = ("I", "II", "III")


@dataclass(frozen=True, slots=True)
class Annexes:
    """Names of the annexes in their order ("Phụ lục I"), "" for one that the paper lacks."""

    hamlets: str
    waivers: str
    proof: str

    @property
    def pointer(self) -> str:
        """Name each annex within a sentence: what stands where."""
        parts = (
            ("số liệu theo thôn", self.hamlets),
            ("nội dung miễn áp dụng quy tắc", self.waivers),
            ("thông tin kiểm chứng", self.proof),
        )
        said = ", ".join(f"{what} tại {name}" for what, name in parts if name)
        return said[:1].upper() + said[1:]


def annexes_of(*, has_hamlets: bool, waivers: int) -> Annexes:
    """Give numbers to the annexes that a paper needs; the last, of its proofs, is always there."""
    there = (has_hamlets, waivers > MOST_IN_BODY, True)
    if sum(there) == 1:
        return Annexes("", "", "Phụ lục")
    numbers = iter(ROMAN)
    return Annexes(*(f"Phụ lục {next(numbers)}" if one else "" for one in there))
