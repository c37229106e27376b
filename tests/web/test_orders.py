"""A signer orders many papers on one page, follows them, and reads why one was refused."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from ntm_verify.domain.signing_order import SigningOrder, SigningTask, TaskState
from ntm_verify.usecases.read_order import OrderReport
from ntm_verify.web.orders import order_view
from tests.support.builders import NOON, an_id
from tests.support.site import Site, Visitor, filled

Known = Callable[[str], Visitor]


def a_task(place: int, state: TaskState, **more: Any) -> SigningTask:  # noqa: ANN401 - any field
    name = f"Xã Giả Lập {place}"
    task = SigningTask(an_id(place), an_id(9), place, an_id(place), 1, name, NOON, state)
    return replace(task, **more)


def test_a_report_counts_and_says_why() -> None:
    order = SigningOrder(an_id(9), "38", "u-ky", "", NOON, 3)
    tasks = (
        a_task(1, TaskState.ISSUED, reference="38-2026-0001"),
        a_task(2, TaskState.REFUSED, detail="Hồ sơ đã thay đổi."),
        a_task(3, TaskState.WAITING, attempts=8, detail="Thiết bị ký không trả lời."),
    )

    view = order_view(OrderReport(order, tasks))

    assert (view.percent, view.goes_on) == (66, False)
    assert view.sentence == "Đã xong 2 trên 3 văn bản, 1 không ban hành."
    assert view.refused[0].why == "Hồ sơ đã thay đổi."
    assert view.waiting[0].why.startswith("Đã thử nhiều lần")


def test_an_order_of_a_dossier_that_changed_is_followed_to_its_refusal(
    site: Site, visitor: Known
) -> None:
    """The version on the screen is not the dossier's: it stays as it is."""
    signer, dossier = visitor("ky"), filled(site, "{approved}")
    page = signer.get("/signing/orders").text
    assert f'name="pick-{dossier}"' in page
    answer = signer.post("/signing/orders", {f"pick-{dossier}": "999999"})
    assert answer.status_code == 303
    place = answer.headers["location"]

    told = signer.get(f"{place}/progress").text

    assert f"data: {place}" in told
    report = signer.get(place).text
    assert "Không ban hành, và vì sao (1)" in report
    assert signer.get(f"/signing/orders/{uuid4()}").status_code == 404


def test_an_order_of_nothing_is_answered_with_what_to_do(visitor: Known) -> None:
    for form in ({}, {"pick-x": "1"}):
        answer = visitor("ky").post("/signing/orders", form)
        assert answer.status_code == 422
        assert "Chọn ít nhất một hồ sơ" in answer.text
