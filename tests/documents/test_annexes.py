"""A paper names its annexes, numbers them from two on, and moves many waivers to one of them."""

import pytest

from ntm_verify.documents.annexes import annexes_of

from . import samples


@pytest.mark.parametrize(
    ("has_hamlets", "waivers", "names", "pointer"),
    [
        (False, 0, ("", "", "Phụ lục"), "Thông tin kiểm chứng tại Phụ lục"),
        (False, 3, ("", "", "Phụ lục"), "Thông tin kiểm chứng tại Phụ lục"),
        (
            True,
            0,
            ("Phụ lục I", "", "Phụ lục II"),
            "Số liệu theo thôn tại Phụ lục I, thông tin kiểm chứng tại Phụ lục II",
        ),
        (
            True,
            4,
            ("Phụ lục I", "Phụ lục II", "Phụ lục III"),
            (
                "Số liệu theo thôn tại Phụ lục I, nội dung miễn áp dụng quy tắc tại Phụ lục II, "
                "thông tin kiểm chứng tại Phụ lục III"
            ),
        ),
        (
            False,
            4,
            ("", "Phụ lục I", "Phụ lục II"),
            "Nội dung miễn áp dụng quy tắc tại Phụ lục I, thông tin kiểm chứng tại Phụ lục II",
        ),
    ],
)
def test_annexes_are_numbered_in_order_and_each_is_pointed_at(
    has_hamlets: bool,  # noqa: FBT001 - a column of the table
    waivers: int,
    names: tuple[str, str, str],
    pointer: str,
) -> None:
    found = annexes_of(has_hamlets=has_hamlets, waivers=waivers)

    assert (found.hamlets, found.waivers, found.proof) == names
    assert found.pointer == pointer


def test_many_waivers_stand_in_an_annex_and_the_body_says_how_many() -> None:
    paper = samples.longest()
    body = "\n".join(x.text for s in paper.body for x in s.lines)
    titles = [s.lines[1].text for s in paper.sheets if s.lines[1].text.startswith("Phụ lục")]

    assert "Miễn trừ quy tắc kiểm tra: 6 mục, ghi tại Phụ lục II." in body
    assert "Không có miễn áp dụng thì được tính 29.000 người" in body
    assert "được tính thêm" not in body
    assert paper.running_text.count("được tính thêm") == 6
    assert titles == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]


def test_few_waivers_stay_in_the_body() -> None:
    body = " ".join(x.text for s in samples.worst().body for x in s.lines)

    assert body.count("được miễn theo đề nghị") == 3
