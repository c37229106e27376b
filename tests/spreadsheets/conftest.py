"""A reader that all tests of this room share."""

from collections.abc import Iterator

import pytest

from ntm_verify.domain.columns import Wordings
from ntm_verify.regulations.columns import load_wordings
from ntm_verify.spreadsheets.reader import ListReader


@pytest.fixture(scope="session")
def wordings() -> Wordings:
    return load_wordings()


@pytest.fixture(scope="module")
def reader(wordings: Wordings) -> Iterator[ListReader]:
    reader = ListReader(wordings)
    yield reader
    reader.close()
