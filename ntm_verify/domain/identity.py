"""Who a province's own provider says somebody is (danh tính từ cổng đăng nhập của tỉnh).

Source: OpenID Connect Core 1.0 (incorporating errata 2), RFC 7636 (PKCE), RFC 9207 (`iss`),
RFC 9700. The provider says who is there; office, unit and term are always those of our account.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from .errors import Conflict, InvalidInput, NotPermitted

ATTEMPT_LIFE: Final = timedelta(minutes=10)
"""So long may somebody be away at the provider."""
SKEW: Final = timedelta(seconds=60)
"""So much may the provider's clock differ from ours."""
GRACE: Final = timedelta(minutes=2)
"""So long does a confirmation by the provider hold at least: the way back takes a moment."""
LONGEST_SUBJECT: Final = 255
"""Signs of a subject, by OpenID Connect Core 1.0, section 2."""


class Purpose(StrEnum):
    """What somebody goes to the provider for (mục đích)."""

    SIGN_IN = "sign_in"
    ACCEPT = "accept"
    CONFIRM = "confirm"


class IdentityRefused(InvalidInput):
    """The provider's answer cannot be relied upon (câu trả lời của cổng không dùng được).

    `reason` is a word for the operator's log; a visitor learns nothing from it.
    """

    code = "identity_refused"

    def __init__(self, reason: str) -> None:
        """Say how to begin anew, whatever the reason."""
        super().__init__(
            "Lần đăng nhập qua cổng này không hoàn tất được: đã quá 10 phút, đã dùng rồi, bị hủy "
            "ở cổng, hoặc câu trả lời của cổng không hợp lệ. Bắt đầu lại từ trang đăng nhập."
        )
        self.reason = reason


class UnknownKey(IdentityRefused):
    """The token names a key that is not among the known ones (khóa ký chưa biết)."""


class NotJustThere(NotPermitted):
    """The provider did not ask anew, or somebody else answered (chưa xác nhận lại được)."""

    code = "identity_not_confirmed"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Cổng đăng nhập chưa xác nhận lại đúng người của tài khoản này. Ở cổng, đăng nhập lại "
            "bằng chính danh tính đã gắn với tài khoản, với đủ các bước mà cổng hỏi."
        )


class UnknownIdentity(NotPermitted):
    """Nobody here is bound to this identity (danh tính chưa gắn với tài khoản nào)."""

    code = "identity_unknown"

    def __init__(self, subject: str) -> None:
        """Keep the subject for the page; the sentence names nobody."""
        super().__init__(
            "Đã đăng nhập được ở cổng, nhưng danh tính này chưa gắn với tài khoản nào ở đây."
        )
        self.subject = subject


class IdentityTaken(Conflict):
    """The identity is bound to another account (danh tính đã gắn với tài khoản khác)."""

    code = "identity_taken"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Danh tính này đã gắn với một tài khoản khác. Mỗi danh tính chỉ dùng cho một tài "
            "khoản: gỡ ở tài khoản kia trước, hoặc kiểm tra lại mã định danh."
        )


class SubjectNotUsable(InvalidInput):
    """What was typed is no subject of a provider (mã định danh không hợp lệ)."""

    code = "subject_not_usable"

    def __init__(self) -> None:
        """Say how one looks."""
        super().__init__(
            f"Mã định danh là chuỗi ASCII không có khoảng trắng, tối đa {LONGEST_SUBJECT} ký tự. "
            "Chép đúng mã mà trang đăng nhập hoặc quản trị của cổng cho biết."
        )


@dataclass(frozen=True, slots=True)
class Identity:
    """An account's identity at the provider (danh tính đã gắn), and who bound it."""

    issuer: str
    subject: str
    account_id: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to the provider and back (một lần đi qua cổng); it lies sealed in the browser.

    `after` is where to go on to; `about` is the token of an invitation, or the digest of the
    session that is to be confirmed.
    """

    purpose: Purpose
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    began: datetime
    after: str = ""
    about: str = field(default="", repr=False)

    @property
    def is_fresh_asked(self) -> bool:
        """Say whether the provider has to ask anew who is there."""
        return self.purpose is not Purpose.SIGN_IN

    def lives(self, now: datetime) -> bool:
        """Say whether the answer still comes in time."""
        return self.began <= now < self.began + ATTEMPT_LIFE

    def text(self) -> str:
        """Write it down, to be sealed."""
        began = self.began.astimezone(UTC).isoformat()
        secret = (self.state, self.nonce, self.verifier)
        return json.dumps([self.purpose.value, *secret, began, self.after, self.about])

    @classmethod
    def read(cls, text: str) -> Self:
        """Read it back; only what this service sealed comes here."""
        purpose, state, nonce, verifier, began, after, about = json.loads(text)
        when = datetime.fromisoformat(began)
        return cls(Purpose(purpose), state, nonce, verifier, when, after, about)


@dataclass(frozen=True, slots=True)
class Proven:
    """Who the provider says is there (danh tính đã chứng minh).

    `at` is when the person last showed it there, None if the provider does not say; `means` are
    the values of `acr` and `amr`: how it was shown. `name` is for the eye alone.
    """

    issuer: str
    subject: str
    at: datetime | None = None
    means: frozenset[str] = frozenset()
    name: str = ""

    def text(self) -> str:
        """Write down what an invitation is accepted with, to be sealed."""
        return json.dumps([self.issuer, self.subject, self.name])

    def shown_since(self, moment: datetime) -> bool:
        """Say whether the person was asked after a moment, clocks allowed for."""
        return self.at is not None and self.at >= moment - SKEW


def require_subject(typed: str) -> str:
    """Give a subject as providers write it.

    Raises:
        SubjectNotUsable: empty, too long, or with signs that no subject has.

    """
    is_plain = typed.isascii() and typed.isprintable() and " " not in typed
    if not is_plain or not 0 < len(typed) <= LONGEST_SUBJECT:
        raise SubjectNotUsable
    return typed
