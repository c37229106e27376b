"""Past dossiers are found by many conditions; counts are those of the lists they lead to."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ntm_verify.domain.appraisal import Appraisal, Status, may_see
from ntm_verify.domain.audit import Action
from ntm_verify.domain.people import Reach, WrongOffice
from ntm_verify.domain.unit import Unit
from ntm_verify.domain.unit_change import ChangeKind, UnitChange
from ntm_verify.usecases.search_dossiers import Found, SearchDossiers, search_dossiers
from ntm_verify.usecases.shelves_retrieval import DossierSearch
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from tests.support.builders import (
    ADMINISTRATOR,
    APPRAISER,
    AS_OF,
    AUDITOR,
    CLERK,
    COMMUNE,
    NOON,
    OTHER_COMMUNE,
    PROVINCE,
    SIGNER,
    UNITS,
    an_appraisal,
    an_id,
)
from tests.support.bundles import a_certified_dossier
from tests.support.handed_in import MEMBERS, handed_in
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World


def asked(**conditions: Any) -> SearchDossiers:  # noqa: ANN401 - fields of a search
    return SearchDossiers(DossierSearch("", **conditions))


async def look(world: World, **conditions: Any) -> Found:  # noqa: ANN401 - fields of a search
    return await search_dossiers(world.ports, AUDITOR, asked(**conditions))


async def many(world: World) -> list[Appraisal]:
    found = []
    for number, status in enumerate((*Status, *Status), 1):
        others: dict[str, Any] = {"commune": COMMUNE if number % 3 else OTHER_COMMUNE}
        others["as_of"] = AS_OF + timedelta(number)
        found.append(an_appraisal(id=an_id(number), status=status, submitted_at=NOON, **others))
    await world.holds(*UNITS, *found)
    return found


async def test_every_count_is_that_of_the_list_it_leads_to(world: World) -> None:
    dossiers = await many(world)

    whole = await look(world, per_page=1000)

    visible = [d.id for d in dossiers if may_see(AUDITOR, d)]
    assert [item.id for item in whole.findings.items] == sorted(visible, reverse=True)
    assert whole.findings.total == len(visible)
    assert sum(whole.findings.by_verdict.values()) == len(visible)
    for status in Status:
        there = await look(world, status=status, per_page=1000)
        assert there.findings.total == whole.findings.by_status.get(status, 0)
        assert len(there.findings.items) == there.findings.total
        assert there.findings.by_status == whole.findings.by_status
    elsewhere = replace(AUDITOR, reach=Reach(frozenset({OTHER_COMMUNE})))
    narrowed = await search_dossiers(world.ports, elsewhere, asked(per_page=1000))
    assert {item.commune for item in narrowed.findings.items} == {OTHER_COMMUNE}
    assert narrowed.findings.total == sum(narrowed.findings.by_status.values())


async def test_pages_follow_one_another_and_a_file_holds_them_all(world: World) -> None:
    await many(world)
    whole = await search_dossiers(world.ports, AUDITOR, replace(asked(per_page=3), whole=True))
    seen: list[Appraisal] = []
    for page in range(1, 20):
        seen += (await look(world, page=page, per_page=3)).findings.items

    assert seen == list(whole.findings.items)
    assert len(seen) == whole.findings.total


async def test_periods_officers_and_digests_narrow_a_search(world: World) -> None:
    await many(world)
    certified = await a_certified_dossier(world)
    assert certified.outcome is not None

    signed = (await look(world, signer=SIGNER.id, per_page=1000)).findings.items
    assert certified in signed
    assert {item.signed_by for item in signed} == {SIGNER.id}
    digest = certified.outcome.roster_sha256
    for text in (digest, certified.files[0].sha256, certified.certificate):
        assert (await look(world, text=text)).findings.items == (certified,)
    day = AS_OF + timedelta(5)
    within = (await look(world, first_day=day, last_day=day, per_page=1000)).findings
    assert {item.as_of for item in within.items} == {day}
    assert (await look(world, waived=True)).findings.total == 0
    assert (await look(world, appraiser=APPRAISER.id, text=digest)).findings.total == 1


async def test_a_commune_is_found_by_its_old_and_its_new_name_with_and_without_accents(
    world: World,
) -> None:
    old = an_appraisal(commune_name="Xã Đồng Lương Cũ", submitted_at=NOON)
    renamed = Unit(COMMUNE, "Xã Hiệp Thành Mới", "commune", PROVINCE, date(2025, 7, 1))
    await world.holds(*UNITS, renamed, old)

    for text in ("Đồng Lương cũ", "dong luong", "HIỆP THÀNH", "hiep thanh moi", COMMUNE):
        assert (await look(world, text=text)).findings.total == 1, text
    assert (await look(world, text="hiep thanh xưa")).findings.total == 0


async def test_a_merged_commune_leads_to_the_dossiers_of_its_parts_and_back(world: World) -> None:
    parts = [Unit(f"1487{n}", f"Xã Giả {n}", "commune", PROVINCE, date(2010, 1, 1)) for n in "25"]
    whole = Unit("14999", "Xã Giả Lương", "commune", PROVINCE, AS_OF)
    change = UnitChange(
        *(an_id(500), PROVINCE, 1, ChangeKind.MERGE, AS_OF, "Nghị quyết 1/NQ (giả lập)"),
        *(tuple(parts), (whole,), ADMINISTRATOR.id, NOON),
    )
    async with world.ports.transaction() as tx:
        await tx.unit_changes.add(change, change.event(ADMINISTRATOR))
    dossiers = [
        an_appraisal(id=an_id(n), commune=u.code, commune_name=u.name, submitted_at=NOON)
        for n, u in enumerate((*parts, whole), 1)
    ]
    await world.holds(*UNITS, *dossiers)

    for text in ("gia luong", "Giả 2"):
        assert (await look(world, text=text)).findings.total == 3, text


async def test_the_search_is_on_record_and_its_words_under_cover(world: World) -> None:
    await look(world, text="Đồng Lương", first_day=AS_OF)

    entry = (await acts(world))[-1]
    assert (entry.action, entry.private) == (Action.SEARCH_RUN, {"text": "Đồng Lương"})
    assert entry.after is not None
    assert (entry.after["first_day"], entry.after["exported"]) == (AS_OF.isoformat(), False)


@pytest.mark.parametrize("world", ["memory"], indirect=True)
async def test_offices_of_the_day_s_work_have_searches_of_their_own(world: World) -> None:
    for actor in (CLERK, APPRAISER):
        await must_refuse(world, search_dossiers, actor, asked(), WrongOffice)


async def test_dossiers_are_found_by_what_their_check_found(world: World) -> None:
    dossier = await handed_in(world, (*MEMBERS, "Hồ Văn Giả,123,Thôn 2"))
    await submit_list(world.ports, CLERK, SubmitList(dossier.id, dossier.version, declared=True))
    assert dossier.outcome
    assert "id_length" in dossier.outcome.codes

    there = await look(world, finding="id_length")
    none = await look(world, finding="card_expired")

    assert [item.id for item in there.findings.items] == [dossier.id]
    assert (none.findings.items, none.findings.total) == ((), 0)
    searched = (await acts(world))[-2]
    assert searched.after is not None
    assert searched.after["finding"] == "id_length"
