"""People who may sign in, and what they may do (tài khoản)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from .errors import InvalidInput, NotPermitted
from .people import COMMUNE_SIDE, Actor, Reach, Role
from .wording import VIETNAM

SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 128
SHORTEST_NAME: Final = 4
"""A shorter sign-in name may stand in a password by chance and tells nobody anything."""
FEWEST_SIGNS: Final = 5
IDLE_LIMIT: Final = timedelta(minutes=15)
ABSOLUTE_LIMIT: Final = timedelta(hours=12)
HALF_LIMIT: Final = timedelta(minutes=5)
"""So long may somebody look for the second factor after the password was right."""
MOST_FAILURES: Final = 5
FIRST_DELAY: Final = timedelta(seconds=30)
WINDOW: Final = timedelta(hours=1)
LONGEST_AUDIT: Final = timedelta(days=366)
TOKEN_SIGNS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"  # noqa: S105 - an alphabet
TOKEN_LENGTH: Final = 43
"""43 of 62 signs: 256 bits."""
WEB, API, HALF = "web", "api", "half"
"""What a session is for: a browser, a program, a browser whose second factor is awaited."""
PROVIDER: Final = "provider"
"""How a session was opened, where it was not by a password."""
DECIDING: Final = frozenset({Role.APPRAISER, Role.SIGNER, Role.ADMINISTRATOR})
"""Offices that decide, sign or give rights: they need a second factor where one is required."""
INVITED_BY_PROVINCE: Final = frozenset(
    {*COMMUNE_SIDE, Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR}
)
COMMON: Final = frozenset(
    {
        *("password1234", "matkhau12345", "qwertyuiop12", "qwertyuiop123", "iloveyou1234"),
        *("administrator", "passwordpassword", "welcome12345", "changeme1234", "letmein12345"),
        *("matkhaumatkhau", "bimat1234567", "baohiemyte123", "baohiemxahoi", "nongthonmoi123"),
        *("uybannhandan", "ubndxa123456", "vietnam12345", "anhyeuem1234", "khongcomatkhau"),
    }
)
"""Passwords that everybody tries first, as long as the rule asks (mật khẩu phổ biến)."""
RUNS: Final = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
OWN_WORDS: Final = ("ntm_verify", "ntm-verify", "ntmverify")


class WrongCredentials(NotPermitted):
    """Nobody signs in with this name and password (sai tên đăng nhập hoặc mật khẩu)."""

    code = "wrong_credentials"

    def __init__(self) -> None:
        """Say the same whether the name, the password or neither is known."""
        super().__init__("Tên đăng nhập hoặc mật khẩu không đúng.")


class NotSignedIn(NotPermitted):
    """The request comes from nobody (chưa đăng nhập)."""

    code = "not_signed_in"


class ReauthenticationRequired(NotPermitted):
    """A decision needs somebody to have just shown who they are (cần xác nhận lại danh tính)."""

    code = "reauthentication_required"

    def __init__(self) -> None:
        """Say how, to a program; a page asks by itself."""
        super().__init__(
            "Quyết định này cần xác nhận lại danh tính. Gửi mã xác thực (hoặc mật khẩu nếu chưa "
            "bật xác thực hai lớp) tới POST /api/v1/session/confirmation rồi gửi lại yêu cầu."
        )


class ConfirmationWrong(NotPermitted):
    """Code or password do not fit (xác nhận không đúng)."""

    code = "confirmation_wrong"

    def __init__(self, *, by_code: bool) -> None:
        """Say which of the two was asked for."""
        super().__init__(
            "Mã không đúng hoặc đã dùng rồi. Chờ ứng dụng hiện mã mới rồi nhập lại."
            if by_code
            else "Mật khẩu không đúng. Nhập lại mật khẩu đang dùng để đăng nhập."
        )


class WeakPassword(InvalidInput):
    """The password is too short, too long or too common (mật khẩu yếu)."""

    code = "weak_password"


class OutsideOfTerm(InvalidInput):
    """The dates of a right make no sense (thời hạn quyền không hợp lệ)."""

    code = "term_not_usable"


@dataclass(frozen=True, slots=True)
class AccessRules:
    """What this installation asks of those who sign in (quy định truy cập).

    `factor_roles` must have a second factor before they do anything else. A decision needs
    somebody to have shown who they are within `confirm_within`; zero asks at each one.
    """

    factor_roles: frozenset[Role] = frozenset()
    confirm_within: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account (tài khoản): one account = one person = one office.

    `id` is the pseudonym that the trail keeps. A deactivated account keeps its name, so that old
    acts can still be read. Without a password hash it was invited and has not begun. The office
    is held from `first_day` to `last_day`, both included; `reach` narrows an auditor's view.
    `has_factor` says whether a second factor is in use, `has_identity` whether the account is bound
    to an identity at the province's provider.
    """

    id: str
    username: str
    name: str
    role: Role
    unit: str
    province: str
    password_hash: str = field(default="", repr=False)
    active: bool = True
    version: int = 0
    email: str = ""
    first_day: date | None = None
    last_day: date | None = None
    reach: Reach | None = None
    has_factor: bool = False
    has_identity: bool = False

    def actor(self, *, request: str = "", address: str = "") -> Actor:
        """Act in this account's office."""
        return Actor(
            self.id, self.role, self.unit, self.province, self.name, request, address, self.reach
        )

    def serves(self, now: datetime) -> bool:
        """Say whether the account is in use and its office is held on this day in Vietnam."""
        today = now.astimezone(VIETNAM).date()
        begun = self.first_day is None or self.first_day <= today
        ended = self.last_day is not None and self.last_day < today
        return self.active and begun and not ended

    def state(self) -> dict[str, object]:
        """Give what the log keeps of an account: the office and its limits, nothing personal.

        What is as usual (active, with a password, no limits, no second factor) is left out.
        """
        told: dict[str, object] = {"role": self.role.value, "unit": self.unit}
        reach = self.reach or Reach()
        unusual: dict[str, object] = {
            "active": None if self.active else False,
            "password": None if self.password_hash else False,
            "factor": self.has_factor or None,
            "identity": self.has_identity or None,
            "first_day": _iso(self.first_day),
            "last_day": _iso(self.last_day),
            "communes": sorted(reach.communes) or None,
            "first_period": _iso(reach.first_period),
            "last_period": _iso(reach.last_period),
        }
        return told | {name: value for name, value in unusual.items() if value is not None}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser or program (phiên đăng nhập).

    The token itself is never kept, only its SHA-256. `scope` is web, api or half. `confirmed_at`
    is when this person last showed who they are; `agent` and `address` say from where, for the
    person's own list of sessions. `method` is how it was opened, "" for a password; `is_strong`
    says that the provider vouched for a second factor.
    """

    token_sha256: str
    account_id: str
    scope: str
    started_at: datetime
    seen_at: datetime
    csrf: str = field(default="", repr=False)
    confirmed_at: datetime | None = None
    agent: str = ""
    address: str = ""
    method: str = ""
    is_strong: bool = False

    @property
    def handle(self) -> str:
        """Name the session on its owner's page; leads to no token."""
        return self.token_sha256[:16]

    def lives(self, now: datetime) -> bool:
        """Say whether the session has not grown too old, nor a browser been idle too long."""
        idle = now - self.seen_at > IDLE_LIMIT and self.scope == WEB
        longest = HALF_LIMIT if self.scope == HALF else ABSOLUTE_LIMIT
        return not idle and now - self.started_at <= longest

    def is_fresh(self, now: datetime, within: timedelta) -> bool:
        """Say whether somebody showed who they are a short while ago."""
        return self.confirmed_at is not None and now - self.confirmed_at < within


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session (phiên mới): its token is told once and kept as a digest only.

    `needs_code` says that it opens nothing but the page that asks for the second factor.
    """

    token: str = field(repr=False)
    csrf: str = field(repr=False)
    account: Account
    needs_code: bool = False


def delay(failures: int) -> timedelta:
    """Give the wait after so many failures in a row: half a minute after five, then doubled."""
    doubled: int = 2 ** min(failures - MOST_FAILURES, 10)
    return min(FIRST_DELAY * doubled, WINDOW)


def require_strength(password: str, username: str) -> None:
    """Refuse a password that is soon guessed (độ mạnh mật khẩu, ASVS 5.0 V6.2).

    Twelve signs or more, no rule of composition; none of the commonest, no run of a keyboard,
    nothing of few different signs, and neither the sign-in name nor the product's own.

    Raises:
        WeakPassword: with what is wrong and how to mend it.

    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WeakPassword(
            f"Mật khẩu cần từ {SHORTEST_PASSWORD} đến {LONGEST_PASSWORD} ký tự; có thể dùng "
            "một câu dễ nhớ."
        )
    bare, name = password.casefold(), username.strip().casefold()
    telling = len(name) >= SHORTEST_NAME and name in bare
    if bare in COMMON or telling or any(word in bare for word in OWN_WORDS):
        raise WeakPassword("Mật khẩu quá phổ biến hoặc chứa tên đăng nhập. Chọn mật khẩu khác.")
    if len(set(bare)) < FEWEST_SIGNS or any(bare in run or bare in run[::-1] for run in RUNS):
        raise WeakPassword(
            "Mật khẩu chỉ lặp lại vài ký tự hoặc là dãy phím liền nhau, rất dễ đoán. Dùng vài từ "
            "không liên quan với nhau."
        )


def require_term(role: Role, first: date | None, last: date | None, today: date) -> None:
    """Refuse dates between which nobody can hold an office (thời hạn giữ vai trò).

    An auditor is let in for a stated time, at most a year (F84).

    Raises:
        OutsideOfTerm: the end lies before the beginning or before today, or an auditor has none.

    """
    begin = first or today
    if last is not None and (last < begin or last < today):
        raise OutsideOfTerm(
            "Ngày kết thúc phải từ hôm nay trở đi và không sớm hơn ngày bắt đầu. Sửa lại ngày."
        )
    if role is Role.AUDITOR and (last is None or last - begin > LONGEST_AUDIT):
        raise OutsideOfTerm(
            "Tài khoản kiểm toán cần ngày kết thúc, không quá một năm từ ngày bắt đầu. Ghi ngày "
            "kết thúc của đợt kiểm toán."
        )


BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def short_agent(told: str) -> str:
    """Name a browser and its system in a few words, all that its owner needs to know it again."""
    browser = next((name for sign, name in BROWSERS if sign in told), "chương trình khác")
    system = next((name for sign, name in SYSTEMS if sign in told), "")
    return f"{browser} trên {system}" if system else browser
