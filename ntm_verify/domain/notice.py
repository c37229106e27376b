"""What happened that somebody has to be told of, and whom (thông báo).

Everything starts from the audit event of an act: `happening_of` reads it off, so that no verb has
to remember to tell anybody. A happening names records, codes and accounts, never a person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from .account import Account
from .appraisal import Appraisal, may_see
from .audit import Action, AuditEvent, State
from .people import COMMUNE_SIDE, Role
from .steps import STEPS, Status


class Kind(StrEnum):
    """What happened; values are stored and sent, and never change (loại thông báo)."""

    CHECKED = "dossier.checked"
    LIST_REFUSED = "dossier.list_refused"
    SUBMITTED = "dossier.submitted"
    TAKEN = "dossier.taken"
    TAKEN_OVER = "dossier.taken_over"
    GIVEN_BACK = "dossier.given_back"
    RETURNED = "dossier.returned"
    REFUSED = "dossier.refused"
    APPROVED = "dossier.approved"
    CERTIFIED = "dossier.certified"
    SUPERSEDED = "dossier.superseded"
    REVOKED = "dossier.revoked"
    WITHDRAWN = "dossier.withdrawn"
    DEADLINE_EXTENDED = "dossier.deadline_extended"
    ADDRESS_ASKED = "address.asked"
    HOOK_DISABLED = "webhook.disabled"


class Side(StrEnum):
    """Who is told (bên nhận thông báo)."""

    COMMUNE = "commune"  # người của xã nộp hồ sơ
    HOLDER = "holder"  # người đang giữ hồ sơ
    EARLIER_HOLDER = "earlier_holder"  # người giữ trước đó
    SIGNERS = "signers"  # người ký của tỉnh
    WATCHERS = "watchers"  # người theo dõi
    ADMINISTRATORS = "administrators"  # quản trị của tỉnh
    ITSELF = "itself"  # chủ tài khoản nói đến


KIND_OF_STEP: Final[Mapping[tuple[Status, Status], Kind]] = {
    (Status.CHECKING, Status.CHECKED): Kind.CHECKED,
    (Status.CHECKING, Status.DRAFT): Kind.LIST_REFUSED,
    (Status.CHECKED, Status.SUBMITTED): Kind.SUBMITTED,
    (Status.SUBMITTED, Status.UNDER_APPRAISAL): Kind.TAKEN,
    (Status.UNDER_APPRAISAL, Status.SUBMITTED): Kind.GIVEN_BACK,
    (Status.UNDER_APPRAISAL, Status.UNDER_APPRAISAL): Kind.TAKEN_OVER,
    (Status.UNDER_APPRAISAL, Status.RETURNED): Kind.RETURNED,
    (Status.UNDER_APPRAISAL, Status.REFUSED): Kind.REFUSED,
    (Status.UNDER_APPRAISAL, Status.APPROVED): Kind.APPROVED,
    (Status.APPROVED, Status.CERTIFIED): Kind.CERTIFIED,
    (Status.CERTIFIED, Status.SUPERSEDED): Kind.SUPERSEDED,
    (Status.CERTIFIED, Status.REVOKED): Kind.REVOKED,
    (Status.SUBMITTED, Status.WITHDRAWN): Kind.WITHDRAWN,
    (Status.UNDER_APPRAISAL, Status.WITHDRAWN): Kind.WITHDRAWN,
    (Status.RETURNED, Status.WITHDRAWN): Kind.WITHDRAWN,
    (Status.DRAFT, Status.WITHDRAWN): Kind.WITHDRAWN,
    (Status.CHECKING, Status.WITHDRAWN): Kind.WITHDRAWN,
    (Status.CHECKED, Status.WITHDRAWN): Kind.WITHDRAWN,
}
SILENT_STEPS: Final = frozenset(
    {
        (Status.DRAFT, Status.CHECKING),
        (Status.CHECKED, Status.CHECKING),
        (Status.RETURNED, Status.CHECKING),
        (Status.CHECKED, Status.CHECKED),
    }
)
"""Steps that only their maker sees: the commune's own work on its list."""

