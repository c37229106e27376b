"""One-time links with which somebody begins (lời mời đặt mật khẩu)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from .account import Account
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


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who was invited (người được mời); the token is told once and kept nowhere."""

    account: Account
    token: str = field(repr=False)
    expires_at: datetime

    @property
    def path(self) -> str:
        """Give the address of the page that sets the password, without the service's own."""
        return f"/invitation/{self.token}"


def invite(account: Account, by: str, token: str, now: datetime) -> tuple[Invitation, Invited]:
    """Make an invitation and what is told of it, once."""
    digest = sha256(token.encode()).hexdigest()
    invitation = Invitation(digest, account.id, by, now, now + INVITATION_LIFE)
    return invitation, Invited(account, token, invitation.expires_at)
