"""A commune takes the blank list of a period (tải tệp mẫu của kỳ)."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.hamlets import survey
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office

from .on_record import on_record
from .ports import AppraisalQuery, Ports

FIRST: Final = 2019
"""No list can be for a period before the first figures there are."""
FORMS: Final = ("xlsx", "csv")
OF_PERIOD: Final = frozenset(Status) - {Status.DRAFT, Status.CHECKING}


@dataclass(frozen=True, slots=True)
class OfferTemplate:
    """Which period, as the year of its cut-off date, and in which form: xlsx or csv (tệp mẫu)."""

    year: int
    form: str = "xlsx"


@dataclass(frozen=True, slots=True)
class BlankList:
    """A blank list to be saved (tệp mẫu): its name, its form, the bytes, the hamlets it offers."""

    name: str
    form: str
    content: bytes
    hamlets: tuple[str, ...]


@on_record
async def offer_template(ports: Ports, actor: Actor, request: OfferTemplate) -> BlankList:
    """Write the blank list of a period, with the hamlets of the commune's newest list (F1).

    Hamlets that no list of the commune has named are not known, and none are offered then. It
    holds nothing of anybody, and is no entry of the log.

    Raises:
        WrongOffice: the actor does not act for a commune.
        NotFound: there is no such period or form.

    """
    require_office(actor, *COMMUNE_SIDE)
    if request.form not in FORMS or not FIRST <= request.year <= last_year(ports.now()):
        raise NotFound("tệp mẫu", f"{request.year}.{request.form}")
    async with ports.reading() as tx:
        unit = await tx.units.get(actor.unit)
        query = AppraisalQuery(actor.province, actor.unit, OF_PERIOD, limit=1)
        page = await tx.appraisals.find(query)
    newest = page.items[0].outcome if page.items else None
    hamlets = tuple(line.name for line in survey(newest.hamlets if newest else ()))
    content = await ports.workbooks.blank_list(str(request.year), unit.name, hamlets, request.form)
    name = f"mau-danh-sach-{actor.unit}-{request.year}.{request.form}"
    return BlankList(name, request.form, content, hamlets)


def last_year(now: datetime) -> int:
    """Give the latest year a list can be for: that of tomorrow in Vietnam."""
    return (now.astimezone(timezone(timedelta(hours=7))) + timedelta(days=1)).year
