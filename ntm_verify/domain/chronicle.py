"""Entries of the log as sentences (dòng thời gian): who, what, and what changed (F86).

An entry comes as the plain object that it is written as: nothing here reads bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from .access_reason import ACCESS_REASONS
from .appraisal import LABELS, Status
from .audit import SENTENCES, Action
from .call_list import PURPOSES
from .casework import EXTEND_REASONS
from .certificate import STANDING_LABELS
from .duplicates import DECISION_LABELS, DECISION_REASONS, Decision
from .people import ROLE_LABELS
from .steps import REASON_LABELS
from .wording import day, moment, number

LOOKS: Final = frozenset(
    {
        Action.RECORD_VIEWED,
        Action.SEARCH_RUN,
        Action.VERIFY_VISITED,
        Action.REAPPRAISED,
        Action.LOG_VERIFIED,
        Action.BUNDLE_EXPORTED,
    }
)
REASONS: Final = {
    **EXTEND_REASONS,
    **{code: said for ground in DECISION_REASONS.values() for code, said in ground.items()},
    **REASON_LABELS,
    **ACCESS_REASONS,
    **PURPOSES,
}
FIELDS: Final[Mapping[str, str]] = {
    "status": "trạng thái",
    "round": "lần nộp",
    "as_of": "ngày chốt số liệu",
    "population": "dân số",
    "population_male": "dân số nam",
    "population_female": "dân số nữ",
    "population_basis": "cách tính dân số",
    "population_date": "ngày của số dân số",
    "reason_code": "mã lý do",
    "certificate": "văn bản",
    "number": "số văn bản",
    "successor": "văn bản thay thế",
}
"""Parts of a state that people understand without a manual."""


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the state before and after (thay đổi)."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry as a sentence (một sự việc)."""

    index: str
    at: str
    who: str
    unit: str
    actor: str
    what: str
    detail: str
    code: str
    subject: str
    changes: tuple[Change, ...]
    opens: bool = False
    """Names or numbers of a list were opened, or left the house: its commune may know."""


NOBODY_NAMED: Final[Mapping[str, str]] = {}


def tell(
    index: int, entry: Mapping[str, Any], names: Mapping[str, str] = NOBODY_NAMED
) -> Happening:
    """Tell one entry of the log; who is in `names` (by account) is called by name."""
    actor, subject = entry["actor"], entry["subject"]
    return Happening(
        index=number(index),
        at=moment(datetime.fromisoformat(entry["at"])),
        who=_office(actor["role"]),
        unit=actor["unit"],
        actor=actor["id"],
        what=_sentence(entry),
        detail=_detail(entry, names),
        code=entry["type"],
        subject=f"{subject['kind']} {subject['id']}",
        changes=_changes(entry["before"], entry["after"]),
        opens=_opens(entry["type"], entry["after"] or {}),
    )


def _opens(code: str, after: Mapping[str, Any]) -> bool:
    left = code == Action.BUNDLE_EXPORTED.value and not after.get("masked")
    return left or bool(after.get("revealed"))


def is_look(code: str) -> bool:
    """Say whether an entry of this type tells of a look and of no act (lượt xem)."""
    return code in {action.value for action in LOOKS}


def _office(role: str) -> str:
    known = {known.value: label for known, label in ROLE_LABELS.items()}
    return known.get(role, role)


def _sentence(entry: Mapping[str, Any]) -> str:
    try:
        action = Action(entry["type"])
    except ValueError:
        return str(entry["type"])
    return _special(action, entry) or _purge_of(entry) or SENTENCES[action]


def _purge_of(entry: Mapping[str, Any]) -> str:
    """Tell the purge of a list apart from the erasure of a single value."""
    is_list = "rows" in (entry["after"] or {})
    is_purge = entry["type"] == Action.PRIVACY_ERASED.value and is_list
    return "xóa họ tên, mã số hết thời hạn lưu giữ" if is_purge else ""


