"""Terms are data: what no text gives is left to the province, and says so."""

from ntm_verify.domain.retention import ENTERED, RetentionKind
from ntm_verify.regulations.retention import load_retention


def test_no_unconfirmed_figure_decides() -> None:
    """What names people in an appraised list has no term of ours; sources and marks are there."""
    retention = load_retention()

    assert {rule.kind for rule in retention.rules} == set(RetentionKind)
    for rule in retention.rules:
        assert rule.source
        assert (rule.days is None) == (rule.kind in ENTERED) == (rule.mark == "unconfirmed")
