"""Which papers are out of force, as a signed file (danh sách hiệu lực), for checks without us.

A paper cannot say that it was revoked later; this list can, as of the time it bears. It names
papers by number alone.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from .certificate import STANDING_LABELS, Certificate, Standing
from .verification import CheckResult, Result
from .vouching import NotVouched, Vouched, read_parts
from .wording import moment

SCHEMA: Final = "ntm-verify/status/1"
ENDED: Final = frozenset({Standing.SUPERSEDED, Standing.REVOKED})


@dataclass(frozen=True, slots=True)
class StatusList:
    """The list as read (danh sách đã đọc): when it was made, and (standing, successor) by name."""

    at: datetime
    ended: dict[str, tuple[Standing, str]]
    signed: Vouched


def status_payload(papers: Sequence[Certificate], *, origin: str, at: datetime) -> bytes:
    """Write what is signed: every paper that was revoked or superseded, in order."""
    told = [
        {"reference": p.reference, "standing": p.standing.value, "successor": p.successor}
        for p in sorted(papers, key=lambda paper: paper.reference)
        if p.standing in ENDED
    ]
    payload = {"at": at.isoformat(timespec="seconds"), "origin": origin, "papers": told}
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def write_status(payload: bytes, vouched: str) -> str:
    """Write the file: the signed text as it is, name of the key, signature."""
    key, _, signature = vouched.split(".")
    told = {"schema": SCHEMA, "key": key, "payload": payload.decode(), "signature": signature}
    return json.dumps(told, ensure_ascii=False, indent=1)


def read_status(content: bytes) -> StatusList:
    """Read the file; whether its signature is right is still to be asked.

    Raises:
        NotVouched: it is no such list.

    """
    try:
        told = json.loads(content)
        payload = json.loads(told["payload"])
        if told["schema"] != SCHEMA:
            raise NotVouched("another kind of file")
        return StatusList(
            datetime.fromisoformat(payload["at"]),
            {p["reference"]: (Standing(p["standing"]), p["successor"]) for p in payload["papers"]},
            read_parts(told["key"], told["payload"].encode(), told["signature"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise NotVouched("the file is no status list") from broken


def status_check(
    content: bytes, reference: str, check: Callable[[Vouched], bool | None]
) -> CheckResult:
    """Say how a paper stands by a status list, as of the time the list bears."""
    name, label = "standing", "Hiệu lực theo danh sách đã công bố"
    try:
        listed = read_status(content)
    except NotVouched:
        return CheckResult(name, label, Result.UNKNOWN, "tệp không phải danh sách hiệu lực")
    signed = check(listed.signed)
    if not signed:
        why = "không có khóa để kiểm" if signed is None else "chữ ký không đúng"
        return CheckResult(name, label, Result.UNKNOWN, f"danh sách hiệu lực: {why}")
    when = f"danh sách lập lúc {moment(listed.at)}"
    if reference not in listed.ended:
        return CheckResult(name, label, Result.HOLDS, f"{when}: không bị thu hồi hay thay thế")
    standing, successor = listed.ended[reference]
    by = f" bởi {successor}" if successor else ""
    detail = f"{when}: {STANDING_LABELS[standing]}{by}"
    return CheckResult(name, label, Result.FAILS, detail)
