"""The table as a workbook: people as numbers, a reason beside every open verdict."""

from dataclasses import replace
from datetime import date

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.coverage import Assessment, Doubt, Tally, Verdict
from ntm_verify.domain.province_recheck import (
    CommuneRecheck,
    ProvinceRecheck,
    recheck_report,
    threshold_of,
)
from ntm_verify.domain.province_report import Linked
from tests.support.builders import a_population, a_threshold, an_appraisal

PAPER = "38-2019-0001"


def one(insured: int, percent: str | None = "90", outside: str = "") -> CommuneRecheck:
    dossier = an_appraisal(status=Status.CERTIFIED, certificate=PAPER)
    threshold = None if percent is None else replace(a_threshold(percent), group="2")
    people = a_population(10_007)
    now = Assessment(Tally.of(insured), people, threshold, Doubt.NO_FIGURE)
    return CommuneRecheck(dossier, now, now, outside)


def test_the_workbook_says_what_the_screen_says() -> None:
    found = ProvinceRecheck(
        "NTM-2021",
        date(2026, 11, 22),
        (one(9007), one(9006), one(9006, None), one(9007, outside="đã là phường")),
    )

    report = recheck_report(found, "Tỉnh Giả Định", "https://ntm.example")

    assert found.counts == {Verdict.MET: 1, Verdict.NOT_MET: 1, Verdict.UNDETERMINED: 1}
    facts = dict(report.facts)
    assert (facts["Đạt"], facts["Chưa đạt"], facts["Không còn xét"]) == ("1", "1", "1")
    met, short, open_, gone = report.tables[0].rows
    assert met[3:10] == (9007, 10007, "90,00\u00a0%", "90\u00a0% (nhóm 2)", 9007, 0, "đạt")
    assert short[5:10] == ("89,99\u00a0%", "90\u00a0% (nhóm 2)", 9007, 1, "chưa đạt")
    assert open_[6:10] == ("chưa có", "", "", "chưa đủ căn cứ")
    assert "chưa có ngưỡng" in str(open_[10])
    assert gone[9:11] == ("không còn xét", "đã là phường")
    assert met[11] == Linked(PAPER, f"https://ntm.example/certificates/{PAPER}.pdf")
    bare = replace(one(1), dossier=an_appraisal(status=Status.CERTIFIED, certificate=""))
    assert recheck_report(replace(found, communes=(bare,)), "x", "").tables[0].rows[0][11] == ""
    assert threshold_of(replace(bare, now=replace(bare.now, threshold=a_threshold("85")))) == (
        "85\u00a0%"
    )
