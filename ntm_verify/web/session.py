"""The session of a browser (phiên làm việc): its cookie, and what shows that a form is our own.

The cookie holds the token that `usecases/sign_in` made, never one that came with a request. A
write needs two proofs that it was made on our own page: the `Origin` the browser sends, and a
token bound to the session. The token is masked anew at each rendering, so that compressed pages
do not betray it.
"""

import hmac
import secrets
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.types import Message, Scope

from ntm_verify.domain.account import ABSOLUTE_LIMIT
from ntm_verify.domain.errors import NotPermitted

AnyRequest = Request[Any, Any, Any]

COOKIE: Final = "__Host-ntm"
CSRF_FIELD: Final = "_csrf"
CSRF_HEADER: Final = "x-csrf-token"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_TOKEN: Final = 100
MASK_BYTES: Final = 9
RENEWED: Final = "ntm_renewed"


class ForeignForm(NotPermitted):
    """The request was not made on a page of this service (yêu cầu từ trang khác)."""

    code = "foreign_form"


def session_token(request: AnyRequest) -> str:
    """Give the token of the cookie, "" without one or with one that no session can have."""
    token = request.cookies.get(COOKIE, "")
    return token if len(token) <= LONGEST_TOKEN and token.isalnum() else ""


def keep_session(response: Response[Any], token: str) -> None:
    """Hand the browser a new session."""
    response.set_cookie(_cookie(token, int(ABSOLUTE_LIMIT.total_seconds())))


def drop_session(response: Response[Any]) -> None:
    """Take the session away, and whatever the browser kept of it."""
    response.set_cookie(_cookie("", 0))
    response.headers["clear-site-data"] = '"cache", "storage"'


def renew_session(request: AnyRequest, token: str) -> None:
    """Hand the browser a new token with whatever the request is answered by."""
    request.scope.setdefault("state", {})[RENEWED] = token


async def hand_over(message: Message, scope: Scope) -> None:
    """Set the cookie of a session whose token was renewed on the way (hook `before_send`)."""
    token = scope.get("state", {}).get(RENEWED, "")
    if message["type"] == "http.response.start" and token:
        headers = MutableScopeHeaders.from_message(message)
        age = int(ABSOLUTE_LIMIT.total_seconds())
        headers.add("set-cookie", _cookie(token, age).to_header(header=""))


def _cookie(token: str, age: int) -> Cookie:
    return Cookie(COOKIE, value=token, path="/", max_age=age, secure=True, httponly=True)


def mask(csrf: str) -> str:
    """Write a session's form token so that no two pages show the same signs."""
    salt = secrets.token_urlsafe(MASK_BYTES)
    return f"{salt}.{_masked(salt, csrf)}"


def is_own(shown: str, csrf: str) -> bool:
    """Say whether a form token belongs to the session."""
    salt, _, rest = shown.partition(".")
    return bool(csrf) and hmac.compare_digest(rest.encode(), _masked(salt, csrf).encode())


def _masked(salt: str, csrf: str) -> str:
    return sha256(f"{salt}.{csrf}".encode()).hexdigest()


def require_own_origin(request: AnyRequest, base_url: str) -> None:
    """Refuse a write that another site's page made the browser send.

    Raises:
        ForeignForm: `Origin` (or `Referer` where a browser sends none) is missing or foreign.

    """
    told = request.headers.get("origin") or request.headers.get("referer", "")
    try:
        sender = urlsplit(told).netloc
    except ValueError:
        sender = ""
    if not sender or sender not in {request.headers.get("host", ""), urlsplit(base_url).netloc}:
        raise ForeignForm(
            "Yêu cầu này không đến từ trang của hệ thống nên không được thực hiện. "
            "Mở lại trang và bấm nút trên trang đó."
        )


def require_own_form(shown: str, csrf: str) -> None:
    """Refuse a form that does not bear the session's token.

    Raises:
        ForeignForm: it is missing or belongs to another session.

    """
    if not is_own(shown, csrf):
        raise ForeignForm(
            "Biểu mẫu này thuộc một phiên làm việc khác hoặc đã mở quá lâu. "
            "Quay lại, tải lại trang rồi gửi lần nữa."
        )
