"""Tree, proofs, notes, tokens and canonical form against vectors that others agree on."""

import importlib.util
import json
import sys
from typing import Any

import pytest

from ntm_verify.trail.canonical import NotCanonical, canonical
from tests.support import log_vectors

from .logs import VECTORS

pytestmark = pytest.mark.skipif(not VECTORS.is_dir(), reason="no reference vectors here")

CASES = 3055


def run_all(monkeypatch: pytest.MonkeyPatch) -> int:
    """Run the vectors' own program against the product, and give its exit code."""
    spec = importlib.util.spec_from_file_location("vectors_check", VECTORS / "check.py")
    assert spec is not None
    assert spec.loader is not None
    program: Any = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec.loader.exec_module(program)
    monkeypatch.setattr(sys, "argv", ["check.py", log_vectors.__name__])
    return int(program.main())


def test_every_reference_vector_is_judged_as_it_should_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run_all(monkeypatch)

    told = capsys.readouterr().out
    assert (code, told.splitlines()[-1]) == (0, f"{CASES} passed, 0 failed"), told


def test_a_verifier_that_accepts_all_is_found_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(log_vectors, "verify_consistency", lambda *_: None)

    assert run_all(monkeypatch) == 1
    assert "MISMATCH" in capsys.readouterr().out


JCS = VECTORS / "jcs" / "testdata"
BEYOND = {
    "french": "names",
    "structures": "float",
    "unicode": None,
    "values": "float",
    "weird": "names",
    "arrays": None,
}
"""What of the standard's own examples lies beyond the part that the log uses."""


@pytest.mark.parametrize("name", sorted(BEYOND))
def test_the_standard_s_examples_are_written_right_or_refused(name: str) -> None:
    value = json.loads((JCS / "input" / f"{name}.json").read_text("utf-8"))
    if BEYOND[name]:
        with pytest.raises(NotCanonical):
            canonical(value)
    else:
        assert canonical(value) == (JCS / "output" / f"{name}.json").read_bytes()
