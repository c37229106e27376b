"""A checked list in a few figures that add up."""

from typing import Final

from hypothesis import given

from ntm_verify.domain.appraisal import Counts, HamletCount
from ntm_verify.domain.coverage import Tally
from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.list_rules import check_list
from ntm_verify.domain.participant_list import Finding, RawList
from ntm_verify.domain.summary import summarise
from tests.domain.test_recount import lists
from tests.support.lists import CONTEXT, lay_out

LIST: Final = lay_out(
    {
        Field.NAME: [
            "Trần Thị Lập",
            "Nguyễn Văn Giả",
            "Lê Văn Giả",
            "Trần Thị Lập",
            " Bùi  Văn Lập",
        ],
        Field.ID: ["038186000123", "038086000124", "3899000003", "038186000123", ""],
        Field.HAMLET: ["Thôn 10", "Thôn 2", "", "thôn 10", "Thôn 2"],
    }
)


def test_a_list_in_figures() -> None:
    note = Finding(Check.HIDDEN_SHEET, Field.FILE, detail="Sheet2")

    summary = summarise(LIST, check_list(LIST, CONTEXT), (note,), CONTEXT.catalogue)

    assert summary.tally == Tally(3, 0, male=1, female=1, unknown=1)
    assert summary.counts == Counts(
        rows=5, people=4, counted=3, not_counted=2, doubtful=0, errors=2, warnings=1, infos=1
    )
    assert summary.hamlets == (
        HamletCount("Thôn 2", 1, 2),
        HamletCount("Thôn 10", 1, 2),
        HamletCount("", 1, 1),
    )


def test_a_list_that_names_no_hamlet_has_none() -> None:
    raw = lay_out({Field.NAME: ["Trần Thị Lập"], Field.ID: ["3899000001"]})

    assert summarise(raw, check_list(raw, CONTEXT), (), CONTEXT.catalogue).hamlets == ()


@given(lists())
def test_all_figures_add_up(raw: RawList) -> None:
    summary = summarise(raw, check_list(raw, CONTEXT), (), CONTEXT.catalogue)
    counts, tally, hamlets = summary.counts, summary.tally, summary.hamlets

    assert counts.rows == len(raw) == counts.counted + counts.not_counted
    assert tally.insured == counts.counted == tally.male + tally.female + tally.unknown
    assert counts.doubtful == tally.doubtful <= tally.insured
    assert counts.counted <= counts.people <= counts.rows
    if hamlets:
        assert sum(part.counted for part in hamlets) == counts.counted
        assert sum(part.rows for part in hamlets) == counts.rows
