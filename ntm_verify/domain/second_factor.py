"""The second thing somebody shows besides a password (yếu tố thứ hai).

Source: RFC 6238 (TOTP), RFC 4226, section 5; ASVS 5.0, V6.5. Codes of six digits that change
every thirty seconds, and ten codes on paper, each of which serves once.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from .errors import Conflict, NotPermitted

RECOVERY_CODES: Final = 10
CODE_SIGNS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""31 signs without O, I, L, 0 and 1."""
CODE_LENGTH: Final = 12
GROUP: Final = 4


class SecondFactorNeeded(NotPermitted):
    """Name and password are right; the code is missing (cần mã xác thực)."""

    code = "second_factor_required"

    def __init__(self) -> None:
        """Ask for the code."""
        super().__init__(
            "Tài khoản này dùng xác thực hai lớp. Gửi thêm mã 6 số trong ứng dụng xác thực."
        )


class SecondFactorMissing(NotPermitted):
    """The office needs a second factor and the account has none (chưa bật xác thực hai lớp)."""

    code = "second_factor_missing"

    def __init__(self) -> None:
        """Say where to begin."""
        super().__init__(
            "Vai trò này phải bật xác thực hai lớp trước khi làm việc khác. "
            "Mở trang Tài khoản của tôi, mục Xác thực hai lớp."
        )


class WrongCode(NotPermitted):
    """The code does not fit, or served before (mã xác thực không đúng)."""

    code = "wrong_code"

    def __init__(self) -> None:
        """Say the same whether it is wrong, late or was used."""
        super().__init__(
            "Mã không đúng hoặc đã dùng rồi. Chờ ứng dụng hiện mã mới rồi nhập lại; nếu vẫn sai, "
            "kiểm tra giờ trên điện thoại."
        )


class FactorInUse(Conflict):
    """A second factor is in use already (đã bật xác thực hai lớp)."""

    code = "second_factor_in_use"

    def __init__(self) -> None:
        """Say what to do first."""
        super().__init__("Xác thực hai lớp đang bật. Muốn đổi máy, tắt rồi bật lại.")


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """The secret of somebody's authenticator (khóa của ứng dụng xác thực), sealed.

    `active_at` is None until a first code has shown that the device knows the secret. `last_step`
    is the newest step of thirty seconds that was used: no code serves twice.
    """

    account_id: str
    sealed: bytes = field(repr=False)
    started_at: datetime
    active_at: datetime | None = None
    last_step: int = 0


def bare_code(typed: str) -> str:
    """Write a code as it is compared: no spaces or hyphens, capital letters."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def printed(code: str) -> str:
    """Write a recovery code in groups of four."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))
