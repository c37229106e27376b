"""A receipt as PDF/A-3a and PDF/UA-1 (lập tệp biên nhận): same receipt, same bytes."""

from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from ntm_verify.domain.receipt import Receipt
from ntm_verify.domain.wording import VIETNAM, long_day, number, percent

from .closed import no_complaints
from .fonts import USUAL
from .press import Press, strike
from .texts import clean, clean_lines, commune_in_text


@dataclass(frozen=True, slots=True)
class Slip:
    """Everything the template prints (nội dung in), NFC, without markup."""

    title: str
    moment: str
    number: str
    office: str
    receiver: tuple[str, ...]
    day: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    next: tuple[str, ...]


def lay_out(receipt: Receipt) -> Slip:
    """Say what a receipt prints."""
    commune = commune_in_text(receipt.commune_name)
    local = receipt.submitted_at.astimezone(VIETNAM)
    required = () if receipt.required is None else (number(receipt.required),)
    facts = (
        ("Mã hồ sơ", (receipt.dossier,)),
        ("Đơn vị nộp", (f"Ủy ban nhân dân {commune} (mã {clean(receipt.commune)})",)),
        ("Thời điểm nhận", (f"{local:%H} giờ {local:%M}, {long_day(local.date())}",)),
        ("Ngày chốt số liệu", (long_day(receipt.as_of),)),
        ("Lần nộp", (str(receipt.round),)),
        ("Số dòng của danh sách", (number(receipt.rows),)),
        ("Số người được tính", (number(receipt.counted),)),
        ("Số dòng không được tính", (number(receipt.not_counted),)),
        ("Dân số do xã khai", (number(receipt.population),)),
        ("Tỷ lệ tạm tính", (percent(receipt.percent),)),
        ("Số người phải có", required),
        *(
            (f"Tệp thứ {place} (SHA-256)", (*_halves(sha256), f"{number(size)} byte"))
            for place, (sha256, size) in enumerate(receipt.files, 1)
        ),
        ("Danh sách đã lưu (SHA-256)", _halves(receipt.roster_sha256)),
    )
    return Slip(
        title=f"Biên nhận {receipt.number}",
        moment=receipt.submitted_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        number=receipt.number,
        office=commune,
        receiver=tuple(clean_lines(receipt.receiver).splitlines()),
        day=long_day(local.date()),
        facts=tuple((label, values) for label, values in facts if values),
        next=(
            (
                "Cán bộ thẩm định của tỉnh nhận hồ sơ, đối chiếu số liệu và quyết định: phê duyệt, "
                "trả lại để bổ sung kèm lý do, hoặc không công nhận kèm lý do."
            ),
            (
                f"Hạn thẩm định: hết {long_day(receipt.due)}. Xã theo dõi hồ sơ, và rút hồ sơ "
                "trước khi có quyết định, trên trang của hồ sơ."
            ),
            (
                "Tỷ lệ trên biên nhận là tỷ lệ tạm tính; biên nhận không phải là văn bản công nhận "
                "kết quả."
            ),
        ),
    )


def _halves(digest: str) -> tuple[str, str]:
    return digest[:32], digest[32:]


class ReceiptMaker:
    """Makes receipts (bộ lập biên nhận). One per process: fonts are loaded once and kept."""

    def __init__(self, templates_dir: Path, font_family: str = USUAL) -> None:
        """Load faces, style and template.

        Raises:
            FontMissing: a face of the family is not on this machine.

        """
        self._press = Press(templates_dir / "receipt", font_family)

    def make(self, receipt: Receipt) -> bytes:
        """Render a receipt; nothing but the argument tells what comes out.

        Raises:
            Refusal: a letter without a glyph.
            UnusablePage: the page asked for something outside, or could not be drawn in full.

        """
        with no_complaints():
            return strike(self._press.lay({}, p=lay_out(receipt)))
