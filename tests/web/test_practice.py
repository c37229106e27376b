"""A practice run finds the same as a real one, says what it is, and leaves nothing behind."""

import io
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types

from ntm_verify.web.forms import Form
from ntm_verify.web.practice import read_practice
from tests.support.site import WORST, Site, Visitor, a_list

Known = Callable[[str], Visitor]
FORM = {"as_of": "31/12/2019", "total": "20"}
PLANTED = "Trần Văn Chỉchạythử"


def a_file(first: int = 98_000) -> list[tuple[str, tuple[str, bytes]]]:
    content = a_list(first=first, wrong=2).replace(WORST.encode(), PLANTED.encode())
    return [("files", ("ds.csv", content))]


def kept(site: Site) -> bytes:
    return b"".join(path.read_bytes() for path in Path(site.folder / "data").glob("*.db*"))


def test_the_result_says_that_it_is_practice_and_finds_the_same(visitor: Known) -> None:
    answer = visitor("xa-lam").post("/practice", FORM, files=a_file())
    assert answer.status_code == 200
    for told in ("CHẠY THỬ – kết quả", "không có giá trị để nộp", "90,00", PLANTED, "phải sửa"):
        assert told in answer.text, told
    assert "/submissions/0" not in answer.text


def test_nothing_of_a_practice_run_is_kept(site: Site, visitor: Known) -> None:
    clerk = visitor("xa-lam")
    before = clerk.get("/submissions").text.count("Xem kết quả và nộp")
    assert clerk.post("/practice", FORM, files=a_file()).status_code == 200
    assert clerk.get("/submissions").text.count("Xem kết quả và nộp") == before
    assert PLANTED.encode() not in kept(site)
    assert WORST.encode() in kept(site)  # what is handed in is found by the same look


def test_the_file_to_take_away_bears_the_banner(visitor: Known) -> None:
    answer = visitor("xa-lam").post("/practice", {**FORM, "give": "marked"}, files=a_file())
    assert 'filename="CHAY-THU-' in answer.headers["content-disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    texts = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    assert any(text.startswith("CHẠY THỬ") for text in texts)


def test_a_refused_file_and_faulty_figures_are_told_beside_their_fields(visitor: Known) -> None:
    clerk = visitor("xa-lam")
    refused = clerk.post("/practice", FORM, files=[("files", ("ds.csv", b"%PDF-1.7"))])
    assert refused.status_code == 422
    assert 'href="#files"' in refused.text
    faulty = clerk.post("/practice", {"as_of": "hôm qua", "total": "nhiều"}, files=a_file())
    assert faulty.status_code == 422
    for field in ("as_of", "total"):
        assert f'href="#{field}"' in faulty.text


def test_sexes_of_a_practice_run_must_add_up() -> None:
    wrong = read_practice(Form({**FORM, "male": "12", "female": "12"}))
    assert [error.field for error in wrong.errors] == ["total"]
    good = read_practice(Form({**FORM, "male": "12", "female": "8"}))
    assert good.population is not None
    assert good.population.male == 12
