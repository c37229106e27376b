"""Many green dossiers are approved one by one: what went stale meanwhile is refused with why."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.support.site import Site, Visitor, open_site, sign_in

Known = Callable[[str], Visitor]
PICK = re.compile(
    r'name="(pick-[0-9a-f-]+)" value="(\d+)".*?name="(name-[^"]+)" value="([^"]*)">'
    r'(?:<input type="hidden" name="(waits-[^"]+)" value="yes">)?'
)


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a province in which forty green dossiers wait."""
    with open_site(tmp_path_factory.mktemp("forty"), dossiers=False, green=40) as site:
        yield site


@pytest.mark.slow
def test_of_forty_green_dossiers_one_gone_stale_is_refused_and_the_others_are_done(
    forty: Site,
) -> None:
    mine, other = sign_in(forty, "tham-dinh"), sign_in(forty, "tham-dinh-2")
    page = mine.get("/appraisals/bulk").text
    picked = PICK.findall(page)
    assert len(picked) == 40
    stale = picked[7][0].removeprefix("pick-")
    form = {"seen": picked[7][1]}
    assert other.post(f"/appraisals/{stale}/assignment", form).status_code == 303

    sent: dict[str, str] = {}
    for pick, seen, named, name, waits in picked:
        sent |= {pick: seen, named: name} | ({waits: "yes"} if waits else {})
    report = mine.post("/appraisals/bulk", sent)

    assert report.status_code == 200
    assert "Đã duyệt 39 hồ sơ, không duyệt 1" in report.text
    assert "Có thay đổi mới ở hồ sơ" in report.text
    counts = dict(
        re.findall(
            r"view=(approved|others|green)\"[^>]*>[^<]+<span>(\d+)", mine.get("/appraisals").text
        )
    )
    assert counts == {"approved": "39", "others": "1", "green": "1"}


def test_nothing_chosen_changes_nothing(visitor: Known) -> None:
    report = visitor("tham-dinh").post("/appraisals/bulk", {"pick-xyz": "1"})
    assert "Đã duyệt 0 hồ sơ, không duyệt 1" in report.text
