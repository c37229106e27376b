"""A receipt as PDF/A-3a and PDF/UA-1 (lập tệp biên nhận): same receipt, same bytes."""

import warnings
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML  # type: ignore[import-untyped] # ships no types
from weasyprint.text.fonts import (  # type: ignore[import-untyped] # ships no types
    FontConfiguration,
)

from ntm_verify.domain.receipt import Receipt
from ntm_verify.domain.wording import VIETNAM, long_day, number, percent

from .closed import AssetFetcher, no_complaints
from .fonts import USUAL, find_faces, require_letters
from .renderer import UA_MARK, VARIANT, printed_text
from .texts import clean, clean_lines, commune_in_text

_FONT = "font/ttf"


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
        folder = templates_dir / "receipt"
        self._faces = find_faces(font_family)
        self._assets = {
            f"{style}.ttf": (face.path.read_bytes(), _FONT) for style, face in self._faces.items()
        }
        self._fonts = FontConfiguration()
        name = "".join(letter for letter in font_family if letter.isalnum() or letter == " ")
        style = (folder / "receipt.css").read_text("utf-8").replace('"Slip"', f'"Slip {name}"')
        self._style = CSS(
            string=style,
            font_config=self._fonts,
            url_fetcher=AssetFetcher(self._assets),
            base_url="asset:",
        )
        pages = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._template = pages.get_template("receipt.html")

    def make(self, receipt: Receipt) -> bytes:
        """Render a receipt; nothing but the argument tells what comes out.

        Raises:
            Refusal: a letter without a glyph.
            UnusablePage: the page asked for something outside, or could not be drawn in full.

        """
        page = self._template.render(p=lay_out(receipt))
        require_letters(printed_text(page), self._faces.values())
        with no_complaints():
            document = HTML(
                string=page, url_fetcher=AssetFetcher(self._assets), base_url="asset:"
            ).render(stylesheets=[self._style], font_config=self._fonts, pdf_variant=VARIANT)
            written = document.metadata.generate_rdf_metadata
            document.metadata.generate_rdf_metadata = lambda *args: written(*args).replace(
                b"</rdf:RDF>", UA_MARK + b"</rdf:RDF>"
            )
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ResourceWarning)  # its colour profile is left open
                pdf: bytes = document.write_pdf(pdf_variant=VARIANT)
        return pdf
