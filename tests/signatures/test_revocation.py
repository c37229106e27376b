"""Lists of revoked certificates come from the address that a certificate names, or a folder."""

import asyncio
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from ntm_verify.signatures.demonstration import DemonstrationAuthority
from ntm_verify.signatures.revocation import NoRevocationList, revocation_lists

from .making import NOW, a_setup

ADDRESS: Final = "http://ca.example/root.crl"


class Named:
    """A certificate that says where its list lies."""

    def __init__(self, url: str) -> None:
        self.crl_distribution_points = [type("Point", (), {"url": url})()]


def fetched(answer: httpx.Response, url: str = ADDRESS) -> list[Any]:
    def client() -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(lambda _: answer))

    return asyncio.run(revocation_lists(a_setup(), [Named(url)], NOW, client))


def test_the_list_at_the_address_is_taken_beside_the_own() -> None:
    theirs = DemonstrationAuthority(a_setup("other").folder).revocation_list(NOW)

    found = fetched(httpx.Response(200, content=theirs))

    assert len(found) == 2
    assert found[1].dump() == theirs
    assert len(fetched(httpx.Response(500), url="ldap://ca.example")) == 1


@pytest.mark.parametrize(
    "answer", [httpx.Response(404), httpx.Response(200, content=b"<html>")], ids=["none", "rubbish"]
)
def test_an_address_that_gives_no_list_is_refused(answer: httpx.Response) -> None:
    with pytest.raises(NoRevocationList):
        fetched(answer)


def test_a_folder_of_lists_is_enough(tmp_path: Path) -> None:
    own = DemonstrationAuthority(a_setup().folder).revocation_list(NOW)
    (tmp_path / "a.crl").write_bytes(own)

    (found,) = asyncio.run(revocation_lists(a_setup(lists=tmp_path), [], NOW))

    assert found.dump() == own
