"""Blank lists that a commune takes away (tệp mẫu của kỳ)."""

from dataclasses import dataclass
from typing import Any, Final

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from ntm_verify.usecases.offer_template import FIRST, OfferTemplate, last_year, offer_template

from .policy import COMMUNE
from .visit import Visit

KINDS: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
MOST_YEARS: Final = 3
YEAR_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class TemplatesView:
    """The blank lists there are (các tệp mẫu), newest first, and the hamlets they offer."""

    years: tuple[int, ...]
    hamlets: tuple[str, ...]


class TemplateController(Controller):
    """Blank lists (tệp mẫu)."""

    path = "/templates"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": COMMUNE}  # noqa: RUF012 - the framework's shape

    @get()
    async def show(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Say which blank list is for which period (tệp mẫu)."""
        newest = last_year(visit.ports.now())
        blank = await offer_template(visit.ports, visit.actor, OfferTemplate(newest, "csv"))
        years = tuple(range(newest, max(FIRST, newest - MOST_YEARS + 1) - 1, -1))
        return visit.page("commune/templates.html", TemplatesView(years, blank.hamlets))

    @get("/{name:str}")
    async def take(self, visit: NamedDependency[Visit], name: FromPath[str]) -> Response[bytes]:
        """Give the blank list of a year: 2026.xlsx or 2026.csv (tải tệp mẫu)."""
        year, _, form = name.partition(".")
        if form not in KINDS or not (year.isascii() and year.isdigit()):
            raise NotFoundException
        if len(year) != YEAR_DIGITS:
            raise NotFoundException
        blank = await offer_template(visit.ports, visit.actor, OfferTemplate(int(year), form))
        headers = {"content-disposition": f'attachment; filename="{blank.name}"'}
        return Response(blank.content, media_type=KINDS[blank.form], headers=headers)
