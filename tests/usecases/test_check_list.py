"""A list is read, checked and weighed on any desk; what applies is what is named."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from ntm_verify.domain.coverage import Doubt, Verdict, WrongThreshold
from ntm_verify.domain.errors import Refusal
from ntm_verify.domain.findings import Check, Refused
from ntm_verify.domain.list_rules import ListVerdict
from ntm_verify.domain.people import ANYONE
from ntm_verify.domain.reading import ListFile, ListRefused
from ntm_verify.domain.regulation import EnteredFigure, LegalReferenceMissing, UnknownRuleSet
from ntm_verify.usecases.check_list import CheckList, ListReport, PriorList, check_list
from tests.support.builders import AS_OF, COMMUNE, OTHER_COMMUNE, PROVINCE
from tests.support.scenes import ENOUGH, a_file
from tests.support.worlds import World

pytestmark = pytest.mark.parametrize("world", ["memory"], indirect=True)
REQUEST: Final = CheckList((a_file(),), COMMUNE, PROVINCE, AS_OF, ENOUGH)
HOLE: Final = date(2021, 6, 1)


def a_figure(percent: str, reference: str = "5/QĐ-UBND", **others: Any) -> EnteredFigure:  # noqa: ANN401 - fields
    return EnteredFigure(PROVINCE, "", Decimal(percent), reference, **others)


async def check(world: World, **asked: Any) -> ListReport:  # noqa: ANN401 - of the request
    return await check_list(world.ports, ANYONE, replace(REQUEST, **asked))


def applied(report: ListReport) -> tuple[str, str, str, bool | None] | None:
    t = report.ruling.threshold
    return None if t is None else (t.rule_set, str(t.percent), t.legal_reference, t.both_sexes)


async def test_a_list_is_counted_and_held_against_the_rule_of_its_day(world: World) -> None:
    report = await check(world)

    assert (report.counts.rows, report.counts.counted, report.tally.insured) == (9, 9, 9)
    assert applied(report) == ("NTM-2016", "85", "1980/QĐ-TTg", False)
    assert report.assessment.verdict is Verdict.MET
    assert report.judgement.verdict is ListVerdict.ACCEPT
    assert [part.hamlet for part in report.hamlets] == ["Thôn 1", "Thôn 2"]
    assert await world.audit_log() == []


async def test_several_files_are_parts_of_one_list(world: World) -> None:
    report = await check(world, files=(a_file(5, "thon-1.csv"), a_file(9, "thon-2.csv")))

    assert (report.counts.rows, report.counts.counted) == (14, 9)
    assert [facts.name for facts in report.reading.files] == ["thon-1.csv", "thon-2.csv"]


async def test_the_template_of_another_year_is_refused_by_name(world: World) -> None:
    old = ListFile("mau.csv", "Mẫu kỳ 2018, phiên bản 1,,,\r\n".encode() + a_file().content)

    with pytest.raises(ListRefused) as refused:
        await check(world, files=(old,))
    assert refused.value.reason is Refused.OLD_TEMPLATE
    assert "mẫu kỳ 2018" in str(refused.value)

    own = ListFile("mau.csv", old.content.replace(b"2018", b"2019"))
    assert (await check(world, files=(own,))).tally.insured == 9


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ({"rule_set": "NTM-2013"}, ("NTM-2013", "70", "342/QĐ-TTg", False)),
        (
            {"figure": a_figure("92.5")},
            ("NTM-2016", "92.5", "1980/QĐ-TTg; 5/QĐ-UBND", False),
        ),
        (
            {"figure": a_figure("92.5", both_sexes=True)},
            ("NTM-2016", "92.5", "1980/QĐ-TTg; 5/QĐ-UBND", True),
        ),
        (
            {"as_of": date(2027, 1, 1), "figure": a_figure("92.5")},
            ("NTM-2026", "92.5", "51/2025/QĐ-TTg; 5/QĐ-UBND", False),
        ),
        (
            {"as_of": date(2024, 1, 1), "figure": a_figure("92.5")},
            ("NTM-2021", "92.5", "318/QĐ-TTg; 5/QĐ-UBND", True),
        ),
        ({"as_of": HOLE}, None),
        ({"as_of": HOLE, "figure": a_figure("92.5")}, ("ENTERED", "92.5", "5/QĐ-UBND", False)),
        (
            {"as_of": HOLE, "figure": a_figure("92.5", both_sexes=True)},
            ("ENTERED", "92.5", "5/QĐ-UBND", True),
        ),
        (
            {"entered": (replace(a_figure("95"), rule_set="NTM-2016"),)},
            ("NTM-2016", "95", "1980/QĐ-TTg; 5/QĐ-UBND", False),
        ),
    ],
)
async def test_the_rule_that_applies_is_the_one_in_force_named_or_entered(
    world: World, asked: dict[str, Any], rule: tuple[str, str, str, bool] | None
) -> None:
    assert applied(await check(world, **asked)) == rule


async def test_in_a_hole_nothing_is_concluded(world: World) -> None:
    report = await check(world, as_of=HOLE)

    assert report.assessment.doubts == (Doubt.NO_RULE,)


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"rule_set": "NTM-1066"}, UnknownRuleSet),
        ({"figure": a_figure("92.5", " ")}, LegalReferenceMissing),
        ({"figure": a_figure("92.5", " "), "as_of": HOLE}, LegalReferenceMissing),
        ({"figure": a_figure("84.99")}, WrongThreshold),
        ({"figure": a_figure("0"), "as_of": HOLE}, WrongThreshold),
        ({"files": (ListFile("a.txt", b""),)}, ListRefused),
    ],
)
async def test_what_cannot_be_weighed_or_read_is_refused(
    world: World, asked: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await check(world, **asked)


async def test_people_whom_another_commune_lists_too_are_pointed_at(world: World) -> None:
    prior = PriorList(OTHER_COMMUNE, a_file(2, "xa-ben.csv"))

    report = await check(world, prior=(prior,))

    found = [(f.place, f.check, f.detail) for f in report.checked.findings]
    assert found == [
        (0, Check.DUPLICATE_OTHER_LIST, OTHER_COMMUNE),
        (1, Check.DUPLICATE_OTHER_LIST, OTHER_COMMUNE),
    ]


async def test_a_list_of_another_commune_that_cannot_be_read_is_named(world: World) -> None:
    prior = PriorList(OTHER_COMMUNE, ListFile("xa-ben.csv", b""))

    with pytest.raises(ListRefused, match=f"xã {OTHER_COMMUNE} không đọc được") as refused:
        await check(world, prior=(prior,))

    assert (refused.value.reason, refused.value.file) == (Refused.EMPTY_FILE, "xa-ben.csv")
