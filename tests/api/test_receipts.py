"""A program takes the receipt of what it handed in, the same bytes each time."""

from collections.abc import Callable

from tests.support.program import Program

from .conftest import Journey

Known = Callable[[str], Program]


def test_the_receipt_is_a_pdf_and_the_same_each_time(program: Known, journey: Journey) -> None:
    first = program("xa-an").ask("GET", f"{journey.path}/receipt.pdf")
    again = program("xa-an").ask("GET", f"{journey.path}/receipt.pdf")

    assert (first.status_code, first.headers["content-type"]) == (200, "application/pdf")
    assert first.content.startswith(b"%PDF")
    assert first.content == again.content
    assert first.headers["content-disposition"].startswith('attachment; filename="BN-')
