"""Programs read counts of cards that end; names come to the commune's own program alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.support.program import Program

Known = Callable[[str], Program]
TODAY = datetime.now(UTC).date()


def a_list() -> bytes:
    """Make up three people with dates (DỮ LIỆU GIẢ LẬP)."""
    ends = [f"{TODAY + timedelta(days):%d/%m/%Y}" for days in (-1, 20, 400)]
    rows = [f"Bùi Văn Mẫu {'ABC'[n]},009560000{n},Thôn {n % 2 + 1},{ends[n]}" for n in range(3)]
    return "\n".join(["Họ và tên,Mã số BHXH,Thôn,Giá trị đến ngày", *rows, ""]).encode()


def test_counts_go_to_both_sides_and_names_to_the_commune_alone(program: Known) -> None:
    clerk, appraiser = program("xa-lam"), program("tham-dinh")
    day = TODAY - timedelta(20)
    checked = clerk.checked(clerk.upload(a_list(), as_of=day.isoformat(), population="3"))
    path = f"/api/v1/submissions/{checked['id']}"

    own = clerk.told("GET", f"{path}/outlook")
    assert (own["counted"], own["unknown"]) == (3, 0)
    assert [one["ended"] for one in own["ahead"]][:2] == [1, 2] or own["ahead"][1]["days"] < 21
    assert sum(one["ended"][0] for one in own["hamlets"]) == own["ahead"][0]["ended"] == 1

    named = clerk.told("GET", f"{path}/call-list?purpose=renewal")
    (person,) = named["people"]
    assert (person["name"], person["last_digits"]) == ("Bùi Văn Mẫu A", "0000")
    assert clerk.ask("GET", f"{path}/call-list").status_code == 422
    assert appraiser.ask("GET", f"{path}/call-list?purpose=renewal").status_code == 403
    assert program("xa-hoa").ask("GET", f"{path}/outlook").status_code == 404

    declared = {"seen": checked["version"], "declared": True}
    clerk.told("POST", f"{path}/submission", declared)
    whole = appraiser.told("GET", "/api/v1/outlook")
    (mine,) = [one for one in whole["communes"] if one["submission"] == checked["id"]]
    assert mine["ahead"] == own["ahead"]
    seen = appraiser.told("GET", f"/api/v1/outlook/{checked['id']}")
    assert seen["hamlets"] == own["hamlets"]
    assert "Mẫu" not in str(seen)
