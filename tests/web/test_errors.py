"""An error says what happened, whether anything was saved, and how to ask for help."""

from collections.abc import Callable

import pytest
from litestar.exceptions import HTTPException

from ntm_verify.domain.account import NotSignedIn
from ntm_verify.domain.errors import InvalidInput, NotFound, StaleRecord
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.ports import Unavailable
from ntm_verify.web.errors import status_of
from tests.support.site import Site, Visitor, filled

Known = Callable[[str], Visitor]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotSignedIn(""), 401),
        (WrongOffice(""), 403),
        (NotFound("hồ sơ", ""), 404),
        (StaleRecord("hồ sơ", ""), 409),
        (InvalidInput(""), 422),
        (Unavailable(), 503),
        (HTTPException(status_code=413), 413),
        (ZeroDivisionError(), 500),
    ],
)
def test_the_kind_of_an_error_decides_the_status(error: Exception, status: int) -> None:
    assert status_of(error) == status


def test_a_missing_page_names_the_request_and_leads_on(visitor: Known) -> None:
    answer = visitor("").get("/no-such-page")
    assert answer.status_code == 404
    assert answer.headers["x-request-id"] in answer.text
    assert "Không tìm thấy trang này" in answer.text


def test_a_wrong_method_is_explained(visitor: Known) -> None:
    answer = visitor("").post("/rules")
    assert answer.status_code == 405
    assert "Chưa có gì được lưu" in answer.text


def test_a_path_of_a_wrong_form_is_a_missing_page(visitor: Known) -> None:
    for path in ("/submissions/1", "/submissions/%00", "/submissions/" + "9" * 400):
        assert visitor("xa-an").get(path).status_code == 404, path


def test_a_form_that_is_too_large_is_refused_in_words(visitor: Known) -> None:
    answer = visitor("kiem-toan").post("/audit/chain", {"pin": "x" * 300_000})
    assert answer.status_code == 413
    assert "quá lớn" in answer.text


def test_a_stale_page_is_told_so_and_nothing_happens(site: Site, visitor: Known) -> None:
    path = filled(site, "/appraisals/{waiting_2}/assignment")
    answer = visitor("tham-dinh").post(path, {"seen": "1"})
    assert answer.status_code == 409
    assert "Có thay đổi mới" in answer.text
    assert "Chưa có gì được lưu" in answer.text


def test_odd_bodies_and_questions_never_break_a_page(visitor: Known) -> None:
    clerk = visitor("xa-an")
    headers = {
        "cookie": f"__Host-ntm={clerk.cookie}",
        "origin": clerk.address,
        "x-csrf-token": clerk.csrf(),
    }
    for kind, body in (
        ("multipart/form-data; boundary=x", b"--y\r\nnonsense"),
        ("multipart/form-data", b"nothing"),
        ("application/x-www-form-urlencoded", b"\xff\xfe=%zz&&=&a"),
        ("application/json", b"{"),
        ("text/plain", b"x"),
    ):
        sent = {**headers, "content-type": kind}
        answer = clerk.client.post("/submissions", content=body, headers=sent)
        assert answer.status_code in {400, 422}, (kind, answer.status_code)
    for path in ("/appraisals?after=x&view=%00&q=%ff", "/appraisals?view=done&after=1"):
        assert visitor("tham-dinh").get(path).status_code == 200
    for path in ("/audit?as_of=99/99/9999", "/audit?status=none", "/audit/log?before=²"):
        assert visitor("kiem-toan").get(path).status_code == 200
