"""What differs between the kinds of paper (loại văn bản): thông báo, báo cáo, biên bản.

Nghị định 30/2020/NĐ-CP, Phụ lục III: notice and report follow Mẫu 1.4, minutes Mẫu 1.9. A report
to a superior says whom it is for (box 9a); minutes say when and where the work was done and by
whom, and are signed by the chair and the secretary, who is the appraiser.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.paper_form import COMMUNE, PaperKind
from ntm_verify.domain.wording import VIETNAM, long_day

from .texts import clean, commune_in_text

_USUAL_ENDS: Final = {
    PaperKind.NOTICE: "Trên đây là kết quả thẩm định đối với [đơn vị]; đề nghị các cơ quan, đơn vị "
    "liên quan biết, thực hiện",
    PaperKind.REPORT: "Trên đây là kết quả thẩm định đối với [đơn vị], kính báo cáo cơ quan có "
    "thẩm quyền xem xét",
    PaperKind.MINUTES: "",
}
_NO_NAME: Final = "không còn lưu họ tên"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a paper prints because of its kind (phần riêng của loại văn bản).

    `opening` are the lines of minutes before their content, `secretary` who signs them on the
    left; both are empty for other kinds. `closing` is the last sentence without its mark.
    """

    addressees: tuple[str, ...]
    opening: tuple[str, ...]
    closing: str
    secretary: str
    copied: bool
    """The first line of the recipients is "Như trên"."""


def kind_of(certificate: Certificate) -> Kind:
    """Say what the kind of a certificate's paper asks for."""
    letterhead = certificate.letterhead
    kind = PaperKind.of(letterhead.paper_type)
    addressees = tuple(_bare(line) for line in letterhead.addressees if _bare(line))
    is_report, is_minutes = kind is PaperKind.REPORT, kind is PaperKind.MINUTES
    return Kind(
        addressees=addressees if is_report else (),
        opening=_opening(certificate) if is_minutes else (),
        closing=_closing(certificate, kind),
        secretary=(clean(certificate.appraiser) or _NO_NAME) if is_minutes else "",
        copied=is_report and bool(addressees),
    )


def own_bases(certificate: Certificate) -> tuple[str, ...]:
    """Give the legal bases that the province adds, each beginning with "Căn cứ"."""
    lines = (_bare(line) for line in certificate.letterhead.bases)
    return tuple(
        line if line.lower().startswith("căn cứ ") else f"Căn cứ {line}" for line in lines if line
    )


def _bare(line: str) -> str:
    return clean(line).strip(" -;.")


def _opening(certificate: Certificate) -> tuple[str, ...]:
    letterhead = certificate.letterhead
    place = clean(letterhead.meeting_place) or clean(letterhead.issuer).capitalize()
    others = [_bare(line) for line in letterhead.attendants if _bare(line)]
    post = clean(letterhead.post) or clean(letterhead.authority)
    lines = (
        f"Thời gian bắt đầu: {_moment(certificate.outcome.checked_at)}",
        f"Địa điểm: {place}",
        f"Thành phần tham dự: {'; '.join(others)}" if others else "",
        f"Chủ tọa: {clean(certificate.signer_name)}, {post.capitalize()}",
        f"Thư ký: {clean(certificate.appraiser) or _NO_NAME}, cán bộ thẩm định",
    )
    return tuple(f"{line}." for line in lines if line)


def _closing(certificate: Certificate, kind: PaperKind) -> str:
    own = clean(certificate.letterhead.closing).rstrip(" ./;")
    said = (own or _USUAL_ENDS[kind]).replace(COMMUNE, commune_in_text(certificate.commune_name))
    if kind is not PaperKind.MINUTES:
        return said
    end = f"Việc thẩm định kết thúc vào {_moment(certificate.planned_at)}"
    return f"{said}. {end}" if said else end


def _moment(at: datetime) -> str:
    local = at.astimezone(VIETNAM)
    return f"{local:%H} giờ {local:%M}, {long_day(local.date())}"
