"""The sentences of refusal (lời từ chối tệp): what, where, why, and how to mend it."""

from typing import Final

from ntm_verify.domain.findings import Field, Refused
from ntm_verify.domain.legacy_text import Font
from ntm_verify.domain.list_layout import Miss
from ntm_verify.domain.reading import ListRefused

MIB: Final = 2**20
FIELD_NAMES: Final = {Field.NAME: "họ và tên", Field.ID: "mã số BHXH"}
_MEND_CORRUPT: Final = "Mở bằng Excel hoặc LibreOffice, lưu thành tệp .xlsx mới."


def empty() -> ListRefused:
    """Refuse a file with nothing in it (tệp rỗng)."""
    text = "Tệp rỗng. Mở tệp kiểm tra, lưu lại rồi chọn lần nữa."
    return ListRefused(Refused.EMPTY_FILE, text)


def unsupported(what: str = "") -> ListRefused:
    """Refuse a format that is not read (định dạng không đọc được); `what` names it."""
    said = f"Tệp này không phải bảng tính đọc được{f' ({what})' if what else ''}."
    remedy = "Mở tệp, chọn Lưu thành (Save As) dạng .xlsx, .xls, .ods, .csv hoặc .tsv rồi chọn lại."
    return ListRefused(Refused.UNSUPPORTED_FORMAT, f"{said} {remedy}")


def password() -> ListRefused:
    """Refuse an encrypted file (tệp có mật khẩu)."""
    text = (
        "Tệp có mật khẩu nên không đọc được. Bỏ mật khẩu trong Excel (Tệp › Thông tin › Bảo vệ sổ "
        "làm việc), lưu rồi chọn lại."
    )
    return ListRefused(Refused.PASSWORD_PROTECTED, text)


def corrupt(what: str = "") -> ListRefused:
    """Refuse a broken file (tệp hỏng); `what` says where, for the help desk."""
    said = f"Tệp hỏng, không đọc được{f' ({what})' if what else ''}."
    return ListRefused(Refused.CORRUPT_FILE, f"{said} {_MEND_CORRUPT}")


def unsafe(what: str) -> ListRefused:
    """Refuse a file built to harm, or that could (nội dung không an toàn)."""
    text = (
        f"Tệp có nội dung không an toàn nên bị từ chối: {what}. Chép riêng cột họ tên và cột mã "
        "số sang tệp mẫu rồi nộp tệp mẫu."
    )
    return ListRefused(Refused.UNSAFE_CONTENT, text)


def too_large_file(size: int, most: int) -> ListRefused:
    """Refuse more bytes than a list needs (tệp quá lớn)."""
    text = (
        f"Tệp {size / MIB:.1f} MB, tối đa {most / MIB:.0f} MB. Tách theo thôn và nộp từng phần."
    ).replace(".", ",", 1)
    return ListRefused(Refused.TOO_LARGE, text)


def too_many(what: str, most: int) -> ListRefused:
    """Refuse more rows, cells or sheets than a list needs (danh sách quá dài)."""
    figure = f"{most:,}".replace(",", ".")
    text = f"Tệp có quá {figure} {what}. Tách theo thôn và nộp từng phần."
    return ListRefused(Refused.TOO_LARGE, text)


def unreadable_text() -> ListRefused:
    """Refuse bytes that are no Vietnamese text in any known encoding (bảng mã không đọc được)."""
    text = "Không đọc được chữ tiếng Việt trong tệp. Lưu thành .xlsx hoặc “CSV UTF-8” rồi nộp lại."
    return ListRefused(Refused.ENCODING_UNREADABLE, text)


def legacy_font(font: Font, preview: tuple[tuple[str, str], ...], sheet: str) -> ListRefused:
    """Refuse names typed with an old font (phông cũ), until the submitter confirms them."""
    before, after = preview[0]
    text = (
        f"Cột họ tên{f' ở trang “{sheet}”' if sheet else ''} dùng phông cũ ({font.title}): "
        f"“{before}” → “{after}”. "
        "Xem bản chuyển đổi và xác nhận, hoặc nộp tệp Unicode."
    )
    return ListRefused(Refused.NAME_LEGACY_FONT, text, preview=preview, encoding=font.name)


def ambiguous(count: int, where: str) -> ListRefused:
    """Refuse several tables, each as good as the other (nhiều bảng)."""
    text = (
        f"Có {count} bảng giống danh sách: {where}. Chọn một bảng, hoặc xóa bảng thừa rồi nộp lại."
    )
    return ListRefused(Refused.AMBIGUOUS_TABLE, text)


def not_a_list(where: str = "") -> ListRefused:
    """Refuse another kind of form (không phải danh sách)."""
    said = "Tệp không giống danh sách người tham gia"
    text = f"{said}{f' ({where})' if where else ''}. Kiểm tra đã chọn đúng tệp."
    return ListRefused(Refused.NOT_A_LIST, text)


def no_rows() -> ListRefused:
    """Refuse a list without people (không có dòng nào)."""
    text = "Danh sách không có dòng nào. Kiểm tra trang tính và bộ lọc, trang ẩn không được tính."
    return ListRefused(Refused.NO_ROWS, text)


def no_sheet(name: str) -> ListRefused:
    """Refuse to look for a sheet that is not there (không có trang tính đã chọn)."""
    text = f"Không có danh sách ở trang tính “{name}”. Chọn lại trang tính có danh sách."
    return ListRefused(Refused.HEADER_NOT_FOUND, text)


def missed(miss: Miss, sheet: str) -> ListRefused:
    """Say why no sheet is a list (không thấy cột cần có)."""
    where = f" ở trang “{sheet}”" if sheet else ""
    if miss.reason is Refused.REQUIRED_COLUMN_MISSING:
        names = ", ".join(FIELD_NAMES[name] for name in miss.missing)
        text = f"Thiếu cột {names}{where}. Thêm cột, hoặc chỉ ra cột nào là {names}."
    elif miss.reason is Refused.AMBIGUOUS_TABLE:
        return ambiguous(2, f"hai bảng cạnh nhau{where}")
    elif miss.reason is Refused.NO_ROWS:
        return no_rows()
    elif miss.reason is Refused.NOT_A_LIST:
        return not_a_list(where.strip())
    else:
        text = (
            f"Không thấy dòng tiêu đề có cột họ tên và mã số{where}. Chỉ dòng tiêu đề trên màn "
            "hình, hoặc dùng tệp mẫu."
        )
    return ListRefused(miss.reason, text)
