"""Programs that want to be told (webhook): where, of what, and how they know it is us.

Headers and signature are those of Standard Webhooks 1.0.0 (standardwebhooks.com): HMAC-SHA256
over id, time and body, under a secret of 32 bytes that is written `whsec_` + base64.
"""

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from .audit import Action, AuditEvent, Subject
from .errors import InvalidInput
from .notice import FOR_PROGRAMS, Happening, Kind
from .people import Actor

SECRET_BYTES: Final = 32
PREFIX: Final = "whsec_"
LONGEST_URL: Final = 500
LONGEST_LABEL: Final = 80
MOST_HOOKS: Final = 20
GIVEN_UP_AFTER: Final = timedelta(days=3)
"""So long may nothing get through before a webhook is disabled."""
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class WrongHook(InvalidInput):
    """The address or the choice of events cannot be used (webhook không hợp lệ)."""

    code = "wrong_webhook"


class HookState(StrEnum):
    """Whether a webhook is called; values are stored and never change (trạng thái webhook)."""

    ACTIVE = "active"
    PAUSED = "paused"  # quản trị cho ngừng
    FAILING = "failing"  # tự ngừng vì lỗi kéo dài
    ENDED = "ended"  # bỏ hẳn


@dataclass(frozen=True, slots=True)
class Webhook:
    """One address of a province that is told of some kinds of events (webhook)."""

    id: UUID
    province: str
    label: str
    url: str
    kinds: frozenset[Kind]
    secret: bytes = field(repr=False)
    made_by: str = ""
    made_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    state: HookState = HookState.ACTIVE
    version: int = 0

    def wants(self, kind: Kind) -> bool:
        """Say whether it is to be told of this kind."""
        return self.state is HookState.ACTIVE and kind in self.kinds

    def told(self) -> dict[str, object]:
        """Give what the log keeps: no address and no secret, a digest of the address."""
        return {
            "province": self.province,
            "state": self.state.value,
            "kinds": sorted(self.kinds),
            "url_sha256": sha256(self.url.encode()).hexdigest(),
            "made_by": self.made_by,
        }


def require_url(url: str, *, private: bool) -> str:
    """Give an address that may be called, without outer spaces (địa chỉ webhook hợp lệ).

    `private` is the installation's leave to call its own network; http stays for this machine.

    Raises:
        WrongHook: no https, no host, a name and password in it, or too long.

    """
    bare = url.strip()
    try:
        parts = urlsplit(bare)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    plain = bare.isascii() and bare.isprintable() and " " not in bare and len(bare) <= LONGEST_URL
    if not host or not plain or parts.username is not None or parts.fragment:
        raise WrongHook(
            "Địa chỉ cần có dạng https://tên-máy-chủ/đường-dẫn, không chứa tên đăng nhập, không "
            f"có dấu # và không quá {LONGEST_URL} ký tự."
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and private and host in LOOPBACK):
        raise WrongHook("Địa chỉ phải bắt đầu bằng https:// để nội dung được mã hóa khi gửi.")
    return bare


def require_kinds(kinds: frozenset[str]) -> frozenset[Kind]:
    """Give the kinds of events that were chosen (loại sự kiện).

    Raises:
        WrongHook: none, or one that there is not.

    """
    known = {kind.value: kind for kind in FOR_PROGRAMS}
    if not kinds or not kinds <= known.keys():
        raise WrongHook("Chọn ít nhất một loại sự kiện trong danh sách.")
    return frozenset(known[kind] for kind in kinds)


def changed(before: Webhook | None, after: Webhook, by: Actor) -> AuditEvent:
    """Give the event that tells of a new or changed webhook."""
    subject = Subject("webhook", str(after.id), after.version + 1)
    earlier = before.told() if before else None
    return AuditEvent(Action.CONFIG_CHANGED, by, subject, before=earlier, after=after.told())


def switch(hook: Webhook, to: HookState, by: Actor) -> tuple[Webhook, AuditEvent]:
    """Pause, resume or end a webhook, and give the event that tells of it."""
    switched = replace(hook, state=to)
    return switched, changed(hook, switched, by)


def write_secret(secret: bytes) -> str:
    """Write a secret as receivers enter it (khóa bí mật)."""
    return PREFIX + b64encode(secret).decode()


def read_secret(text: str) -> bytes:
    """Read what `write_secret` wrote."""
    return b64decode(text.removeprefix(PREFIX), validate=True)


def body(happening: Happening, base_url: str) -> bytes:
    """Write what a program is told: ids, codes and dates, no person (nội dung gửi đi)."""
    data: Mapping[str, object] = {
        "dossier": happening.subject,
        "revision": happening.revision,
        "province": happening.province,
        "commune": happening.commune,
        "as_of": happening.as_of.isoformat() if happening.as_of else None,
        "status": happening.status,
        "reason_code": happening.reason_code or None,
        "certificate": happening.certificate or None,
        "deadline": happening.until.isoformat() if happening.until else None,
        "href": f"{base_url}/api/v1/appraisals/{happening.subject}",
    }
    at = happening.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    told = {"type": happening.kind.value, "timestamp": at, "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def signed_headers(secret: bytes, name: str, at: datetime, content: bytes) -> dict[str, str]:
    """Give the headers by which a receiver knows sender, time and content (chữ ký webhook)."""
    second = str(int(at.timestamp()))
    signature = b64encode(hmac.digest(secret, f"{name}.{second}.".encode() + content, "sha256"))
    return {
        "webhook-id": name,
        "webhook-timestamp": second,
        "webhook-signature": f"v1,{signature.decode()}",
    }
