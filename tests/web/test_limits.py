"""Whoever asks too often is asked to wait, and nobody else is."""

from ntm_verify.web.limits import CODES, FILES
from tests.support.site import Site, Visitor, filled


def test_files_of_one_address_are_limited_and_the_page_says_what_to_do(site: Site) -> None:
    busy, other = Visitor(site.address), Visitor(site.address)
    files = [("paper", ("a.pdf", b"not a paper"))]
    most = FILES.rate_limit[1]

    answers = [busy.post("/verify", {}, files=files) for _ in range(most + 1)]

    assert {answer.status_code for answer in answers[:most]} == {422}
    assert answers[-1].status_code == 429
    assert "Có quá nhiều lần thử liên tiếp." in answers[-1].text
    assert other.post("/verify", {}, files=files).status_code == 422


def test_codes_are_counted_whether_they_are_known_or_not(site: Site) -> None:
    asker = Visitor(site.address)
    left = [
        int(asker.get(filled(site, path)).headers["ratelimit-remaining"])
        for path in ("/verify/{token:certified}", "/verify/{token:revoked}", "/verify/AAAA-BBBB")
    ]

    assert left == [CODES.rate_limit[1] - count for count in (1, 2, 3)]
