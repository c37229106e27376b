"""A program asks how far a check has come, from the queue to the result."""

from collections.abc import Callable

from tests.support.program import Program

from .conftest import Journey

Known = Callable[[str], Program]


def test_a_finished_check_is_done_at_a_hundred_per_cent(program: Known, journey: Journey) -> None:
    told = program("xa-an").told("GET", f"{journey.path}/progress")
    assert (told["stage"], told["percent"], told["place"]) == ("done", 100, 0)
    assert told["sentence"] == "Đã kiểm tra xong."


def test_a_waiting_list_tells_stage_and_share(program: Known) -> None:
    clerk = program("xa-an")
    path = f"/api/v1/submissions/{clerk.upload()['id']}/progress"
    told = clerk.told("GET", path)
    assert told["stage"] in {"waiting", "reading", "checking", "counting", "done"}
    assert 0 <= told["percent"] <= 100
