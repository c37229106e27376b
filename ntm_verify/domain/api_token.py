"""Tokens that a person gives to a program (mã truy cập cho chương trình)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from .audit import Action, AuditEvent, Subject
from .errors import InvalidInput, NotPermitted
from .people import COMMUNE_SIDE, Actor, Role

PREFIX: Final = "ntm_"
LONGEST_LIFE: Final = timedelta(days=366)
LONGEST_LABEL: Final = 80
MOST_TOKENS: Final = 20


class Scope(StrEnum):
    """What a token opens; values are stored and never change (phạm vi)."""

    READ = "read"
    SUBMIT = "submit"
    DECIDE = "decide"
    AUDIT = "audit"


SCOPE_LABELS: Final[Mapping[Scope, str]] = {
    Scope.READ: "đọc hồ sơ và văn bản",
    Scope.SUBMIT: "nộp, sửa và rút danh sách",
    Scope.DECIDE: "nhận việc, quyết định và ban hành (mỗi lần vẫn phải xác nhận lại)",
    Scope.AUDIT: "đọc nhật ký và thẩm định lại",
}
_DECIDES: Final = frozenset({Scope.READ, Scope.DECIDE, Scope.AUDIT})
SCOPES_OF: Final[Mapping[Role, frozenset[Scope]]] = {
    **dict.fromkeys(sorted(COMMUNE_SIDE), frozenset({Scope.READ, Scope.SUBMIT})),
    Role.APPRAISER: _DECIDES,
    Role.SIGNER: _DECIDES,
    Role.AUDITOR: frozenset({Scope.READ, Scope.AUDIT}),
    Role.ADMINISTRATOR: frozenset({Scope.READ, Scope.AUDIT}),
    Role.OPERATOR: frozenset({Scope.AUDIT}),
}
"""What an office may hand on: never more than it may do itself."""


class TokenNotUsable(InvalidInput):
    """A token cannot be made like this (mã truy cập không tạo được)."""

    code = "token_not_usable"


class OutOfScope(NotPermitted):
    """The token was not made for this (mã truy cập không có phạm vi này)."""

    code = "out_of_scope"

    def __init__(self, needed: Scope | None) -> None:
        """Name the scope that is missing; None where no token is taken at all."""
        told = (
            f"Mã truy cập này không có phạm vi “{needed.value}”."
            if needed
            else ("Việc này không làm được bằng mã truy cập.")
        )
        super().__init__(
            f"{told} Tạo mã có đúng phạm vi ở trang Tài khoản của tôi, hoặc đăng nhập bằng tên và "
            "mật khẩu."
        )


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token as it is kept (mã truy cập): the SHA-256 of 256 random bits, never the token."""

    id: str
    account_id: str
    label: str
    scopes: frozenset[Scope]
    token_sha256: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    ended_at: datetime | None = None
    confirmed_at: datetime | None = None

    def lives(self, now: datetime) -> bool:
        """Say whether the token still opens anything."""
        return self.ended_at is None and now < self.expires_at

    def state(self) -> dict[str, object]:
        """Give what the log keeps of a token."""
        return {
            "account": self.account_id,
            "scopes": sorted(self.scopes),
            "until": self.expires_at.date().isoformat(),
            "ended": self.ended_at is not None,
        }


def require_usable(role: Role, label: str, scopes: frozenset[Scope], life: timedelta) -> None:
    """Refuse a token without a name, of a foreign scope or without an end (mã truy cập mới).

    Raises:
        TokenNotUsable: with what is wrong and how to mend it.

    """
    if not 0 < len(label) <= LONGEST_LABEL:
        raise TokenNotUsable(f"Đặt tên cho mã, tối đa {LONGEST_LABEL} ký tự, để sau này nhận ra.")
    if not scopes or not scopes <= SCOPES_OF.get(role, frozenset()):
        raise TokenNotUsable("Chọn ít nhất một phạm vi trong các phạm vi của vai trò này.")
    if not timedelta(0) < life <= LONGEST_LIFE:
        raise TokenNotUsable("Thời hạn của mã từ 1 đến 366 ngày.")


def ended(token: ApiToken, *, by: Actor, at: datetime) -> tuple[ApiToken, AuditEvent]:
    """End a token, and tell of it (thu hồi mã)."""
    over = replace(token, ended_at=at)
    subject = Subject("token", token.id, 2)
    event = AuditEvent(Action.TOKEN_ENDED, by, subject, before=token.state(), after=over.state())
    return over, event
