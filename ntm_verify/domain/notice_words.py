"""What a notice says (lời thông báo): state, commune, period, reason by its label, a link.

No name of a person, nothing that somebody wrote freely: a mail lies in places that nobody of this
service can erase.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .casework import EXTEND_REASONS
from .notice import Happening, Kind
from .people import COMMUNE_SIDE, Role
from .steps import REASON_LABELS
from .wording import day, moment

LABELS: Final[Mapping[Kind, str]] = {
    Kind.CHECKED: "đã kiểm tra xong danh sách",
    Kind.LIST_REFUSED: "chưa đọc được danh sách",
    Kind.SUBMITTED: "đã nộp lên tỉnh",
    Kind.TAKEN: "đã có người nhận thẩm định",
    Kind.TAKEN_OVER: "chuyển sang người thẩm định khác",
    Kind.GIVEN_BACK: "trở lại hàng đợi thẩm định",
    Kind.RETURNED: "được trả lại để bổ sung",
    Kind.REFUSED: "không được công nhận",
    Kind.APPROVED: "đã được phê duyệt",
    Kind.CERTIFIED: "đã được cấp văn bản kết quả",
    Kind.SUPERSEDED: "có văn bản mới thay thế",
    Kind.REVOKED: "bị thu hồi văn bản kết quả",
    Kind.WITHDRAWN: "đã được xã rút",
    Kind.DEADLINE_EXTENDED: "được gia hạn thẩm định",
    Kind.ADDRESS_ASKED: "Xác nhận địa chỉ nhận thông báo",
    Kind.HOOK_DISABLED: "Webhook bị tạm ngừng vì gửi lỗi kéo dài",
}
NEXT: Final[Mapping[Kind, str]] = {
    Kind.CHECKED: "Mở hồ sơ để xem kết quả, sửa lỗi nếu có rồi nộp lên tỉnh.",
    Kind.LIST_REFUSED: "Mở hồ sơ để xem vì sao danh sách chưa đọc được và nộp lại tệp đã sửa.",
    Kind.RETURNED: "Mở hồ sơ, sửa theo các điểm tỉnh nêu rồi nộp lại.",
    Kind.REFUSED: "Mở hồ sơ để đọc đầy đủ lý do.",
    Kind.GIVEN_BACK: "Hồ sơ chờ người thẩm định khác nhận, xã không phải làm gì thêm.",
    Kind.APPROVED: "Bước tiếp theo là ký và ban hành văn bản kết quả.",
    Kind.CERTIFIED: "Mở hồ sơ để tải văn bản kết quả.",
    Kind.SUPERSEDED: "Từ nay dùng văn bản mới; bản cũ chỉ còn để tra cứu.",
    Kind.REVOKED: "Văn bản không còn giá trị; trang xác minh công khai đã hiện trạng thái này.",
}
OWN_PAGE: Final[Mapping[Role, str]] = {
    **dict.fromkeys(COMMUNE_SIDE, "/submissions/"),
    Role.APPRAISER: "/appraisals/",
    Role.SIGNER: "/signing/",
    Role.AUDITOR: "/audit/appraisals/",
    Role.ADMINISTRATOR: "/audit/appraisals/",
}
FOOT: Final = (
    "Thư này do hệ thống tự gửi, xin đừng trả lời. Trong thư không có thông tin cá nhân; nội dung "
    "đầy đủ xem trên hệ thống sau khi đăng nhập.\n"
    "Đổi hoặc thôi nhận thư: "
)


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and text of a notice (tiêu đề, nội dung)."""

    subject: str
    text: str


def title(happening: Happening) -> str:
    """Say in one line what happened (một dòng tóm tắt)."""
    label = LABELS[happening.kind]
    if not happening.is_of_dossier:
        return label
    period = day(happening.as_of) if happening.as_of else "–"
    return f"Hồ sơ {happening.commune_name}, chốt {period}: {label}"


def reason(happening: Happening) -> str:
    """Give the label of the reason, "" if the code has none (lý do theo mã)."""
    labels = EXTEND_REASONS if happening.kind is Kind.DEADLINE_EXTENDED else REASON_LABELS
    return labels.get(happening.reason_code, "")


def page_of(happening: Happening, role: Role) -> str:
    """Give the address within the service that shows more (trang liên quan)."""
    if happening.kind is Kind.HOOK_DISABLED:
        return f"/notices/webhooks/{happening.subject}"
    if happening.kind is Kind.ADDRESS_ASKED:
        return "/notices"
    return f"{OWN_PAGE.get(role, '/submissions/')}{happening.subject}"


def notice_words(happening: Happening, role: Role, base_url: str) -> Words:
    """Write a notice for somebody of an office (thư thông báo)."""
    lines = [title(happening) + "."]
    if told := reason(happening):
        lines.append(f"Lý do: {told}.")
    if happening.until:
        lines.append(f"Hạn thẩm định mới: {day(happening.until)}.")
    if told := NEXT.get(happening.kind, ""):
        lines.append(told)
    lines.append(f"Thời điểm: {moment(happening.at)} (giờ Việt Nam).")
    if happening.is_of_dossier:
        lines.append(f"Mã hồ sơ: {happening.subject}.")
    lines.append(f"Xem trên hệ thống: {base_url}{page_of(happening, role)}")
    text = "\n".join(lines)
    return Words(title(happening), f"{text}\n\n-- \n{FOOT}{base_url}/notices\n")


def address_words(token: str, base_url: str) -> Words:
    """Write the letter that asks whether an address is right (thư xác nhận địa chỉ)."""
    text = (
        "Địa chỉ này vừa được ghi làm nơi nhận thông báo của hệ thống thẩm định tỷ lệ tham gia "
        "bảo hiểm y tế.\n"
        "Nếu đúng là của mình, mở liên kết sau, đăng nhập rồi bấm “Xác nhận địa chỉ này”:\n"
        f"{base_url}/notices/address/{token}\n"
        "Nếu không phải, bỏ qua thư này; sẽ không có thư nào khác gửi đến đây.\n"
    )
    return Words(LABELS[Kind.ADDRESS_ASKED], f"{text}\n-- \n{FOOT}{base_url}/notices\n")
