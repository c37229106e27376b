"""What is known of a dossier is laid out once, for print, XML and JSON alike."""

import json
from dataclasses import replace

from ntm_verify.domain.access_reason import ACCESS_REASONS
from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.evidence import LIST_FILE, MASK, Evidence, dossier_file
from ntm_verify.domain.evidence_files import json_file, list_file, table, xml_file
from ntm_verify.domain.evidence_guide import guide
from ntm_verify.domain.roster import Roster, RosterRow
from ntm_verify.regulations.catalogue import load_catalogue
from ntm_verify.trail.bundle import archive, unpack_bundle
from tests.support.builders import NOON, an_appraisal

ROW = RosterRow(0, 9, "=Mẫu Giả", "0090000001", "b", "Thôn 1", counted=True, codes=("x",))
DOSSIER = an_appraisal(status=Status.RETURNED, reason_code="other", note="Ghi rõ (giả lập)")


def test_words_of_a_decision_are_told_only_where_nothing_is_masked() -> None:
    masked = Evidence(replace(DOSSIER, decided_at=NOON), (), (), None, (), masked=True)
    opened = replace(masked, masked=False)
    told = [json_file(dossier_file(one, load_catalogue(), {})) for one in (masked, opened)]
    assert ["Ghi rõ" in one.decode() for one in told] == [False, True]
    assert all("Lý do khác" in one.decode() for one in told)


def test_documents_are_numbered_as_they_came_and_name_their_files() -> None:
    evidence = Evidence(DOSSIER, (), (), None, (), masked=True)
    told = dossier_file(evidence, load_catalogue(), {LIST_FILE: b"x"})
    assert [one.order for one in told.documents] == list(range(1, len(told.documents) + 1))
    assert told.documents[-1].path == LIST_FILE
    assert json.loads(json_file(told))["documents"][-1]["length"] == 1
    assert xml_file(told) == xml_file(told)


def test_a_masked_list_keeps_its_rows_and_no_cell_runs_as_a_formula() -> None:
    roster = Roster((), (ROW,))
    shut, opened = list_file(roster, masked=True).decode(), list_file(roster, masked=False).decode()
    assert (ROW.number in shut, MASK in shut, "Thôn 1" in shut) == (False, True, True)
    assert "'=Mẫu Giả" in opened
    assert table(("a",), [("+1",)]).decode().endswith("'+1\r\n")


def test_the_guide_says_whether_people_are_named() -> None:
    told = {"dossier": "x", "commune": "Xã Mẫu", "as_of": "31/12/2019", "size": 7}
    assert "được che" in guide(masked=True, **told).decode()  # type: ignore[arg-type] # texts and a number
    assert "DỮ LIỆU CÁ NHÂN" in guide(masked=False, **told).decode()  # type: ignore[arg-type] # as above
    assert all(label[0].isupper() for label in ACCESS_REASONS.values())


def test_equal_files_give_equal_archives_whatever_their_order() -> None:
    one, other = {"a": b"1", "b/c": b"2"}, {"b/c": b"2", "a": b"1"}
    assert archive(one) == archive(other)
    assert unpack_bundle(archive(one)) == one
