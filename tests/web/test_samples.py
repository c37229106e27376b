"""A sample is drawn, printed with its seed, and read in plain words; names are for its holder."""

import re
from collections.abc import Callable

from tests.support.site import Site, Visitor, filled

Known = Callable[[str], Visitor]


def test_the_holder_draws_and_writes_results_and_nobody_else_sees_names(
    site: Site, visitor: Known
) -> None:
    site = site.own("taken")
    path, known = filled(site, "/appraisals/{taken}/sample"), visitor("tham-dinh")
    assert visitor("tham-dinh-2").get(path).status_code == 403
    seen = site.dossiers["taken"].version
    assert known.post(path, {"seen": str(seen)}).status_code == 303
    page = known.get(path).text
    seed = re.findall(r"<dd class=\"code\">([0-9a-f]{32})</dd>", page)
    assert len(seed) == 1
    numbers = re.findall(r'name="result-(\d+)"', page)
    assert numbers
    results = {f"result-{number}": "confirmed" for number in numbers}
    results[f"result-{numbers[0]}"] = "wrong"
    assert known.post(f"{path}/results", results).status_code == 303
    text = known.get(path).text
    assert "1 người không đúng như danh sách" in text
    case = known.get(filled(site, "/appraisals/{taken}")).text
    assert seed[0] in case
