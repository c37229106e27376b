"""Pages for what went wrong (trang lỗi): what, whether anything was saved, and what to do next."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.status_codes import (
    HTTP_303_SEE_OTHER,
    HTTP_400_BAD_REQUEST,
    HTTP_401_UNAUTHORIZED,
    HTTP_403_FORBIDDEN,
    HTTP_404_NOT_FOUND,
    HTTP_405_METHOD_NOT_ALLOWED,
    HTTP_409_CONFLICT,
    HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    HTTP_422_UNPROCESSABLE_ENTITY,
    HTTP_429_TOO_MANY_REQUESTS,
    HTTP_500_INTERNAL_SERVER_ERROR,
    HTTP_503_SERVICE_UNAVAILABLE,
)

from ntm_verify.domain.account import NotSignedIn, ReauthenticationRequired
from ntm_verify.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refusal, trace
from ntm_verify.domain.second_factor import SecondFactorMissing
from ntm_verify.usecases.guessing import TooManyAttempts
from ntm_verify.usecases.ports import Kept, Unavailable

from .confirmation import ConfirmationNeeded, confirm_view
from .render import Frame, Pages, frame
from .session import SAFE_METHODS, AnyRequest
from .visit import anyone, kept_by, language_of, request_id, typed_texts, visit_of

LOG: Final = logging.getLogger(__name__)

STATUS_OF_KIND: Final[tuple[tuple[type[Exception], int], ...]] = (
    (NotSignedIn, HTTP_401_UNAUTHORIZED),
    (ReauthenticationRequired, HTTP_401_UNAUTHORIZED),
    (TooManyAttempts, HTTP_429_TOO_MANY_REQUESTS),
    (InvalidInput, HTTP_422_UNPROCESSABLE_ENTITY),
    (NotPermitted, HTTP_403_FORBIDDEN),
    (NotFound, HTTP_404_NOT_FOUND),
    (Conflict, HTTP_409_CONFLICT),
    (Refusal, HTTP_422_UNPROCESSABLE_ENTITY),
    (Unavailable, HTTP_503_SERVICE_UNAVAILABLE),
)

TITLES: Final[Mapping[int, tuple[str, str]]] = {
    HTTP_400_BAD_REQUEST: (
        "Yêu cầu không đọc được",
        "Trình duyệt gửi yêu cầu không đúng dạng. Quay lại trang trước, tải lại rồi thử lại.",
    ),
    HTTP_401_UNAUTHORIZED: (
        "Phiên làm việc đã kết thúc",
        "Đăng nhập lại để tiếp tục.",
    ),
    HTTP_403_FORBIDDEN: (
        "Không thực hiện được việc này",
        "Tài khoản hiện tại không có quyền mở trang này.",
    ),
    HTTP_404_NOT_FOUND: (
        "Không tìm thấy trang này",
        (
            "Địa chỉ không có trong hệ thống, hoặc không thuộc phạm vi của tài khoản hiện tại. "
            "Kiểm tra lại địa chỉ, hoặc đi từ trang đầu."
        ),
    ),
    HTTP_405_METHOD_NOT_ALLOWED: (
        "Không mở được trang theo cách này",
        "Địa chỉ này chỉ dùng được bằng nút bấm trên trang. Quay lại và bấm nút trên trang.",
    ),
    HTTP_409_CONFLICT: (
        "Bước này không còn thực hiện được",
        "Trạng thái hiện tại không cho phép bước này. Mở lại trang để xem bản mới.",
    ),
    HTTP_413_REQUEST_ENTITY_TOO_LARGE: (
        "Nội dung gửi lên quá lớn",
        (
            "Tệp vượt quá dung lượng ghi trên trang nộp. Tách danh sách theo thôn thành nhiều tệp, "
            "hoặc lưu lại thành .xlsx rồi gửi lần nữa."
        ),
    ),
    HTTP_422_UNPROCESSABLE_ENTITY: (
        "Thông tin chưa dùng được",
        "Kiểm tra lại thông tin vừa nhập rồi gửi lần nữa.",
    ),
    HTTP_429_TOO_MANY_REQUESTS: ("Thử lại sau ít phút", "Có quá nhiều lần thử liên tiếp."),
    HTTP_500_INTERNAL_SERVER_ERROR: (
        "Hệ thống gặp lỗi",
        (
            "Lỗi này thuộc về hệ thống, không phải do thao tác của bạn. Thử lại sau ít phút; nếu "
            "vẫn lỗi, báo mã yêu cầu dưới đây cho bộ phận hỗ trợ."
        ),
    ),
    HTTP_503_SERVICE_UNAVAILABLE: (
        "Hệ thống tạm gián đoạn",
        "Một dịch vụ phía sau chưa trả lời. Thử lại sau ít phút.",
    ),
}


NOTHING_SAVED: Final = "Chưa có gì được lưu hay thay đổi bởi yêu cầu này."
SAVED: Final = (
    "Thay đổi của yêu cầu này đã được lưu trước khi gặp lỗi. Không gửi lại ngay: mở lại trang để "
    "xem kết quả, chỉ làm tiếp phần trang đó cho thấy chưa xong."
)
IN_DOUBT: Final = (
    "Không chắc yêu cầu này đã được lưu hay chưa. Mở lại trang để xem trước khi gửi lại."
)


@dataclass(frozen=True, slots=True)
class ErrorView:
    """What an error page says (trang lỗi)."""

    title: str
    text: str
    status: int
    request: str
    saved: str
    sign_in: str
    home: str
    back: str
    typed: tuple[str, ...]


def status_of(error: Exception) -> int:
    """Give the HTTP status of an error's kind."""
    if isinstance(error, HTTPException):
        return error.status_code
    kinds = (status for kind, status in STATUS_OF_KIND if isinstance(error, kind))
    return next(kinds, HTTP_500_INTERNAL_SERVER_ERROR)