_CASE: Final = frozenset({Side.COMMUNE, Side.HOLDER, Side.WATCHERS})
_OWN: Final = frozenset({Side.COMMUNE})
AUDIENCE: Final[Mapping[Kind, frozenset[Side]]] = {
    **dict.fromkeys((Kind.CHECKED, Kind.LIST_REFUSED), _OWN),
    **dict.fromkeys(
        (
            *(Kind.SUBMITTED, Kind.TAKEN, Kind.RETURNED, Kind.REFUSED, Kind.CERTIFIED),
            *(Kind.SUPERSEDED, Kind.REVOKED, Kind.WITHDRAWN, Kind.DEADLINE_EXTENDED),
        ),
        _CASE,
    ),
    Kind.TAKEN_OVER: _CASE | {Side.EARLIER_HOLDER},
    Kind.GIVEN_BACK: _CASE | {Side.EARLIER_HOLDER},
    Kind.APPROVED: _CASE | {Side.SIGNERS},
    Kind.ADDRESS_ASKED: frozenset({Side.ITSELF}),
    Kind.HOOK_DISABLED: frozenset({Side.ADMINISTRATORS}),
}
OWN_ACT_TOLD: Final = frozenset({Kind.ADDRESS_ASKED})
"""Kinds of which even who did it is told; of everything else they know already."""
FOR_PROGRAMS: Final = tuple(kind for kind in Kind if kind.startswith("dossier."))
"""What webhooks may be told of."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened (sự việc); `id` is that of its event in the log.

    `subject` is a dossier, an account or a webhook, by kind. `holder` and `earlier_holder` are
    the appraiser after and before. `until` is a new deadline. What follows `province` is filled in
    from the record when people are told.
    """

    id: UUID
    kind: Kind
    at: datetime
    subject: str
    actor: str
    holder: str = ""
    earlier_holder: str = ""
    status: str = ""
    reason_code: str = ""
    revision: int = 0
    certificate: str = ""
    until: date | None = None
    province: str = ""
    commune: str = ""
    commune_name: str = ""
    as_of: date | None = None

    @property
    def is_of_dossier(self) -> bool:
        """Say whether the subject is a dossier."""
        return self.kind.startswith("dossier.")


def happening_of(event: AuditEvent, event_id: UUID, at: datetime) -> Happening | None:
    """Read off an event whether people are to be told; None if not (sự việc cần báo)."""
    kind = _kind(event)
    if kind is None or event.after is None:
        return None
    before, after = event.before or {}, event.after
    return Happening(
        event_id,
        kind,
        at,
        _text(after, "submission") or event.subject.id,
        event.actor.id,
        _text(after, "appraised_by"),
        _text(before, "appraised_by"),
        _text(after, "status"),
        _text(after, "reason_code"),
        event.subject.rev,
        _text(after, "certificate"),
        date.fromisoformat(_text(after, "until")) if _text(after, "until") else None,
        _text(after, "province") or event.actor.province,
    )


def _kind(event: AuditEvent) -> Kind | None:
    match event.subject.kind:
        case "submission":
            return _kind_of_step(event)
        case "extension" if event.action is Action.DEADLINE_EXTENDED:
            return Kind.DEADLINE_EXTENDED
        case "mail_address" if _text(event.after or {}, "state") == "asked":
            return Kind.ADDRESS_ASKED
        case "webhook" if _text(event.after or {}, "state") == "failing":
            return Kind.HOOK_DISABLED
        case _:
            return None


def _kind_of_step(event: AuditEvent) -> Kind | None:
    """Give the kind of a step of the table; other acts on a dossier leave its state alone."""
    told = _text(event.before or {}, "status"), _text(event.after or {}, "status")
    if not all(told):
        return None
    way = Status(told[0]), Status(told[1])
    step = STEPS.get(way)
    return KIND_OF_STEP.get(way) if step and step.action is event.action else None


def _text(state: State, name: str) -> str:
    value = state.get(name)
    return value if isinstance(value, str) else ""


def of_dossier(happening: Happening, dossier: Appraisal) -> dict[str, object]:
    """Give what the record adds to a happening: where and for which day (nơi, kỳ)."""
    return {
        "province": dossier.province,
        "commune": dossier.commune,
        "commune_name": dossier.commune_name,
        "as_of": dossier.as_of,
        "holder": happening.holder or dossier.appraised_by,
        "status": happening.status or dossier.status.value,
    }


def recipients(
    happening: Happening,
    accounts: Iterable[Account],
    watchers: frozenset[str] = frozenset(),
    dossier: Appraisal | None = None,
) -> tuple[str, ...]:
    """Name the accounts that are told (người nhận), in order of id.

    `accounts` are those of the province that serve at this moment. Nobody is told of a dossier
    that he may not see, nor of his own act.
    """
    sides = AUDIENCE[happening.kind]
    told = {
        account.id
        for account in accounts
        if any(_is_on(side, account, happening, watchers) for side in sides)
        and (dossier is None or may_see(account.actor(), dossier))
    }
    return tuple(sorted(told if happening.kind in OWN_ACT_TOLD else told - {happening.actor}))


def _is_on(side: Side, account: Account, what: Happening, watchers: frozenset[str]) -> bool:
    of_commune = account.role in COMMUNE_SIDE and account.unit == what.commune
    return {
        Side.COMMUNE: of_commune,
        Side.HOLDER: account.id == what.holder,
        Side.EARLIER_HOLDER: account.id == what.earlier_holder,
        Side.SIGNERS: account.role is Role.SIGNER,
        Side.WATCHERS: account.id in watchers,
        Side.ADMINISTRATORS: account.role is Role.ADMINISTRATOR,
        Side.ITSELF: account.id == what.subject,
    }[side]
