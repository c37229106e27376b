"""What a change touches is named, and any difference gives the survey another name."""

from dataclasses import replace
from datetime import date
from typing import Final

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.people import Role
from ntm_verify.domain.unit_survey import TouchedAccount, TouchedDossier, TouchedPaper, UnitSurvey
from ntm_verify.domain.unit_years import Figure
from tests.support.builders import an_id

from .test_unit_change import DAY, MERGE, RENAME, made

CLERK: Final = TouchedAccount("u-1", "Nguyễn Văn Giả", Role.COMMUNE, "90001")


def paper(reference: str, as_of: date, participants: int) -> TouchedPaper:
    figure = Figure("90001", as_of, participants, 100, reference)
    return TouchedPaper(reference, f"{reference}/TB", "Xã 90001", figure)


def test_a_survey_names_what_lies_in_the_new_time_and_adds_the_latest_papers_up() -> None:
    dossier = TouchedDossier(an_id(1), "90001", "Xã 90001", DAY, Status.SUBMITTED, None)
    papers = (paper("02", DAY, 95), paper("01", date(2024, 1, 1), 90))
    survey = UnitSurvey(made(MERGE), (CLERK,), (dossier,), papers)

    assert survey.after_the_day == ("02/TB", "Xã 90001, 01/7/2025 (đã nộp)")
    assert survey.totals == (95, 100)
    assert not survey.is_in_place
    assert UnitSurvey(made(RENAME), (), (), ()).is_in_place
    others = (
        replace(survey, change=made(replace(MERGE, document="NQ 2"))),
        replace(survey, dossiers=()),
        replace(survey, accounts=()),
        replace(survey, papers=papers[:1]),
        replace(survey, drafts=("Xã 90001",)),
    )
    assert len({survey.seen, *(other.seen for other in others)}) == 6
    assert replace(survey, change=replace(survey.change, id=an_id(7))).seen == survey.seen
