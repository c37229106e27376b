"""A commune takes the blank list of a period, which its own receipt then takes."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.domain.population import Population
from ntm_verify.domain.reading import ListFile
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.offer_template import (
    FIRST,
    BlankList,
    OfferTemplate,
    last_year,
    offer_template,
)
from ntm_verify.usecases.receive_list import ReceiveList, receive_list
from tests.support.builders import APPRAISER, AS_OF, CLERK, COMMUNE, UNITS
from tests.support.handed_in import MEMBERS, handed_in
from tests.support.scenes import must_refuse
from tests.support.worlds import World

ROWS = "1,Bùi Văn Mẫu,0090000001,Thôn 1,,,\r\n2,Đỗ Thị Lập,0090000002,Thôn 1,,,\r\n"


async def offered(world: World, year: int, form: str = "csv") -> BlankList:
    return await offer_template(world.ports, CLERK, OfferTemplate(year, form))


async def test_a_template_offers_the_hamlets_of_the_newest_list(world: World) -> None:
    await handed_in(world, MEMBERS)

    for form in ("xlsx", "csv"):
        blank = await offered(world, AS_OF.year, form)
        assert blank.hamlets == ("Thôn 1", "Thôn 2")
        assert blank.name == f"mau-danh-sach-{COMMUNE}-2019.{form}"
        assert blank.content


async def test_without_a_list_no_hamlets_are_made_up(world: World) -> None:
    await world.holds(*UNITS)

    assert (await offered(world, AS_OF.year)).hamlets == ()


async def test_only_the_template_of_the_list_s_own_year_is_taken(world: World) -> None:
    await world.holds(*UNITS)
    blank = await offered(world, AS_OF.year)
    file = ListFile("mau.csv", blank.content + ROWS.encode())
    request = ReceiveList(AS_OF, Population(10, "Công an xã (giả lập)"), (file,))
    good = await receive_list(world.ports, CLERK, request)
    done = await check_submission(world.ports, SYSTEM, CheckSubmission(good.id))
    assert done.outcome is not None
    assert done.outcome.tally.insured == 2

    other = await receive_list(
        world.ports, CLERK, replace(request, as_of=date(AS_OF.year - 1, 12, 31))
    )
    back = await check_submission(world.ports, SYSTEM, CheckSubmission(other.id))
    assert (back.status, back.reason_code) == (Status.DRAFT, "old_template")
    assert "mẫu kỳ 2019, phiên bản 1" in back.refusal
    assert "Tải mẫu kỳ 2018" in back.refusal


@pytest.mark.parametrize(("year", "form"), [(FIRST - 1, "csv"), (2100, "csv"), (2019, "pdf")])
async def test_there_is_no_template_of_any_other_kind(world: World, year: int, form: str) -> None:
    await world.holds(*UNITS)
    await must_refuse(world, offer_template, CLERK, OfferTemplate(year, form), NotFound)


async def test_templates_are_for_communes(world: World) -> None:
    await must_refuse(world, offer_template, APPRAISER, OfferTemplate(2019), WrongOffice)


def test_a_year_begins_with_its_first_day_in_vietnam() -> None:
    assert last_year(datetime(2019, 12, 30, 16, 59, tzinfo=UTC)) == 2019
    assert last_year(datetime(2019, 12, 30, 17, tzinfo=UTC)) == 2020
