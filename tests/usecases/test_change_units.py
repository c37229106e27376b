"""Communes merge with a preview; papers of before stay, figures add up; a ward leaves."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.audit import Action, Subject
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.unit import Unit
from ntm_verify.domain.unit_change import (
    ChangeKind,
    NewUnit,
    NotInProgramme,
    UnitOrder,
    WrongUnitChange,
)
from ntm_verify.domain.unit_survey import UnitSurvey
from ntm_verify.usecases.change_units import ChangeUnits, change_units
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.preview_units import PreviewUnits, preview_units
from ntm_verify.usecases.read_units import ReadUnits, UnitsFile, read_units
from ntm_verify.usecases.receive_list import ReceiveList, receive_list
from ntm_verify.usecases.verify_certificate import VerifyCertificate, verify_certificate
from tests.support.builders import (
    A_COMMUNE,
    ADMINISTRATOR,
    AS_OF,
    CLERK,
    COMMUNE,
    OPERATOR,
    PROVINCE,
    SIGNER,
    a_population,
    an_account,
    an_id,
)
from tests.support.scenes import a_dossier, a_file, acts, must_refuse
from tests.support.worlds import World

DAY: Final = date(2019, 9, 15)
PARTS: Final = (
    A_COMMUNE,
    Unit("14872", "Xã Giả Thượng", "commune", PROVINCE, date(2010, 1, 1)),
    Unit("14875", "Xã Giả Hạ", "commune", PROVINCE, date(2010, 1, 1)),
)
CODES: Final = tuple(unit.code for unit in PARTS)
MERGER: Final = UnitOrder(
    ChangeKind.MERGE, CODES, (NewUnit("14999", "Xã Giả Lương"),), DAY, "Nghị quyết 1/NQ"
)
WARD: Final = UnitOrder(
    ChangeKind.RETYPE,
    (COMMUNE,),
    (NewUnit(COMMUNE, "Phường Đồng Lương", "ward"),),
    DAY,
    "Nghị quyết 2/NQ",
)


async def looked_at(world: World, order: UnitOrder) -> UnitSurvey:
    return await preview_units(world.ports, ADMINISTRATOR, PreviewUnits(order))


async def changed(world: World, order: UnitOrder) -> None:
    seen = (await looked_at(world, order)).seen
    await change_units(world.ports, ADMINISTRATOR, ChangeUnits(order, seen))


async def read(world: World, unit: str = "") -> UnitsFile:
    return await read_units(world.ports, ADMINISTRATOR, ReadUnits(unit))


async def papers(world: World) -> list[Certificate]:
    """Issue a paper to each of the three, with populations of their own."""
    await world.holds(*PARTS)
    issued = []
    for number, unit in enumerate(PARTS):
        dossier = await a_dossier(
            world,
            Status.APPROVED,
            id=an_id(number),
            commune=unit.code,
            commune_name=unit.name,
            population=a_population(9 + number % 2),
        )
        request = IssueCertificate(dossier.id, dossier.version)
        issued.append(await issue_certificate(world.ports, SIGNER, request))
    return issued


async def verified(world: World, paper: Certificate) -> dict[str, object]:
    report = await verify_certificate(world.ports, CLERK, VerifyCertificate(code=paper.token))
    return {check.name: check.result for check in report.checks}


async def test_three_communes_merge_and_their_papers_still_verify(world: World) -> None:
    issued = await papers(world)
    await world.holds(an_account(id="u-1", username="xa.giả", unit=COMMUNE))
    opened = await a_dossier(world, Status.UNDER_APPRAISAL, id=an_id(9))
    before = [await verified(world, paper) for paper in issued]
    figures = [
        figure
        for code in CODES
        for year in (await read(world, code)).years[code]
        for figure in [(year.participants, year.population)]
    ]

    survey = await looked_at(world, MERGER)
    assert await acts_of_config(world) == [], "a look keeps nothing"
    await change_units(world.ports, ADMINISTRATOR, ChangeUnits(MERGER, survey.seen))

    assert [one.unit for one in survey.accounts] == [COMMUNE]
    assert [(one.id, one.due is not None) for one in survey.dossiers] == [(opened.id, True)]
    assert [paper.reference for paper in survey.papers] == [paper.reference for paper in issued]
    assert [await verified(world, paper) for paper in issued] == before
    file = await read(world, "14999")
    (year,) = file.years["14999"]
    assert year.is_added_up
    assert len(year.parts) == 3
    totals = tuple(sum(column) for column in zip(*figures, strict=True))
    assert (year.participants, year.population) == totals == survey.totals == (27, 28)
    for unit, paper in zip(PARTS, issued, strict=True):
        assert file.known.units[unit.code] == replace(unit, last_day=date(2019, 9, 14))
        assert (await world.find(paper)).commune_name == unit.name
        assert [heir.code for heir in file.known.became(unit.code)] == ["14999"]
    (event,) = await acts_of_config(world)
    assert event == (Subject("unit_change", f"{PROVINCE}/1", 1), file.known.changes[0].state())


async def acts_of_config(world: World) -> list[tuple[Subject, object]]:
    return [
        (event.subject, event.after)
        for event in await acts(world)
        if event.action is Action.CONFIG_CHANGED
    ]


async def test_a_preview_that_is_out_of_date_decides_nothing(world: World) -> None:
    await world.holds(*PARTS)
    survey = await looked_at(world, MERGER)
    await a_dossier(world, Status.SUBMITTED)

    request = ChangeUnits(MERGER, survey.seen)
    await must_refuse(world, change_units, ADMINISTRATOR, request, StaleRecord)

    await changed(world, MERGER)
    again = ChangeUnits(MERGER, survey.seen)
    with pytest.raises(WrongUnitChange, match="không tồn tại"):
        await change_units(world.ports, ADMINISTRATOR, again)


async def test_a_day_ahead_is_looked_at_and_decided_when_it_comes(world: World) -> None:
    await world.holds(*PARTS)
    ahead = replace(MERGER, day=date(2090, 1, 1))
    survey = await looked_at(world, ahead)

    with pytest.raises(WrongUnitChange, match="01/01/2090"):
        await change_units(world.ports, ADMINISTRATOR, ChangeUnits(ahead, survey.seen))

    for act in (
        preview_units(world.ports, OPERATOR, PreviewUnits(MERGER)),
        change_units(world.ports, CLERK, ChangeUnits(MERGER, "")),
        read_units(world.ports, CLERK, ReadUnits()),
    ):
        with pytest.raises(WrongOffice):
            await act


async def test_a_commune_that_became_a_ward_leaves_from_that_day_on(world: World) -> None:
    await world.holds(*PARTS)
    await changed(world, WARD)

    def handed_in(day: date) -> ReceiveList:
        return ReceiveList(day, a_population(), (a_file(),))

    with pytest.raises(NotInProgramme, match="Phường Đồng Lương từ ngày 15/9/2019"):
        await receive_list(world.ports, CLERK, handed_in(DAY))
    dossier = await receive_list(world.ports, CLERK, handed_in(AS_OF))
    assert dossier.commune_name == "Xã Đồng Lương"
    assert (await read(world)).known.names(COMMUNE) == ("Xã Đồng Lương", "Phường Đồng Lương")


async def test_a_merged_commune_hands_in_for_its_own_days_only(world: World) -> None:
    await world.holds(*PARTS)
    await changed(world, MERGER)

    with pytest.raises(NotInProgramme, match="Đơn vị kế thừa: Xã Giả Lương"):
        await receive_list(world.ports, CLERK, ReceiveList(DAY, a_population(), (a_file(),)))
    asked = ReceiveList(AS_OF, a_population(), (a_file(),))
    assert (await receive_list(world.ports, CLERK, asked)).commune_name == A_COMMUNE.name
