"""One-time links with which somebody begins (lời mời đặt mật khẩu)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .errors import Conflict

INVITATION_LIFE: Final = timedelta(hours=72)


class InvitationSpent(Conflict):
    """The link was used, has expired, or was replaced by a newer one (liên kết hết hiệu lực)."""

    code = "invitation_spent"

    def __init__(self) -> None:
        """Say the same whether it was used, grew old or never was."""
        super().__init__(
            "Liên kết đặt mật khẩu này đã dùng, đã hết hạn hoặc đã được thay bằng liên kết mới. "
            "Nhờ quản trị của tỉnh gửi liên kết mới; nếu đã đặt mật khẩu thì đăng nhập như thường."
        )


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that waits to be used (lời mời); only the SHA-256 of its token is kept."""

    token_sha256: str
    account_id: str
    made_by: str
    made_at: datetime
    expires_at: datetime

    def lives(self, now: datetime) -> bool:
        """Say whether the link may still be used."""
        return now < self.expires_at
