"""One service, its people as programs, and one dossier taken from upload to paper."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.support.program import Answer, Program, open_program
from tests.support.site import Site, open_site


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a province without dossiers."""
    with open_site(tmp_path_factory.mktemp("service"), dossiers=False) as site:
        yield site


@pytest.fixture(scope="session")
def program(service: Site) -> Iterator[Callable[[str], Program]]:
    """Give somebody's program; a name is signed in once, "" is nobody."""
    met: dict[str, Program] = {}

    def known(username: str = "") -> Program:
        if username not in met:
            met[username] = open_program(service, username)
        return met[username]

    yield known
    for one in met.values():
        one.client.close()


@dataclass(frozen=True, slots=True)
class Journey:
    """What every step of one dossier answered, in order."""

    uploaded: Answer
    checked: Answer
    submitted: Answer
    taken: Answer
    approved: Answer
    paper: Answer

    @property
    def path(self) -> str:
        return f"/api/v1/submissions/{self.checked['id']}"


@pytest.fixture(scope="session")
def journey(program: Callable[[str], Program]) -> Journey:
    """Take one list from upload to paper."""
    clerk, appraiser, signer = program("xa-an"), program("tham-dinh"), program("ky")
    uploaded = clerk.upload()
    checked = clerk.checked(uploaded)
    declared = {"seen": checked["version"], "declared": True}
    mine = f"/api/v1/submissions/{checked['id']}"
    submitted = clerk.told("POST", f"{mine}/submission", declared)
    theirs = f"/api/v1/appraisals/{checked['id']}"
    taken = appraiser.told("POST", f"{theirs}/assignment", {"seen": submitted["version"]})
    approved = appraiser.told("POST", f"{theirs}/approval", {"seen": taken["version"]})
    paper = signer.told("POST", f"{theirs}/certificate", {"seen": approved["version"]})
    return Journey(uploaded, checked, submitted, taken, approved, paper)
