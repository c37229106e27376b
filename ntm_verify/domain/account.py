"""People who may sign in, and what they may do (tài khoản)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .errors import InvalidInput, NotPermitted
from .people import Actor, Role

SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 128
IDLE_LIMIT: Final = timedelta(minutes=15)
ABSOLUTE_LIMIT: Final = timedelta(hours=12)
MOST_FAILURES: Final = 5


class WrongCredentials(NotPermitted):
    """Nobody signs in with this name and password (sai tên đăng nhập hoặc mật khẩu)."""

    code = "wrong_credentials"

    def __init__(self) -> None:
        """Say the same whether the name, the password or neither is known."""
        super().__init__("Tên đăng nhập hoặc mật khẩu không đúng.")


class NotSignedIn(NotPermitted):
    """The request comes from nobody (chưa đăng nhập)."""

    code = "not_signed_in"


class WeakPassword(InvalidInput):
    """The password is too short, too long or too common (mật khẩu yếu)."""

    code = "weak_password"


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account (tài khoản): one account = one person = one office.

    `id` is the pseudonym that the trail keeps. A deactivated account keeps its name, so that old
    acts can still be read.
    """

    id: str
    username: str
    name: str
    role: Role
    unit: str
    province: str
    password_hash: str = ""
    active: bool = True
    version: int = 0

    def actor(self, *, request: str = "", address: str = "") -> Actor:
        """Act in this account's office."""
        return Actor(self.id, self.role, self.unit, self.province, self.name, request, address)


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser or program (phiên đăng nhập).

    The token itself is never kept, only its SHA-256. `scope` is "web" or "api".
    """

    token_sha256: str
    account_id: str
    scope: str
    started_at: datetime
    seen_at: datetime
    csrf: str = ""

    def lives(self, now: datetime) -> bool:
        """Say whether the session has not grown too old, nor a browser been idle too long."""
        idle = now - self.seen_at > IDLE_LIMIT and self.scope == "web"
        return not idle and now - self.started_at <= ABSOLUTE_LIMIT