def error_pages(pages: Pages) -> dict[type[Exception] | int, Callable[..., Response[Any]]]:
    """Give the handlers that answer every error with a page."""

    def answer(request: AnyRequest, error: Exception) -> Response[Any]:
        status = status_of(error)
        if status == HTTP_401_UNAUTHORIZED and request.method in SAFE_METHODS:
            return _to_sign_in(request)
        if status >= HTTP_500_INTERNAL_SERVER_ERROR:
            LOG.error("request %s failed: %s", request_id(request), trace(error))
        if isinstance(error, SecondFactorMissing) and request.method in SAFE_METHODS:
            return _sent_on("/account/second-factor")
        visit = visit_of(request)
        if isinstance(error, ConfirmationNeeded) and visit:
            shown = confirm_view(request.url.path, _came_from(request), error)
            return visit.page("account/confirm.html", shown, status)
        around = visit.frame() if visit else _unknown_frame(request)
        view = _view(request, error, status, around.home)
        return pages.answer("error.html", around, view, status)

    return {Exception: answer}


def _unknown_frame(request: AnyRequest) -> Frame:
    """Build the frame where no guard has stood: the address is none of ours."""
    language, query = language_of(request), request.url.query
    return frame(anyone(request), "", request.url.path, language=language, query=query)


def _to_sign_in(request: AnyRequest) -> Response[Any]:
    """Ask to sign in, and lead back here afterwards."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = "/sign-in" if here == "/" else f"/sign-in?next={quote(here, safe='')}"
    return _sent_on(address)


def _sent_on(address: str) -> Response[Any]:
    headers = {"location": address, "cache-control": "no-store"}
    return Response(b"", status_code=HTTP_303_SEE_OTHER, headers=headers)


def _view(request: AnyRequest, error: Exception, status: int, home: str) -> ErrorView:
    usual = TITLES[
        HTTP_500_INTERNAL_SERVER_ERROR if status > HTTP_500_INTERNAL_SERVER_ERROR else 400
    ]
    title, text = TITLES.get(status, usual)
    is_write = request.method not in SAFE_METHODS
    is_known = isinstance(error, Refusal) and status != HTTP_404_NOT_FOUND
    return ErrorView(
        title=title,
        text=str(error) if is_known else text,
        status=status,
        request=request_id(request),
        saved=_saved(kept_by(request), is_write=is_write),
        sign_in=f"/sign-in?next={quote(_came_from(request), safe='')}"
        if status == HTTP_401_UNAUTHORIZED
        else "",
        home=home,
        back=_came_from(request) if is_write else "",
        typed=typed_texts(request) if is_write else (),
    )


def _saved(kept: Kept, *, is_write: bool) -> str:
    """Say what the request has left behind, as far as anybody here knows."""
    if kept.in_doubt:
        return IN_DOUBT
    if kept.changes:
        return SAVED
    return NOTHING_SAVED if is_write else ""


def _came_from(request: AnyRequest) -> str:
    """Name the own page that the write was made on, "" if the browser does not tell."""
    try:
        told = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return ""
    if told.netloc != request.headers.get("host", ""):
        return ""
    return told.path + (f"?{told.query}" if told.query else "")
