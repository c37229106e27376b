"""A token is made on a page, shown once, opens what was chosen, and ends there too."""

import re

from tests.support.site import Site, sign_in


def test_a_token_is_shown_once_and_ends_where_it_was_made(site: Site) -> None:
    visitor = sign_in(site, "xa-hoa")
    form = {"label": "Phần mềm một cửa", "scope-read": "yes", "days": "30"}

    made = visitor.post("/account/tokens", form)

    assert made.status_code == 200
    secret = re.search(r'id="secret">(ntm_[A-Za-z0-9]{43})<', made.text)
    assert secret is not None
    again = visitor.get("/account/tokens").text
    assert secret[1] not in again
    assert "Phần mềm một cửa" in again
    bearer = {"authorization": f"Bearer {secret[1]}"}
    assert visitor.client.get("/api/v1/submissions", headers=bearer).status_code == 200
    ends = re.search(r'action="(/account/tokens/[^"]+/end)"', again)
    assert ends is not None
    assert visitor.post(ends[1]).status_code == 303
    assert visitor.client.get("/api/v1/submissions", headers=bearer).status_code == 401
    assert "đã thu hồi" in visitor.get("/account/tokens").text
    visitor.client.close()


def test_what_is_missing_is_named_and_what_was_chosen_is_kept(site: Site) -> None:
    visitor = sign_in(site, "xa-hoa")
    for form, field in (
        ({"label": "", "scope-read": "yes", "days": "30"}, "label"),
        ({"label": "Một cửa", "days": "30"}, "scopes"),
        ({"label": "Một cửa", "scope-read": "yes", "days": "9999"}, "days"),
        ({"label": "Một cửa", "scope-decide": "yes", "days": "30"}, "days"),
    ):
        answer = visitor.post("/account/tokens", form)
        assert answer.status_code == 422, form
        assert f'href="#{field}"' in answer.text
        assert f'value="{form["label"]}"' in answer.text
    visitor.client.close()


def test_an_office_is_offered_what_it_may_hand_on(site: Site) -> None:
    for who, scopes in (
        ("xa-hoa", {"read", "submit"}),
        ("ky", {"read", "decide", "audit"}),
        ("van-hanh", {"audit"}),
    ):
        visitor = sign_in(site, who)
        text = visitor.get("/account/tokens").text
        visitor.client.close()
        assert set(re.findall(r'name="scope-(\w+)"', text)) == scopes
