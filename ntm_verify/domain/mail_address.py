"""Where somebody wants to get notices by mail (địa chỉ nhận thông báo): told, then confirmed."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final

from .audit import Action, AuditEvent, Subject
from .errors import Conflict, InvalidInput
from .people import Actor

LONGEST: Final = 254
TOKEN_LENGTH: Final = 32
VALID_FOR: Final = timedelta(days=3)
"""So long may the link in the letter be used."""
ASKED_EVERY: Final = timedelta(minutes=2)
"""One letter to one account in this time, so that nobody is flooded."""
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")


class WrongAddress(InvalidInput):
    """What was typed is no mail address (địa chỉ thư không đúng)."""

    code = "wrong_mail_address"


class LinkOver(Conflict):
    """The link is not the latest one, or its time is over (liên kết xác nhận hết hiệu lực)."""

    code = "link_over"


class AskedAlready(Conflict):
    """A letter went out a moment ago (vừa gửi thư xác nhận)."""

    code = "asked_already"


@dataclass(frozen=True, slots=True)
class MailAddress:
    """An account's address (địa chỉ thư): asked about, and once confirmed in use; "" when erased.

    `token` is what the latest letter's link bears; "" once it was used.
    """

    account_id: str
    address: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    asked_at: datetime | None = None
    confirmed_at: datetime | None = None
    version: int = 0

    @property
    def state(self) -> str:
        """Say in a word where it stands, "" before anything was kept."""
        if not self.version:
            return ""
        if not self.address:
            return "removed"
        return "confirmed" if self.confirmed_at else "asked"


def require_address(typed: str) -> str:
    """Give an address without outer spaces, or refuse it.

    Raises:
        WrongAddress: it is none.

    """
    bare = typed.strip()
    if len(bare) > LONGEST or not _ADDRESS.fullmatch(bare) or ".." in bare:
        raise WrongAddress("Ghi địa chỉ thư điện tử đầy đủ, ví dụ canbo.xa@tinh.gov.vn.")
    return bare


def ask(known: MailAddress, typed: str, token: str, *, at: datetime) -> MailAddress:
    """Take a new address, about which a letter goes out (ghi địa chỉ mới).

    Raises:
        WrongAddress: it is none.
        AskedAlready: a letter went out a moment ago.

    """
    address = require_address(typed)
    if known.address and known.asked_at and at - known.asked_at < ASKED_EVERY:
        raise AskedAlready(
            "Thư xác nhận vừa được gửi. Chờ hai phút, xem cả hộp thư rác, rồi thử lại nếu chưa có."
        )
    return replace(known, address=address, token=token, asked_at=at, confirmed_at=None)


def confirm(known: MailAddress, token: str, *, at: datetime) -> MailAddress:
    """Take the address into use: its owner opened the letter (xác nhận địa chỉ).

    Raises:
        LinkOver: the link is not that of the latest letter, or older than three days.

    """
    fits = bool(known.token) and compare_digest(known.token.encode(), token.encode())
    if not fits or known.asked_at is None or at - known.asked_at > VALID_FOR:
        raise LinkOver(
            "Liên kết này không phải của thư mới nhất hoặc đã quá 3 ngày. Mở trang Thông báo, ghi "
            "lại địa chỉ để nhận thư xác nhận mới."
        )
    return replace(known, token="", confirmed_at=at)


def masked(address: str) -> str:
    """Show so much of an address that its owner knows it again: "ca…@tinh.gov.vn"."""
    name, _, host = address.partition("@")
    return f"{name[:2]}…@{host}"


def told(before: MailAddress, after: MailAddress, by: Actor) -> AuditEvent:
    """Tell that an address was asked about, confirmed or removed; the address is not told."""
    subject = Subject("mail_address", after.account_id, after.version + 1)
    earlier = {"state": before.state} if before.state else None
    now = {"state": replace(after, version=1).state}
    return AuditEvent(Action.CONFIG_CHANGED, by, subject, before=earlier, after=now)
