"""Who acts, and in which office (người thực hiện, vai trò)."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from .errors import NotPermitted


class Role(StrEnum):
    """The offices of the service; values are stored and never change (vai trò)."""

    COMMUNE = "commune"  # công chức UBND xã
    CHAIR = "chair"  # lãnh đạo UBND xã
    APPRAISER = "appraiser"  # cán bộ thẩm định của tỉnh
    SIGNER = "signer"  # người ký
    AUDITOR = "auditor"  # kiểm toán, thanh tra
    ADMINISTRATOR = "administrator"  # quản trị cấp tỉnh
    OPERATOR = "operator"  # vận hành hệ thống
    PUBLIC = "public"  # bất kỳ ai, không đăng nhập
    SYSTEM = "system"  # hệ thống, khi làm việc nền


ROLE_LABELS: Final = {
    Role.COMMUNE: "công chức xã",
    Role.CHAIR: "lãnh đạo UBND xã",
    Role.APPRAISER: "cán bộ thẩm định",
    Role.SIGNER: "người ký",
    Role.AUDITOR: "kiểm toán",
    Role.ADMINISTRATOR: "quản trị tỉnh",
    Role.OPERATOR: "vận hành",
    Role.PUBLIC: "công chúng",
    Role.SYSTEM: "hệ thống",
}

COMMUNE_SIDE: Final = frozenset({Role.COMMUNE, Role.CHAIR})


@dataclass(frozen=True, slots=True)
class Reach:
    """What part of a province an auditor was let in for (phạm vi kiểm toán).

    No commune means every commune; an open end of the periods (days of reference) means no limit.
    """

    communes: frozenset[str] = frozenset()
    first_period: date | None = None
    last_period: date | None = None

    def covers(self, commune: str, as_of: date) -> bool:
        """Say whether a dossier of a commune and a day of reference lies inside."""
        begun = self.first_period is None or self.first_period <= as_of
        ended = self.last_period is not None and self.last_period < as_of
        return begun and not ended and (not self.communes or commune in self.communes)


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person acting in one office of one unit (người thực hiện).

    `id` is a pseudonym that the trail may keep for ever; `name` is personal and reaches the
    trail as a salted commitment only. `unit` is the commune's code, or the province's for
    everybody who serves the province. `request` names the request the act came with; `reach`
    narrows what an auditor sees, None leaves the whole province open.
    """

    id: str
    role: Role
    unit: str
    province: str
    name: str = field(default="", compare=False)
    request: str = field(default="", compare=False)
    address: str = field(default="", compare=False)
    reach: Reach | None = field(default=None, compare=False)


SYSTEM: Final = Actor("system", Role.SYSTEM, "ntm_verify", "")
ANYONE: Final = Actor("anyone", Role.PUBLIC, "", "")


class WrongOffice(NotPermitted):
    """The step belongs to another office (không đúng vai trò)."""

    code = "wrong_office"


def require_office(actor: Actor, *roles: Role) -> None:
    """Refuse anybody of another office.

    Raises:
        WrongOffice: the actor's role is none of those named.

    """
    if actor.role not in roles:
        wanted = ", ".join(ROLE_LABELS[role] for role in roles)
        raise WrongOffice(f"Việc này dành cho: {wanted}. Vai trò hiện tại không thực hiện được.")