def _special(action: Action, entry: Mapping[str, Any]) -> str:
    """Tell what the same type of entry may mean besides, "" for the usual."""
    status = _status(entry["after"])
    if action is Action.APPRAISAL_DECIDED and status:
        return f"quyết định: {LABELS[status]}"
    if action is Action.APPRAISAL_OPENED and status is Status.SUBMITTED:
        return "trả hồ sơ về hàng đợi"
    if action is Action.RECORD_VIEWED:
        return _look(entry["after"] or {})
    before = _status(entry["before"])
    if action is Action.APPRAISAL_OPENED and before is Status.UNDER_APPRAISAL:
        return "nhận lại việc thẩm định từ người khác"
    if action is Action.CHECK_COMPUTED and status is Status.DRAFT:
        return "không nhận được tệp danh sách"
    return ""


def _look(after: Mapping[str, Any]) -> str:
    if after.get("view") == "call_list":
        return "lập danh sách vận động theo thôn"
    return "mở xem họ tên, mã số đã che" if after.get("revealed") else ""


def _status(state: Mapping[str, Any] | None) -> Status | None:
    told = (state or {}).get("status")
    return Status(told) if told in {status.value for status in Status} else None


def _detail(entry: Mapping[str, Any], names: Mapping[str, str]) -> str:
    after = entry["after"] or {}
    parts = []
    check = after.get("check")
    if entry["type"] == Action.CHECK_COMPUTED.value and isinstance(check, dict):
        rows, counted = int(check["roster_rows"]), int(check["participants"])
        parts.append(f"{number(rows)} dòng, {number(counted)} người được tính")
    if reason := str(after.get("reason_code") or ""):
        parts.append(REASONS.get(reason, reason))
    parts += _around(entry["type"], after)
    if _purge_of(entry):
        parts.append(f"{number(int(after['rows']))} dòng, căn cứ {after['basis']}")
    if giver := str(after.get("decided_for") or after.get("signed_for") or ""):
        parts.append(f"thay mặt {names.get(giver) or 'người được giao'} theo ủy quyền")
    if after.get("number") and "status" in after:
        parts.append(f"số {after['number']}")
    if entry["type"] == Action.ACT_REFUSED.value:
        parts.append(f"{entry['subject']['id']}: {after.get('code', '')}")
    return " · ".join(parts)


def _around(kind: str, after: Mapping[str, Any]) -> list[str]:
    """Tell what happened around the dossier: extension, comment, sample."""
    told = []
    if kind == Action.DEADLINE_EXTENDED.value:
        told.append(f"đến {day(date.fromisoformat(str(after['until'])))}")
    if kind == Action.COMMENT_ADDED.value and after.get("row") is not None:
        told.append(f"về dòng {after['row']}")
    if kind == Action.DUPLICATE_REVIEWED.value:
        told.append(DECISION_LABELS[Decision(after["decision"])].lower())
    if after.get("view") == "call_list":
        told.append(f"{number(int(after['people']))} người")
    if revealed := after.get("revealed"):
        told.append(f"{number(int(revealed))} dòng")
    if kind == Action.BUNDLE_EXPORTED.value:
        told.append("danh sách che tên" if after.get("masked") else "danh sách đầy đủ họ tên")
    if kind == Action.SAMPLE_DRAWN.value:
        told.append(f"{number(len(after['numbers']))} người, hạt giống {after['seed']}")
    return told


def _changes(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[Change, ...]:
    if before is None or after is None:
        return ()
    return tuple(
        Change(label, _value(before.get(name)), _value(after.get(name)))
        for name, label in FIELDS.items()
        if before.get(name) != after.get(name)
    )


def _value(value: object) -> str:
    labels = {status.value: label for status, label in LABELS.items()}
    labels |= {standing.value: label for standing, label in STANDING_LABELS.items()}
    match value:
        case None | "":
            return "–"
        case bool():
            return "có" if value else "không"
        case int():
            return number(value)
        case _:
            return labels.get(str(value), str(value))
