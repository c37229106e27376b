"""What is no refusal: a fault of ours says what can be said of it, and never in its own words."""

import logging
from typing import Any

import pytest
from litestar import get, post
from litestar.testing import create_test_client

from ntm_verify.api.problems import to_problem
from ntm_verify.domain.errors import Refusal
from ntm_verify.usecases.ports import Unavailable

SECRET = "Nguyễn Văn Giả, 3899000001"  # noqa: S105 - made up


@get("/fault")
async def look_fault() -> None:
    raise ValueError(SECRET)


@post("/fault")
async def write_fault() -> None:
    raise ValueError(SECRET)


@post("/away")
async def write_away() -> None:
    raise Unavailable("Máy in bận.")


@get("/away")
async def look_away() -> None:
    raise Unavailable


@post("/odd")
async def odd_refusal() -> None:
    raise Refusal("Không nhận.")


@pytest.mark.parametrize(
    ("method", "path", "status", "saved", "says"),
    [
        ("GET", "/fault", 500, "no", "không thay đổi gì"),
        ("POST", "/fault", 500, "unknown", "không chắc yêu cầu đã được lưu"),
        ("POST", "/away", 503, "unknown", "Máy in bận. Hệ thống gặp lỗi và không chắc"),
        ("GET", "/away", 503, "no", "không thay đổi gì"),
        ("POST", "/odd", 422, "no", "Không nhận."),
    ],
)
def test_a_fault_says_whether_anything_was_saved_and_nothing_of_its_own(
    caplog: pytest.LogCaptureFixture, method: str, path: str, status: int, saved: str, says: str
) -> None:
    routes = [look_fault, write_fault, write_away, look_away, odd_refusal]
    quiet: dict[str, Any] = {"debug": False, "logging_config": None}
    with (
        caplog.at_level(logging.INFO),
        create_test_client(routes, exception_handlers={Exception: to_problem}, **quiet) as client,
    ):
        answer = client.request(method, path)

    told = answer.json()
    assert (answer.status_code, told["status"]) == (status, status)
    assert told["saved"] is (None if saved == "unknown" else False)
    assert says in told["detail"]
    assert SECRET not in answer.text
    assert SECRET not in caplog.text
    assert ("ValueError" in caplog.text) is (status == 500)
    assert (told["request"] in caplog.text) is (status == 500)
