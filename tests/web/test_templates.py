"""A commune finds the blank list of its period, and an old one leads to the right one."""

from collections.abc import Callable
from datetime import UTC, datetime

from tests.support.site import Site, Visitor, a_list, filled

Known = Callable[[str], Visitor]
FORM = {"total": "20", "source": "Công an xã (DỮ LIỆU GIẢ LẬP)"}


def test_every_listed_template_can_be_taken(visitor: Known) -> None:
    clerk, year = visitor("xa-an"), datetime.now(UTC).year
    text = clerk.get("/templates").text
    assert "Thôn 1, Thôn 2, Thôn 3" in text
    for form, begins in (("xlsx", b"PK"), ("csv", "\ufeff".encode())):
        assert f'href="/templates/{year}.{form}"' in text
        answer = clerk.get(f"/templates/{year}.{form}")
        assert answer.content.startswith(begins)
        assert (
            f'filename="mau-danh-sach-00001-{year}.{form}"' in answer.headers["content-disposition"]
        )


def test_a_template_of_no_year_is_not_there(visitor: Known) -> None:
    for name in ("2026.pdf", "nam.xlsx", "20260.csv", "1999.csv", "2026"):
        assert visitor("xa-an").get(f"/templates/{name}").status_code == 404, name


def test_the_form_leads_to_the_templates(visitor: Known) -> None:
    assert 'href="/templates"' in visitor("xa-an").get("/submissions/new").text


def test_a_list_on_an_old_template_is_refused_with_a_link_to_the_right_one(
    visitor: Known,
) -> None:
    clerk = visitor("xa-lam")
    content = "Mẫu kỳ 2024, phiên bản 1,,\n".encode() + a_list(first=95_000)
    form = {**FORM, "as_of": "31/12/2025"}
    answer = clerk.post("/submissions", form, files=[("files", ("mau.csv", content))])
    address = answer.headers["location"]
    for _ in range(200):
        text = clerk.get(address).text
        if "Đang kiểm tra" not in text:
            break
    assert "Tệp làm trên mẫu kỳ 2024, phiên bản 1" in text
    assert 'href="/templates/2025.xlsx"' in text


def test_a_refusal_for_another_reason_offers_no_template(site: Site, visitor: Known) -> None:
    text = visitor("xa-an").get(filled(site, "/submissions/{refused_file}")).text
    assert "/templates/20" not in text
